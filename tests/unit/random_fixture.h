/* random_fixture.h - random collections and random queries, both of few words, so that everything meets everything. */
#ifndef TESTS_UNIT_RANDOM_FIXTURE_H
#define TESTS_UNIT_RANDOM_FIXTURE_H

#include "tests/unit/search_fixture.h"

#define RANDOM_QUERY_SIZE QUERY_BYTES_MAX

/* Those that stand first come more often. */
static inline const char *random_pick(struct random_source *random, const char *const *items, uint32_t count)
{
    const uint32_t a = random_below(random, count), b = random_below(random, count);
    return items[a < b ? a : b];
}

/* ---- Collections ---- */

static inline const char *random_word(struct random_source *random)
{
    static const char *const words[] = {"the",         "serum",        "vaccine",      "said",        "vaccines", "panda",
                                        "China",       "APT10",        "stone",        "China's",     "APT-10",   "cyber-attack",
                                        "cyberattack", "cyber attack", "APT 10",       "vaccinated",  "WHO",      "who",
                                        "apt",         "10",           "co-operation", "cooperation", "U.S.",     "seldom"};
    return random_pick(random, words, COUNT(words));
}

/* So many words or some more, in sentences and paragraphs. The caller's to free. */
static inline char *random_text(struct random_source *random, uint32_t words)
{
    static const char *const gaps[] = {" ", ", ", ". ", ".\n\n", "\n"};
    char *text = malloc(words * 20 + 1);
    assert_non_null(text);
    *text = '\0';
    for (uint32_t i = 0, used = 0; i < words; i++)
        used += (uint32_t)sprintf(text + used, "%s%s", random_word(random), random_chance(random, 75) ? " " : random_pick(random, gaps, 5));
    return text;
}

/* An article that has or lacks each of the things that articles may have; of one passage mostly, of several sometimes. */
static inline void random_article(struct fixture *fixture, struct random_source *random, uint32_t number)
{
    static const char *const folders[] = {"news/2021", "news/2020", "old"};
    static const char *const sections[] = {"WORLD / ASIA", "WORLD", "BUSINESS", NULL};
    static const char *const names[] = {"Ann Lee", "APT-10 Watch", NULL};
    char path[64];
    snprintf(path, sizeof path, "%s/%u.txt", folders[random_below(random, COUNT(folders))], number);
    char *title = random_text(random, 1 + random_below(random, 6));
    char *body = random_text(random, random_chance(random, 80) ? random_below(random, 60) : 200 + random_below(random, 500));
    const int64_t day = 86400, seconds = (18628 + (int64_t)random_below(random, 4) * 59) * day;
    struct article article = {.path = path,
                              .section = sections[random_below(random, COUNT(sections))],
                              .byline = names[random_below(random, COUNT(names))],
                              .source = names[random_below(random, COUNT(names))],
                              .date = {seconds, (enum date_precision)random_below(random, DATE_SECOND + 1)}};
    if (random_chance(random, 60)) article.parts[article.part_count++] = (struct article_part){PART_TITLE, title, strlen(title), 0, 1, 1};
    article.parts[article.part_count++] = (struct article_part){PART_BODY, body, strlen(body), strlen(title) + 2, 3, 1};
    fixture_put(fixture, &article);
    free(title);
    free(body);
}

static inline void random_collection(struct fixture *fixture, uint64_t seed, uint32_t articles)
{
    struct random_source random = {seed};
    fixture_begin(fixture, "english");
    for (uint32_t i = 0; i < articles; i++)
        random_article(fixture, &random, i);
    fixture_end(fixture);
}

/* ---- Queries ---- */

static inline void random_leaf(struct random_source *random, FILE *out)
{
    static const char *const others[] = {"=WHO",           "vacc*",    "=vaccine", "c*n?", "chins~",
                                         "\"the * said\"", "sserum~2", "*a*",      "apt*", "unheard"};
    if (random_chance(random, 25)) {
        fputs(others[random_below(random, COUNT(others))], out);
    } else if (random_chance(random, 20)) {
        fprintf(out, "\"%s %s\"", random_word(random), random_word(random));
    } else {
        fputs(random_word(random), out);
    }
}

static inline void random_part(struct random_source *random, uint32_t depth, FILE *out);

static inline void random_filter(struct random_source *random, FILE *out)
{
    static const char *const filters[] = {"date:2021",  "date:2021-03",          "date:..2021-01-15", "date:2021-01-01..2021-02-28",
                                          "path:news/", "path:*1.txt",           "section:world",     "section:(world near/1 asia)",
                                          "by:apt10",   "source:(ann or watch)", "path:2020/",        "section:=world",
                                          "by:l?e",     "source:watches"};
    fputs(filters[random_below(random, COUNT(filters))], out);
}

/* What joins two operands. */
static inline void random_operator(struct random_source *random, bool places, FILE *out)
{
    static const char *const operators[] = {"NEAR", "ADJ", "NOT NEAR", "NOT ADJ"};
    static const char *const plain[] = {"SAME", "SENTENCE", "NOT SAME", "NOT SENTENCE"};
    static const char *const articles[] = {"AND", "OR", "NOT"};
    if (!places) {
        fputs(articles[random_below(random, COUNT(articles))], out);
    } else if (random_chance(random, 70)) {
        fprintf(out, "%s/%u", random_pick(random, operators, COUNT(operators)), 1 + random_below(random, 12));
    } else {
        fputs(random_pick(random, plain, COUNT(plain)), out);
    }
}

/* What stands before one operand. */
static inline void random_prefix(struct random_source *random, FILE *out)
{
    switch (random_below(random, 5)) {
    case 0:
        fputs("title:", out);
        break;
    case 1:
        fputs("body:", out);
        break;
    case 2:
        fprintf(out, "first/%u ", 1 + random_below(random, 20));
        break;
    case 3:
        fprintf(out, "atleast%u ", 1 + random_below(random, 4));
        break;
    default:
        fputs("not ", out);
    }
}

static inline void random_list(struct random_source *random, uint32_t depth, FILE *out)
{
    static const char *const signs[] = {"", "", "+", "-"};
    const uint32_t count = 2 + random_below(random, 3);
    if (random_chance(random, 25)) fprintf(out, "%u of ", 1 + random_below(random, count));
    putc('(', out);
    for (uint32_t i = 0; i < count; i++) {
        fprintf(out, "%s%s", i ? " " : "", signs[random_below(random, COUNT(signs))]);
        random_part(random, depth, out);
    }
    putc(')', out);
}

static inline void random_part(struct random_source *random, uint32_t depth, FILE *out)
{
    const uint32_t kind = depth == 0 ? 0 : random_below(random, 10);
    if (kind < 3) {
        random_leaf(random, out);
    } else if (kind == 3) {
        random_filter(random, out);
    } else if (kind < 7) {
        putc('(', out);
        random_part(random, depth - 1, out);
        putc(' ', out);
        random_operator(random, kind < 6, out);
        putc(' ', out);
        random_part(random, depth - 1, out);
        putc(')', out);
    } else if (kind == 7) {
        putc('(', out);
        random_prefix(random, out);
        random_part(random, depth - 1, out);
        putc(')', out);
    } else {
        random_list(random, depth - 1, out);
    }
}

/* A query of every kind of part. @query  has room for RANDOM_QUERY_SIZE */
static inline void random_query(struct random_source *random, char *query)
{
    FILE *out = fmemopen(query, RANDOM_QUERY_SIZE, "w");
    assert_non_null(out);
    random_part(random, random_below(random, 4), out);
    fclose(out);
}

#endif
