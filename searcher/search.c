/* search.c - runs a plan: Xapian ranks the candidates, the matcher decides them on their articles' words, and hits are read on demand. */
#include "searcher/search.h"

#include <stdlib.h>
#include <string.h>

#include "index/unicode.h"
#include "searcher/plan.h"

/* BM25 as in most of the literature: Robertson and Zaragoza 2009, section 3.5. */
static const xap_bm25 bm25 = {.k1 = 1.2, .b = 0.75, .min_length = 0.5};

/* The article that is being decided; its passages come one after another more often than not. */
struct decided {
    bool valid;
    uint32_t number;
    struct article_record record;
    struct word_list words;
    struct interval_list evidence;
    uint32_t *anchors; /* of each evidence: the token whose passage it belongs to */
    size_t anchor_capacity;
};

struct search {
    const struct index_reader *reader;
    struct plan *plan;
    struct decided decided;
    xap_hit *ranked;
    size_t count;
    struct hit hit;
    ns_status failure; /* of the predicate */
    struct ns_error *err;
};

/* ---- Deciding ---- */

/* The first token of an evidence that belongs to an anchor leaf. Every match has one; if the plan were wrong it would be the first token.
 */
static uint32_t find_anchor(const struct search *search, const struct interval *evidence)
{
    const struct plan *plan = search->plan;
    for (uint32_t at = evidence->first; at <= evidence->last; at++) {
        if (matcher_is_in(&plan->matcher, search->decided.words.items[at], plan->anchors)) return at;
    }
    return evidence->first;
}

static ns_status find_anchors(struct search *search, struct ns_error *err)
{
    struct decided *decided = &search->decided;
    void *anchors = decided->anchors;
    const ns_status status = array_reserve(&anchors, &decided->anchor_capacity, decided->evidence.count, sizeof *decided->anchors, err);
    decided->anchors = anchors;
    if (status != NS_OK) return status;
    for (size_t i = 0; i < decided->evidence.count; i++)
        decided->anchors[i] = find_anchor(search, &decided->evidence.items[i]);
    return NS_OK;
}

/* Decide an article, unless it is the one decided last. */
static ns_status decide(struct search *search, uint32_t article, struct ns_error *err)
{
    struct decided *decided = &search->decided;
    if (decided->valid && decided->number == article) return NS_OK;
    decided->valid = false;
    ns_status status = index_reader_article(search->reader, article, &decided->record, err);
    if (status == NS_OK) status = index_reader_article_words(search->reader, article, &decided->record, &decided->words, err);
    if (status == NS_OK) status = matcher_run(&search->plan->matcher, &decided->words, &decided->evidence, err);
    if (status == NS_OK) status = find_anchors(search, err);
    decided->number = article;
    decided->valid = status == NS_OK;
    return status;
}

/* The evidence that belongs to a passage: numbers *begin up to *end. The smallest intervals are in order of both their ends, and so are the
 * first anchors in them. */
static void evidence_of(const struct decided *decided, const struct passage *passage, size_t *begin, size_t *end)
{
    size_t low = 0;
    size_t high = decided->evidence.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (decided->anchors[middle] < passage->first_token) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *begin = low;
    while (low < decided->evidence.count && decided->anchors[low] - passage->first_token < passage->tokens)
        low++;
    *end = low;
}

/* A passage's article has to know the passage too. */
static ns_status decide_passage(struct search *search, uint32_t number, struct passage *passage, struct ns_error *err)
{
    ns_status status = index_reader_passage(search->reader, number, passage, err);
    if (status == NS_OK) status = decide(search, passage->article, err);
    if (status != NS_OK || number - search->decided.record.first_passage < search->decided.record.passages) return status;
    return ns_fail(err, NS_ERR_CORRUPT, "damaged index: passage %u is not one of its article's; build it again", (unsigned)number);
}

static int has_evidence(void *context, uint32_t document)
{
    struct search *search = context;
    struct passage passage;
    search->failure = decide_passage(search, document, &passage, search->err);
    if (search->failure != NS_OK) return -1;
    size_t begin, end;
    evidence_of(&search->decided, &passage, &begin, &end);
    return begin < end;
}

/* ---- Running ---- */

