/* passage.c - where to cut. */
#include "index/passage.h"

/* A rest of up to this many words is not worth cutting again. */
#define PASSAGE_REST (PASSAGE_TARGET + PASSAGE_TARGET / 2)

/* Paragraphs that come to fewer words than this, as a title does, are not left alone before a long one. */
#define PASSAGE_LEAST (PASSAGE_TARGET / 4)

/* The end, `least` words behind `first` or more and at most `limit`, that lies at a gap of at least this class and makes the passage's
 * length nearest the target; 0 if none. */
static size_t nearest_cut(const struct token_list *tokens, size_t first, size_t least, size_t limit, enum gap_class at_least)
{
    size_t best = 0;
    size_t best_distance = 0;
    for (size_t end = first + least; end <= limit; end++) {
        if (tokens->items[end - 1].gap < at_least) continue;
        const size_t length = end - first;
        const size_t distance = length < PASSAGE_TARGET ? PASSAGE_TARGET - length : length - PASSAGE_TARGET;
        if (best && distance >= best_distance) break;
        best = end;
        best_distance = distance;
    }
    return best;
}

size_t passage_end(const struct token_list *tokens, size_t first)
{
    const size_t rest = tokens->count - first;
    if (rest <= PASSAGE_REST) return tokens->count;
    const size_t limit = rest < PASSAGE_MAX ? tokens->count : first + PASSAGE_MAX;
    size_t end = nearest_cut(tokens, first, 1, limit, GAP_PARAGRAPH);
    if (end < first + PASSAGE_LEAST) end = nearest_cut(tokens, first, PASSAGE_LEAST, limit, GAP_SENTENCE);
    if (!end) end = nearest_cut(tokens, first, 1, limit, GAP_SENTENCE);
    return end ? end : limit;
}
