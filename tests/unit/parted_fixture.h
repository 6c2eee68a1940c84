/* parted_fixture.h - words that are also met by their parts, for random articles of many passages: joined, hyphenated in several ways, in
 * chains, and with their parts side by side. */
#ifndef TESTS_UNIT_PARTED_FIXTURE_H
#define TESTS_UNIT_PARTED_FIXTURE_H

#include "tests/unit/meeting_fixture.h"

/* A word of many partings is hyphenated in so many ways. */
enum { PARTED_WAYS = 20 };

/* What articles are made of; the last few are those that queries are for. Valid until the next call.
 * @ways  whether one of them has more partings than are tried */
static inline struct random_words parted_words(struct random_source *random, bool ways)
{
    static const char *const parts[] = {"ma",    "ke",     "ma-ke",    "ma ke",      "ma-kes",   "ke-ma", "to",
                                        "day",   "to-day", "to-days",  "APT-10",     "up",       "apt",   "river",
                                        "stone", "market", "ma-ke-up", "day-to-day", "to day up"};
    static const char *const sought[SOUGHT] = {"make", "today", "APT10", "makeup", "kema", "daytoday", "10", "abcdefgh"};
    static char spellings[PARTED_WAYS][16];
    struct random_words words = {.count = 0};
    for (uint32_t way = 1; ways && way <= PARTED_WAYS; way++) {
        char *end = spellings[way - 1];
        for (uint32_t i = 0; i < 8; i++)
            end += sprintf(end, "%c%s", 'a' + (int)i, (way >> i) & 1 ? "-" : "");
        words.words[words.count++] = spellings[way - 1];
    }
    for (size_t i = 0; i < COUNT(parts) && words.count < COUNT(words.words) - SOUGHT; i++) {
        if (random_chance(random, 80)) words.words[words.count++] = parts[i];
    }
    memcpy(words.words + words.count, sought, sizeof sought);
    words.count += SOUGHT;
    return words;
}

/* A phrase or proximity of two words, near enough to each other for it to be decided soon. @query  has room for RANDOM_QUERY_SIZE */
static inline void parted_query(struct random_source *random, const struct random_words *words, char *query)
{
    static const char *const between[] = {" ", " * ", " NEAR/1 ", " NEAR/4 ", " ADJ ", " ADJ/3 ", " OR stone) NEAR/2 "};
    const uint32_t way = random_below(random, COUNT(between));
    const char *quote = way < 2 ? "\"" : "";
    const char *first = random_chance(random, 70) ? sought_word(random, words) : random_word(random, words);
    const char *second = random_chance(random, 70) ? sought_word(random, words) : "market";
    const bool opens = way + 1 == COUNT(between);
    sprintf(query, "%s%s%s%s%s%s", quote, opens ? "(" : "", first, between[way], second, quote);
}

#endif
