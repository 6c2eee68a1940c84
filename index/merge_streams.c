/* merge_streams.c - goes over the extents of the plan and renumbers what they hold. */
#include "index/merge_streams.h"

#include <stdlib.h>

#include "index/bytes.h"
#include "index/codes.h"
#include "index/passage.h"
#include "index/records.h"
#include "index/spans.h"

/* A run's streams, as far as they have been read. */
struct run_place {
    struct spool_reader words;
    struct spool_reader events;
    struct spool_reader passages;
    struct spool_reader articles;
};

struct streams_merging {
    struct merged_streams *out;
    const struct merge_plan *plan;
    const struct merged_lexicon *lexicon;
    struct word_codes codes;
    struct run_place *places;     /* of each run */
    uint32_t run;                 /* the one at hand */
    uint32_t article;             /* the one at hand */
    uint32_t passage_number;      /* of the next passage */
    struct span span;             /* of the passage at hand, */
    struct passage_row row;       /* and the rest of it; until it is read, of the one before */
    struct article_record record; /* of the article at hand */
};

void merged_streams_release(struct merged_streams *streams)
{
    spool_release(&streams->words);
    spool_release(&streams->gaps);
    table_writer_release(&streams->passages);
    article_writer_release(&streams->articles);
    buffer_release(&streams->spans);
}

/* ---- One passage ---- */

/* What the next words of the run at hand are numbered in the index. Their numbers lie far apart, so that memory is asked for all of them
 * before any is used. */
static bool read_words(struct streams_merging *merging, uint32_t *words, uint32_t count)
{
    struct cursor *cursor = &merging->places[merging->run].words.cursor;
    const uint32_t *numbers = merging->lexicon->form_numbers[merging->run];
    const uint32_t forms = merging->plan->runs[merging->run].forms;
    uint64_t beyond = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t id = cursor_id(cursor);
        beyond |= id >= forms;
        words[i] = id < forms ? (uint32_t)id : 0;
        __builtin_prefetch(&numbers[words[i]]);
    }
    for (uint32_t i = 0; i < count; i++) {
        words[i] = numbers[words[i]];
        beyond |= words[i] == NO_NUMBER;
        word_code_fetch(&merging->codes, words[i]);
    }
    return !beyond && !cursor->failed;
}

static ns_status put_words(struct streams_merging *merging, uint32_t tokens, struct ns_error *err)
{
    uint32_t words[PASSAGE_MAX];
    struct buffer *out = &merging->out->words.buffer;
    ns_status status = spool_need(&merging->places[merging->run].words, (size_t)tokens * VARINT_32_MAX, err);
    if (status == NS_OK) status = buffer_reserve(out, (size_t)tokens * WORD_CODE_MAX + WORD_CODE_ROOM, err);
    if (status != NS_OK) return status;
    if (!read_words(merging, words, tokens)) return spool_damaged(err);
    const size_t before = out->size;
    for (uint32_t i = 0; i < tokens; i++)
        out->size += word_code_copy(&merging->codes, (uint8_t *)out->data + out->size, words[i]);
    merging->span.words_size = (uint32_t)(out->size - before);
    return spool_turn(&merging->out->words, err);
}

/* There is one gap more than there are words. */
static ns_status put_gaps(struct streams_merging *merging, uint32_t tokens, struct ns_error *err)
{
    struct spool_reader *reader = &merging->places[merging->run].events;
    const uint32_t *numbers = merging->lexicon->gap_numbers[merging->run];
    const uint32_t gaps = merging->plan->runs[merging->run].gaps;
    struct buffer *out = &merging->out->gaps.buffer;
    struct gap_encoder encoder = {0};
    const size_t before = out->size;
    ns_status status = spool_need(reader, ((size_t)tokens + 2) * 2 * VARINT_32_MAX, err);
    for (uint64_t left = (uint64_t)tokens + 1; status == NS_OK;) {
        encoder.implied = cursor_varint_max(&reader->cursor, left);
        if (reader->cursor.failed) return spool_damaged(err);
        left -= encoder.implied;
        if (left == 0) break;
        const uint64_t id = cursor_varint(&reader->cursor);
        if (id >= gaps || reader->cursor.failed) return spool_damaged(err);
        status = gap_put(&encoder, out, numbers[id], err);
        left--;
    }
    merging->row.gaps_size = out->size - before;
    return status == NS_OK ? spool_turn(&merging->out->gaps, err) : status;
}

