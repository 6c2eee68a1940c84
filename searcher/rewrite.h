/* rewrite.h - what the command line asks of every query: its tree is changed for that after it was read.
 *
 * --all and --near are about what was typed as a plain list: words side by side at the top of the query, outside of quotes and without an
 * operator between them. Brackets that hold such words alone make no difference, as in the language. They do nothing to one operand; of a
 * query that has operators at its top they leave all as it is, with a note, for the operators say what has to be where.
 *
 *                 a b "c d"                      a +b -c date:2021                     a OR b
 *   --all         +a +b +"c d"                   +a +b -c +date:2021                   as it is
 *   --near 5      a NEAR/5 b NEAR/5 "c d"        (a NEAR/5 b) -c +date:2021            as it is
 *   --since 2021  a b "c d" +date:2021..         a +b -c +date:2021 +date:2021..       (a OR b) AND date:2021..
 *
 * --near brings all operands together but those that must not occur and the filters, and so asks for all of them; --all adds nothing to it.
 * Where it joins what holds in articles, that is spread out as for any proximity (query.h). A query without a word stays one that matches
 * nothing.
 */
#ifndef SEARCHER_REWRITE_H
#define SEARCHER_REWRITE_H

#include "searcher/date_limits.h"
#include "searcher/query.h"

struct rewrite_options {
    bool all;
    uint32_t near; /* words, 1 to NUMBER_MAX; 0: not asked for */
    struct date_limits dates;
};

/* Change a query that query_parse() or query_literal() made; what it becomes is in shape, as theirs are.
 * @query  (in, out) taken over; NULL after a failure
 * @notes  notes are added; may be NULL
 * Returns NS_OK, NS_ERR_LIMIT (the query comes to be over a limit of query.h), NS_ERR_NOMEM. */
ns_status query_rewrite(const struct rewrite_options *options, struct query **query, struct query_notes *notes, struct ns_error *err);

#endif
