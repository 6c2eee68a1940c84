/* hit.c - the text around a passage, and where its evidence is in the source. */
#include "searcher/hit.h"

#include <stdlib.h>

#include "index/passage.h"
#include "index/unicode.h"

void hit_release(struct hit *hit)
{
    weight_list_release(&hit->weights);
    article_record_release(&hit->article);
    passage_text_release(&hit->title);
    passage_text_release(&hit->opening);
    passage_text_release(&hit->text);
    interval_list_release(&hit->evidence);
    interval_list_release(&hit->marks);
    interval_list_release(&hit->sentences);
    passage_text_release(&hit->sentence_text);
    article_record_release(&hit->copies.first);
    free(hit->places);
}

/* ---- Text ---- */

/* The last token that the evidence of a hit and its passage reach to. */
static uint32_t reach(const struct hit *hit)
{
    uint32_t last = hit->passage.first_token + hit->passage.tokens - 1;
    for (size_t i = 0; i < hit->evidence.count; i++) {
        if (hit->evidence.items[i].last > last) last = hit->evidence.items[i].last;
    }
    return last;
}

/* Read the hit's passage and those behind it that its evidence lies in; evidence begins in the passage that it belongs to. */
static ns_status read_text(struct hit *hit, const struct index_reader *reader, uint32_t number, struct ns_error *err)
{
    const uint32_t last = reach(hit);
    const uint32_t end = hit->article.first_passage + hit->article.passages;
    ns_status status = NS_OK;
    for (uint32_t token = 0; status == NS_OK && number < end && token <= last; number++) {
        struct passage passage;
        status = index_reader_passage(reader, number, &passage, err);
        if (status == NS_OK) status = index_reader_text(reader, &passage, &hit->text, err);
        token = passage.first_token + passage.tokens;
    }
    return status;
}

/* A passage ends within a sentence only where it may not be longer. */
static ns_status find_cut(struct hit *hit, const struct index_reader *reader, uint32_t number, struct ns_error *err)
{
    struct passage_text before = {0};
    struct passage passage;
    hit->is_cut = false;
    if (number == hit->article.first_passage) return NS_OK;
    ns_status status = index_reader_passage(reader, number - 1, &passage, err);
    if (status != NS_OK || passage.tokens < PASSAGE_MAX) return status;
    status = index_reader_text(reader, &passage, &before, err);
    hit->is_cut = status == NS_OK && before.tokens[before.token_count - 1].gap < GAP_SENTENCE;
    passage_text_release(&before);
    return status;
}

/* Without a title the article's first words stand in. */
static ns_status read_opening(struct hit *hit, const struct index_reader *reader, struct ns_error *err)
{
    struct passage_text *text = &hit->opening;
    struct passage passage;
    ns_status status = index_reader_passage(reader, hit->article.first_passage, &passage, err);
    if (status == NS_OK) status = index_reader_text(reader, &passage, text, err);
    if (status != NS_OK || text->token_count <= OPENING_WORDS) return status;
    text->text.size = text->tokens[OPENING_WORDS].offset;
    text->token_count = OPENING_WORDS;
    return NS_OK;
}

static ns_status read_heading(struct hit *hit, const struct index_reader *reader, struct ns_error *err)
{
    const struct article *article = &hit->article.article;
    const bool titled = article->part_count > 0 && article->parts[0].kind == PART_TITLE;
    return titled ? index_reader_title(reader, &hit->article, &hit->title, err) : read_opening(hit, reader, err);
}

/* ---- Places ---- */

/* Where the line begins that goes on at the end of a text; false if all of it is of one line. */
static bool find_line_start(const char *text, size_t size, size_t *start)
{
    for (*start = size; *start > 0; --*start) {
        if (is_line_end(text, *start - 1, size)) return true;
    }
    return false;
}

