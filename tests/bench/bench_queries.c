/* bench_queries.c - how long phrases and proximities take, beside SQLite's FTS5 on the same articles: bench_queries INDEX DATABASE
 *
 * INDEX is an index of news-indexer; DATABASE is a file that is not there yet. The articles' text is read back from the index and put into
 * an FTS5 table, a row an article, stemmed as ours is; the queries are drawn from that text. Both sides are asked in this one process, one
 * after the other. Ours is asked from the typed text to the 10 best passages; theirs, a prepared statement, once for all matching rows in
 * any order and once for the 10 best.
 *
 * Each word of a query is one token to both sides. The text around it may still part otherwise (U.S., 5.93 and China's are one token here,
 * two there), the stemmers differ (Porter2 here, Porter 1980 there), and here a word also finds its hyphenated spelling (pretax, pre-tax):
 * that is why some queries match another number of articles.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/index_file.h"
#include "index/index_reader.h"
#include "index/intern.h"
#include "index/normalize.h"
#include "searcher/query.h"
#include "searcher/search.h"
#include "tests/bench/fts5.h"
#include "tests/oracle/random.h"

#define SEED 20210301 /* unless the environment has one */
#define QUERIES 300   /* of each kind */
#define ROUNDS 5      /* that are timed, behind one that is not */
#define BEST 10
#define NEAR_WORDS 10        /* furthest distance; adjacent words are 1 apart */
#define WORD_BYTES_MAX 40    /* longer words are not drawn, so that a query has room in its struct */
#define DIFFERENCES_SHOWN 10 /* of each kind */

enum kind {
    PHRASES,
    PROXIMITIES,
    KINDS,
};

enum side {
    OURS,
    THEIRS_ALL,
    THEIRS_BEST,
    SIDES,
};

static const char *const side_names[SIDES] = {"news-search, 10 best", "FTS5, all", "FTS5, 10 best by bm25"};
static const char *const kind_names[KINDS] = {"phrases of 2 and 3 words", "pairs of words near/10"};

/* One query in both languages, and what came of it. */
struct sample {
    char ours[192];
    char theirs[192];
    double time[SIDES];   /* microseconds of processor time: the least of the rounds */
    uint64_t hits[SIDES]; /* ours: all matching passages; theirs: articles */
    uint64_t articles;    /* of our passages */
};

struct bench {
    struct index_reader *reader;
    struct normalizer *normalizer;
    struct article_record record; /* the article at hand ... */
    struct passage_text text;     /* ... and its text */
    struct interner drawn;        /* queries, so that none is drawn twice */
    uint32_t *met;                /* of each article: the last query, counted from 1, that it was met by */
    struct fts5 *fts5;
    struct sample samples[KINDS][QUERIES];
};

static void bench_free(struct bench *bench)
{
    fts5_free(bench->fts5);
    free(bench->met);
    interner_release(&bench->drawn);
    passage_text_release(&bench->text);
    article_record_release(&bench->record);
    normalizer_free(bench->normalizer);
    index_reader_close(bench->reader);
    free(bench);
}

/* ---- The articles ---- */

/* Read an article's text and tokens, in place of what was at hand. */
static ns_status load_article(struct bench *bench, uint32_t number, struct ns_error *err)
{
    bench->text.text.size = 0;
    bench->text.token_count = 0;
    ns_status status = index_reader_article(bench->reader, number, &bench->record, err);
    for (uint32_t i = 0; status == NS_OK && i < bench->record.passages; i++) {
        struct passage passage;
        status = index_reader_passage(bench->reader, bench->record.first_passage + i, &passage, err);
        if (status == NS_OK) status = index_reader_text(bench->reader, &passage, &bench->text, err);
    }
    return status;
}

static ns_status fill_fts5(struct bench *bench, const char *path, struct ns_error *err)
{
    const uint64_t articles = index_reader_info(bench->reader)->articles;
    ns_status status = fts5_create(path, &bench->fts5, err);
    for (uint32_t i = 0; status == NS_OK && i < articles; i++) {
        status = load_article(bench, i, err);
        if (status == NS_OK) status = fts5_put(bench->fts5, bench->text.text.data, bench->text.text.size, err);
    }
    return status == NS_OK ? fts5_finish(bench->fts5, err) : status;
}

/* ---- Drawing queries ---- */

