/* index_writer.c - articles in, an index file out.
 *
 * Each article is analyzed and cut into passages as it comes; its words and gaps are kept under provisional numbers. At the end, when it
 * is known how often each occurs, the streams are written with the final numbers, and with them the tables and the dictionary.
 */
#include "index/index_writer.h"

#include <stdlib.h>
#include <string.h>

#include "index/codes.h"
#include "index/lexicon_writer.h"
#include "index/passage.h"
#include "index/records.h"
#include "index/spans.h"
#include "index/unicode.h"

#define FIELD_MAX 65536

/* What is kept of a passage until the streams are written; its words and gaps are in `words` and `gaps` of the writer. */
struct pending_passage {
    uint32_t article;
    uint32_t first_token;
    uint32_t tokens;
    uint32_t text_offset;
    uint32_t text_size;
    uint32_t lines_before;
    uint32_t lines;
    uint32_t length; /* its postings, each as often as it occurs: one a word, and one a compound */
};

_Static_assert(PASSAGE_MAX <= SPAN_WORDS_MAX, "a passage may have a compound for each word");

/* A passage that holds a stem. */
struct posting {
    uint32_t stem; /* provisional */
    xap_entry entry;
};

struct index_writer {
    char *path; /* of the target, for messages */
    char *language;
    xap_writer_kind kind;
    struct index_file_writer *file;
    struct normalizer *normalizer;
    struct lexicon_writer lexicon;

    struct buffer words; /* of all passages: varint provisional form number of each token */
    struct buffer gaps;  /* of all passages: varint provisional gap number + 1 of each gap, 0 for an implied one */
    struct pending_passage *passages;
    size_t passage_count;
    size_t passage_capacity;
    struct table_writer articles;
    struct buffer path_before;

    struct buffer text;       /* of the article at hand */
    struct token_list tokens; /* likewise */

    struct posting *postings; /* by passage */
    size_t posting_count;
    size_t first_posting; /* of the passage at hand */
    size_t posting_capacity;
    size_t *stem_place; /* for each stem: where in `postings` it was last put, + 1 */
    size_t stem_capacity;

    uint64_t word_count;
    uint64_t text_bytes;
    struct article_date newest;
};

/* ---- Beginning and end of a writer ---- */

static ns_status open_parts(struct index_writer *writer, const char *path, const char *language, struct ns_error *err)
{
    writer->path = strdup(path);
    writer->language = strdup(language);
    if (!writer->path || !writer->language) return ns_fail_nomem(err);
    ns_status status = normalizer_open(language, &writer->normalizer, err);
    if (status == NS_OK) status = index_file_create(path, &writer->file, err);
    if (status != NS_OK) return status;
    writer->lexicon.normalizer = writer->normalizer;
    return NS_OK;
}

ns_status index_writer_open(const char *path, const struct index_writer_options *options, struct index_writer **out, struct ns_error *err)
{
    *out = NULL;
    struct index_writer *writer = calloc(1, sizeof *writer);
    if (!writer) return ns_fail_nomem(err);
    writer->kind = options->postings;
    ns_status status = open_parts(writer, path, options->language, err);
    if (status == NS_OK) status = buffer_append_byte(&writer->path_before, 0, err);
    if (status == NS_OK) {
        *out = writer;
    } else {
        index_writer_free(writer);
    }
    return status;
}

void index_writer_free(struct index_writer *writer)
{
    if (!writer) return;
    index_file_writer_free(writer->file);
    lexicon_writer_release(&writer->lexicon);
    normalizer_free(writer->normalizer);
    buffer_release(&writer->words);
    buffer_release(&writer->gaps);
    table_writer_release(&writer->articles);
    buffer_release(&writer->path_before);
    buffer_release(&writer->text);
    token_list_release(&writer->tokens);
    free(writer->passages);
    free(writer->postings);
    free(writer->stem_place);
    free(writer->path);
    free(writer->language);
    free(writer);
}

