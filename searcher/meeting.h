/* meeting.h - the stretches of articles in which all words of a part stand near enough to one another to make it hold, by the postings
 * alone: those in which it holds, and others.
 *
 * For a plan that is one part, whose words are all posted units (plan.h, `meets`). A stretch is a run of passages of one article; no
 * evidence reaches from one stretch into another, so that each can be decided by itself, as if it were an article.
 */
#ifndef SEARCHER_MEETING_H
#define SEARCHER_MEETING_H

#include "searcher/gate.h"
#include "searcher/plan.h"

/* A run of passages. */
struct reach {
    uint32_t first;
    uint32_t last;
};

/* The passages that evidence of so many words at most, one of them in this passage, can reach: those of its article between which and this
 * one there are fewer words than that. @most_words  from 1 */
struct reach meeting_reach(const struct spans *spans, uint32_t passage, uint32_t most_words);

/* The caller's, with nothing to release. */
struct meeting {
    const struct index_reader *reader;
    const struct spans *spans;
    const struct plan *plan;
    const struct plan_part *part;
    struct postings *rarest;
    struct reach next; /* of the rarest word's next passage, if it has one */
};

/* @reader, @plan  must outlive it. The plan's postings go forward with it; whoever else reads them may load those of the stretch at hand,
 * all of which are there, and no others. */
struct meeting meeting_of(const struct index_reader *reader, const struct plan *plan);

/* Go to the next stretch.
 * @gate     is given context, and a stretch without the number of its article
 * @stretch  the number of the article, and of its passages those of the stretch
 * @end      set to whether there is none any more
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM, or what the gate returned. */
ns_status meeting_next(struct meeting *meeting, stretch_gate *gate, void *context, struct article_extent *stretch, bool *end,
                       struct ns_error *err);

#endif
