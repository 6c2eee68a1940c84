/* join.h - the occurrences of near, same, sentence and adj, made of those of their operands.
 *
 * All operands' occurrences are gone through together, in order of where they begin, and every way to have taken some of them is a STATE:
 * where it begins, how far it reaches, how many of each operand it has, and its words that count. Ways that are alike in all these are one
 * state. A set of occurrences is met just once, in order: two that begin at one word share it.
 */
#ifndef SEARCHER_JOIN_H
#define SEARCHER_JOIN_H

#include "searcher/occurrence.h"

/* Which occurrences are of use; others may be made, too. */
enum join_wanted {
    WANTED_ALL,
    WANTED_SMALLEST, /* only those whose interval contains no other; no words count */
    WANTED_TARGET,   /* only those whose interval is the target */
};

struct join_operand {
    const struct occurrence_list *list; /* in order; used: what counts outside of the operand */
    uint32_t count;                     /* how many of them make one; they share no word */
};

struct join {
    enum match_kind kind; /* adj, near, same, sentence; an adj has two operands */
    uint32_t distance;
    bool solid; /* every operand is: see match_is_solid() */
    enum join_wanted wanted;
    struct interval target;
    struct cover outside; /* the words that count in what is made */
    const struct match_text *text;
    struct join_operand operands[NEAR_CHILDREN_MAX];
    size_t operand_count;
};

struct join_state {
    uint32_t begin;
    uint32_t end;   /* the furthest */
    uint32_t until; /* the last word at which one more may begin */
    uint32_t used_count;
    const uint32_t *used; /* words that count: outside, or because they are still to come */
    uint16_t taken[NEAR_CHILDREN_MAX];
};

/* A hash table with open addressing. */
struct join_table {
    struct join_state *states;
    size_t count;
    size_t capacity;
    uint32_t *slots; /* number of a state + 1, 0 when free */
    size_t slot_count;
    size_t slot_capacity;
};

/* Used again from join to join. Begin with all zero, end with join_memory_release(). */
struct join_memory {
    struct join_table open;
    struct join_table done;
    uint32_t *words;
    size_t word_capacity;
};

void join_memory_release(struct join_memory *memory);

/* Add what the operands make to `out`, and bring it in order. Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status join_run(const struct join *join, struct join_memory *memory, struct store *store, struct occurrence_list *out,
                   struct ns_error *err);

/* The same negated, of two operands: add the occurrences of the first to which none of the second stands so.
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status join_negated(const struct join *join, struct store *store, struct occurrence_list *out, struct ns_error *err);

#endif