/* Whether both sides see this token as one, and as the same: letters and digits of ASCII, at least two, and no part of a compound. */
static bool is_plain(const struct passage_text *text, size_t number)
{
    const struct token *token = &text->tokens[number];
    const char *data = text->text.data;
    const size_t end = (size_t)token->offset + token->length;
    if (token->length < 2 || token->length > WORD_BYTES_MAX) return false;
    for (size_t i = token->offset; i < end; i++) {
        const char letter = (char)(data[i] | 0x20);
        if (!(letter >= 'a' && letter <= 'z') && !(data[i] >= '0' && data[i] <= '9')) return false;
    }
    const unsigned char before = token->offset > 0 ? (unsigned char)data[token->offset - 1] : ' ';
    const unsigned char behind = end < text->text.size ? (unsigned char)data[end] : ' ';
    return before != '-' && behind != '-' && before < 0x80 && behind < 0x80;
}

/* A token's text, as printf() takes it. */
struct word {
    int length;
    const char *text;
};

static struct word word_at(const struct passage_text *text, size_t number)
{
    return (struct word){(int)text->tokens[number].length, text->text.data + text->tokens[number].offset};
}

/* Draw a phrase of plain words that begins at a token, within its sentence. Returns whether there is one. */
static bool draw_phrase(const struct passage_text *text, size_t first, uint32_t words, struct sample *sample)
{
    if (words > text->token_count - first) return false;
    size_t size = 0;
    for (uint32_t i = 0; i < words; i++) {
        if (!is_plain(text, first + i) || (i + 1 < words && text->tokens[first + i].gap != GAP_WORD)) return false;
        const struct word word = word_at(text, first + i);
        size += (size_t)snprintf(sample->ours + size, sizeof sample->ours - size, "%c%.*s", i ? ' ' : '"', word.length, word.text);
    }
    snprintf(sample->ours + size, sizeof sample->ours - size, "\"");
    memcpy(sample->theirs, sample->ours, sizeof sample->theirs);
    return true;
}

/* Set whether two words are forms of one: FTS5 lets one occurrence of it be both. */
static ns_status same_term(struct bench *bench, struct word a, struct word b, bool *same, struct ns_error *err)
{
    char kept[XAP_TERM_MAX];
    const char *term;
    size_t kept_size, size;
    ns_status status = normalizer_term(bench->normalizer, a.text, (size_t)a.length, &term, &kept_size, err);
    if (status != NS_OK) return status;
    memcpy(kept, term, kept_size);
    status = normalizer_term(bench->normalizer, b.text, (size_t)b.length, &term, &size, err);
    *same = status == NS_OK && bytes_compare(kept, kept_size, term, size) == 0;
    return status;
}

/* Draw two plain words of different terms. The distance of FTS5 is the number of tokens between them. */
static ns_status draw_pair(struct bench *bench, size_t first, size_t distance, struct sample *sample, bool *drawn, struct ns_error *err)
{
    const struct passage_text *text = &bench->text;
    *drawn = false;
    if (distance >= text->token_count - first || !is_plain(text, first) || !is_plain(text, first + distance)) return NS_OK;
    const struct word a = word_at(text, first);
    const struct word b = word_at(text, first + distance);
    bool same;
    const ns_status status = same_term(bench, a, b, &same, err);
    if (status != NS_OK || same) return status;
    snprintf(sample->ours, sizeof sample->ours, "\"%.*s\" near/%d \"%.*s\"", a.length, a.text, NEAR_WORDS, b.length, b.text);
    snprintf(sample->theirs, sizeof sample->theirs, "NEAR(\"%.*s\" \"%.*s\", %d)", a.length, a.text, b.length, b.text, NEAR_WORDS - 1);
    *drawn = true;
    return NS_OK;
}

/* Try one place of the text. @drawn set to whether a query came of it that was not drawn before. */
static ns_status draw(struct bench *bench, enum kind kind, struct random_source *random, struct sample *sample, bool *drawn,
                      struct ns_error *err)
{
    *drawn = false;
    ns_status status = load_article(bench, random_below(random, (uint32_t)index_reader_info(bench->reader)->articles), err);
    if (status != NS_OK || bench->text.token_count == 0) return status;
    const size_t first = random_below(random, (uint32_t)bench->text.token_count);
    if (kind == PHRASES) {
        *drawn = draw_phrase(&bench->text, first, 2 + random_below(random, 2), sample);
    } else {
        status = draw_pair(bench, first, 1 + random_below(random, NEAR_WORDS), sample, drawn, err);
    }
    if (status != NS_OK || !*drawn) return status;
    uint32_t number;
    return interner_add(&bench->drawn, sample->ours, strlen(sample->ours), &number, drawn, err);
}

