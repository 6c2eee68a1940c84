/* spans.h - the section `spans`: where the words of each passage are, how long it is, and where each article begins.
 *
 * All of it is of fixed width, so that what is asked of every candidate of a query takes some loads and nothing is decoded. For each block
 * of SPANS_BLOCK passages, the last one filled up with zeros:
 *   u32 article of the first passage
 *   u32 a bit a passage, the lowest for the first: whether it is the first of its article
 *   u64 where the codes of the first passage begin in word_codes
 *   SPANS_BLOCK u16: where the codes of the passage end, behind that
 *   SPANS_BLOCK u8: its words
 *   SPANS_BLOCK u8: its compounds
 */
#ifndef INDEX_SPANS_H
#define INDEX_SPANS_H

#include "index/bytes.h"
#include "index/index_file.h"

#define SPANS_BLOCK 32

/* Where in a block each of these is. */
enum {
    SPANS_FIRSTS = 4,
    SPANS_OFFSET = 8,
    SPANS_ENDS = 16,
    SPANS_WORDS = SPANS_ENDS + SPANS_BLOCK * 2,
    SPANS_COMPOUNDS = SPANS_WORDS + SPANS_BLOCK,
    SPANS_BLOCK_SIZE = SPANS_COMPOUNDS + SPANS_BLOCK,
};

/* Most words, and most compounds, that a passage may have. */
#define SPAN_WORDS_MAX 255

/* What the section says of a passage. */
struct span {
    uint64_t words_offset; /* in word_codes */
    uint32_t words_size;
    uint32_t words;
    uint32_t compounds;
};

/* Append a passage.
 * @number   of the passage; they are put from 0 on
 * @article  that it belongs to
 * @first    whether it is the first of that article
 * @span     its codes stand behind those of the passage before, and are at most WORD_CODE_MAX bytes a word
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status spans_put(struct buffer *out, uint32_t number, uint32_t article, bool first, const struct span *span, struct ns_error *err);

/* The section of an open file; borrows the file. */
struct spans {
    const uint8_t *data;
    uint32_t passages;
    uint32_t articles;
};

/* All bytes of the section are checked here, so that nothing can fail later.
 * @passages, @articles  how many the index has
 * Returns NS_OK, NS_ERR_CORRUPT. */
ns_status spans_open(struct index_file *file, uint64_t passages, uint64_t articles, struct spans *out, struct ns_error *err);

/* The rest is asked of passages that are there only. */

static inline const uint8_t *spans_block(const struct spans *spans, uint32_t passage)
{
    return spans->data + (uint64_t)(passage / SPANS_BLOCK) * SPANS_BLOCK_SIZE;
}

static inline uint32_t spans_words(const struct spans *spans, uint32_t passage)
{
    return spans_block(spans, passage)[SPANS_WORDS + passage % SPANS_BLOCK];
}

/* How many postings the passage has, each as often as it occurs: one a word, and one a compound. */
static inline uint32_t spans_length(const struct spans *spans, uint32_t passage)
{
    const uint8_t *block = spans_block(spans, passage);
    return (uint32_t)block[SPANS_WORDS + passage % SPANS_BLOCK] + block[SPANS_COMPOUNDS + passage % SPANS_BLOCK];
}

/* The same of the passages from `begin` until before `end`, together. */
uint64_t spans_length_of(const struct spans *spans, uint32_t begin, uint32_t end);

/* Whether a passage is the first of its article. */
static inline bool spans_begins(const struct spans *spans, uint32_t passage)
{
    return spans_block(spans, passage)[SPANS_FIRSTS + passage % SPANS_BLOCK / 8] >> passage % 8 & 1;
}

/* A bit a passage of a block, as above. */
static inline uint32_t spans_firsts(const struct spans *spans, uint32_t block)
{
    return load_u32(spans->data + (uint64_t)block * SPANS_BLOCK_SIZE + SPANS_FIRSTS);
}

/* The passages of the article of a passage: from *begin until before *end. That the first passage of all begins an article ends every way
 * back. */
static inline void spans_bounds(const struct spans *spans, uint32_t passage, uint32_t *begin, uint32_t *end)
{
    const uint32_t last_block = (spans->passages - 1) / SPANS_BLOCK;
    const uint32_t upto = UINT32_MAX >> (SPANS_BLOCK - 1 - passage % SPANS_BLOCK); /* it and those before it in the block */
    uint32_t block = passage / SPANS_BLOCK, end_block = block;
    uint32_t before = spans_firsts(spans, block) & upto, behind = spans_firsts(spans, block) & ~upto;
    while (before == 0)
        before = spans_firsts(spans, --block);
    while (behind == 0 && end_block < last_block)
        behind = spans_firsts(spans, ++end_block);
    *begin = block * SPANS_BLOCK + 31 - (uint32_t)__builtin_clz(before);
    *end = behind ? end_block * SPANS_BLOCK + (uint32_t)__builtin_ctz(behind) : spans->passages;
    if (*end > spans->passages) *end = spans->passages;
}

/* Damage gives an offset or a size that may lie outside word_codes. */
struct span spans_get(const struct spans *spans, uint32_t passage);

/* The passages of one article. */
struct article_extent {
    uint32_t article;
    uint32_t first_passage;
    uint32_t passages;
};

/* The article of a passage. Returns whether there are so many articles. */
bool spans_extent(const struct spans *spans, uint32_t passage, struct article_extent *out);

#endif
