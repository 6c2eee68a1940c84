/* spans.c - words of passages and extents of articles, by what the section `spans` says. */
#include "index/spans.h"

#include <string.h>

static void store(uint8_t *at, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

static ns_status begin_block(struct buffer *out, uint32_t article, const struct span *span, struct ns_error *err)
{
    const ns_status status = buffer_reserve(out, SPANS_BLOCK_SIZE, err);
    if (status != NS_OK) return status;
    uint8_t *block = (uint8_t *)out->data + out->size;
    memset(block, 0, SPANS_BLOCK_SIZE);
    store(block, article, 4);
    store(block + SPANS_OFFSET, span->words_offset, 8);
    out->size += SPANS_BLOCK_SIZE;
    return NS_OK;
}

ns_status spans_put(struct buffer *out, uint32_t number, uint32_t article, bool first, const struct span *span, struct ns_error *err)
{
    const uint32_t i = number % SPANS_BLOCK;
    const ns_status status = i == 0 ? begin_block(out, article, span, err) : NS_OK;
    if (status != NS_OK) return status;
    uint8_t *block = (uint8_t *)out->data + out->size - SPANS_BLOCK_SIZE;
    store(block + SPANS_FIRSTS, load_u32(block + SPANS_FIRSTS) | (uint32_t)first << i, 4);
    store(block + SPANS_ENDS + 2 * i, span->words_offset + span->words_size - load_u64(block + SPANS_OFFSET), 2);
    block[SPANS_WORDS + i] = (uint8_t)span->words;
    block[SPANS_COMPOUNDS + i] = (uint8_t)span->compounds;
    return NS_OK;
}

struct span spans_get(const struct spans *spans, uint32_t passage)
{
    const uint8_t *block = spans_block(spans, passage);
    const uint32_t i = passage % SPANS_BLOCK;
    const uint32_t begin = i > 0 ? load_u16(block + SPANS_ENDS + 2 * (i - 1)) : 0;
    const uint32_t end = load_u16(block + SPANS_ENDS + 2 * i);
    return (struct span){load_u64(block + SPANS_OFFSET) + begin, end - begin, block[SPANS_WORDS + i], block[SPANS_COMPOUNDS + i]};
}

/* As many as a block has of them at a time, in two rows of bytes. */
uint64_t spans_length_of(const struct spans *spans, uint32_t begin, uint32_t end)
{
    uint64_t length = 0;
    while (begin < end) {
        const uint8_t *block = spans_block(spans, begin);
        const uint32_t first = begin % SPANS_BLOCK;
        const uint32_t count = end - begin < SPANS_BLOCK - first ? end - begin : SPANS_BLOCK - first;
        for (uint32_t i = first; i < first + count; i++)
            length += (uint32_t)block[SPANS_WORDS + i] + block[SPANS_COMPOUNDS + i];
        begin += count;
    }
    return length;
}

/* The block says the article of its first passage; each article that begins behind that is one more. */
bool spans_extent(const struct spans *spans, uint32_t passage, struct article_extent *out)
{
    uint32_t end;
    spans_bounds(spans, passage, &out->first_passage, &end);
    out->passages = end - out->first_passage;
    const uint32_t block = out->first_passage / SPANS_BLOCK;
    const uint32_t upto = UINT32_MAX >> (SPANS_BLOCK - 1 - out->first_passage % SPANS_BLOCK);
    const uint32_t more = (uint32_t)__builtin_popcount(spans_firsts(spans, block) & upto & ~UINT32_C(1));
    const uint64_t article = (uint64_t)load_u32(spans->data + (uint64_t)block * SPANS_BLOCK_SIZE) + more;
    out->article = (uint32_t)article;
    return article < spans->articles;
}

ns_status spans_open(struct index_file *file, uint64_t passages, uint64_t articles, struct spans *out, struct ns_error *err)
{
    const uint64_t size = index_file_section_size(file, SECTION_SPANS);
    const uint64_t blocks = passages / SPANS_BLOCK + (passages % SPANS_BLOCK != 0);
    const uint8_t *data;
    if (passages > UINT32_MAX || articles > passages || size != blocks * SPANS_BLOCK_SIZE) {
        return index_file_damaged(file, SECTION_SPANS, "its size does not fit the number of passages", err);
    }
    const ns_status status = index_file_bytes(file, SECTION_SPANS, 0, size, &data, err);
    if (status != NS_OK) return status;
    *out = (struct spans){data, (uint32_t)passages, (uint32_t)articles};
    if (passages == 0 || (spans_firsts(out, 0) & 1)) return NS_OK;
    return index_file_damaged(file, SECTION_SPANS, "the first passage begins no article", err);
}
