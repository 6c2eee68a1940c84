/* segment.c - an article is analyzed and cut into passages as it comes; its words, gaps and postings are kept under the segment's numbers.
 */
#include "index/segment.h"

#include <stdlib.h>
#include <string.h>

#include "index/article_rows.h"
#include "index/copies.h"
#include "index/inversion.h"
#include "index/passage.h"
#include "index/records.h"
#include "index/spans.h"
#include "index/unicode.h"
#include "index/vocabulary.h"

#define FIELD_MAX 65536

/* Room behind a text, for those who read it several bytes at a time. */
#define TEXT_PADDING 8

_Static_assert(PASSAGE_MAX <= SPAN_WORDS_MAX, "a passage may have a compound for each word");

struct segment {
    struct normalizer *normalizer;
    struct vocabulary vocabulary;
    struct run_compound *compounds;
    size_t compound_count;
    size_t compound_capacity;
    uint64_t word_count;

    struct buffer words; /* the streams of the run as far as they go */
    struct buffer events;
    struct buffer passages;
    struct buffer articles;
    struct buffer sketches;
    struct run_extent *extents;
    size_t extent_count;
    size_t extent_capacity;
    uint32_t passage_count;
    uint64_t implied; /* gaps of the passage at hand that are implied, since the last one that is not */

    struct buffer text;       /* of the article at hand */
    struct token_list tokens; /* likewise */
    struct buffer draft;      /* likewise */
    struct copy_signer signer; /* likewise, */
    size_t signed_from;       /* from this token on */
};

/* A passage on its way: tokens first..last-1, whose text begins at `begin` and ends at `end`. */
struct cut {
    size_t first;
    size_t last;
    uint32_t begin;
    uint32_t end;
    uint32_t length; /* its postings so far, each as often as it occurs */
};

/* ---- Beginning and end ---- */

ns_status segment_new(const char *language, struct segment **out, struct ns_error *err)
{
    *out = NULL;
    struct segment *segment = calloc(1, sizeof *segment);
    if (!segment) return ns_fail_nomem(err);
    const ns_status status = normalizer_open(language, &segment->normalizer, err);
    segment->vocabulary.normalizer = segment->normalizer;
    if (status == NS_OK) {
        *out = segment;
    } else {
        segment_free(segment);
    }
    return status;
}

/* Give up all that was put. */
static void clear(struct segment *segment)
{
    vocabulary_release(&segment->vocabulary);
    buffer_release(&segment->words);
    buffer_release(&segment->events);
    buffer_release(&segment->passages);
    buffer_release(&segment->articles);
    buffer_release(&segment->sketches);
    free(segment->compounds);
    free(segment->extents);
    segment->compounds = NULL;
    segment->extents = NULL;
    segment->compound_count = segment->compound_capacity = 0;
    segment->word_count = 0;
    segment->extent_count = segment->extent_capacity = 0;
    segment->passage_count = 0;
}

void segment_free(struct segment *segment)
{
    if (!segment) return;
    clear(segment);
    normalizer_free(segment->normalizer);
    buffer_release(&segment->text);
    buffer_release(&segment->draft);
    token_list_release(&segment->tokens);
    free(segment);
}

size_t segment_memory(const struct segment *segment)
{
    return vocabulary_memory(&segment->vocabulary) + (size_t)(segment->word_count + segment->compound_count) * INVERSION_MEMORY +
           segment->words.capacity + segment->events.capacity + segment->passages.capacity + segment->articles.capacity +
           segment->sketches.capacity +
           segment->compound_capacity * sizeof *segment->compounds + segment->extent_capacity * sizeof *segment->extents;
}

/* Jobs that follow one another are one extent, so that many small ones cost no more than a large one. */
ns_status segment_begin_job(struct segment *segment, uint64_t job, struct ns_error *err)
{
    const size_t count = segment->extent_count;
    if (count > 0 && segment->extents[count - 1].last_job + 1 >= job) {
        segment->extents[count - 1].last_job = job;
        return NS_OK;
    }
    void *extents = segment->extents;
    const ns_status status = array_reserve(&extents, &segment->extent_capacity, count + 1, sizeof *segment->extents, err);
    segment->extents = extents;
    if (status == NS_OK) segment->extents[segment->extent_count++] = (struct run_extent){.first_job = job, .last_job = job};
    return status;
}

