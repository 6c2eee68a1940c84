/* source_state.h - whether the file that a hit comes from is still as it was indexed, so that a place in it can be relied on. */
#ifndef SEARCHER_SOURCE_STATE_H
#define SEARCHER_SOURCE_STATE_H

#include "index/article.h"

/* Each state: what scripts read, and what is said to people. */
#define SOURCE_STATE_LIST(X)                                                                                                               \
    X(SOURCE_SAME, "same", "")                                                                                                             \
    X(SOURCE_CHANGED, "changed", "changed since it was indexed")                                                                           \
    X(SOURCE_GONE, "gone", "no longer there")                                                                                              \
    X(SOURCE_UNKNOWN, "unknown", "not found from here")

enum source_state {
#define SOURCE_STATE_ENUM(state, name, remark) state,
    SOURCE_STATE_LIST(SOURCE_STATE_ENUM)
#undef SOURCE_STATE_ENUM
};

/* Look at an article's file, by one stat(), or a second one of its folder where it is not there. What is found at the path is taken for it.
 *
 * It is changed if its size or the second of its last modification is another than the index has, or if it is no regular file any more.
 * It is gone if it is not there though the folder that it was in is. Where that is not there either, nothing is known: a path is as it was
 * given to the indexer, so that a relative one means something else in another working directory, and an absolute one on another machine.
 * For the same reason nothing is known of a relative path without a folder of its own (a.txt, ./a.txt, ../a.txt), since that folder is
 * there wherever one searches; and nothing of a file that may not be looked at. */
enum source_state source_state(const struct article *article);

/* "same" and so on. */
const char *source_state_name(enum source_state state);

/* What to say of it to people, an empty string for nothing. */
const char *source_state_remark(enum source_state state);

#endif
