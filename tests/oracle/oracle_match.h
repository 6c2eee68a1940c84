/* oracle_match.h - where a query holds in the words of a short text, found by trying every way there is.
 *
 * This is the definition in searcher/match.h taken word for word, with no thought for speed, to hold the evaluator against; the two share
 * no code. An occurrence is a set of words: bit i of a mask stands for word i of the text. None is empty.
 */
#ifndef TESTS_ORACLE_ORACLE_MATCH_H
#define TESTS_ORACLE_ORACLE_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/error.h"
#include "searcher/match.h"

#define ORACLE_WORDS_MAX 64          /* in a text */
#define ORACLE_CHILDREN_MAX 64       /* of one node */
#define ORACLE_OCCURRENCES_MAX 20000 /* of one node */
#define ORACLE_TRIALS_MAX 500000     /* choices of an occurrence for a child, in a whole tree */

/* The owner's: begin with all zero, end with oracle_list_release(). */
struct oracle_list {
    uint64_t *items;
    size_t count;
    size_t capacity;
};

void oracle_list_release(struct oracle_list *list);

/* Find all occurrences of a node, in order of their masks, each once, in place of what the list held.
 * Returns NS_OK, NS_ERR_LIMIT (over one of the limits above; the list then holds nothing of use), NS_ERR_NOMEM. */
ns_status oracle_find(const struct match_node *root, const struct match_text *text, struct oracle_list *out, struct ns_error *err);

/* For each interval first..last, as words[first][last], the words of all the occurrences that have exactly this interval, together; 0 where
 * there is none. */
struct oracle_table {
    uint64_t words[ORACLE_WORDS_MAX][ORACLE_WORDS_MAX];
};

void oracle_table_fill(struct oracle_table *table, const struct oracle_list *occurrences);

/* Whether first..last is an interval and contains no other; first <= last < ORACLE_WORDS_MAX. */
bool oracle_is_evidence(const struct oracle_table *table, uint32_t first, uint32_t last);

#endif
