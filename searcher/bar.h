/* bar.h - a bar of text, as long as a number is large. */
#ifndef SEARCHER_BAR_H
#define SEARCHER_BAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* How long bars are. */
struct bar_scale {
    uint64_t most;  /* the largest number ... */
    size_t columns; /* ... takes so many */
    bool utf8;      /* draw with blocks down to an eighth of a column; else with # */
};

/* Write the bar of a number, up to the largest. Only that of 0 is empty: the smallest number has the shortest bar. */
void bar_write(FILE *out, const struct bar_scale *scale, uint64_t number);

#endif
