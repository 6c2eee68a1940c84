/* problem.c - what the kinds of problems are called. */
#include "indexer/problem.h"

const char *problem_kind_name(enum problem_kind kind, bool several)
{
    switch (kind) {
#define PROBLEM_KIND_CASE(name, one, more)                                                                                                 \
    case name:                                                                                                                             \
        return several ? more : one;
        PROBLEM_KIND_LIST(PROBLEM_KIND_CASE)
#undef PROBLEM_KIND_CASE
    case PROBLEM_KINDS:
        break;
    }
    return "";
}

enum problem_kind problem_of_status(ns_status status)
{
    if (status == NS_ERR_FORMAT) return PROBLEM_DAMAGED;
    return status == NS_ERR_LIMIT ? PROBLEM_LIMIT : PROBLEM_UNREADABLE;
}
