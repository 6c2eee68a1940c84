/* run_postings.c - occurrences counted by document, and steps from one document to the next. */
#include "index/run_postings.h"

/* The most bytes that one document takes. */
#define ENTRY_MAX (2 * VARINT_32_MAX)

/* Documents that are put before it is looked again whether there is room. */
#define AT_ONCE 1024

/* How often the first of some documents stands there. */
static size_t same_documents(const uint32_t *documents, size_t count)
{
    size_t same = 1;
    while (same < count && documents[same] == documents[0])
        same++;
    return same;
}

ns_status run_postings_put(struct spool *spool, const uint32_t *documents, size_t count, struct ns_error *err)
{
    struct buffer *out = &spool->buffer;
    uint64_t next = 0; /* the document before, + 1 */
    for (size_t i = 0; i < count;) {
        const ns_status status = buffer_reserve(out, AT_ONCE * ENTRY_MAX, err);
        if (status != NS_OK) return status;
        uint8_t *at = (uint8_t *)out->data + out->size;
        for (int put = 0; put < AT_ONCE && i < count; put++) {
            const size_t occurrences = same_documents(documents + i, count - i);
            at += varint_put(at, (documents[i] + UINT64_C(1) - next) << 1 | (occurrences > 1));
            if (occurrences > 1) at += varint_put(at, occurrences);
            next = documents[i] + UINT64_C(1);
            i += occurrences;
        }
        out->size = (size_t)(at - (uint8_t *)out->data);
    }
    const ns_status status = buffer_append_byte(out, 0, err);
    return status == NS_OK ? spool_turn(spool, err) : status;
}

ns_status run_postings_get(struct spool_reader *reader, uint32_t limit, xap_entry *entries, size_t *count, struct ns_error *err)
{
    struct cursor *cursor = &reader->cursor;
    uint64_t next = 0; /* the document before, + 1 */
    size_t read = 0;
    for (;;) {
        const ns_status status = spool_need(reader, ENTRY_MAX, err);
        if (status != NS_OK) return status;
        if (cursor->at == cursor->end) cursor_fail(cursor);
        const uint64_t step = cursor_varint(cursor);
        if (step == 0) break;
        next += step >> 1;
        const uint64_t occurrences = step & 1 ? cursor_varint_max(cursor, UINT32_MAX) : 1;
        if (step == 1 || step >> 1 > limit || next > limit) cursor_fail(cursor);
        if (cursor->failed) break;
        entries[read++] = (xap_entry){(uint32_t)(next - 1), (uint32_t)occurrences};
    }
    *count = cursor->failed ? 0 : read;
    return NS_OK;
}