/* Read what is kept of the next passage. *first says whether it is the first of its article. */
static ns_status read_passage(struct streams_merging *merging, bool *first, struct ns_error *err)
{
    struct spool_reader *reader = &merging->places[merging->run].passages;
    struct passage_row *row = &merging->row;
    const ns_status status = spool_need(reader, 4 * VARINT_MAX, err);
    if (status != NS_OK) return status;
    const uint64_t tokens = cursor_varint_max(&reader->cursor, 2 * PASSAGE_MAX + 1);
    *first = tokens & 1;
    merging->span = (struct span){.words_offset = spool_size(&merging->out->words), .words = (uint32_t)(tokens >> 1)};
    *row = (struct passage_row){.gaps_offset = spool_size(&merging->out->gaps),
                                .text_offset = *first ? 0 : row->text_offset + row->text_size,
                                .lines_before = *first ? 0 : row->lines_before + row->lines};
    row->text_size = cursor_u32(&reader->cursor);
    row->lines = cursor_u32(&reader->cursor);
    const uint64_t length = cursor_varint(&reader->cursor);
    merging->span.compounds = (uint32_t)length - merging->span.words;
    const bool sound = !reader->cursor.failed && length >= merging->span.words && merging->span.compounds <= SPAN_WORDS_MAX;
    return sound ? NS_OK : spool_damaged(err);
}

static ns_status put_passage(struct streams_merging *merging, struct ns_error *err)
{
    const uint32_t number = merging->passage_number++;
    bool first;
    ns_status status = read_passage(merging, &first, err);
    if (status == NS_OK) status = put_words(merging, merging->span.words, err);
    if (status == NS_OK) status = put_gaps(merging, merging->span.words, err);
    if (status == NS_OK) status = spans_put(&merging->out->spans, number, merging->article, first, &merging->span, err);
    return status == NS_OK ? passage_put(&merging->out->passages, first, &merging->row, err) : status;
}

/* ---- Articles ---- */

static ns_status put_article(struct streams_merging *merging, struct ns_error *err)
{
    struct spool_reader *reader = &merging->places[merging->run].articles;
    const char *text;
    size_t length;
    ns_status status = spool_string(reader, &text, &length, err);
    if (status != NS_OK) return status;
    struct cursor cursor = cursor_over(text, length);
    struct article_record *record = &merging->record;
    status = article_draft_get(&cursor, record, err);
    if (status != NS_OK) return status;
    if (reader->cursor.failed || cursor.failed) return spool_damaged(err);
    if (record->passages > merging->plan->passage_count - merging->passage_number) return spool_damaged(err);
    record->first_passage = merging->passage_number;
    status = article_put(&merging->out->articles, record, err);
    for (uint32_t i = 0; status == NS_OK && i < record->passages; i++)
        status = put_passage(merging, err);
    merging->article++;
    return status;
}

static ns_status put_articles(struct streams_merging *merging, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < merging->plan->extent_count; i++) {
        const struct planned_extent *planned = &merging->plan->extents[i];
        merging->run = planned->run;
        for (uint64_t article = 0; status == NS_OK && article < planned->extent->articles; article++)
            status = put_article(merging, err);
    }
    return status;
}

static void end(struct streams_merging *merging)
{
    for (uint32_t run = 0; merging->places && run < merging->plan->run_count; run++) {
        spool_reader_release(&merging->places[run].words);
        spool_reader_release(&merging->places[run].events);
        spool_reader_release(&merging->places[run].passages);
        spool_reader_release(&merging->places[run].articles);
    }
    free(merging->places);
    word_codes_release(&merging->codes);
    article_record_release(&merging->record);
}

ns_status merge_streams(struct merged_streams *streams, const struct merge_plan *plan, const struct merged_lexicon *lexicon,
                        struct ns_error *err)
{
    struct streams_merging merging = {.out = streams, .plan = plan, .lexicon = lexicon};
    ns_status status = word_codes_make(&merging.codes, lexicon->numbered, err);
    merging.places = calloc((size_t)plan->run_count + 1, sizeof *merging.places);
    if (!merging.places && status == NS_OK) status = ns_fail_nomem(err);
    if (status != NS_OK) {
        end(&merging);
        return status;
    }
    for (uint32_t run = 0; run < plan->run_count; run++) {
        const struct spool *from = plan->runs[run].streams;
        merging.places[run] = (struct run_place){spool_read(&from[RUN_WORDS]), spool_read(&from[RUN_EVENTS]),
                                                 spool_read(&from[RUN_PASSAGES]), spool_read(&from[RUN_ARTICLES])};
    }
    status = put_articles(&merging, err);
    if (status == NS_OK) status = spool_complete(&streams->words, err);
    if (status == NS_OK) status = spool_complete(&streams->gaps, err);
    end(&merging);
    return status;
}
