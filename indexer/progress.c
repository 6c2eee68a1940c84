/* progress.c - one line on standard error, drawn over itself. */
#include "indexer/progress.h"

#include <stdio.h>
#include <time.h>

#define BAR_CELLS 30
#define DRAW_INTERVAL 0.1 /* seconds */

double progress_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void progress_draw(struct progress *progress)
{
    const double now = progress_clock();
    if (!progress->shown || now - progress->drawn < DRAW_INTERVAL) return;
    progress->drawn = now;
    const double share = progress->total_bytes ? (double)progress->bytes / (double)progress->total_bytes : 0;
    const int filled = share < 1 ? (int)(share * BAR_CELLS) : BAR_CELLS;
    const double elapsed = now - progress->began;
    char bar[BAR_CELLS + 1] = {0};
    for (int i = 0; i < BAR_CELLS; i++)
        bar[i] = i < filled ? '#' : '.';
    fprintf(stderr, "\r[%s] %3.0f%%  %llu articles  %.1f MB/s\033[K", bar, share * 100, (unsigned long long)progress->articles,
            elapsed > 0 ? (double)progress->bytes / 1e6 / elapsed : 0);
    fflush(stderr);
}

void progress_clear(const struct progress *progress)
{
    if (!progress->shown || progress->drawn == 0) return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
}