/* ---- The text of an article ---- */

static ns_status check_limits(const struct article *article, struct ns_error *err)
{
    const char *const fields[] = {article->path, article->id, article->section, article->byline, article->source, article->url};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (fields[i] && strlen(fields[i]) > FIELD_MAX) return ns_fail(err, NS_ERR_LIMIT, "a field of over %d bytes", FIELD_MAX);
    }
    return article_check_size(article, err);
}

/* Put the parts together into one text, find its tokens, and note where each part begins. */
static ns_status analyze_parts(struct segment *segment, const struct article *article, struct article_record *record, struct ns_error *err)
{
    struct buffer *text = &segment->text;
    text->size = 0;
    ns_status status = buffer_reserve(text, TEXT_PADDING, err); /* so that an empty text is somewhere too */
    for (size_t i = 0; status == NS_OK && i < article->part_count; i++) {
        if (i > 0) status = buffer_append(text, PART_SEPARATOR, PART_SEPARATOR_LENGTH, err);
        record->part_offset[i] = (uint32_t)text->size;
        if (status == NS_OK) status = buffer_append(text, article->parts[i].text, article->parts[i].length, err);
        if (status == NS_OK) status = buffer_reserve(text, TEXT_PADDING, err);
    }
    size_t title_words = 0;
    segment->tokens.count = 0;
    for (size_t i = 0; status == NS_OK && i < article->part_count; i++) {
        const size_t begin = record->part_offset[i];
        record->part_lines[i] = count_line_ends(text->data, begin);
        status = analyze(text->data, begin, begin + article->parts[i].length, &segment->tokens, err);
        if (article->parts[i].kind == PART_TITLE) title_words = segment->tokens.count;
    }
    segment->signed_from = copy_signer_begin_article(&segment->signer, segment->tokens.count, title_words);
    return status;
}

/* Where in the gap before a passage's first word the passage begins: behind the last white space, so that an opening quote is its own. */
static uint32_t passage_begin(const char *text, uint32_t gap_begin, uint32_t gap_end)
{
    uint32_t begin = gap_end;
    for (uint32_t at = gap_begin; at < gap_end;) {
        uint32_t c;
        at += (uint32_t)utf8_decode(text + at, text + gap_end, &c);
        if (char_class(c) == CHAR_SPACE) begin = at;
    }
    return begin;
}

static inline uint32_t token_end(const struct token *token)
{
    return token->offset + token->length;
}

/* The byte behind the passage that ends with token `last`, the article's last token or another. */
static uint32_t text_end(const struct segment *segment, size_t last)
{
    if (last + 1 >= segment->tokens.count) return (uint32_t)segment->text.size;
    return passage_begin(segment->text.data, token_end(&segment->tokens.items[last]), segment->tokens.items[last + 1].offset);
}

/* ---- The words of a passage ---- */

static ns_status put_compound(struct segment *segment, size_t i, uint32_t *length, struct ns_error *err)
{
    uint32_t form;
    const struct token *first = &segment->tokens.items[i];
    const size_t joined = token_compound(segment->text.data, &segment->tokens, i);
    if (joined == 0) return NS_OK;
    const size_t size = token_end(&first[joined - 1]) - first->offset;
    ++*length;
    ns_status status = vocabulary_add_form(&segment->vocabulary, segment->text.data + first->offset, size, true, &form, err);
    void *compounds = segment->compounds;
    if (status == NS_OK)
        status = array_reserve(&compounds, &segment->compound_capacity, segment->compound_count + 1, sizeof *segment->compounds, err);
    segment->compounds = compounds;
    if (status == NS_OK) segment->compounds[segment->compound_count++] = (struct run_compound){segment->passage_count, form};
    return status;
}

static void sign_words(struct segment *segment, size_t first, size_t count, const uint32_t *ids)
{
    const size_t passed_over = segment->signed_from > first ? segment->signed_from - first : 0;
    if (passed_over < count)
        copy_signer_add(&segment->signer, segment->vocabulary.word_hashes, ids + passed_over, count - passed_over);
}

