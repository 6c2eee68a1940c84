/* random_news.h - random collections of articles, whose few words meet in many ways, and random queries of every kind for them. */
#ifndef TESTS_UNIT_RANDOM_NEWS_H
#define TESTS_UNIT_RANDOM_NEWS_H

#include <ctype.h>

#include "tests/unit/search_fixture.h"

#include "searcher/operator.h"

/* ---- Words ---- */

/* A word that stands first comes more often in a collection of all of them; the last few are seldom there. */
static const char *const news_words[] = {"the",          "of",          "serum",
                                         "vaccine",      "said",        "vaccines",
                                         "panda",        "stone",       "APT10",
                                         "institute",    "APT-10",      "China's",
                                         "vaccinated",   "APT 10",      "x",
                                         "cyber-attack", "cyberattack", "cyber attack",
                                         "China",        "a",           "near",
                                         "U.S.",         "US",          "apt",
                                         "10",           "WHO",         "who",
                                         "seldom",       "2,700",       "China-backed",
                                         "2700",         "caf\xc3\xa9", "cafe",
                                         "COVID-19",     "AT&T",        "state-of-the-art",
                                         "covid19",      "don't",       "attack",
                                         "cyber",        "bbc.com",     "\xe7\x96\xab\xe8\x8b\x97",
                                         "\xe7\x96\xab", "Mr. Li",      "co-operation",
                                         "cooperation"};

/* Some of these words: few of them meet more often. */
struct random_words {
    const char *words[COUNT(news_words)];
    uint32_t count;
};

static inline struct random_words all_words(void)
{
    struct random_words all = {.count = COUNT(news_words)};
    memcpy(all.words, news_words, sizeof news_words);
    return all;
}

static inline struct random_words random_words_of(struct random_source *random)
{
    struct random_words some = all_words();
    some.count = 4 + random_below(random, COUNT(news_words) - 3);
    for (uint32_t i = 0; i < some.count; i++) {
        const uint32_t other = i + random_below(random, COUNT(news_words) - i);
        const char *word = some.words[other];
        some.words[other] = some.words[i];
        some.words[i] = word;
    }
    return some;
}

static inline const char *random_word(struct random_source *random, const struct random_words *some)
{
    return random_pick(random, some->words, some->count);
}

/* ---- Articles ---- */

/* Text of so many words. */
static inline char *random_text(struct random_source *random, const struct random_words *some, uint32_t words)
{
    static const char *const gaps[] = {
        " ", " ", " ", " ", " ", " ", ", ", ". ", ".\n\n", "\r\n", "\n", " \xe2\x80\x9c", ".\xe2\x80\x9d ", " - ", "\n\n"};
    const bool sentences = random_chance(random, 70);
    char *text = calloc(words + 1, 24);
    assert_non_null(text);
    for (uint32_t i = 0, used = 0; i < words; i++)
        used += (uint32_t)sprintf(text + used, "%s%s", random_word(random, some), gaps[random_below(random, sentences ? COUNT(gaps) : 6)]);
    return text;
}

/* Every second is known, or less. */
static inline struct article_date random_date(struct random_source *random)
{
    struct article_date date = {0, (enum date_precision)random_below(random, DATE_SECOND + 1)};
    struct tm parts = {.tm_year = 120 + (int)random_below(random, 3), .tm_mday = 1};
    if (date.precision >= DATE_MONTH) parts.tm_mon = (int)random_below(random, 3);
    if (date.precision >= DATE_DAY) parts.tm_mday = 1 + (int)random_below(random, 3);
    if (date.precision >= DATE_MINUTE) parts.tm_min = (int)random_below(random, 60);
    if (date.precision >= DATE_SECOND) parts.tm_sec = (int)random_below(random, 60);
    if (date.precision > DATE_UNKNOWN) date.seconds = timegm(&parts);
    return date;
}

/* What a collection is like. */
struct random_shape {
    size_t articles;
    uint32_t long_percent; /* so many in a hundred have over 30 words */
    uint32_t words_max;    /* over 30; a passage has a few hundred */
};