/* Where in the article's text the line begins that the hit's text begins in. */
static ns_status find_first_line(const struct hit *hit, const struct index_reader *reader, uint32_t number, uint64_t *line_start,
                                 struct ns_error *err)
{
    struct passage_text before = {0};
    ns_status status = NS_OK;
    bool found = false;
    *line_start = 0;
    while (status == NS_OK && !found && number > hit->article.first_passage) {
        struct passage passage;
        size_t start;
        before.text.size = before.token_count = 0;
        status = index_reader_passage(reader, --number, &passage, err);
        if (status == NS_OK) status = index_reader_text(reader, &passage, &before, err);
        found = status == NS_OK && find_line_start(before.text.data, before.text.size, &start);
        if (found) *line_start = passage.text_offset + start;
    }
    passage_text_release(&before);
    return status;
}

/* The place of a run of the hit's text. @first_line  see find_first_line() */
static struct hit_place find_place(const struct hit *hit, uint64_t first_line, uint32_t offset, uint32_t end)
{
    const struct article_record *record = &hit->article;
    const uint64_t text_offset = hit->passage.text_offset + offset;
    struct hit_place place = {.begin = text_offset, .end = text_offset + end - offset};
    if (record->article.part_count == 0) return place;
    const size_t part_number = article_part_at(record, text_offset);
    const struct article_part *part = &record->article.parts[part_number];
    place.line = part->source_line;
    if (record->article.extracted) return place;

    const uint64_t in_part = text_offset - record->part_offset[part_number];
    const uint32_t lines = hit->passage.lines_before + count_line_ends(hit->text.text.data, offset);
    if (place.line) place.line += lines - record->part_lines[part_number];
    size_t start;
    const uint64_t line_start =
        find_line_start(hit->text.text.data, offset, &start) ? hit->passage.text_offset + (uint64_t)start : first_line;
    if (line_start > record->part_offset[part_number]) {
        place.column = text_offset - line_start + 1;
    } else if (part->source_column) {
        place.column = part->source_column + in_part;
    }
    place.begin = part->source_offset + in_part;
    place.end = place.begin + end - offset;
    return place;
}

/* Whether all of the evidence lies in the text; passages of a damaged index may not follow one another. */
static bool has_evidence(const struct hit *hit)
{
    const struct interval_list *evidence = &hit->evidence;
    for (size_t i = 0; i < evidence->count; i++) {
        if (evidence->items[i].first < hit->passage.first_token ||
            evidence->items[i].last - hit->passage.first_token >= hit->text.token_count)
            return false;
    }
    return true;
}

static ns_status find_places(struct hit *hit, const struct index_reader *reader, uint32_t number, struct ns_error *err)
{
    void *places = hit->places;
    uint64_t first_line = 0;
    if (!has_evidence(hit)) {
        return ns_fail(err, NS_ERR_CORRUPT, "%s: damaged index: the passages of article %u are not those of its words; build it again",
                       index_reader_path(reader), (unsigned)hit->passage.article);
    }
    ns_status status = array_reserve(&places, &hit->place_capacity, hit->evidence.count, sizeof *hit->places, err);
    hit->places = places;
    /* Every line of what was extracted is said to be that of its record. */
    if (status == NS_OK && !hit->article.article.extracted) status = find_first_line(hit, reader, number, &first_line, err);
    for (size_t i = 0; status == NS_OK && i < hit->evidence.count; i++) {
        const struct token *first = &hit->text.tokens[hit->evidence.items[i].first - hit->passage.first_token];
        const struct token *last = &hit->text.tokens[hit->evidence.items[i].last - hit->passage.first_token];
        hit->places[i] = find_place(hit, first_line, first->offset, first->offset + first->length);
        /* It may be in another part, and something else between the two than in the text. */
        hit->places[i].end = find_place(hit, first_line, last->offset, last->offset + last->length).end;
    }
    if (status != NS_OK || hit->text.token_count == 0) return status;
    const struct token *first = &hit->text.tokens[0];
    hit->line = hit->evidence.count ? hit->places[0].line : find_place(hit, first_line, first->offset, first->offset + first->length).line;
    return NS_OK;
}

/* ---- The whole ---- */

