/* candidates.c - cursors over the articles that may match. */
#include "searcher/candidates.h"

#include <stdlib.h>
#include <string.h>

enum candidates_kind {
    CANDIDATES_EVERY,
    CANDIDATES_TERM,
    CANDIDATES_SET,
    CANDIDATES_ALL,
    CANDIDATES_ANY,
};

struct candidates {
    enum candidates_kind kind;
    const struct index_reader *reader;
    uint64_t cost;             /* about how many passages there are to look at */
    struct postings *postings; /* of a term */
    uint8_t *set;              /* a bit a passage */
    struct candidates **parts; /* of all: the rarest first */
    size_t count;
    stretch_gate *gate; /* of all; may be NULL */
    void *gate_context;
    bool found; /* `extent` is the first article at or behind the passage that was asked for last */
    bool ended;
    struct article_extent extent;
};

void candidates_free(struct candidates *candidates)
{
    if (!candidates) return;
    for (size_t i = 0; i < candidates->count; i++)
        candidates_free(candidates->parts[i]);
    free(candidates->parts);
    free(candidates->set);
    postings_free(candidates->postings);
    free(candidates);
}

/* ---- Making ---- */

static struct candidates *new_candidates(enum candidates_kind kind, const struct index_reader *reader)
{
    struct candidates *candidates = calloc(1, sizeof *candidates);
    if (!candidates) return NULL;
    candidates->kind = kind;
    candidates->reader = reader;
    return candidates;
}

static uint32_t passage_count(const struct candidates *candidates)
{
    return (uint32_t)index_reader_info(candidates->reader)->passages;
}

ns_status candidates_every(const struct index_reader *reader, struct candidates **out, struct ns_error *err)
{
    *out = new_candidates(CANDIDATES_EVERY, reader);
    if (!*out) return ns_fail_nomem(err);
    (*out)->cost = passage_count(*out);
    return NS_OK;
}

ns_status candidates_postings(const struct index_reader *reader, struct postings *postings, struct candidates **out, struct ns_error *err)
{
    *out = new_candidates(CANDIDATES_TERM, reader);
    if (!*out) {
        postings_free(postings);
        return ns_fail_nomem(err);
    }
    (*out)->postings = postings;
    (*out)->cost = postings_documents(postings);
    return NS_OK;
}

static ns_status open_term(const struct index_reader *reader, const struct interner *terms, struct candidates **out, struct ns_error *err)
{
    size_t length;
    struct postings *postings;
    const char *term = interner_get(terms, 0, &length);
    const ns_status status = postings_open(reader, term, length, &postings, err);
    return status == NS_OK ? candidates_postings(reader, postings, out, err) : status;
}

/* Put the passages of a term into the set. */
static ns_status collect(struct candidates *candidates, const char *term, size_t length, struct ns_error *err)
{
    struct postings *postings;
    ns_status status = postings_open(candidates->reader, term, length, &postings, err);
    const uint32_t passages = passage_count(candidates);
    xap_entry entry = {0};
    if (status == NS_OK) status = postings_take(postings, &entry, err);
    while (status == NS_OK && entry.document < passages) {
        candidates->set[entry.document / 8] |= (uint8_t)(1u << entry.document % 8);
        status = postings_take(postings, &entry, err);
    }
    if (postings) candidates->cost += postings_documents(postings);
    postings_free(postings);
    return status;
}

static ns_status collect_all(struct candidates *candidates, const struct interner *terms, struct ns_error *err)
{
    if (terms->count == 0) return NS_OK;
    candidates->set = calloc(passage_count(candidates) / 8 + 1, 1);
    ns_status status = candidates->set ? NS_OK : ns_fail_nomem(err);
    for (uint32_t i = 0; status == NS_OK && i < terms->count; i++) {
        size_t length;
        const char *term = interner_get(terms, i, &length);
        status = collect(candidates, term, length, err);
    }
    if (candidates->cost > passage_count(candidates)) candidates->cost = passage_count(candidates);
    return status;
}

ns_status candidates_terms(const struct index_reader *reader, const struct interner *terms, struct candidates **out, struct ns_error *err)
{
    *out = NULL;
    if (terms->count == 1) return open_term(reader, terms, out, err);
    struct candidates *candidates = new_candidates(CANDIDATES_SET, reader);
    if (!candidates) return ns_fail_nomem(err);
    const ns_status status = collect_all(candidates, terms, err);
    if (status == NS_OK) {
        *out = candidates;
    } else {
        candidates_free(candidates);
    }
    return status;
}

static int by_cost(const void *left, const void *right)
{
    const struct candidates *const *a = left, *const *b = right;
    return ((*a)->cost > (*b)->cost) - ((*a)->cost < (*b)->cost);
}

static ns_status combine(enum candidates_kind kind, const struct index_reader *reader, struct candidates **parts, size_t count,
                         struct candidates **out, struct ns_error *err)
{
    *out = NULL;
    struct candidates *candidates = new_candidates(kind, reader);
    if (candidates) candidates->parts = calloc(count + 1, sizeof *candidates->parts);
    if (!candidates || !candidates->parts) {
        for (size_t i = 0; i < count; i++)
            candidates_free(parts[i]);
        candidates_free(candidates);
        return ns_fail_nomem(err);
    }
    if (count > 0) memcpy(candidates->parts, parts, count * sizeof *parts);
    candidates->count = count;
    qsort(candidates->parts, count, sizeof *candidates->parts, by_cost);
    *out = candidates;
    return NS_OK;
}

