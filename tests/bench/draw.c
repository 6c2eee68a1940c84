/* draw.c - draws the bench's queries from the text of an index: draw INDEX COUNT [any]
 *
 * Prints COUNT queries of each kind, a line each as bench_query.h has them, no two alike. SEED in the environment chooses others; the same
 * text and seed give the same queries. A query's words stand in one passage, so that each has an answer in every engine, whatever its rows
 * are: for phrases side by side, for near at most that far apart, and no two of one stem but in a phrase.
 *
 * Each word is one token to every engine. None is a function word that some engines do not index, but for the middle word of a phrase; with
 * "any", phrases and pairs for near are drawn of any words, as frequent as they are in the text.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "index/intern.h"
#include "index/normalize.h"
#include "tests/bench/article_text.h"
#include "tests/bench/bench_query.h"
#include "tests/oracle/random.h"

#define SEED 20210301
#define TRIES 300 /* a query */
#define WORD_BYTES_MIN 2

struct drawing {
    struct index_reader *reader;
    struct normalizer *normalizer;
    struct article_text article; /* the one at hand */
    uint32_t begin, end;         /* the tokens of the passage at hand */
    struct random_source random;
    struct interner drawn; /* lines, so that none is drawn twice */
    bool any;              /* also of function words */
};

static void drawing_release(struct drawing *drawing)
{
    interner_release(&drawing->drawn);
    article_text_release(&drawing->article);
    normalizer_free(drawing->normalizer);
    index_reader_close(drawing->reader);
}

/* ---- Words ---- */

static bool is_function_word(const char *word)
{
    static const char *const words[] = {"a",   "an",    "and",  "are",   "as",    "at",   "be",   "but", "by",  "for",  "if",
                                        "in",  "into",  "is",   "it",    "no",    "not",  "of",   "on",  "or",  "such", "that",
                                        "the", "their", "then", "there", "these", "they", "this", "to",  "was", "will", "with"};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (strcmp(words[i], word) == 0) return true;
    }
    return false;
}

/* Copy a token in lower case. Returns whether it is of letters and digits of ASCII alone. */
static bool take_plain(const char *text, const struct token *token, char *word)
{
    if (token->length < WORD_BYTES_MIN || token->length > BENCH_WORD_BYTES) return false;
    for (size_t i = 0; i < token->length; i++) {
        const char byte = text[token->offset + i];
        word[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
        if (!(word[i] >= 'a' && word[i] <= 'z') && !(word[i] >= '0' && word[i] <= '9')) return false;
    }
    word[token->length] = 0;
    return true;
}

/* Whether a token is a word to every engine: plain, and no part of what one of them may take for a longer word. */
static bool take_word(const struct passage_text *text, size_t number, char *word)
{
    const struct token *token = &text->tokens[number];
    const size_t end = (size_t)token->offset + token->length;
    const unsigned char before = token->offset > 0 ? (unsigned char)text->text.data[token->offset - 1] : ' ';
    const unsigned char behind = end < text->text.size ? (unsigned char)text->text.data[end] : ' ';
    return before != '-' && behind != '-' && before < 0x80 && behind < 0x80 && take_plain(text->text.data, token, word);
}

/* ---- One query of each kind, from the passage at hand ---- */

static bool draw_phrase(struct drawing *drawing, struct bench_query *query)
{
    const uint32_t words = 2 + random_below(&drawing->random, 2);
    const uint32_t first = drawing->begin + random_below(&drawing->random, drawing->end - drawing->begin);
    if (words > drawing->end - first) return false;
    for (uint32_t i = 0; i < words; i++) {
        const bool inside = i > 0 && i + 1 < words;
        const struct passage_text *text = &drawing->article.text;
        if (!take_word(text, first + i, query->words[i])) return false;
        if (i + 1 < words && text->tokens[first + i].gap != GAP_WORD) return false;
        if (!drawing->any && !inside && is_function_word(query->words[i])) return false;
    }
    query->count = words;
    return true;
}

/* Take the words at some tokens. Returns whether each serves. */
static bool take_words(const struct drawing *drawing, const uint32_t *tokens, uint32_t count, struct bench_query *query)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!take_word(&drawing->article.text, tokens[i], query->words[i])) return false;
        if (!drawing->any && is_function_word(query->words[i])) return false;
    }
    query->count = count;
    return true;
}

static bool draw_pair(struct drawing *drawing, struct bench_query *query)
{
    const uint32_t first = drawing->begin + random_below(&drawing->random, drawing->end - drawing->begin);
    const uint32_t tokens[] = {first, first + 1 + random_below(&drawing->random, BENCH_NEAR)};
    return tokens[1] < drawing->end && take_words(drawing, tokens, 2, query);
}

