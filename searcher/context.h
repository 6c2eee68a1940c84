/* context.h - the sentences around the evidence of a hit. Used by search.c alone. */
#ifndef SEARCHER_CONTEXT_H
#define SEARCHER_CONTEXT_H

#include "searcher/search.h"

/* Find the sentences that each evidence lies in and so many on either side of it, wherever passages end, and read the text that they are
 * in. What has no end, such as a table, is cut off after as many words as long sentences have. A title, which is shown anyway, is not
 * among them unless it has evidence. A hit without evidence has no sentences.
 * @hit      as hit_read() left it; gets the runs and their text
 * @passage  that the hit is of
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status context_read(struct hit *hit, const struct index_reader *reader, uint32_t passage, uint32_t sentences, struct ns_error *err);

#endif