ns_status candidates_all(const struct index_reader *reader, struct candidates **parts, size_t count, struct candidates **out,
                         struct ns_error *err)
{
    if (count == 0) return candidates_every(reader, out, err);
    const ns_status status = combine(CANDIDATES_ALL, reader, parts, count, out, err);
    if (status == NS_OK) (*out)->cost = (*out)->parts[0]->cost;
    return status;
}

ns_status candidates_any(const struct index_reader *reader, struct candidates **parts, size_t count, struct candidates **out,
                         struct ns_error *err)
{
    const ns_status status = combine(CANDIDATES_ANY, reader, parts, count, out, err);
    for (size_t i = 0; status == NS_OK && i < count; i++)
        (*out)->cost += (*out)->parts[i]->cost;
    return status;
}

/* ---- Going forward ---- */

/* The first passage of the candidates at or behind this one; passage_count() if there is none. */
static ns_status next_passage(struct candidates *candidates, uint32_t passage, uint32_t *next, struct ns_error *err)
{
    const uint32_t passages = passage_count(candidates);
    *next = passage;
    if (candidates->kind == CANDIDATES_TERM) {
        return postings_seek(candidates->postings, passage, next, err);
    }
    if (candidates->kind == CANDIDATES_SET && !candidates->set) {
        *next = passages;
    } else if (candidates->kind == CANDIDATES_SET) {
        while (*next < passages && !(candidates->set[*next / 8] & 1u << *next % 8))
            *next += *next % 8 == 0 && candidates->set[*next / 8] == 0 ? 8 : 1;
    }
    return NS_OK;
}

static ns_status seek_passages(struct candidates *candidates, uint32_t passage, struct ns_error *err)
{
    uint32_t next = 0;
    ns_status status = next_passage(candidates, passage, &next, err);
    candidates->ended = status == NS_OK && next >= passage_count(candidates);
    if (status == NS_OK && !candidates->ended) status = index_reader_extent(candidates->reader, next, &candidates->extent, err);
    return status;
}

/* The nearest of the parts' next articles. */
static ns_status seek_any(struct candidates *candidates, uint32_t passage, struct ns_error *err)
{
    candidates->ended = true;
    for (size_t i = 0; i < candidates->count; i++) {
        struct article_extent extent;
        bool end;
        const ns_status status = candidates_seek(candidates->parts[i], passage, &extent, &end, err);
        if (status != NS_OK) return status;
        if (end || (!candidates->ended && extent.first_passage >= candidates->extent.first_passage)) continue;
        candidates->extent = extent;
        candidates->ended = false;
    }
    return NS_OK;
}

void candidates_set_gate(struct candidates *candidates, stretch_gate *gate, void *context)
{
    candidates->gate = gate;
    candidates->gate_context = context;
}

/* The next article of the rarest part that the gate does not pass over. */
static ns_status seek_rarest(struct candidates *candidates, uint32_t passage, struct article_extent *extent, bool *end,
                             struct ns_error *err)
{
    ns_status status = candidates_seek(candidates->parts[0], passage, extent, end, err);
    while (status == NS_OK && !*end && candidates->gate) {
        bool pass_over = false;
        status = candidates->gate(candidates->gate_context, extent, &pass_over, err);
        if (status != NS_OK || !pass_over) break;
        status = candidates_seek(candidates->parts[0], extent->first_passage + extent->passages, extent, end, err);
    }
    return status;
}

/* From each part's next article on to the others', until all of them have the same. */
static ns_status seek_all(struct candidates *candidates, uint32_t passage, struct ns_error *err)
{
    size_t agreed = 0;
    candidates->ended = false;
    for (size_t i = 0; agreed < candidates->count; i = (i + 1) % candidates->count) {
        struct article_extent extent;
        bool end;
        const ns_status status = i == 0 ? seek_rarest(candidates, passage, &extent, &end, err)
                                        : candidates_seek(candidates->parts[i], passage, &extent, &end, err);
        if (status != NS_OK) return status;
        candidates->ended = end;
        if (end) return NS_OK;
        agreed = agreed > 0 && extent.article == candidates->extent.article ? agreed + 1 : 1;
        candidates->extent = extent;
        /* A part that is at this article, perhaps behind its first passage, is not asked for what lies before. */
        if (extent.first_passage > passage) passage = extent.first_passage;
    }
    return NS_OK;
}

ns_status candidates_seek(struct candidates *candidates, uint32_t passage, struct article_extent *extent, bool *end, struct ns_error *err)
{
    const struct article_extent *at = &candidates->extent;
    const bool stays =
        candidates->found && (candidates->ended || passage - at->first_passage < at->passages || passage < at->first_passage);
    ns_status status = NS_OK;
    if (!stays && candidates->kind == CANDIDATES_ALL) {
        status = seek_all(candidates, passage, err);
    } else if (!stays && candidates->kind == CANDIDATES_ANY) {
        status = seek_any(candidates, passage, err);
    } else if (!stays) {
        status = seek_passages(candidates, passage, err);
    }
    candidates->found = status == NS_OK;
    *extent = candidates->extent;
    *end = candidates->ended;
    return status;
}