static bool draw_set(struct drawing *drawing, struct bench_query *query)
{
    uint32_t tokens[BENCH_WORDS_MAX];
    const uint32_t count = 2 + random_below(&drawing->random, 2);
    for (uint32_t i = 0; i < count; i++)
        tokens[i] = drawing->begin + random_below(&drawing->random, drawing->end - drawing->begin);
    return take_words(drawing, tokens, count, query);
}

/* Whether no two words are forms of one: an engine may let one occurrence of it be both. */
static ns_status check_stems(const struct drawing *drawing, const struct bench_query *query, bool *distinct, struct ns_error *err)
{
    struct interner stems = {0};
    ns_status status = NS_OK;
    *distinct = true;
    for (size_t i = 0; status == NS_OK && *distinct && i < query->count; i++) {
        const char *stem;
        size_t size;
        uint32_t number;
        status = normalizer_term(drawing->normalizer, query->words[i], strlen(query->words[i]), &stem, &size, err);
        if (status == NS_OK) status = interner_add(&stems, stem, size, &number, distinct, err);
    }
    interner_release(&stems);
    return status;
}

/* ---- All of them ---- */

static ns_status choose_passage(struct drawing *drawing, struct ns_error *err)
{
    struct passage passage;
    const uint32_t number = random_below(&drawing->random, (uint32_t)index_reader_info(drawing->reader)->passages);
    ns_status status = index_reader_passage(drawing->reader, number, &passage, err);
    if (status == NS_OK) status = article_text_read(drawing->reader, passage.article, &drawing->article, err);
    drawing->begin = passage.first_token;
    drawing->end = passage.first_token + passage.tokens;
    if (status == NS_OK && (drawing->end > drawing->article.text.token_count || passage.tokens == 0))
        return ns_fail(err, NS_ERR_CORRUPT, "passage %u: wanted words of its article", number);
    return status;
}

/* Try one place of the text. @drawn  whether a query came of it that was not drawn before; @line  gets it */
static ns_status draw(struct drawing *drawing, enum bench_kind kind, struct buffer *line, bool *drawn, struct ns_error *err)
{
    struct bench_query query = {.kind = kind};
    *drawn = false;
    ns_status status = choose_passage(drawing, err);
    if (status != NS_OK) return status;
    if (kind == BENCH_PHRASE) {
        *drawn = draw_phrase(drawing, &query);
    } else {
        *drawn = kind == BENCH_NEAR_PAIR ? draw_pair(drawing, &query) : draw_set(drawing, &query);
        if (*drawn) status = check_stems(drawing, &query, drawn, err);
    }
    if (status != NS_OK || !*drawn) return status;
    uint32_t number;
    line->size = 0;
    status = bench_query_write(&query, DIALECT_LINE, line, err);
    return status == NS_OK ? interner_add(&drawing->drawn, line->data, line->size, &number, drawn, err) : status;
}

static ns_status draw_kind(struct drawing *drawing, enum bench_kind kind, uint32_t count, struct ns_error *err)
{
    struct buffer line = BUFFER_INIT;
    uint32_t found = 0;
    ns_status status = NS_OK;
    for (uint64_t tries = 0; status == NS_OK && found < count && tries < (uint64_t)TRIES * count; tries++) {
        bool drawn;
        status = draw(drawing, kind, &line, &drawn, err);
        if (status == NS_OK && drawn) printf("%.*s\n", (int)line.size, line.data);
        found += status == NS_OK && drawn;
    }
    buffer_release(&line);
    if (status != NS_OK || found == count) return status;
    return ns_fail(err, NS_ERR_ARG, "the index has too little text for %u queries of the kind %s", count, bench_kind_name(kind));
}

static ns_status run(struct drawing *drawing, const char *index, uint32_t count, struct ns_error *err)
{
    ns_status status = index_reader_open(index, &drawing->reader, err);
    if (status != NS_OK) return status;
    const struct index_info *info = index_reader_info(drawing->reader);
    if (info->passages == 0) return ns_fail(err, NS_ERR_ARG, "%s: has no passage; wanted text to draw queries from", index);
    status = normalizer_open(info->language, &drawing->normalizer, err);
    for (int kind = drawing->any ? BENCH_PHRASE : BENCH_AND; status == NS_OK && kind < BENCH_KINDS; kind++)
        status = draw_kind(drawing, (enum bench_kind)kind, count, err);
    return status;
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 4 || (argc == 4 && strcmp(argv[3], "any") != 0)) {
        fprintf(stderr, "usage: draw INDEX COUNT [any]\n");
        return 2;
    }
    struct ns_error err;
    struct drawing drawing = {.random = {environment_number("SEED", SEED)}, .any = argc == 4};
    const ns_status status = run(&drawing, argv[1], (uint32_t)strtoul(argv[2], NULL, 10), &err);
    drawing_release(&drawing);
    if (status != NS_OK) fprintf(stderr, "draw: %s\n", err.msg);
    return status == NS_OK && fflush(stdout) == 0 ? 0 : 2;
}
