/* window.h - which passages of an article are looked into, to decide it. Used by decide.c alone. */
#ifndef SEARCHER_WINDOW_H
#define SEARCHER_WINDOW_H

#include "searcher/decider.h"

/* Choose the passages of the article at hand that the words of evidence can be in, by the postings: decider->wanted has a bool for each.
 * Of a plan that has an anchor, those that a word of it may be in.
 * For plans that are local (plan.h), decided by postings. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status window_choose(struct decider *decider, struct ns_error *err);

#endif
