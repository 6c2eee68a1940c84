/* bar.c - bars made of the block elements of Unicode, or of #. */
#include "searcher/bar.h"

#define EIGHTHS 8

void bar_write(FILE *out, const struct bar_scale *scale, uint64_t number)
{
    /* From an eighth of a block to the whole. */
    static const char *const blocks[] = {"\u258f", "\u258e", "\u258d", "\u258c", "\u258b", "\u258a", "\u2589", "\u2588"};
    if (number == 0 || scale->most == 0) return;
    const size_t steps = scale->utf8 ? EIGHTHS : 1;
    /* Counts may be larger than what a product of them and the columns fits into. */
    const size_t rounded = (size_t)((double)number / (double)scale->most * (double)(scale->columns * steps) + 0.5);
    const size_t length = rounded > 0 ? rounded : 1;
    for (size_t i = 0; i < length / steps; i++)
        fputs(scale->utf8 ? blocks[EIGHTHS - 1] : "#", out);
    if (length % steps > 0) fputs(blocks[length % steps - 1], out);
}
