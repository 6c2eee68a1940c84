/* inversion.c - sorts occurrences by their stems, by counting. */
#include "index/inversion.h"

#include <stdlib.h>

#include "index/bytes.h"
#include "index/run_postings.h"

/* So many words are put together. */
#define AT_ONCE 64

/* The occurrences of all stems. */
struct inverted {
    uint32_t *documents; /* of each occurrence: its passage; stem by stem */
    size_t *places;      /* of each stem: where its next occurrence goes */
};

/* Let each stem's occurrences begin where those of the one before end. Returns how many there are of all. */
static size_t place_stems(const struct inversion *inversion, size_t *places)
{
    size_t sum = 0;
    for (size_t stem = 0; stem < inversion->stem_count; stem++) {
        places[stem] = sum;
        sum += (size_t)inversion->occurrences[stem];
    }
    return sum;
}

static uint32_t read_word_count(struct cursor *passages)
{
    const uint64_t tokens = cursor_varint(passages);
    for (int skipped = 0; skipped < 3; skipped++)
        cursor_varint(passages);
    return (uint32_t)(tokens >> 1);
}

static void put_occurrence(struct inverted *inverted, uint32_t stem, uint32_t passage)
{
    inverted->documents[inverted->places[stem]++] = passage;
}

/* Put some words of a passage. What they need lies far apart, so that memory is asked for all of it before any of it is used. */
static void put_some(const struct inversion *inversion, struct inverted *inverted, struct cursor *words, uint32_t count, uint32_t passage)
{
    uint32_t stems[AT_ONCE];
    for (uint32_t i = 0; i < count; i++) {
        stems[i] = inversion->stems[cursor_id(words)];
        __builtin_prefetch(&inverted->places[stems[i]], 1);
    }
    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(&inverted->documents[inverted->places[stems[i]]], 1);
    for (uint32_t i = 0; i < count; i++)
        put_occurrence(inverted, stems[i], passage);
}

/* Put each word and compound where its stem's occurrences are; in the order of their passages, so that they are in order there too. */
static void sort_occurrences(const struct inversion *inversion, struct inverted *inverted)
{
    struct cursor words = cursor_over(inversion->words->data, inversion->words->size);
    struct cursor passages = cursor_over(inversion->passages->data, inversion->passages->size);
    size_t next = 0; /* of the compounds */
    for (uint32_t passage = 0; passage < inversion->passage_count; passage++) {
        for (uint32_t left = read_word_count(&passages), some; left > 0; left -= some) {
            some = left < AT_ONCE ? left : AT_ONCE;
            put_some(inversion, inverted, &words, some, passage);
        }
        for (; next < inversion->compound_count && inversion->compounds[next].passage == passage; next++)
            put_occurrence(inverted, inversion->stems[inversion->compounds[next].form], passage);
    }
}

static ns_status write_stems(const struct inversion *inversion, const struct inverted *inverted, struct spool *postings,
                             struct ns_error *err)
{
    ns_status status = NS_OK;
    const uint32_t *documents = inverted->documents;
    for (size_t stem = 0; status == NS_OK && stem < inversion->stem_count; stem++) {
        const uint32_t *end = inverted->documents + inverted->places[stem];
        status = run_postings_put(postings, documents, (size_t)(end - documents), err);
        documents = end;
    }
    return status == NS_OK ? spool_complete(postings, err) : status;
}

ns_status invert(const struct inversion *inversion, struct spool *postings, struct ns_error *err)
{
    struct inverted inverted = {.places = malloc((inversion->stem_count + 1) * sizeof *inverted.places)};
    if (inverted.places) inverted.documents = large_alloc((place_stems(inversion, inverted.places) + 1) * sizeof *inverted.documents);
    ns_status status = inverted.documents ? NS_OK : ns_fail_nomem(err);
    if (status == NS_OK) sort_occurrences(inversion, &inverted);
    if (status == NS_OK) status = write_stems(inversion, &inverted, postings, err);
    free(inverted.places);
    free(inverted.documents);
    return status;
}