static ns_status rank(struct search *search, uint32_t limit, struct ns_error *err)
{
    if (!search->plan->candidates) return NS_OK;
    const uint64_t passages = index_reader_info(search->reader)->passages;
    if (limit > passages) limit = passages ? (uint32_t)passages : 1;
    search->ranked = calloc(limit, sizeof *search->ranked);
    if (!search->ranked) return ns_fail_nomem(err);
    const xap_search_options options = {
        .bm25 = bm25, .limit = limit, .predicate = search->plan->exact ? NULL : has_evidence, .context = search};
    uint64_t matches;
    xap_error cause;
    search->err = err;
    const xap_status done = xap_search(index_reader_postings(search->reader), search->plan->candidates, &options, search->ranked,
                                       &search->count, &matches, &cause);
    if (done == XAP_ERR_STOPPED) return search->failure;
    return done == XAP_OK ? NS_OK : ns_fail_xap(err, done, &cause, "searching");
}

ns_status search_run(const struct index_reader *reader, const char *query, size_t query_len, uint32_t limit, struct search **out,
                     struct ns_error *err)
{
    *out = NULL;
    struct search *search = calloc(1, sizeof *search);
    if (!search) return ns_fail_nomem(err);
    search->reader = reader;
    struct query *tree = NULL;
    ns_status status = query_parse(query, query_len, &tree, err);
    if (status == NS_OK) status = plan_query(tree, reader, &search->plan, err);
    if (status == NS_OK) status = rank(search, limit, err);
    query_free(tree);
    if (status == NS_OK) {
        *out = search;
    } else {
        search_free(search);
    }
    return status;
}

size_t search_count(const struct search *search)
{
    return search->count;
}

void search_free(struct search *search)
{
    if (!search) return;
    plan_free(search->plan);
    article_record_release(&search->decided.record);
    word_list_release(&search->decided.words);
    interval_list_release(&search->decided.evidence);
    free(search->decided.anchors);
    article_record_release(&search->hit.article);
    passage_text_release(&search->hit.title);
    passage_text_release(&search->hit.opening);
    passage_text_release(&search->hit.text);
    interval_list_release(&search->hit.evidence);
    interval_list_release(&search->hit.marks);
    free(search->ranked);
    free(search);
}

/* ---- Reading a hit ---- */

static ns_status take_evidence(struct search *search, struct ns_error *err)
{
    struct hit *hit = &search->hit;
    const struct decided *decided = &search->decided;
    size_t begin, end;
    evidence_of(decided, &hit->passage, &begin, &end);
    void *items = hit->evidence.items;
    ns_status status = array_reserve(&items, &hit->evidence.capacity, end - begin, sizeof *hit->evidence.items, err);
    hit->evidence.items = items;
    hit->evidence.count = hit->marks.count = 0;
    for (size_t i = begin; status == NS_OK && i < end; i++) {
        hit->evidence.items[hit->evidence.count++] = decided->evidence.items[i];
        status = matcher_mark(&search->plan->matcher, &decided->evidence.items[i], &hit->marks, err);
    }
    interval_list_order(&hit->marks);
    return status;
}

/* The first and last token that the evidence of a hit and its passage reach over. */
static struct interval reach(const struct hit *hit)
{
    struct interval reach = {hit->passage.first_token, hit->passage.first_token + hit->passage.tokens - 1};
    for (size_t i = 0; i < hit->evidence.count; i++) {
        if (hit->evidence.items[i].first < reach.first) reach.first = hit->evidence.items[i].first;
        if (hit->evidence.items[i].last > reach.last) reach.last = hit->evidence.items[i].last;
    }
    return reach;
}

/* Where a byte of an article's text is in its source. */
static void locate(struct hit *hit, uint32_t text_offset, uint32_t lines_before)
{
    const struct article_record *record = &hit->article;
    size_t i = record->article.part_count;
    while (i > 1 && record->part_offset[i - 1] > text_offset)
        i--;
    if (i == 0) return;
    const struct article_part *part = &record->article.parts[i - 1];
    hit->line = part->source_line;
    hit->source_offset = text_offset;
    if (record->article.extracted) return;
    if (hit->line) hit->line += lines_before - record->part_lines[i - 1];
    hit->source_offset = part->source_offset + text_offset - record->part_offset[i - 1];
}

