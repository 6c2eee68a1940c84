/* merge_streams.h - writes the words and gaps of all runs under their final numbers, in the order of the index, and the tables that say
 * where in them each passage and each article is. */
#ifndef INDEX_MERGE_STREAMS_H
#define INDEX_MERGE_STREAMS_H

#include "index/article_rows.h"
#include "index/merge_lexicon.h"
#include "index/merge_plan.h"

/* What becomes sections of the index. The owner's: begin with all zero but for the spools, which may be in files; end with
 * merged_streams_release(). */
struct merged_streams {
    struct spool words;
    struct spool gaps;
    struct table_writer passages;
    struct article_writer articles;
    struct buffer spans;
};

/* Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM; release the streams in any case. */
ns_status merge_streams(struct merged_streams *streams, const struct merge_plan *plan, const struct merged_lexicon *lexicon,
                        struct ns_error *err);

void merged_streams_release(struct merged_streams *streams);

#endif
