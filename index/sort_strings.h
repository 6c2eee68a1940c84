/* sort_strings.h - puts many strings in order of their bytes. */
#ifndef INDEX_SORT_STRINGS_H
#define INDEX_SORT_STRINGS_H

#include <stddef.h>
#include <stdint.h>

#include "index/error.h"

/* A string to be sorted, and what it stands for. */
struct sorted_string {
    const char *text; /* borrowed; any bytes */
    uint32_t length;
    uint32_t id;
    uint64_t prefix; /* set by sort_strings(), to what it likes */
};

/* Sort by bytes, a string that is the beginning of another first; equal ones in any order. Returns NS_OK, NS_ERR_NOMEM. */
ns_status sort_strings(struct sorted_string *strings, size_t count, struct ns_error *err);

/* Eight bytes of a string from `at` on, as a number that is in the same order; bytes behind its end count as 0. */
uint64_t string_prefix(const char *text, size_t length, size_t at);

#endif