/* The words of tokens first..last-1 under their numbers. */
static ns_status put_tokens(struct segment *segment, size_t first, size_t last, struct ns_error *err)
{
    uint32_t ids[PASSAGE_MAX];
    struct buffer *words = &segment->words;
    const size_t count = last - first;
    ns_status status = vocabulary_add_tokens(&segment->vocabulary, segment->text.data, segment->tokens.items + first, count, ids, err);
    if (status == NS_OK) status = buffer_reserve(words, count * VARINT_32_MAX, err);
    if (status != NS_OK) return status;
    for (size_t i = 0; i < count; i++)
        words->size += varint_put((uint8_t *)words->data + words->size, ids[i]);
    sign_words(segment, first, count, ids);
    segment->word_count += count;
    return NS_OK;
}

static ns_status put_words(struct segment *segment, struct cut *cut, struct ns_error *err)
{
    ns_status status = put_tokens(segment, cut->first, cut->last, err);
    for (size_t i = cut->first; status == NS_OK && i < cut->last; i++) {
        if (segment->tokens.items[i].hyphen) status = put_compound(segment, i, &cut->length, err);
    }
    cut->length += (uint32_t)(cut->last - cut->first);
    return status;
}

/* ---- The gaps of a passage ---- */

static ns_status put_event(struct segment *segment, uint32_t begin, uint32_t end, enum gap_class class, struct ns_error *err)
{
    uint32_t id;
    ns_status status = vocabulary_add_gap(&segment->vocabulary, segment->text.data + begin, end - begin, class, &id, err);
    if (status == NS_OK) status = buffer_append_varint(&segment->events, segment->implied, err);
    if (status == NS_OK) status = buffer_append_varint(&segment->events, id, err);
    segment->implied = 0;
    return status;
}

/* The gap before the first word, the one behind each word, and of the last one what belongs to the passage. */
static ns_status put_gaps(struct segment *segment, const struct cut *cut, struct ns_error *err)
{
    const struct token *tokens = segment->tokens.items;
    const char *text = segment->text.data;
    const uint32_t lead_end = cut->first < cut->last ? tokens[cut->first].offset : cut->end;
    ns_status status = NS_OK;
    segment->implied = cut->begin == lead_end;
    if (segment->implied == 0) status = put_event(segment, cut->begin, lead_end, GAP_WORD, err);
    for (size_t i = cut->first; status == NS_OK && i < cut->last; i++) {
        const uint32_t begin = token_end(&tokens[i]);
        const uint32_t end = i + 1 < cut->last ? tokens[i + 1].offset : cut->end;
        if (end == begin + 1 && text[begin] == ' ' && tokens[i].gap == GAP_WORD) {
            segment->implied++;
        } else {
            status = put_event(segment, begin, end, (enum gap_class)tokens[i].gap, err);
        }
    }
    return status == NS_OK ? buffer_append_varint(&segment->events, segment->implied, err) : status;
}

/* ---- Articles ---- */

static ns_status put_passage(struct segment *segment, struct cut *cut, struct ns_error *err)
{
    if (segment->passage_count >= UINT32_MAX - 1) return ns_fail(err, NS_ERR_LIMIT, "more than 4,294,967,294 passages");
    ns_status status = put_words(segment, cut, err);
    if (status == NS_OK) status = put_gaps(segment, cut, err);
    const uint32_t size = cut->end - cut->begin;
    const uint64_t numbers[] = {(uint64_t)(cut->last - cut->first) << 1 | (cut->first == 0), size,
                                count_line_ends(segment->text.data + cut->begin, size), cut->length};
    for (size_t i = 0; status == NS_OK && i < sizeof numbers / sizeof *numbers; i++)
        status = buffer_append_varint(&segment->passages, numbers[i], err);
    segment->passage_count++;
    return status;
}

/* Cut the article into passages and put each. An article without a word is one passage without a word. */
static ns_status put_passages(struct segment *segment, struct ns_error *err)
{
    struct cut cut = {0};
    ns_status status = NS_OK;
    do {
        cut.first = cut.last;
        cut.begin = cut.end;
        cut.length = 0;
        cut.last = cut.first < segment->tokens.count ? passage_end(&segment->tokens, cut.first) : cut.first;
        cut.end = cut.last > cut.first ? text_end(segment, cut.last - 1) : (uint32_t)segment->text.size;
        status = put_passage(segment, &cut, err);
    } while (status == NS_OK && cut.last < segment->tokens.count);
    return status;
}