/* Evidence in words of the passage as evidence in words of its article. */
static void count_from(struct interval_list *list, uint32_t first_token)
{
    for (size_t i = 0; i < list->count; i++) {
        list->items[i].first += first_token;
        list->items[i].last += first_token;
    }
}

/* Decide again on the words what was ranked; what held then still does. As far as that will do, only the passage is looked at: of an
 * article it is asked what other passages it has, and the whole of it may count in what is explained. */
static ns_status decide_hit(struct hit *hit, const struct index_reader *reader, struct decider *decider, uint32_t passage, bool explain,
                            struct ns_error *err)
{
    struct article_extent extent;
    bool holds = false;
    double score;
    ns_status status = index_reader_extent(reader, passage, &extent, err);
    if (status != NS_OK) return status;
    const bool alone = decider_is_separate(decider) && !hit->is_article && !explain;
    const uint32_t number = alone ? 0 : passage - extent.first_passage;
    if (alone) {
        decider_begin_passage(decider, &extent, passage);
    } else {
        decider_begin(decider, &extent, DECIDE_BY_WORDS);
    }
    status = decider_holds(decider, &holds, err);
    if (status == NS_OK && !holds) {
        return ns_fail(err, NS_ERR_CORRUPT, "%s: damaged index: the postings of article %u are not those of its words; build it again",
                       index_reader_path(reader), (unsigned)extent.article);
    }
    if (status == NS_OK && explain) status = decider_weigh(decider, number, &score, &hit->weights, err);
    if (status == NS_OK) status = decider_evidence(decider, number, &hit->evidence, &hit->marks, err);
    if (status != NS_OK || !alone) return status;
    count_from(&hit->evidence, hit->passage.first_token);
    count_from(&hit->marks, hit->passage.first_token);
    return NS_OK;
}

ns_status hit_read(struct hit *hit, const struct index_reader *reader, struct decider *decider, uint32_t passage, bool explain,
                   struct ns_error *err)
{
    hit->text.text.size = hit->text.token_count = 0;
    hit->title.text.size = hit->title.token_count = 0;
    hit->opening.text.size = hit->opening.token_count = 0;
    hit->line = 0;
    ns_status status = index_reader_passage(reader, passage, &hit->passage, err);
    if (status == NS_OK) status = decide_hit(hit, reader, decider, passage, explain, err);
    if (status == NS_OK) status = index_reader_article(reader, hit->passage.article, &hit->article, err);
    if (status == NS_OK) status = read_text(hit, reader, passage, err);
    if (status == NS_OK) status = find_cut(hit, reader, passage, err);
    if (status == NS_OK) status = find_places(hit, reader, passage, err);
    if (status == NS_OK) status = read_heading(hit, reader, err);
    return status;
}

ns_status hit_count_others(struct hit *hit, struct decider *decider, struct ns_error *err)
{
    const bool *passages;
    uint32_t matching = 0;
    const ns_status status = decider_passages(decider, &passages, err);
    for (uint32_t i = 0; status == NS_OK && i < hit->article.passages; i++)
        matching += passages[i];
    hit->others = matching > 0 ? matching - 1 : 0;
    return status;
}

/* ---- Copies ---- */

/* Clusters are numbered by the articles that came first in them, those of an index behind those before. */
ns_status hit_read_copies(struct hit *hit, const struct collection *collection, uint32_t index, uint32_t article, struct ns_error *err)
{
    const struct index_reader *reader = collection->readers[index];
    const struct copies *copies;
    struct copy_cluster cluster;
    hit->copies.others = 0;
    const ns_status status = index_reader_copies(reader, &copies, err);
    if (status != NS_OK || !copies_find(copies, article, &cluster)) return status;
    hit->copies.others = cluster.count - 1;
    hit->copies.number = cluster.first;
    for (uint32_t i = 0; i < index; i++)
        hit->copies.number += index_reader_info(collection->readers[i])->articles;
    return index_reader_article(reader, cluster.first, &hit->copies.first, err);
}
