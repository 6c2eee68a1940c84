/* progress.h - a bar on a terminal while the index is made; nothing elsewhere. */
#ifndef INDEXER_PROGRESS_H
#define INDEXER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool shown;           /* standard error is a terminal, and there is something to show */
    uint64_t total_bytes; /* of all files, on the disk */
    uint64_t bytes;       /* of the files that are done */
    uint64_t articles;
    double began; /* seconds, as progress_clock() gives them */
    double drawn; /* when it was last drawn */
};

/* Seconds of a clock that only goes forward. */
double progress_clock(void);

/* Draw the bar if it is shown and was not drawn a moment ago. */
void progress_draw(struct progress *progress);

/* Take the bar away, before another line is written or at the end. */
void progress_clear(const struct progress *progress);

#endif
