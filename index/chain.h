/* chain.h - the postings of one stem while articles come in: a chain of chunks in an arena that grows at its end, so that adding one
 * costs a few instructions and never moves the others.
 *
 * Written out, a chain is, for each document in ascending order: varint (document - the one before it) * 2 + (1 if the stem occurs more
 * than once there: then varint the count follows), where the one before the first is -1; then a byte 0.
 */
#ifndef INDEX_CHAIN_H
#define INDEX_CHAIN_H

#include "index/arena.h"
#include "index/spool.h"

/* The most bytes that one document takes. */
#define CHAIN_ENTRY_MAX 10

struct chain_chunk;

/* All zero is a chain without a document. There is one a stem and most of them are asked for at random: so it is small. */
struct chain {
    uint8_t *at; /* where the next byte goes */
    struct chain_chunk *first;
    uint32_t occurrences; /* in the last document, which is not in the chunks yet; 0 as long as there is none */
    uint32_t last_document;
    uint32_t before; /* the document before that one, + 1 */
    uint16_t left;   /* bytes of the last chunk that are free */
    uint16_t size;   /* of the last chunk */
};

/* For chain_count() only: put the last document into the chunks. */
ns_status chain_flush(struct chain *chain, struct arena *arena, struct ns_error *err);

/* Count an occurrence in a document, which is the last one or behind it. Returns NS_OK, NS_ERR_NOMEM. */
static inline ns_status chain_count(struct chain *chain, struct arena *arena, uint32_t document, struct ns_error *err)
{
    if (chain->occurrences > 0) {
        if (chain->last_document == document) {
            chain->occurrences++;
            return NS_OK;
        }
        const ns_status status = chain_flush(chain, arena, err);
        if (status != NS_OK) return status;
    }
    chain->last_document = document;
    chain->occurrences = 1;
    return NS_OK;
}

/* Ask memory for the place where the chain goes on, before it is needed. */
static inline void chain_fetch(const struct chain *chain)
{
    __builtin_prefetch(chain->at, 1);
}

/* Append the chain to a spool. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status chain_write(const struct chain *chain, struct spool *out, struct ns_error *err);

/* Read what chain_write() wrote into `entries`, which has room for `limit`. *count gets how many there are; documents that are not
 * ascending or not below `limit` set reader->cursor.failed. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status chain_read(struct spool_reader *reader, uint32_t limit, xap_entry *entries, size_t *count, struct ns_error *err);

#endif
