/* scan_fixture.h - every article of an index, read once, and a slow and simple evaluator of queries over them.
 *
 * It shares with the searcher how the words of a part are looked up (plan.h) and how they are matched (match.h), which have tests of their
 * own; what holds in articles it decides by itself, by what query.h says. It knows no candidates, no postings, and no order of deciding.
 */
#ifndef TESTS_UNIT_SCAN_FIXTURE_H
#define TESTS_UNIT_SCAN_FIXTURE_H

#include <fnmatch.h>

#include "tests/unit/search_fixture.h"

#include "searcher/filter.h"
#include "searcher/plan.h"

struct scan_article {
    struct article_extent extent;
    struct article_record record;
    struct word_list words;
    struct buffer gaps;
    uint32_t title;   /* words */
    uint32_t *starts; /* the first word of each passage */
};

/* A piece of the query that words decide: the largest that holds at places and is no list and no OR, or the field of an article. */
struct scan_part {
    const struct query *query;
    struct plan *plan; /* of this piece alone */
    struct interval_list evidence;
};

/* The owner's: begin with all zero, end with scan_release(). */
struct scan {
    struct index_reader *reader;
    struct collection collection; /* of the reader */
    struct scan_article *articles;
    size_t count;
    struct normalizer *normalizer;
    struct token_list tokens;
    struct matcher matcher;
    struct scan_part *parts; /* of the query at hand */
    size_t part_count;
    size_t part_capacity;
    const struct scan_article *article; /* at hand */
};

/* ---- Articles ---- */

static inline void scan_read_article(struct scan *scan, uint32_t number)
{
    struct ns_error err;
    struct scan_article *article = &scan->articles[number];
    struct passage passage;
    ns_status status = index_reader_article(scan->reader, number, &article->record, &err);
    article->extent = (struct article_extent){number, article->record.first_passage, article->record.passages};
    if (status == NS_OK) status = index_reader_article_words(scan->reader, &article->extent, &article->words, &err);
    if (status == NS_OK) status = index_reader_article_gaps(scan->reader, &article->extent, &article->gaps, &err);
    if (status == NS_OK) status = index_reader_title_words(scan->reader, &article->record, &article->title, &err);
    article->starts = calloc(article->extent.passages + 1, sizeof *article->starts);
    assert_non_null(article->starts);
    for (uint32_t i = 0; status == NS_OK && i < article->extent.passages; i++) {
        status = index_reader_passage(scan->reader, article->extent.first_passage + i, &passage, &err);
        article->starts[i] = passage.first_token;
    }
    assert_ok(status, &err);
}

/* Read all articles of an index, which has to stay open. */
static inline void scan_open(struct scan *scan, struct index_reader *reader)
{
    struct ns_error err;
    scan->reader = reader;
    scan->collection = collection_of(&scan->reader);
    scan->count = index_reader_info(reader)->articles;
    scan->articles = calloc(scan->count + 1, sizeof *scan->articles);
    assert_non_null(scan->articles);
    assert_ok(normalizer_open(index_reader_info(reader)->language, &scan->normalizer, &err), &err);
    for (uint32_t i = 0; i < scan->count; i++)
        scan_read_article(scan, i);
}

static inline void scan_forget_query(struct scan *scan)
{
    for (size_t i = 0; i < scan->part_count; i++) {
        plan_free(scan->parts[i].plan);
        interval_list_release(&scan->parts[i].evidence);
    }
    scan->part_count = 0;
}

static inline void scan_release(struct scan *scan)
{
    for (size_t i = 0; i < scan->count; i++) {
        article_record_release(&scan->articles[i].record);
        word_list_release(&scan->articles[i].words);
        buffer_release(&scan->articles[i].gaps);
        free(scan->articles[i].starts);
    }
    free(scan->articles);
    scan_forget_query(scan);
    free(scan->parts);
    normalizer_free(scan->normalizer);
    token_list_release(&scan->tokens);
    matcher_release(&scan->matcher);
    *scan = (struct scan){0};
}