/* Put an article into the fixture's index. Returns its source, for free(). */
static inline char *random_article(struct fixture *fixture, struct random_source *random, const struct random_words *some,
                                   const struct random_shape *shape, size_t number)
{
    static const char *const folders[] = {"", "world/", "world/asia/", "business/", "old news/"};
    char path[64], field[4][64];
    const bool titled = random_chance(random, 70);
    const bool is_long = random_chance(random, shape->long_percent);
    const uint32_t words = is_long ? 30 + random_below(random, shape->words_max - 30) : 1 + random_below(random, 30);
    char *title = random_text(random, some, titled ? 1 + random_below(random, 6) : 0), *body = random_text(random, some, words), *source;
    title[strcspn(title, "\r\n")] = '\0';
    const size_t title_len = strlen(title), body_at = title_len ? title_len + 2 : 0;
    assert_true(asprintf(&source, "%s%s%s", title, title_len ? "\n\n" : "", body) >= 0);
    snprintf(path, sizeof path, "%s%zu.txt", folders[random_below(random, COUNT(folders))], number);
    for (size_t i = 0; i < COUNT(field); i++)
        snprintf(field[i], sizeof field[i], "%s / %s %s", random_word(random, some), random_word(random, some), random_word(random, some));
    struct article article = {.path = path, .date = random_date(random), .source_size = strlen(source)};
    if (random_chance(random, 60)) article.section = field[0];
    if (random_chance(random, 60)) article.byline = field[1];
    if (random_chance(random, 60)) article.source = field[2];
    if (random_chance(random, 30)) article.url = field[3];
    if (title_len) article.parts[article.part_count++] = (struct article_part){PART_TITLE, source, title_len, 0, 1, 1};
    article.parts[article.part_count++] =
        (struct article_part){PART_BODY, source + body_at, strlen(source) - body_at, body_at, titled && title_len ? 3 : 1, 1};
    fixture_put(fixture, &article);
    free(title);
    free(body);
    return source;
}

/* An English index of random articles, in place of the one that was open.
 * @sources  gets what each article was read from, the caller's to free; or NULL */
static inline void random_collection(struct fixture *fixture, struct random_source *random, const struct random_words *some,
                                     const struct random_shape *shape, char **sources)
{
    fixture_begin(fixture, "english");
    for (size_t i = 0; i < shape->articles; i++) {
        char *source = random_article(fixture, random, some, shape, i);
        if (sources) {
            sources[i] = source;
        } else {
            free(source);
        }
    }
    fixture_end(fixture);
}

/* ---- Queries ---- */

/* Where the words of a query come from. */
struct query_source {
    void (*draw)(void *context, struct random_source *random, char *word, size_t size);
    void *context;
    struct random_source *random;
    FILE *out;
};

#define QUERY_WORD_MAX 80
#define RANDOM_QUERY_SIZE 4000

static inline void draw_word(void *context, struct random_source *random, char *word, size_t size)
{
    snprintf(word, size, "%s", random_word(random, context));
}

/* Queries of the words that the articles are made of. */
static inline struct query_source random_queries(struct random_words *some, struct random_source *random)
{
    return (struct query_source){draw_word, some, random, NULL};
}

static inline bool is_ascii_word(const char *word)
{
    for (const char *c = word; *c; c++) {
        if (!isalnum((unsigned char)*c)) return false;
    }
    return strlen(word) > 2;
}

/* A word with wildcards in the place of some of it. */
static inline void random_pattern(struct query_source *source, const char *word)
{
    const uint32_t length = (uint32_t)strlen(word), at = random_below(source->random, length);
    switch (random_below(source->random, 6)) {
    case 0:
        fprintf(source->out, "%.*s*", (int)at + 1, word);
        break;
    case 1:
        fprintf(source->out, "*%s", word + at);
        break;
    case 2:
        fprintf(source->out, "%.*s?%s", (int)at, word, word + at + 1);
        break;
    case 3:
        fprintf(source->out, "*%.2s*", word + at);
        break;
    case 4:
        fprintf(source->out, "%.*s*%.*s?", (int)(at + 1) / 2, word, (int)(length - 1 - at), word + at);
        break;
    default:
        fprintf(source->out, "%.*s*%s", (int)(at + 1) / 2, word, word + at);
    }
}

static inline void random_leaf(struct query_source *source)
{
    char word[QUERY_WORD_MAX] = "unheard";
    const uint32_t way = random_below(source->random, 100);
    if (way > 0) source->draw(source->context, source->random, word, sizeof word);
    const bool plain = is_ascii_word(word);
    const bool quoted = strchr(word, ' ') || way < 25 || operator_read(word, strlen(word)).kind != OPERATOR_NONE;
    if (plain && way < 8) {
        random_pattern(source, word);
    } else if (plain && way < 13) {
        fprintf(source->out, "%s~%s", word, way % 2 ? "" : "2");
    } else if (way < 18) {
        fprintf(source->out, "=\"%s\"", word);
    } else {
        fprintf(source->out, quoted ? "\"%s\"" : "%s", word);
    }
}