/* ---- One article ---- */

static ns_status check_limits(const struct article *article, struct ns_error *err)
{
    const char *const fields[] = {article->path, article->id, article->section, article->byline, article->source};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (fields[i] && strlen(fields[i]) > FIELD_MAX) return ns_fail(err, NS_ERR_LIMIT, "a field of over %d bytes", FIELD_MAX);
    }
    uint64_t size = 0;
    for (size_t i = 0; i < article->part_count; i++)
        size += (uint64_t)article->parts[i].length + PART_SEPARATOR_LENGTH;
    return size < UINT32_MAX ? NS_OK : ns_fail(err, NS_ERR_LIMIT, "a text of 4 GiB or more");
}

/* Put the parts together into one text, find its tokens, and note where each part begins. */
static ns_status analyze_parts(struct index_writer *writer, const struct article *article, struct article_record *record,
                               struct ns_error *err)
{
    struct buffer *text = &writer->text;
    text->size = 0;
    ns_status status = buffer_reserve(text, 1, err); /* so that an empty text is somewhere too */
    for (size_t i = 0; status == NS_OK && i < article->part_count; i++) {
        if (i > 0) status = buffer_append(text, PART_SEPARATOR, PART_SEPARATOR_LENGTH, err);
        record->part_offset[i] = (uint32_t)text->size;
        if (status == NS_OK) status = buffer_append(text, article->parts[i].text, article->parts[i].length, err);
    }
    writer->tokens.count = 0;
    for (size_t i = 0; status == NS_OK && i < article->part_count; i++) {
        const size_t begin = record->part_offset[i];
        record->part_lines[i] = count_line_ends(text->data, begin);
        status = analyze(text->data, begin, begin + article->parts[i].length, &writer->tokens, err);
    }
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

static uint32_t token_end(const struct token *token)
{
    return token->offset + token->length;
}

/* The byte behind the passage that ends with token `last`, the article's last token or another. */
static uint32_t text_end(const struct index_writer *writer, size_t last)
{
    if (last + 1 >= writer->tokens.count) return (uint32_t)writer->text.size;
    return passage_begin(writer->text.data, token_end(&writer->tokens.items[last]), writer->tokens.items[last + 1].offset);
}

/* Count an occurrence of a stem in the passage at hand: one that comes again adds no posting. */
static ns_status count_stem(struct index_writer *writer, uint32_t stem, struct ns_error *err)
{
    void *places = writer->stem_place;
    const size_t known = writer->stem_capacity;
    ns_status status = array_reserve(&places, &writer->stem_capacity, (size_t)stem + 1, sizeof *writer->stem_place, err);
    writer->stem_place = places;
    if (status != NS_OK) return status;
    memset(writer->stem_place + known, 0, (writer->stem_capacity - known) * sizeof *writer->stem_place);

    if (writer->stem_place[stem] > writer->first_posting) {
        writer->postings[writer->stem_place[stem] - 1].entry.wdf++;
        return NS_OK;
    }
    void *postings = writer->postings;
    status = array_reserve(&postings, &writer->posting_capacity, writer->posting_count + 1, sizeof *writer->postings, err);
    writer->postings = postings;
    if (status != NS_OK) return status;
    writer->postings[writer->posting_count++] = (struct posting){stem, {(uint32_t)writer->passage_count, 1}};
    writer->stem_place[stem] = writer->posting_count;
    return NS_OK;
}

static ns_status count_form(struct index_writer *writer, const char *form, size_t length, bool compound, uint32_t *id, struct ns_error *err)
{
    const ns_status status = lexicon_add_form(&writer->lexicon, form, length, compound, id, err);
    return status == NS_OK ? count_stem(writer, writer->lexicon.form_infos[*id].stem, err) : status;
}

static ns_status put_token(struct index_writer *writer, size_t i, struct ns_error *err)
{
    const struct token *token = &writer->tokens.items[i];
    uint32_t id;
    ns_status status = count_form(writer, writer->text.data + token->offset, token->length, false, &id, err);
    if (status == NS_OK) status = buffer_append_varint(&writer->words, id, err);
    const size_t joined = token_compound(writer->text.data, &writer->tokens, i);
    if (status != NS_OK || joined == 0) return status;
    const size_t length = token_end(&writer->tokens.items[i + joined - 1]) - token->offset;
    return count_form(writer, writer->text.data + token->offset, length, true, &id, err);
}

static ns_status put_gap(struct index_writer *writer, uint32_t begin, uint32_t end, enum gap_class class, bool implied,
                         struct ns_error *err)
{
    if (implied) return buffer_append_byte(&writer->gaps, 0, err);
    uint32_t id;
    const ns_status status = lexicon_add_gap(&writer->lexicon, writer->text.data + begin, end - begin, class, &id, err);
    return status == NS_OK ? buffer_append_varint(&writer->gaps, (uint64_t)id + 1, err) : status;
}

/* The gap behind a token; at the passage's end what of it belongs to the passage. */
static ns_status put_gap_behind(struct index_writer *writer, size_t i, uint32_t end, struct ns_error *err)
{
    const struct token *token = &writer->tokens.items[i];
    const uint32_t begin = token_end(token);
    const bool space = end == begin + 1 && writer->text.data[begin] == ' ' && token->gap == GAP_WORD;
    return put_gap(writer, begin, end, token->gap, space, err);
}

/* The length of the passage at hand: its postings, each as often as it occurs. */
static uint32_t passage_length(const struct index_writer *writer)
{
    uint32_t length = 0;
    for (size_t i = writer->first_posting; i < writer->posting_count; i++)
        length += writer->postings[i].entry.wdf;
    return length;
}

/* The words and gaps of tokens first..last-1, whose text begins at `begin` and ends at `end`, and their postings. */
static ns_status put_tokens(struct index_writer *writer, size_t first, size_t last, uint32_t begin, uint32_t end, struct ns_error *err)
{
    const struct token *tokens = writer->tokens.items;
    writer->first_posting = writer->posting_count;
    const uint32_t lead_end = first < last ? tokens[first].offset : end;
    ns_status status = put_gap(writer, begin, lead_end, GAP_WORD, begin == lead_end, err);
    for (size_t i = first; status == NS_OK && i < last; i++) {
        status = put_token(writer, i, err);
        if (status == NS_OK) status = put_gap_behind(writer, i, i + 1 < last ? tokens[i + 1].offset : end, err);
    }
    return status;
}

static ns_status remember_passage(struct index_writer *writer, const struct pending_passage *passage, struct ns_error *err)
{
    if (writer->passage_count >= UINT32_MAX - 1) return ns_fail(err, NS_ERR_LIMIT, "more than 4,294,967,294 passages");
    void *passages = writer->passages;
    const ns_status status = array_reserve(&passages, &writer->passage_capacity, writer->passage_count + 1, sizeof *writer->passages, err);
    writer->passages = passages;
    if (status == NS_OK) writer->passages[writer->passage_count++] = *passage;
    return status;
}

/* Cut the article into passages and put each. An article without a word is one passage without a word. */
static ns_status put_passages(struct index_writer *writer, struct ns_error *err)
{
    struct pending_passage passage = {.article = (uint32_t)writer->articles.count};
    ns_status status = NS_OK;
    size_t first = 0;
    do {
        const size_t last = first < writer->tokens.count ? passage_end(&writer->tokens, first) : first;
        const uint32_t end = last > first ? text_end(writer, last - 1) : (uint32_t)writer->text.size;
        passage.first_token = (uint32_t)first;
        passage.tokens = (uint32_t)(last - first);
        passage.text_size = end - passage.text_offset;
        passage.lines = count_line_ends(writer->text.data + passage.text_offset, passage.text_size);
        status = put_tokens(writer, first, last, passage.text_offset, end, err);
        passage.length = passage_length(writer);
        if (status == NS_OK) status = remember_passage(writer, &passage, err);
        passage.text_offset = end;
        passage.lines_before += passage.lines;
        first = last;
    } while (status == NS_OK && first < writer->tokens.count);
    return status;
}

static void note_newest(struct index_writer *writer, const struct article_date *date)
{
    if (date->precision == DATE_UNKNOWN) return;
    if (writer->newest.precision == DATE_UNKNOWN || date->seconds > writer->newest.seconds) writer->newest = *date;
}

/* A limit of the whole index, met in the middle of an article, is none of the article's: nobody may go on. */
static ns_status half_put(ns_status status, struct ns_error *err)
{
    if (status != NS_ERR_LIMIT && status != NS_ERR_ARG) return status;
    if (err) err->code = NS_ERR_INTERNAL;
    return NS_ERR_INTERNAL;
}

ns_status index_writer_put(struct index_writer *writer, const struct article *article, struct ns_error *err)
{
    struct article_record record = {.article = *article, .first_passage = (uint32_t)writer->passage_count};
    ns_status status = check_limits(article, err);
    if (status != NS_OK) return status;
    status = analyze_parts(writer, article, &record, err);
    if (status == NS_OK) status = put_passages(writer, err);
    if (status != NS_OK) return half_put(status, err);
    record.passages = (uint32_t)writer->passage_count - record.first_passage;
    status = article_put(&writer->articles, writer->path_before.data, &record, err);
    writer->path_before.size = 0;
    if (status == NS_OK) status = buffer_append(&writer->path_before, article->path, strlen(article->path) + 1, err);
    writer->word_count += writer->tokens.count;
    writer->text_bytes += writer->text.size;
    note_newest(writer, &article->date);
    return status;
}

/* ---- The whole ---- */

/* The streams under their final numbers, and the table that says where in them each passage is. */
struct streams {
    struct buffer words;
    struct buffer gaps;
    struct buffer spans;
    struct table_writer passages;
};

static void streams_release(struct streams *streams)
{
    buffer_release(&streams->words);
    buffer_release(&streams->gaps);
    buffer_release(&streams->spans);
    table_writer_release(&streams->passages);
}

static ns_status renumber_words(const struct index_writer *writer, struct cursor *from, uint32_t tokens, struct buffer *out,
                                struct ns_error *err)
{
    ns_status status = buffer_reserve(out, (size_t)tokens * WORD_CODE_MAX, err);
    if (status != NS_OK) return status;
    for (uint32_t i = 0; i < tokens; i++) {
        const uint32_t number = writer->lexicon.form_infos[cursor_varint(from)].number;
        out->size += word_code_put((uint8_t *)out->data + out->size, number);
    }
    return NS_OK;
}

static ns_status renumber_gaps(const struct index_writer *writer, struct cursor *from, uint32_t tokens, struct buffer *out,
                               struct ns_error *err)
{
    struct gap_encoder encoder = {0};
    ns_status status = NS_OK;
    for (uint64_t i = 0; status == NS_OK && i <= tokens; i++) {
        const uint64_t id = cursor_varint(from);
        if (id == 0) {
            gap_put_implied(&encoder);
        } else {
            status = gap_put(&encoder, out, writer->lexicon.gap_infos[id - 1].number, err);
        }
    }
    return status;
}

static ns_status renumber_passage(const struct index_writer *writer, uint32_t number, struct cursor *words, struct cursor *gaps,
                                  struct streams *streams, struct ns_error *err)
{
    const struct pending_passage *pending = &writer->passages[number];
    const bool first = pending->first_token == 0;
    struct span span = {.words_offset = streams->words.size, .words = pending->tokens, .compounds = pending->length - pending->tokens};
    struct passage_row row = {.gaps_offset = streams->gaps.size,
                              .text_offset = pending->text_offset,
                              .text_size = pending->text_size,
                              .lines_before = pending->lines_before,
                              .lines = pending->lines};
    ns_status status = renumber_words(writer, words, pending->tokens, &streams->words, err);
    if (status == NS_OK) status = renumber_gaps(writer, gaps, pending->tokens, &streams->gaps, err);
    span.words_size = (uint32_t)(streams->words.size - span.words_offset);
    row.gaps_size = streams->gaps.size - row.gaps_offset;
    if (status == NS_OK) status = spans_put(&streams->spans, number, pending->article, first, &span, err);
    return status == NS_OK ? passage_put(&streams->passages, first, &row, err) : status;
}

static ns_status renumber(const struct index_writer *writer, struct streams *streams, struct ns_error *err)
{
    struct cursor words = cursor_over(writer->words.data, writer->words.size);
    struct cursor gaps = cursor_over(writer->gaps.data, writer->gaps.size);
    ns_status status = NS_OK;
    for (uint32_t i = 0; status == NS_OK && i < writer->passage_count; i++)
        status = renumber_passage(writer, i, &words, &gaps, streams, err);
    return status;
}

static ns_status write_meta(struct index_writer *writer, struct ns_error *err)
{
    const uint64_t counts[] = {writer->articles.count, writer->passage_count, writer->word_count, writer->text_bytes};
    struct buffer meta = BUFFER_INIT;
    ns_status status = buffer_append_varint(&meta, ANALYZER_VERSION, err);
    if (status == NS_OK) status = buffer_append_string(&meta, writer->language, strlen(writer->language), err);
    for (size_t i = 0; status == NS_OK && i < sizeof counts / sizeof *counts; i++)
        status = buffer_append_varint(&meta, counts[i], err);
    if (status == NS_OK) status = buffer_append_byte(&meta, (uint8_t)writer->newest.precision, err);
    if (status == NS_OK) status = buffer_append_varint(&meta, zigzag(writer->newest.seconds), err);
    if (status == NS_OK) status = index_file_put(writer->file, meta.data, meta.size, err);
    buffer_release(&meta);
    return status;
}

/* The postings by stem: those of stem s are entries[ends[s - 1]] up to entries[ends[s]]. */
struct inversion {
    xap_entry *entries;
    size_t *ends; /* after a 0 for what is before the first */
    struct term *terms;
    uint32_t *lengths; /* of the passages */
};

/* A stem, to be sorted by its text. */
struct term {
    const char *text;
    size_t length;
    uint32_t stem;
};

static int by_text(const void *left, const void *right)
{
    const struct term *a = left, *b = right;
    return bytes_compare(a->text, a->length, b->text, b->length);
}

static void inversion_release(struct inversion *inversion)
{
    free(inversion->entries);
    free(inversion->ends);
    free(inversion->terms);
    free(inversion->lengths);
}

static ns_status inversion_reserve(const struct index_writer *writer, struct inversion *inversion, struct ns_error *err)
{
    const size_t stems = writer->lexicon.stems.count;
    inversion->entries = malloc((writer->posting_count + 1) * sizeof *inversion->entries);
    inversion->ends = calloc(stems + 2, sizeof *inversion->ends);
    inversion->terms = malloc((stems + 1) * sizeof *inversion->terms);
    inversion->lengths = malloc((writer->passage_count + 1) * sizeof *inversion->lengths);
    const bool whole = inversion->entries && inversion->ends && inversion->terms && inversion->lengths;
    return whole ? NS_OK : ns_fail_nomem(err);
}

/* A counting sort: passages stay in order within a stem. */
static void invert(const struct index_writer *writer, struct inversion *inversion)
{
    const size_t stems = writer->lexicon.stems.count;
    size_t *places = inversion->ends + 1; /* where each stem's postings begin, and in the end where they end */
    for (size_t i = 0; i < writer->posting_count; i++)
        places[writer->postings[i].stem + 1]++;
    for (size_t stem = 0; stem < stems; stem++)
        places[stem + 1] += places[stem];
    for (size_t i = 0; i < writer->posting_count; i++)
        inversion->entries[places[writer->postings[i].stem]++] = writer->postings[i].entry;

    for (uint32_t stem = 0; stem < stems; stem++) {
        struct term *term = &inversion->terms[stem];
        term->stem = stem;
        term->text = interner_get(&writer->lexicon.stems, stem, &term->length);
    }
    qsort(inversion->terms, stems, sizeof *inversion->terms, by_text);
    for (size_t i = 0; i < writer->passage_count; i++)
        inversion->lengths[i] = writer->passages[i].length;
}

static xap_status put_terms(const struct index_writer *writer, const struct inversion *inversion, xap_writer *postings, uint64_t *size,
                            xap_error *cause)
{
    xap_status status = XAP_OK;
    for (size_t i = 0; status == XAP_OK && i < writer->lexicon.stems.count; i++) {
        const struct term *term = &inversion->terms[i];
        const size_t begin = inversion->ends[term->stem];
        const size_t count = inversion->ends[term->stem + 1] - begin;
        status = xap_writer_put(postings, term->text, term->length, inversion->entries + begin, count, cause);
    }
    return status == XAP_OK ? xap_writer_finish(postings, size, cause) : status;
}

static ns_status write_inversion(struct index_writer *writer, const struct inversion *inversion, struct ns_error *err)
{
    const xap_writer_options options = {.kind = writer->kind,
                                        .fd = index_file_descriptor(writer->file),
                                        .scratch = index_file_scratch(writer->file),
                                        .lengths = inversion->lengths,
                                        .documents = (uint32_t)writer->passage_count};
    xap_writer *postings;
    uint64_t size;
    xap_error cause;
    xap_status status = xap_writer_open(&options, &postings, &cause);
    if (status == XAP_OK) status = put_terms(writer, inversion, postings, &size, &cause);
    xap_writer_free(postings);
    if (status != XAP_OK) return ns_fail_xap(err, status, &cause, writer->path);
    index_file_skip(writer->file, size);
    return NS_OK;
}

static ns_status write_postings(struct index_writer *writer, struct ns_error *err)
{
    struct inversion inversion = {0};
    ns_status status = inversion_reserve(writer, &inversion, err);
    if (status == NS_OK) {
        invert(writer, &inversion);
        status = write_inversion(writer, &inversion, err);
    }
    inversion_release(&inversion);
    return status;
}

static ns_status write_streams(struct index_writer *writer, struct ns_error *err)
{
    struct streams streams = {0};
    ns_status status = renumber(writer, &streams, err);
    if (status == NS_OK) status = index_file_put(writer->file, streams.words.data, streams.words.size, err);
    if (status == NS_OK) status = index_file_put(writer->file, streams.gaps.data, streams.gaps.size, err);
    if (status == NS_OK) status = index_file_put(writer->file, streams.spans.data, streams.spans.size, err);
    if (status == NS_OK) status = table_put(&streams.passages, writer->file, err);
    streams_release(&streams);
    return status;
}

ns_status index_writer_finish(struct index_writer *writer, struct index_totals *totals, struct ns_error *err)
{
    const uint64_t articles = writer->articles.count;
    uint64_t file_bytes = 0;
    ns_status status = write_postings(writer, err);
    if (status == NS_OK) status = lexicon_number(&writer->lexicon, err);
    if (status == NS_OK) status = lexicon_write(&writer->lexicon, writer->file, err);
    if (status == NS_OK) status = write_streams(writer, err);
    if (status == NS_OK) status = table_put(&writer->articles, writer->file, err);
    if (status == NS_OK) status = write_meta(writer, err);
    if (status == NS_OK) status = index_file_commit(writer->file, &file_bytes, err);
    if (status == NS_OK && totals) {
        *totals = (struct index_totals){articles, writer->passage_count, writer->word_count, writer->text_bytes, file_bytes};
    }
    return status;
}