static ns_status draw_all(struct bench *bench, uint64_t seed, struct ns_error *err)
{
    struct random_source random = {seed};
    if (index_reader_info(bench->reader)->articles == 0) return ns_fail(err, NS_ERR_ARG, "an index with articles was wanted");
    for (int kind = 0; kind < KINDS; kind++) {
        size_t count = 0;
        for (uint32_t tries = 0; count < QUERIES && tries < 100 * QUERIES; tries++) {
            bool drawn;
            const ns_status status = draw(bench, (enum kind)kind, &random, &bench->samples[kind][count], &drawn, err);
            if (status != NS_OK) return status;
            count += drawn;
        }
        if (count < QUERIES) return ns_fail(err, NS_ERR_ARG, "the index has too little text for %d %s", QUERIES, kind_names[kind]);
    }
    return NS_OK;
}

/* ---- Asking ---- */

static ns_status ask_ours(const struct bench *bench, const char *text, uint32_t limit, struct search **search, struct ns_error *err)
{
    const struct search_options options = {.limit = limit};
    struct query *query = NULL;
    ns_status status = query_parse(text, strlen(text), &query, NULL, err);
    if (status == NS_OK) status = search_run(bench->reader, query, &options, search, err);
    query_free(query);
    return status;
}

static ns_status ask(const struct bench *bench, struct sample *sample, enum side side, struct ns_error *err)
{
    if (side != OURS) return fts5_ask(bench->fts5, sample->theirs, side == THEIRS_ALL ? FTS5_ALL : FTS5_BEST, &sample->hits[side], err);
    struct search *search = NULL;
    const ns_status status = ask_ours(bench, sample->ours, BEST, &search, err);
    search_free(search);
    return status;
}

/* Ask every side once. Each is the first in turn, for the first one finds the caches as another query left them. */
static ns_status time_sample(const struct bench *bench, struct sample *sample, int round, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (int i = 0; status == NS_OK && i < SIDES; i++) {
        const enum side side = (enum side)((i + round) % SIDES);
        const double begin = seconds_now();
        status = ask(bench, sample, side, err);
        const double time = (seconds_now() - begin) * 1e6;
        if (round <= 1 || time < sample->time[side]) sample->time[side] = time;
    }
    return status;
}

/* Round 0 only warms up: what it measures is forgotten in round 1. */
static ns_status time_all(struct bench *bench, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (int round = 0; round <= ROUNDS; round++) {
        for (size_t i = 0; status == NS_OK && i < (size_t)KINDS * QUERIES; i++)
            status = time_sample(bench, &bench->samples[i / QUERIES][i % QUERIES], round, err);
    }
    return status;
}

/* Count the articles that our passages are of. @number of the query, from 1. */
static ns_status count_articles(struct bench *bench, struct sample *sample, uint32_t number, struct ns_error *err)
{
    struct search *search = NULL;
    ns_status status = ask_ours(bench, sample->ours, (uint32_t)index_reader_info(bench->reader)->passages, &search, err);
    if (status == NS_OK) sample->hits[OURS] = search_count(search);
    for (size_t i = 0; status == NS_OK && i < search_count(search); i++) {
        const struct hit *hit;
        status = search_hit(search, i, &hit, err);
        if (status != NS_OK) break;
        uint32_t *met = &bench->met[hit->passage.article];
        sample->articles += *met != number;
        *met = number;
    }
    search_free(search);
    return status;
}

static ns_status count_all(struct bench *bench, struct ns_error *err)
{
    ns_status status = NS_OK;
    bench->met = calloc(index_reader_info(bench->reader)->articles, sizeof *bench->met);
    if (!bench->met) return ns_fail_nomem(err);
    for (uint32_t i = 0; status == NS_OK && i < KINDS * QUERIES; i++)
        status = count_articles(bench, &bench->samples[i / QUERIES][i % QUERIES], i + 1, err);
    return status;
}

