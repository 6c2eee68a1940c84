/* view.c - reads an article piece by piece, each once. */
#include "searcher/view.h"

#include <stdlib.h>

#include "searcher/lower_bound.h"

void view_release(struct view *view)
{
    word_list_release(&view->words);
    found_words_release(&view->found);
    buffer_release(&view->gaps);
    article_record_release(&view->record);
    free(view->starts);
}

void view_begin(struct view *view, const struct article_extent *extent)
{
    view->extent = *extent;
    view->has_words = view->has_gaps = view->has_title = view->has_record = view->has_starts = false;
}

ns_status view_words(struct view *view, struct ns_error *err)
{
    if (view->has_words) return NS_OK;
    const ns_status status = index_reader_article_words(view->reader, &view->extent, &view->words, err);
    view->has_words = status == NS_OK;
    return status;
}

ns_status view_found(struct view *view, const struct word_set *set, const bool *wanted, struct ns_error *err)
{
    return index_reader_find_words(view->reader, &view->extent, set, wanted, &view->found, err);
}

ns_status view_found_around(struct view *view, const struct word_set *set, const struct anchors *anchors, struct ns_error *err)
{
    return index_reader_find_around(view->reader, &view->extent, set, anchors, &view->found, err);
}

ns_status view_gaps(struct view *view, struct ns_error *err)
{
    if (view->has_gaps) return NS_OK;
    const ns_status status = index_reader_article_gaps(view->reader, &view->extent, &view->gaps, err);
    view->has_gaps = status == NS_OK;
    return status;
}

ns_status view_record(struct view *view, struct ns_error *err)
{
    if (view->has_record) return NS_OK;
    const ns_status status = index_reader_article(view->reader, view->extent.article, &view->record, err);
    view->has_record = status == NS_OK;
    return status;
}

ns_status view_title(struct view *view, struct ns_error *err)
{
    if (view->has_title) return NS_OK;
    ns_status status = view_record(view, err);
    if (status == NS_OK) status = index_reader_title_words(view->reader, &view->record, &view->title, err);
    view->has_title = status == NS_OK;
    return status;
}

ns_status view_starts(struct view *view, struct ns_error *err)
{
    if (view->has_starts) return NS_OK;
    void *starts = view->starts;
    ns_status status = array_reserve(&starts, &view->start_capacity, (size_t)view->extent.passages + 1, sizeof *view->starts, err);
    view->starts = starts;
    if (status == NS_OK) view->starts[0] = 0;
    for (uint32_t i = 0; status == NS_OK && i < view->extent.passages; i++)
        view->starts[i + 1] = view->starts[i] + spans_words(index_reader_spans(view->reader), view->extent.first_passage + i);
    view->has_starts = status == NS_OK;
    return status;
}

uint32_t view_passage_of(const struct view *view, uint32_t word)
{
    const size_t behind = lower_bound(view->starts, view->extent.passages, sizeof *view->starts, (uint64_t)word + 1);
    return behind > 0 ? (uint32_t)behind - 1 : 0;
}