/* The passage of an article that a word lies in. */
static inline uint32_t scan_passage_of(const struct scan_article *article, uint32_t word)
{
    uint32_t passage = 0;
    while (passage + 1 < article->extent.passages && article->starts[passage + 1] <= word)
        passage++;
    return passage;
}

/* ---- The query ---- */

static inline bool scan_is_part(const struct query *query)
{
    if (query->kind == QUERY_FIELD || query->kind == QUERY_ATLEAST) return true;
    return query->kind != QUERY_LIST && query->kind != QUERY_OR && query_has_places(query);
}

static inline void scan_add_parts(struct scan *scan, const struct query *query)
{
    if (!scan_is_part(query)) {
        for (size_t i = 0; i < query->child_count; i++)
            scan_add_parts(scan, query->children[i]);
        return;
    }
    struct ns_error err;
    void *parts = scan->parts;
    assert_int_equal(array_reserve(&parts, &scan->part_capacity, scan->part_count + 1, sizeof *scan->parts, NULL), NS_OK);
    scan->parts = parts;
    struct scan_part *part = &scan->parts[scan->part_count++];
    *part = (struct scan_part){.query = query};
    assert_ok(plan_query(query, &scan->collection, &part->plan, &err), &err);
}

/* Make a query the one at hand. @query  borrowed until the next one */
static inline void scan_query(struct scan *scan, const struct query *query)
{
    scan_forget_query(scan);
    scan_add_parts(scan, query);
}

static inline struct scan_part *scan_part_of(const struct scan *scan, const struct query *query)
{
    struct scan_part *part = scan->parts;
    while (part->query != query)
        part++;
    return part;
}

/* ---- Parts ---- */

static inline void scan_match(struct scan *scan, struct scan_part *part, const struct match_node *root, const struct match_text *text)
{
    struct ns_error err;
    scan->matcher.steps = 0;
    assert_ok(match_find(&scan->matcher, root, text, &part->evidence, &err), &err);
}

static inline void scan_match_words(struct scan *scan, struct scan_part *part)
{
    struct ns_error err;
    struct leaf_set *leaves = &part->plan->leaves;
    const struct scan_article *article = scan->article;
    assert_ok(leaf_set_find(leaves, &article->words, &err), &err);
    const struct match_text text = {leaves->places, (uint32_t)article->words.count, article->title, (const uint8_t *)article->gaps.data};
    scan_match(scan, part, part->plan->parts[0].root, &text);
}

static inline void scan_match_field(struct scan *scan, struct scan_part *part)
{
    struct ns_error err;
    struct leaf_set *leaves = &part->plan->field_leaves;
    const char *field = filter_field(&scan->article->record.article, part->query->field);
    part->evidence.count = 0;
    if (!field) return;
    assert_ok(leaf_set_find_in_text(leaves, scan->normalizer, field, strlen(field), &scan->tokens, &err), &err);
    struct buffer gaps = BUFFER_INIT;
    for (size_t i = 0; i < scan->tokens.count; i++)
        assert_int_equal(buffer_append_byte(&gaps, scan->tokens.items[i].gap, NULL), NS_OK);
    const struct match_text text = {leaves->places, (uint32_t)scan->tokens.count, 0, (const uint8_t *)gaps.data};
    scan_match(scan, part, part->plan->root->root, &text);
    buffer_release(&gaps);
}

static inline bool scan_is_field(const struct query *query)
{
    return query->kind == QUERY_FIELD && query->field > FIELD_BODY;
}

/* ---- What holds in articles ---- */

static inline bool scan_holds(const struct scan *scan, const struct query *query);

/* Whether no part of it could be evidence. */
static inline bool scan_is_filter(const struct query *query)
{
    if (query->kind == QUERY_DATE || query->kind == QUERY_PATH || query->kind == QUERY_NOT || scan_is_field(query)) return true;
    if (scan_is_part(query)) return false;
    for (size_t i = 0; i < query->child_count; i++) {
        if (!scan_is_filter(query->children[i])) return false;
    }
    return true;
}

