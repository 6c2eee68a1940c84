/* hit_json.c - the members of a hit, one after the other. */
#include "searcher/hit_json.h"

#include <string.h>

#include "searcher/source_state.h"

bool query_json_put(json_t *object, const struct printer *printer)
{
    struct buffer text = BUFFER_INIT;
    bool put = !printer->id || json_put_text(object, "query_id", printer->id, printer->id_length);
    put = put && query_print(printer->query, &text, NULL) == NS_OK && json_put_text(object, "query", text.data, text.size);
    buffer_release(&text);
    return put;
}

/* ---- The article ---- */

static bool put_title(json_t *object, const struct hit *hit)
{
    const struct buffer *title = &hit->title.text;
    return title->size == 0 || json_put_text(object, "title", title->data, title->size);
}

static bool put_date(json_t *object, const struct hit *hit)
{
    char date[DATE_TEXT_SIZE];
    return !*date_text(&hit->article.article.date, 'T', date) || json_put_known(object, "date", date);
}

static bool put_article(json_t *object, const struct hit *hit)
{
    const struct article *article = &hit->article.article;
    return json_put_known(object, "path", article->path) && json_put_known(object, "id", article->id) && put_title(object, hit) &&
           put_date(object, hit) && json_put_known(object, "section", article->section) &&
           json_put_known(object, "byline", article->byline) && json_put_known(object, "source", article->source) &&
           json_put_known(object, "url", article->url);
}

static bool put_first(json_t *object, const struct article *first)
{
    char date[DATE_TEXT_SIZE];
    return json_put_known(object, "first_path", first->path) && json_put_known(object, "first_id", first->id) &&
           (!*date_text(&first->date, 'T', date) || json_put_known(object, "first_date", date)) &&
           json_put_known(object, "first_source", first->source);
}

static bool put_cluster(json_t *object, const struct hit_copies *copies)
{
    if (copies->others == 0) return true;
    json_t *cluster = json_object();
    return json_put(object, "cluster", cluster) && json_put_count(cluster, "number", copies->number) &&
           json_put_count(cluster, "copies", copies->others) && put_first(cluster, &copies->first.article);
}

/* ---- Where the evidence is ---- */

/* Lines and columns count from 1; 0 is not known. */
static bool put_place(json_t *object, const char *key, uint64_t number)
{
    return number == 0 || json_put_count(object, key, number);
}

static bool put_source(json_t *object, const struct hit *hit)
{
    const struct article *article = &hit->article.article;
    return put_place(object, "line", hit->line) && json_put_known(object, "state", source_state_name(source_state(article))) &&
           (!article->extracted || json_put(object, "extracted", json_true()));
}

static bool put_passage(json_t *object, const struct hit *hit)
{
    size_t length;
    const char *text = passage_shown(hit, &length);
    return json_put_text(object, "passage", text, length);
}

static json_t *evidence_json(const struct hit *hit, size_t i)
{
    const struct hit_place *place = &hit->places[i];
    json_t *evidence = json_object();
    size_t length;
    const char *text = evidence_text(hit, i, &length);
    if (json_put_text(evidence, "text", text, length) && json_put_count(evidence, "begin", place->begin) &&
        json_put_count(evidence, "end", place->end) && put_place(evidence, "line", place->line) &&
        put_place(evidence, "column", place->column))
        return evidence;
    json_decref(evidence);
    return NULL;
}

static bool put_evidence(json_t *object, const struct hit *hit)
{
    json_t *list = json_array();
    bool put = json_put(object, "evidence", list);
    for (size_t i = 0; put && i < hit->evidence.count; i++)
        put = json_array_append_new(list, evidence_json(hit, i)) == 0;
    return put;
}

/* ---- The score ---- */

static json_t *weight_json(const struct weight_line *line)
{
    const struct buffer *name = &line->unit->name;
    json_t *weight = json_object();
    if (json_put_text(weight, "term", name->data, name->size) && json_put_real(weight, "weight", line->weight) &&
        json_put_count(weight, "tf", line->frequency) && json_put_count(weight, "df", line->unit->counts.documents) &&
        json_put_real(weight, "article_weight", line->article_weight) && json_put_count(weight, "article_tf", line->in_article) &&
        (line->in_article == 0 || json_put_real(weight, "article_df", line->articles)) &&
        (line->unit->boost == 1 || json_put_real(weight, "boost", line->unit->boost)))
        return weight;
    json_decref(weight);
    return NULL;
}

static bool put_article_statistics(json_t *statistics, const struct weight_list *weights)
{
    return json_put_count(statistics, "articles", weights->articles) &&
           json_put_count(statistics, "article_length", weights->article_length) &&
           json_put_real(statistics, "average_article_length", weights->average_article);
}

/* What the numbers of the weights are held against. */
static json_t *statistics_json(const struct weight_list *weights)
{
    json_t *statistics = json_object();
    if (json_put_count(statistics, "passages", weights->passages) && json_put_count(statistics, "length", weights->length) &&
        json_put_real(statistics, "average_length", weights->average_length) &&
        (weights->article_length == 0 || put_article_statistics(statistics, weights)))
        return statistics;
    json_decref(statistics);
    return NULL;
}

static bool put_weights(json_t *object, const struct weight_list *weights)
{
    json_t *list = json_array();
    bool put = json_put(object, "weights", list);
    for (size_t i = 0; put && i < weights->count; i++)
        put = json_array_append_new(list, weight_json(&weights->lines[i])) == 0;
    return put && json_put(object, "statistics", statistics_json(weights)) && json_put_real(object, "closeness", weights->closeness);
}

bool hit_json_put(json_t *object, const struct printer *printer, const struct hit *hit)
{
    return json_put_count(object, "rank", hit->rank) && json_put_real(object, "score", hit->score) && put_article(object, hit) &&
           (!hit->is_article || json_put_count(object, "others", hit->others)) && put_cluster(object, &hit->copies) &&
           put_source(object, hit) && put_passage(object, hit) && put_evidence(object, hit) &&
           (!printer->options->explain || put_weights(object, &hit->weights));
}