/* ---- Telling ---- */

struct summary {
    double median, mean, ninetieth; /* microseconds */
    double hits, articles;          /* means */
};

static int compare_times(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static struct summary summarize(const struct sample *samples, enum side side)
{
    double times[QUERIES];
    struct summary summary = {0};
    for (size_t i = 0; i < QUERIES; i++) {
        times[i] = samples[i].time[side];
        summary.mean += times[i] / QUERIES;
        summary.hits += (double)samples[i].hits[side] / QUERIES;
        summary.articles += (double)(side == OURS ? samples[i].articles : samples[i].hits[side]) / QUERIES;
    }
    qsort(times, QUERIES, sizeof *times, compare_times);
    summary.median = (times[(QUERIES - 1) / 2] + times[QUERIES / 2]) / 2;
    summary.ninetieth = times[QUERIES * 9 / 10 - 1];
    return summary;
}

static void print_differences(const struct sample *samples)
{
    size_t count = 0;
    for (size_t i = 0; i < QUERIES; i++) {
        if (samples[i].articles == samples[i].hits[THEIRS_ALL]) continue;
        if (count++ < DIFFERENCES_SHOWN)
            printf("    %s: %llu here, %llu there\n", samples[i].ours, (unsigned long long)samples[i].articles,
                   (unsigned long long)samples[i].hits[THEIRS_ALL]);
    }
    printf("    %zu of %d queries (%.1f%%) match another number of articles\n", count, QUERIES, 100.0 * (double)count / QUERIES);
}

static void print_kind(const struct sample *samples, const char *name)
{
    struct summary summaries[SIDES];
    printf("\n%-27s %9s %9s %9s   %s\n", name, "median", "mean", "90th %", "hits a query");
    for (int side = 0; side < SIDES; side++) {
        const struct summary *s = &summaries[side];
        summaries[side] = summarize(samples, (enum side)side);
        printf("  %-25s %9.1f %9.1f %9.1f   ", side_names[side], s->median, s->mean, s->ninetieth);
        if (side == OURS) printf("%.1f passages in ", s->hits);
        printf("%.1f articles\n", s->articles);
    }
    printf("  ratio of medians: ours is %.2f of theirs, %.2f of theirs when it ranks\n",
           summaries[OURS].median / summaries[THEIRS_ALL].median, summaries[OURS].median / summaries[THEIRS_BEST].median);
    print_differences(samples);
}

static void print_all(const struct bench *bench, uint64_t seed)
{
    const struct index_info *info = index_reader_info(bench->reader);
    printf("news-search: index version %d, Xapian %s; SQLite %s with FTS5\n", INDEX_VERSION, xap_version(), fts5_version());
    printf("%llu articles, %llu passages, %.1f MB of text; SEED=%llu\n", (unsigned long long)info->articles,
           (unsigned long long)info->passages, (double)info->text_bytes / 1e6, (unsigned long long)seed);
    printf("microseconds of processor time a query, the least of %d rounds; %d queries of each kind\n", ROUNDS, QUERIES);
    for (int kind = 0; kind < KINDS; kind++)
        print_kind(bench->samples[kind], kind_names[kind]);
}

static ns_status run(struct bench *bench, const char *index, const char *database, struct ns_error *err)
{
    const uint64_t seed = environment_number("SEED", SEED);
    ns_status status = index_reader_open(index, &bench->reader, err);
    if (status == NS_OK) status = normalizer_open(index_reader_info(bench->reader)->language, &bench->normalizer, err);
    if (status == NS_OK) status = draw_all(bench, seed, err);
    if (status == NS_OK) status = fill_fts5(bench, database, err);
    if (status == NS_OK) status = time_all(bench, err);
    if (status == NS_OK) status = count_all(bench, err);
    if (status == NS_OK) print_all(bench, seed);
    return status;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: bench_queries INDEX DATABASE\n");
        return 2;
    }
    struct ns_error err;
    struct bench *bench = calloc(1, sizeof *bench);
    const ns_status status = bench ? run(bench, argv[1], argv[2], &err) : ns_fail_nomem(&err);
    if (bench) bench_free(bench);
    if (status != NS_OK) fprintf(stderr, "bench_queries: %s\n", err.msg);
    return status == NS_OK ? 0 : 2;
}