static inline bool scan_list_holds(const struct scan *scan, const struct query *list)
{
    bool optional = false, met = false, freed = false;
    for (size_t i = 0; i < list->child_count; i++) {
        const struct query *child = list->children[i];
        const bool holds = scan_holds(scan, child);
        if (child->sign == SIGN_MUST && !holds) return false;
        if (child->sign == SIGN_MUST_NOT && holds) return false;
        if (child->sign == SIGN_MUST && !scan_is_filter(child)) freed = true;
        if (child->sign == SIGN_MAY) optional = true;
        if (child->sign == SIGN_MAY && holds) met = true;
    }
    return list->child_count > 0 && (!optional || met || freed);
}

static inline bool scan_path_holds(const struct scan *scan, const struct query *query)
{
    char glob[512];
    const bool folder = query->text[query->text_len - 1] == '/';
    snprintf(glob, sizeof glob, "%.*s%s", (int)query->text_len, query->text, folder ? "*" : "");
    for (const char *path = scan->article->record.article.path; path; path = strchr(path, '/')) {
        if (*path == '/') path++;
        if (fnmatch(glob, path, FNM_NOESCAPE) == 0) return true;
    }
    return false;
}

/* All that the date may be: from its seconds until before the end of what is known of it. */
static inline bool scan_date_holds(const struct scan *scan, const struct query *query)
{
    static const int64_t lengths[] = {[DATE_DAY] = 86400, [DATE_MINUTE] = 60, [DATE_SECOND] = 1};
    const struct article_date *date = &scan->article->record.article.date;
    int64_t end = date->seconds + 1;
    if (date->precision == DATE_UNKNOWN) return false;
    if (date->precision >= DATE_DAY) end = date->seconds + lengths[date->precision];
    for (int64_t day = 28; date->precision < DATE_DAY; day++) {
        end = date->seconds + day * 86400;
        const struct tm *parts = gmtime(&(time_t){(time_t)end});
        if (parts->tm_mday == 1 && (date->precision == DATE_MONTH || parts->tm_mon == 0)) break;
    }
    return query->from <= date->seconds && end <= query->to;
}

static inline bool scan_holds(const struct scan *scan, const struct query *query)
{
    size_t held = 0;
    if (query->kind == QUERY_ATLEAST) return scan_part_of(scan, query)->evidence.count >= query->number;
    if (scan_is_part(query)) return scan_part_of(scan, query)->evidence.count > 0;
    if (query->kind == QUERY_LIST) return scan_list_holds(scan, query);
    if (query->kind == QUERY_PATH) return scan_path_holds(scan, query);
    if (query->kind == QUERY_DATE) return scan_date_holds(scan, query);
    for (size_t i = 0; i < query->child_count; i++)
        held += scan_holds(scan, query->children[i]);
    if (query->kind == QUERY_NOT) return held == 0;
    if (query->kind == QUERY_AND) return held == query->child_count;
    return held >= (query->kind == QUERY_OF ? query->number : 1);
}

/* Go to an article; whether the query at hand holds in it. */
static inline bool scan_decide(struct scan *scan, size_t number, const struct query *query)
{
    scan->article = &scan->articles[number];
    for (size_t i = 0; i < scan->part_count; i++) {
        if (scan_is_field(scan->parts[i].query)) {
            scan_match_field(scan, &scan->parts[i]);
        } else {
            scan_match_words(scan, &scan->parts[i]);
        }
    }
    return scan_holds(scan, query);
}

/* Add the evidence of what makes a part of the query hold in the article at hand, where it does. */
static inline void scan_evidence(const struct scan *scan, const struct query *query, struct interval_list *out)
{
    if (query->kind == QUERY_NOT || query->sign == SIGN_MUST_NOT || !scan_holds(scan, query)) return;
    if (!scan_is_part(query)) {
        for (size_t i = 0; i < query->child_count; i++)
            scan_evidence(scan, query->children[i], out);
    } else if (!scan_is_field(query)) {
        const struct interval_list *evidence = &scan_part_of(scan, query)->evidence;
        for (size_t i = 0; i < evidence->count; i++)
            assert_int_equal(interval_list_add(out, evidence->items[i].first, evidence->items[i].last, NULL), NS_OK);
    }
}

#endif