static ns_status put_sketch(struct segment *segment, const struct article_date *date, struct ns_error *err)
{
    struct copy_sketch sketch;
    copy_signer_end(&segment->signer, &sketch);
    ns_status status = buffer_append(&segment->sketches, sketch.slots, SKETCH_SLOTS, err);
    if (status == NS_OK) status = buffer_append_varint(&segment->sketches, sketch.words, err);
    return status == NS_OK ? buffer_append_varint(&segment->sketches, zigzag(copy_seconds(date)), err) : status;
}

static void count_article(struct run_extent *extent, const struct segment *segment, const struct article_record *record)
{
    extent->articles++;
    extent->passages += record->passages;
    extent->words += segment->tokens.count;
    extent->text_bytes += segment->text.size;
    article_date_keep_newest(&extent->newest, &record->article.date);
}

/* A limit of the whole index, met in the middle of an article, is none of the article's: nobody may go on. */
static ns_status half_put(ns_status status, struct ns_error *err)
{
    if (status != NS_ERR_LIMIT && status != NS_ERR_ARG) return status;
    if (err) err->code = NS_ERR_INTERNAL;
    return NS_ERR_INTERNAL;
}

ns_status segment_put(struct segment *segment, const struct article *article, struct ns_error *err)
{
    struct article_record record = {.article = *article};
    const uint32_t first_passage = segment->passage_count;
    ns_status status = check_limits(article, err);
    if (status != NS_OK) return status;
    status = analyze_parts(segment, article, &record, err);
    if (status == NS_OK) status = put_passages(segment, err);
    if (status != NS_OK) return half_put(status, err);
    record.passages = segment->passage_count - first_passage;
    segment->draft.size = 0;
    status = article_draft_put(&segment->draft, &record, err);
    if (status == NS_OK) status = buffer_append_string(&segment->articles, segment->draft.data, segment->draft.size, err);
    if (status == NS_OK) status = put_sketch(segment, &article->date, err);
    count_article(&segment->extents[segment->extent_count - 1], segment, &record);
    return status;
}

/* ---- Closing ---- */

static ns_status write_postings(const struct segment *segment, const struct form_stems *stems, struct spool *stream, struct ns_error *err)
{
    const struct inversion inversion = {.words = &segment->words,
                                        .passages = &segment->passages,
                                        .passage_count = segment->passage_count,
                                        .compounds = segment->compounds,
                                        .compound_count = segment->compound_count,
                                        .stems = stems->places,
                                        .occurrences = stems->occurrences,
                                        .stem_count = stems->count};
    return invert(&inversion, stream, err);
}

/* A stream that is in a buffer already becomes the run's. */
static ns_status hand_over(struct buffer *from, struct spool *stream, struct ns_error *err)
{
    stream->buffer = *from;
    *from = (struct buffer)BUFFER_INIT;
    return spool_complete(stream, err);
}

static ns_status write_streams(struct segment *segment, struct run *run, struct ns_error *err)
{
    struct form_stems stems;
    ns_status status = vocabulary_write(&segment->vocabulary, run, &stems, err);
    vocabulary_release(&segment->vocabulary);
    if (status == NS_OK) status = write_postings(segment, &stems, &run->streams[RUN_POSTINGS], err);
    if (status == NS_OK) status = hand_over(&segment->words, &run->streams[RUN_WORDS], err);
    if (status == NS_OK) status = hand_over(&segment->events, &run->streams[RUN_EVENTS], err);
    if (status == NS_OK) status = hand_over(&segment->passages, &run->streams[RUN_PASSAGES], err);
    if (status == NS_OK) status = hand_over(&segment->articles, &run->streams[RUN_ARTICLES], err);
    if (status == NS_OK) status = hand_over(&segment->sketches, &run->streams[RUN_SKETCHES], err);
    form_stems_release(&stems);
    return status;
}

ns_status segment_close(struct segment *segment, struct scratch *file, struct run *out, struct ns_error *err)
{
    *out = (struct run){.passages = segment->passage_count};
    for (int i = 0; i < RUN_STREAM_COUNT; i++)
        out->streams[i] = file ? spool_in_file(file) : spool_in_memory();
    const ns_status status = write_streams(segment, out, err);
    out->extents = segment->extents;
    out->extent_count = segment->extent_count;
    out->extent_capacity = segment->extent_capacity;
    segment->extents = NULL;
    clear(segment);
    if (status != NS_OK) run_release(out);
    return status;
}
