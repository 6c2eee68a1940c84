/* meeting.c - goes through the postings of the rarest word, and looks for the others around it. */
#include "searcher/meeting.h"

static inline uint32_t reach_first(const struct spans *spans, uint32_t passage, uint32_t most_words)
{
    for (uint64_t between = 0; between < most_words && !spans_begins(spans, passage); between += spans_words(spans, passage))
        passage--;
    return passage;
}

static inline uint32_t reach_last(const struct spans *spans, uint32_t passage, uint32_t most_words)
{
    uint64_t between = 0;
    while (between < most_words && passage + 1 < spans->passages && !spans_begins(spans, passage + 1))
        between += spans_words(spans, ++passage);
    return passage;
}

struct reach meeting_reach(const struct spans *spans, uint32_t passage, uint32_t most_words)
{
    return (struct reach){reach_first(spans, passage, most_words), reach_last(spans, passage, most_words)};
}

/* Note how far the rarest word's next passage reaches. */
static void find_next(struct meeting *meeting)
{
    const uint32_t passage = postings_next(meeting->rarest);
    if (passage < meeting->spans->passages) meeting->next = meeting_reach(meeting->spans, passage, meeting->part->most_words);
}

struct meeting meeting_of(const struct index_reader *reader, const struct plan *plan)
{
    struct meeting meeting = {.reader = reader, .spans = index_reader_spans(reader), .plan = plan, .part = &plan->parts[plan->root->part]};
    for (size_t i = 0; i < meeting.part->unit_count; i++) {
        struct postings *postings = plan->units[meeting.part->units[i]].postings;
        if (!meeting.rarest || postings_documents(postings) < postings_documents(meeting.rarest)) meeting.rarest = postings;
    }
    find_next(&meeting);
    return meeting;
}

/* Read the rarest word's next passages, as long as what one of them reaches touches what the one before does. */
static ns_status begin_stretch(struct meeting *meeting, struct article_extent *stretch, struct ns_error *err)
{
    const xap_entry *entries;
    size_t count;
    uint32_t last = meeting->next.last;
    stretch->first_passage = meeting->next.first;
    for (;;) {
        stretch->passages = last - stretch->first_passage + 1;
        const ns_status status = postings_load(meeting->rarest, stretch, &entries, &count, err);
        if (status != NS_OK) return status;
        const struct reach reach =
            count > 1 ? meeting_reach(meeting->spans, entries[count - 1].document, meeting->part->most_words) : meeting->next;
        find_next(meeting);
        if (reach.last > last) {
            last = reach.last;
        } else if (postings_next(meeting->rarest) < meeting->spans->passages && meeting->next.first <= last) {
            last = meeting->next.last;
        } else {
            return NS_OK;
        }
    }
}

/* Another word is not met before this passage: go on to where the rarest can meet it. No evidence to come has a word before that; so the
 * next stretch begins no earlier, where postings of the rarest may have been passed over. */
static ns_status skip_to(struct meeting *meeting, uint32_t passage, struct ns_error *err)
{
    uint32_t found;
    const uint32_t passages = meeting->spans->passages;
    const uint32_t from = passage < passages ? reach_first(meeting->spans, passage, meeting->part->most_words) : passages;
    const ns_status status = postings_seek(meeting->rarest, from, &found, err);
    if (status == NS_OK) find_next(meeting);
    if (meeting->next.first < from) meeting->next.first = from;
    return status;
}

/* Whether every other word is within the reach of the rarest word's next passage. If one is not, no evidence has a word in that passage,
 * and the rarest goes on. */
static ns_status all_meet(struct meeting *meeting, bool *meet, struct ns_error *err)
{
    const struct reach reach = meeting->next;
    *meet = true;
    for (size_t i = 0; i < meeting->part->unit_count; i++) {
        struct postings *postings = meeting->plan->units[meeting->part->units[i]].postings;
        uint32_t found = 0;
        if (postings == meeting->rarest) continue;
        const ns_status status = postings_seek(postings, reach.first, &found, err);
        *meet = status == NS_OK && found <= reach.last;
        if (status != NS_OK) return status;
        if (!*meet) return skip_to(meeting, found, err);
    }
    return NS_OK;
}

static ns_status find_article(const struct meeting *meeting, struct article_extent *stretch, struct ns_error *err)
{
    struct article_extent extent = {0};
    const ns_status status = index_reader_extent(meeting->reader, stretch->first_passage, &extent, err);
    stretch->article = extent.article;
    return status;
}

ns_status meeting_next(struct meeting *meeting, stretch_gate *gate, void *context, struct article_extent *stretch, bool *end,
                       struct ns_error *err)
{
    for (;;) {
        bool pass_over = false, meet = false;
        *end = postings_next(meeting->rarest) >= meeting->spans->passages;
        if (*end) return NS_OK;
        ns_status status = all_meet(meeting, &meet, err);
        if (status == NS_OK && !meet) continue;
        if (status == NS_OK) status = begin_stretch(meeting, stretch, err);
        if (status == NS_OK) status = gate(context, stretch, &pass_over, err);
        if (status == NS_OK && !pass_over) return find_article(meeting, stretch, err);
        if (status != NS_OK) return status;
    }
}