/* Go back from the hit's passage, whose number is given, to the one that a token at or before it lies in. */
static ns_status find_text_begin(struct search *search, uint32_t token, uint32_t *number, struct ns_error *err)
{
    struct hit *hit = &search->hit;
    ns_status status = NS_OK;
    hit->text_begin = hit->passage;
    while (status == NS_OK && hit->text_begin.first_token > token && *number > hit->article.first_passage) {
        status = index_reader_passage(search->reader, --*number, &hit->text_begin, err);
    }
    return status;
}

/* Read the passages that the evidence and the hit's own tokens lie in. */
static ns_status read_text(struct search *search, uint32_t number, struct ns_error *err)
{
    struct hit *hit = &search->hit;
    const struct interval wanted = reach(hit);
    const uint32_t end = hit->article.first_passage + hit->article.passages;
    struct passage passage;
    ns_status status = find_text_begin(search, wanted.first, &number, err);
    for (uint32_t token = 0; status == NS_OK && number < end && token <= wanted.last; number++) {
        status = index_reader_passage(search->reader, number, &passage, err);
        if (status == NS_OK) status = index_reader_text(search->reader, &passage, &hit->text, err);
        token = passage.first_token + passage.tokens;
    }
    hit->text_first = hit->text_begin.first_token;
    return status;
}

/* Where in the source the evidence begins, or the passage if there is none. */
static void find_place(struct hit *hit)
{
    if (hit->text.token_count == 0) return;
    const uint32_t first = hit->evidence.count ? hit->evidence.items[0].first : hit->passage.first_token;
    const uint32_t offset = hit->text.tokens[first - hit->text_first].offset;
    const uint32_t lines = count_line_ends(hit->text.text.data, offset);
    locate(hit, hit->text_begin.text_offset + offset, hit->text_begin.lines_before + lines);
}

/* Keep the first `size` bytes of a text. */
static void cut_text(struct passage_text *text, size_t size)
{
    if (text->text.size > size) text->text.size = size;
    while (text->token_count && text->tokens[text->token_count - 1].offset >= size)
        text->token_count--;
}

/* The title is the article's first part; it lies in its first passage, or in its first few. Without one its first words stand in. */
static ns_status read_heading(struct search *search, struct ns_error *err)
{
    struct hit *hit = &search->hit;
    const struct article *article = &hit->article.article;
    const bool titled = article->part_count > 0 && article->parts[0].kind == PART_TITLE;
    struct passage_text *text = titled ? &hit->title : &hit->opening;
    const size_t wanted = titled ? article->parts[0].length : 1;
    ns_status status = NS_OK;
    for (uint32_t i = 0; status == NS_OK && i < hit->article.passages && text->text.size < wanted; i++) {
        struct passage passage;
        status = index_reader_passage(search->reader, hit->article.first_passage + i, &passage, err);
        if (status == NS_OK) status = index_reader_text(search->reader, &passage, text, err);
    }
    if (status == NS_OK && titled) cut_text(text, wanted);
    if (status == NS_OK && !titled && text->token_count > OPENING_WORDS) cut_text(text, text->tokens[OPENING_WORDS].offset);
    return status;
}

ns_status search_hit(struct search *search, size_t i, const struct hit **out, struct ns_error *err)
{
    struct hit *hit = &search->hit;
    hit->rank = (uint32_t)i + 1;
    hit->score = search->ranked[i].weight;
    hit->text.text.size = hit->text.token_count = 0;
    hit->text_first = 0;
    hit->title.text.size = hit->title.token_count = 0;
    hit->opening.text.size = hit->opening.token_count = 0;
    hit->line = hit->source_offset = 0;
    ns_status status = decide_passage(search, search->ranked[i].document, &hit->passage, err);
    if (status == NS_OK) status = index_reader_article(search->reader, hit->passage.article, &hit->article, err);
    if (status == NS_OK) status = take_evidence(search, err);
    if (status == NS_OK) status = read_text(search, search->ranked[i].document, err);
    if (status == NS_OK) find_place(hit);
    if (status == NS_OK) status = read_heading(search, err);
    if (status == NS_OK) *out = hit;
    return status;
}
