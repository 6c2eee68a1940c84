/* view.h - one article of an index, or a stretch of one, read as far as it is asked for. */
#ifndef SEARCHER_VIEW_H
#define SEARCHER_VIEW_H

#include "index/index_reader.h"

/* The owner's: begin with all zero but the reader, end with view_release(). What each function below fills in holds until view_begin(). */
struct view {
    const struct index_reader *reader;
    struct article_extent extent;
    struct word_list words;
    struct found_words found; /* those of the words that were looked for */
    struct buffer gaps;       /* for each word enum gap_class */
    uint32_t title;           /* words of the title */
    struct article_record record;
    uint32_t *starts; /* of each passage its first word, and behind the last the number of words */
    size_t start_capacity;
    bool has_words, has_gaps, has_title, has_record, has_starts;
};

void view_release(struct view *view);

/* Go to another article; nothing of it is read yet. Of a stretch of one (meeting.h), where words are counted from its beginning, all can be
 * asked for but view_words(), view_gaps() and view_title(). */
void view_begin(struct view *view, const struct article_extent *extent);

/* Each returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status view_words(struct view *view, struct ns_error *err);
ns_status view_found(struct view *view, const struct word_set *set, const bool *wanted, struct ns_error *err);
ns_status view_found_around(struct view *view, const struct word_set *set, const struct anchors *anchors, struct ns_error *err);
ns_status view_gaps(struct view *view, struct ns_error *err);
ns_status view_title(struct view *view, struct ns_error *err);
ns_status view_record(struct view *view, struct ns_error *err);
ns_status view_starts(struct view *view, struct ns_error *err);

/* The passage, counted in the article or stretch, that a word lies in; after view_starts(). */
uint32_t view_passage_of(const struct view *view, uint32_t word);

#endif
