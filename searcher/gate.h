/* gate.h - what may be asked of a stretch of an article before more of it is looked at. */
#ifndef SEARCHER_GATE_H
#define SEARCHER_GATE_H

#include "index/index_reader.h"

/* Says whether to pass over a stretch, of whose postings those of the rarest word or part have been read. Returns NS_OK, or an error that
 * ends the search. */
typedef ns_status stretch_gate(void *context, const struct article_extent *stretch, bool *pass_over, struct ns_error *err);

#endif
