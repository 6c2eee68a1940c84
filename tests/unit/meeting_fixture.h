/* meeting_fixture.h - random articles of many passages, some of a few words only, and random phrases and proximities of words that are
 * seldom there: queries whose plan `meets` (plan.h). */
#ifndef TESTS_UNIT_MEETING_FIXTURE_H
#define TESTS_UNIT_MEETING_FIXTURE_H

#include "tests/unit/decide_fixture.h"
#include "tests/unit/random_news.h"

#include "searcher/meeting.h"

/* ---- Words ---- */

enum { FILLERS = 30, SOUGHT = 8 };

/* The first so many fillers, then the words that queries are made of: the fewer fillers, the oftener those meet. Each has a stem of its
 * own, and none is an operator. */
static inline struct random_words meeting_words(uint32_t fillers)
{
    static const char *const sought[SOUGHT] = {"amber", "birch", "cedar", "daisy", "fern", "ginger", "hazel", "iris"};
    static const char *const filling[FILLERS] = {"river",  "stone",  "market", "paper",   "window", "garden", "letter", "summer",
                                                 "doctor", "engine", "island", "bridge",  "corner", "silver", "button", "castle",
                                                 "farmer", "harbor", "jacket", "kitchen", "ladder", "mirror", "needle", "orange",
                                                 "pencil", "rabbit", "saddle", "tunnel",  "velvet", "walnut"};
    struct random_words words = {.count = fillers + SOUGHT};
    memcpy(words.words, filling, fillers * sizeof *filling);
    memcpy(words.words + fillers, sought, sizeof sought);
    return words;
}

/* One of the words that queries are made of, all alike. */
static inline const char *sought_word(struct random_source *random, const struct random_words *words)
{
    return words->words[words->count - SOUGHT + random_below(random, SOUGHT)];
}

/* ---- Articles ---- */

static inline void append_text(struct buffer *out, const char *text)
{
    assert_int_equal(buffer_append(out, text, strlen(text), NULL), NS_OK);
}

/* A paragraph of a few words, and one behind it that is longer than a passage may be and has no sentence end to cut it at: so that they
 * are not joined. */
static inline void append_short_passage(struct random_source *random, const struct random_words *words, struct buffer *out)
{
    for (uint32_t left = 1 + random_below(random, 4); left > 0; left--) {
        append_text(out, random_chance(random, 40) ? sought_word(random, words) : random_word(random, words));
        append_text(out, left > 1 ? " " : ".\n\n");
    }
    for (uint32_t left = 250 + random_below(random, 3) * 4; left > 0; left--) {
        append_text(out, random_word(random, words));
        append_text(out, left > 1 ? " " : ".\n\n");
    }
}

static inline void append_paragraphs(struct random_source *random, const struct random_words *words, struct buffer *out)
{
    char *text = random_text(random, words, 1 + random_below(random, 300));
    append_text(out, text);
    append_text(out, "\n\n");
    free(text);
}

/* An English index of articles of up to so many pieces, each of about a passage or two, in place of the one that was open. */
static inline void meeting_collection(struct fixture *fixture, struct random_source *random, const struct random_words *words,
                                      uint32_t articles, uint32_t pieces)
{
    struct buffer body = BUFFER_INIT;
    fixture_begin(fixture, "english");
    for (uint32_t i = 0; i < articles; i++) {
        char path[32];
        snprintf(path, sizeof path, "%u.txt", i);
        body.size = 0;
        for (uint32_t left = 1 + random_below(random, pieces); left > 0; left--) {
            if (random_chance(random, 60)) {
                append_short_passage(random, words, &body);
            } else {
                append_paragraphs(random, words, &body);
            }
        }
        assert_int_equal(buffer_append_byte(&body, '\0', NULL), NS_OK);
        fixture_put_body(fixture, path, body.data);
    }
    buffer_release(&body);
    fixture_end(fixture);
}

/* ---- Queries ---- */

#define MEETING_WORDS_MAX 4

static inline void write_operator(struct random_source *random, FILE *out)
{
    static const uint32_t distances[] = {1, 2, 3, 5, 12, 30, 80, 200, 300, 600};
    fprintf(out, " %s/%u ", random_chance(random, 60) ? "NEAR" : "ADJ", distances[random_below(random, COUNT(distances))]);
}

static inline void write_phrase(const char *const *words, uint32_t count, FILE *out)
{
    for (uint32_t i = 0; i < count; i++)
        fprintf(out, "%s%s", i == 0 ? "\"" : " ", words[i]);
    putc('"', out);
}

/* Two words: as a phrase, or in brackets. */
static inline void write_pair(struct random_source *random, const char *const *words, FILE *out)
{
    if (random_chance(random, 50)) {
        write_phrase(words, 2, out);
        return;
    }
    fprintf(out, "(%s", words[0]);
    write_operator(random, out);
    fprintf(out, "%s)", words[1]);
}

/* Words and pairs of words, an operator between any two. */
static inline void write_proximity(struct random_source *random, const char *const *words, uint32_t count, FILE *out)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) write_operator(random, out);
        if (i + 1 < count && random_chance(random, 30)) {
            write_pair(random, &words[i++], out);
        } else {
            fputs(words[i], out);
        }
    }
}

/* A query of different words. @query  has room for RANDOM_QUERY_SIZE */
static inline void meeting_query(struct random_source *random, const struct random_words *words, char *query)
{
    const char *some[MEETING_WORDS_MAX];
    const uint32_t count = 2 + random_below(random, MEETING_WORDS_MAX - 1);
    const uint32_t first = random_below(random, SOUGHT), step = 1 + 2 * random_below(random, SOUGHT / 2); /* odd: none comes twice */
    for (uint32_t i = 0; i < count; i++)
        some[i] = words->words[words->count - SOUGHT + (first + i * step) % SOUGHT];
    FILE *out = fmemopen(query, RANDOM_QUERY_SIZE, "w");
    assert_non_null(out);
    if (random_chance(random, 20)) {
        write_phrase(some, count, out);
    } else {
        write_proximity(random, some, count, out);
    }
    fclose(out);
}

/* Open the deciders of a query whose plan has to meet. */
static inline void meeting_begin(struct deciding *deciding, const char *query)
{
    assert_true(deciding_begin(deciding, query));
    if (!deciding->plans[0]->meets || deciding->plans[0]->plain) fail_msg("%s does not meet", query);
}

/* ---- Gates ---- */

static inline ns_status let_through(void *context, const struct article_extent *stretch, bool *pass_over, struct ns_error *err)
{
    (void)context, (void)stretch, (void)err;
    *pass_over = false;
    return NS_OK;
}

/* The next stretch of all. Returns whether there is one. */
static inline bool meeting_any(struct meeting *meeting, struct article_extent *stretch)
{
    struct ns_error err;
    bool end;
    assert_ok(meeting_next(meeting, let_through, NULL, stretch, &end, &err), &err);
    return !end;
}

#endif