static inline void random_phrase(struct query_source *source)
{
    char word[QUERY_WORD_MAX];
    const uint32_t words = 2 + random_below(source->random, 2);
    putc('"', source->out);
    for (uint32_t i = 0; i < words; i++) {
        source->draw(source->context, source->random, word, sizeof word);
        const bool gap = i > 0 && random_chance(source->random, 12);
        fprintf(source->out, "%s%s", i ? " " : "", gap ? "*" : word);
    }
    putc('"', source->out);
}

static inline void random_proximity(struct query_source *source)
{
    static const char *const operators[] = {"NEAR", "NEAR/2", "near/4", "w/7", "ADJ", "ADJ/3", "pre/6", "SAME", "w/p", "SENTENCE", "w/s"};
    if (random_chance(source->random, 12)) fputs(" NOT", source->out);
    fprintf(source->out, " %s ", operators[random_below(source->random, COUNT(operators))]);
}

static inline void random_query(struct query_source *source, uint32_t depth);

/* What holds at places, most often; now and then something that has to be spread out. */
static inline void random_places(struct query_source *source, uint32_t depth)
{
    static const char *const prefixes[] = {"title:", "body:", "first/5 ", "FIRST/40 "};
    const uint32_t way = random_below(source->random, 100);
    if (depth == 0 || way < 35) {
        random_leaf(source);
        return;
    }
    if (way < 50) {
        random_phrase(source);
        return;
    }
    if (way >= 93) {
        random_query(source, depth - 1);
        return;
    }
    if (way < 58) fputs(prefixes[random_below(source->random, COUNT(prefixes))], source->out);
    putc('(', source->out);
    random_places(source, depth - 1);
    for (uint32_t more = 1 + random_chance(source->random, 25); more > 0; more--) {
        if (way >= 85) {
            fputs(way < 91 ? " OR " : " ", source->out);
        } else {
            random_proximity(source);
        }
        random_places(source, depth - 1);
    }
    putc(')', source->out);
}

static inline void random_filter(struct query_source *source)
{
    static const char *const fields[] = {"section:", "by:", "source:"};
    static const char *const dates[] = {"2020", "2021-02", "2021-01-02", "2020-02..2021-01", "2021-01-02..", "..2021", "2022-01-01..2020"};
    static const char *const paths[] = {"world/", "*1*", "business/*", "asia/*.txt", "?.txt", "\"old news/\"", "*/", "world/?5.txt", "*"};
    const uint32_t way = random_below(source->random, 3);
    if (way == 0) fprintf(source->out, "date:%s", dates[random_below(source->random, COUNT(dates))]);
    if (way == 1) fprintf(source->out, "path:%s", paths[random_below(source->random, COUNT(paths))]);
    if (way < 2) return;
    fputs(fields[random_below(source->random, COUNT(fields))], source->out);
    random_places(source, 1);
}

/* Some of these, something between them. */
static inline void random_items(struct query_source *source, uint32_t depth, const char *between, bool with_signs)
{
    const uint32_t items = 2 + random_below(source->random, 3);
    putc('(', source->out);
    for (uint32_t i = 0; i < items; i++) {
        if (i > 0) fputs(between, source->out);
        if (with_signs) fputs(((const char *const[]){"", "", "+", "-"})[random_below(source->random, 4)], source->out);
        random_query(source, depth - 1);
    }
    putc(')', source->out);
}

static inline void random_query(struct query_source *source, uint32_t depth)
{
    const uint32_t way = random_below(source->random, 100);
    if (depth == 0 || way < 38) {
        random_places(source, depth < 2 ? depth : 2);
    } else if (way < 48) {
        random_items(source, depth, " AND ", false);
    } else if (way < 58) {
        random_items(source, depth, " OR ", false);
    } else if (way < 66) {
        random_items(source, depth, " NOT ", false);
    } else if (way < 80) {
        random_items(source, depth, " ", true);
    } else if (way < 86) {
        fprintf(source->out, "%u OF ", 1 + random_below(source->random, 3));
        random_items(source, depth, " ", false);
    } else if (way < 91) {
        fprintf(source->out, "ATLEAST%u ", 1 + random_below(source->random, 4));
        random_places(source, depth < 2 ? depth : 2);
    } else if (way < 97) {
        random_filter(source);
    } else {
        fputs("(NOT ", source->out);
        random_query(source, depth - 1);
        putc(')', source->out);
    }
}

/* Write a random query. @query  has room for RANDOM_QUERY_SIZE */
static inline void random_query_text(struct query_source *source, char *query)
{
    source->out = fmemopen(query, RANDOM_QUERY_SIZE, "w");
    assert_non_null(source->out);
    random_query(source, 1 + random_below(source->random, 3));
    fclose(source->out);
}

#endif
