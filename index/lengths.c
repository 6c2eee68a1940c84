/* lengths.c - lengths of passages and extents of articles, by what the section `lengths` says. */
#include "index/lengths.h"

ns_status lengths_put(struct buffer *out, uint32_t number, uint32_t article, uint32_t length, bool first, struct ns_error *err)
{
    ns_status status = NS_OK;
    if (number % LENGTHS_BLOCK == 0) status = buffer_append_u32(out, article, err);
    return status == NS_OK ? buffer_append_u16(out, length << 1 | first, err) : status;
}

static const uint8_t *block_of(const struct lengths *lengths, uint32_t passage)
{
    return lengths->data + (uint64_t)(passage / LENGTHS_BLOCK) * LENGTHS_BLOCK_SIZE;
}

static uint32_t entry_of(const struct lengths *lengths, uint32_t passage)
{
    return load_u16(block_of(lengths, passage) + 4 + passage % LENGTHS_BLOCK * 2);
}

static bool begins_article(const struct lengths *lengths, uint32_t passage)
{
    return entry_of(lengths, passage) & 1;
}

uint32_t lengths_get(const struct lengths *lengths, uint32_t passage)
{
    return entry_of(lengths, passage) >> 1;
}

/* The block of the article's first passage is the one that is asked for the number, so that each of its passages says the same. */
bool lengths_extent(const struct lengths *lengths, uint32_t passage, struct article_extent *out)
{
    uint32_t first = passage;
    uint32_t end = passage + 1;
    while (!begins_article(lengths, first))
        first--;
    while (end < lengths->passages && !begins_article(lengths, end))
        end++;
    uint64_t article = load_u32(block_of(lengths, first));
    for (uint32_t i = first - first % LENGTHS_BLOCK + 1; i <= first; i++)
        article += begins_article(lengths, i);
    *out = (struct article_extent){(uint32_t)article, first, end - first};
    return article < lengths->articles;
}

/* That the first passage begins an article ends every way back. */
ns_status lengths_open(struct index_file *file, uint64_t passages, uint64_t articles, struct lengths *out, struct ns_error *err)
{
    const uint64_t size = index_file_section_size(file, SECTION_LENGTHS);
    const uint64_t blocks = passages / LENGTHS_BLOCK + (passages % LENGTHS_BLOCK != 0);
    const uint8_t *data;
    if (passages > UINT32_MAX || articles > passages || size != blocks * 4 + passages * 2) {
        return index_file_damaged(file, SECTION_LENGTHS, "its size does not fit the number of passages", err);
    }
    const ns_status status = index_file_bytes(file, SECTION_LENGTHS, 0, size, &data, err);
    if (status != NS_OK) return status;
    *out = (struct lengths){data, (uint32_t)passages, (uint32_t)articles};
    if (passages == 0 || begins_article(out, 0)) return NS_OK;
    return index_file_damaged(file, SECTION_LENGTHS, "the first passage begins no article", err);
}
