/* index_reader.c - an index as its user sees it. */
#include "index/index_reader.h"

#include <stdlib.h>
#include <string.h>

#include "index/codes.h"
#include "index/form_cache.h"

/* Gaps are numbered by frequency: the first ones are nearly all that are met. */
#define GAPS_KEPT 512

struct kept_gap {
    const char *text; /* in the file; NULL as long as it was not looked up */
    size_t length;
    enum gap_class class;
};

/* How many words of its article come before a passage. */
struct passage_place {
    uint64_t number; /* of the passage, or NO_PASSAGE */
    uint32_t first_token;
};

#define NO_PASSAGE UINT64_MAX

/* What is remembered of what was read, for it is likely to be asked for again. */
struct reader_memory {
    struct passage_rows rows[2]; /* of a block of even number, and of one of odd number: an article is often in two */
    struct passage_place place;  /* of the passage that was asked for last */
    struct form_cache forms;
    struct article_extent extent; /* the last one found, since several words are looked for in it; without passages: none */
    struct kept_gap gaps[GAPS_KEPT];
    struct copies copies;
    bool has_copies;
};

struct index_reader {
    struct index_file *file;
    struct index_info info;
    struct lexicon lexicon;
    struct table passages;
    struct table articles;
    struct spans spans;
    xap_lists *postings;
    struct reader_memory *memory;
};

/* ---- Opening ---- */

static ns_status read_meta(struct index_reader *reader, struct ns_error *err)
{
    const uint8_t *data;
    const uint64_t size = index_file_section_size(reader->file, SECTION_META);
    const ns_status status = index_file_bytes(reader->file, SECTION_META, 0, size, &data, err);
    if (status != NS_OK) return status;
    struct index_info *info = &reader->info;
    struct cursor cursor = cursor_over(data, size);
    size_t length;
    const uint64_t analyzer = cursor_varint(&cursor);
    const char *language = cursor_string(&cursor, &length);
    info->articles = cursor_varint(&cursor);
    info->passages = cursor_varint(&cursor);
    info->words = cursor_varint(&cursor);
    info->text_bytes = cursor_varint(&cursor);
    const uint8_t precision = cursor_byte(&cursor);
    info->newest = (struct article_date){unzigzag(cursor_varint(&cursor)), (enum date_precision)precision};
    if (cursor.failed || length >= sizeof info->language || precision > DATE_SECOND) {
        return index_file_damaged(reader->file, SECTION_META, "it makes no sense", err);
    }
    if (analyzer != ANALYZER_VERSION) {
        return ns_fail(err, NS_ERR_FORMAT, "%s: was made by analyzer version %llu, this program has %d; build it again",
                       index_file_path(reader->file), (unsigned long long)analyzer, ANALYZER_VERSION);
    }
    memcpy(info->language, language, length);
    info->file_bytes = index_file_size(reader->file);
    info->generation = index_file_generation(reader->file);
    return NS_OK;
}

static ns_status open_tables(struct index_reader *reader, struct ns_error *err)
{
    ns_status status = lexicon_open(reader->file, &reader->lexicon, err);
    if (status == NS_OK) status = table_open(reader->file, SECTION_PASSAGES, &reader->passages, err);
    if (status == NS_OK) status = table_open(reader->file, SECTION_ARTICLES, &reader->articles, err);
    if (status != NS_OK) return status;
    if (reader->passages.count != reader->info.passages || reader->articles.count != reader->info.articles) {
        return index_file_damaged(reader->file, SECTION_META, "its counts are not those of the tables", err);
    }
    return spans_open(reader->file, reader->info.passages, reader->info.articles, &reader->spans, err);
}

static ns_status make_memory(struct index_reader *reader, struct ns_error *err)
{
    reader->memory = calloc(1, sizeof *reader->memory);
    if (!reader->memory) return ns_fail_nomem(err);
    reader->memory->place.number = NO_PASSAGE;
    reader->memory->rows[0] = reader->memory->rows[1] = passage_rows_over(&reader->passages);
    return NS_OK;
}

ns_status index_reader_fail_postings(const struct index_reader *reader, const xap_error *cause, struct ns_error *err)
{
    if (cause->code == XAP_ERR_CORRUPT) return index_file_damaged(reader->file, SECTION_POSTINGS, cause->msg, err);
    return ns_fail_xap(err, cause->code, cause, "reading postings");
}

/* For the reader of the postings: whether bytes of theirs are undamaged. */
static bool vouch(void *file, uint64_t offset, uint64_t size)
{
    const uint8_t *data;
    return index_file_bytes(file, SECTION_POSTINGS, offset, size, &data, NULL) == NS_OK;
}

static ns_status open_postings(struct index_reader *reader, struct ns_error *err)
{
    xap_bytes bytes = {.size = index_file_section_size(reader->file, SECTION_POSTINGS), .vouch = vouch, .context = reader->file};
    const ns_status status = index_file_bytes(reader->file, SECTION_POSTINGS, 0, 0, &bytes.data, err);
    if (status != NS_OK) return status;
    xap_error cause;
    const xap_status opened = xap_lists_open(&bytes, &reader->postings, &cause);
    if (opened != XAP_OK) return index_reader_fail_postings(reader, &cause, err);
    if (xap_lists_counts(reader->postings).documents == reader->info.passages) return NS_OK;
    return index_file_damaged(reader->file, SECTION_POSTINGS, "it has not as many documents as there are passages", err);
}

ns_status index_reader_open(const char *path, struct index_reader **out, struct ns_error *err)
{
    struct index_file *file;
    *out = NULL;
    const ns_status status = index_file_open(path, &file, err);
    return status == NS_OK ? index_reader_over(file, out, err) : status;
}

ns_status index_reader_over(struct index_file *file, struct index_reader **out, struct ns_error *err)
{
    *out = NULL;
    struct index_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        index_file_close(file);
        return ns_fail_nomem(err);
    }
    reader->file = file;
    ns_status status = read_meta(reader, err);
    if (status == NS_OK) status = open_tables(reader, err);
    if (status == NS_OK) status = make_memory(reader, err);
    if (status == NS_OK) status = open_postings(reader, err);
    if (status == NS_OK) {
        *out = reader;
    } else {
        index_reader_close(reader);
    }
    return status;
}

void index_reader_close(struct index_reader *reader)
{
    if (!reader) return;
    xap_lists_free(reader->postings);
    index_file_close(reader->file);
    if (reader->memory) form_cache_release(&reader->memory->forms);
    if (reader->memory) copies_release(&reader->memory->copies);
    free(reader->memory);
    free(reader);
}

const struct index_info *index_reader_info(const struct index_reader *reader)
{
    return &reader->info;
}

ns_status index_reader_check_unchanged(const struct index_reader *reader, struct ns_error *err)
{
    return index_file_check_unchanged(reader->file, err);
}

int64_t index_reader_written_at(const struct index_reader *reader)
{
    return index_file_written_at(reader->file);
}

const char *index_reader_path(const struct index_reader *reader)
{
    return index_file_path(reader->file);
}

uint64_t index_reader_section_size(const struct index_reader *reader, enum index_section section)
{
    return index_file_section_size(reader->file, section);
}

const struct lexicon *index_reader_lexicon(const struct index_reader *reader)
{
    return &reader->lexicon;
}

const xap_lists *index_reader_postings(const struct index_reader *reader)
{
    return reader->postings;
}

/* ---- Articles and passages ---- */

/* What an article says of its passages, and a passage of its article, is held against how many there are. */
ns_status index_reader_article(const struct index_reader *reader, uint32_t number, struct article_record *out, struct ns_error *err)
{
    const ns_status status = article_get(&reader->articles, number, out, err);
    if (status != NS_OK) return status;
    if (out->passages > 0 && (uint64_t)out->first_passage + out->passages <= reader->info.passages) return NS_OK;
    return index_file_damaged(reader->file, SECTION_ARTICLES, "it names passages that are not there", err);
}

ns_status index_reader_copies(const struct index_reader *reader, const struct copies **out, struct ns_error *err)
{
    struct reader_memory *memory = reader->memory;
    ns_status status = NS_OK;
    if (!memory->has_copies) status = copies_read(reader->file, (uint32_t)reader->info.articles, &memory->copies, err);
    memory->has_copies = status == NS_OK;
    if (status != NS_OK) copies_release(&memory->copies);
    *out = &memory->copies;
    return status;
}

/* How many words of the article come before a passage; a step from the passage before it is remembered. */
static uint32_t first_token_of(const struct index_reader *reader, const struct article_extent *extent, uint32_t passage)
{
    struct passage_place *place = &reader->memory->place;
    const bool near = place->number != NO_PASSAGE && place->number >= extent->first_passage && place->number <= passage;
    uint32_t at = near ? (uint32_t)place->number : extent->first_passage;
    uint32_t words = near ? place->first_token : 0;
    for (; at < passage; at++)
        words += spans_words(&reader->spans, at);
    *place = (struct passage_place){passage, words};
    return words;
}

ns_status index_reader_passage(const struct index_reader *reader, uint32_t number, struct passage *out, struct ns_error *err)
{
    const struct passage_row *row;
    struct article_extent extent;
    ns_status status = passage_rows_get(&reader->memory->rows[number / TABLE_BLOCK % 2], number, &row, err);
    if (status == NS_OK) status = index_reader_extent(reader, number, &extent, err);
    if (status != NS_OK) return status;
    const struct span span = spans_get(&reader->spans, number);
    if ((uint64_t)row->text_offset + row->text_size > ARTICLE_TEXT_MAX)
        return index_file_damaged(reader->file, SECTION_PASSAGES, "a text is of a length that none has", err);
    *out = (struct passage){.article = extent.article,
                            .first_token = first_token_of(reader, &extent, number),
                            .tokens = span.words,
                            .words_offset = span.words_offset,
                            .words_size = span.words_size,
                            .gaps_offset = row->gaps_offset,
                            .gaps_size = row->gaps_size,
                            .text_offset = row->text_offset,
                            .text_size = row->text_size,
                            .lines_before = row->lines_before,
                            .lines = row->lines};
    return NS_OK;
}

ns_status index_reader_extent(const struct index_reader *reader, uint32_t passage, struct article_extent *out, struct ns_error *err)
{
    if (passage >= reader->spans.passages) return ns_fail(err, NS_ERR_ARG, "passage %u: there is none", (unsigned)passage);
    struct article_extent *last = &reader->memory->extent;
    const bool found = passage - last->first_passage < last->passages || spans_extent(&reader->spans, passage, last);
    *out = *last;
    if (found) return NS_OK;
    last->passages = 0;
    return index_file_damaged(reader->file, SECTION_SPANS, "it names an article that is not there", err);
}

const struct spans *index_reader_spans(const struct index_reader *reader)
{
    return &reader->spans;
}

uint32_t index_reader_length(const struct index_reader *reader, uint32_t passage)
{
    return spans_length(&reader->spans, passage);
}

/* A passage of an article, in place of the one before it; for the first of them that is all zero. A word is a byte of text at least: so an
 * article has no more words than ARTICLE_TEXT_MAX. */
static ns_status article_passage(const struct index_reader *reader, const struct article_extent *extent, uint32_t i,
                                 struct passage *passage, struct ns_error *err)
{
    const uint64_t text_offset = (uint64_t)passage->text_offset + passage->text_size;
    const ns_status status = index_reader_passage(reader, extent->first_passage + i, passage, err);
    if (status != NS_OK) return status;
    if (passage->tokens > passage->text_size)
        return index_file_damaged(reader->file, SECTION_PASSAGES, "a passage has more words than its text has bytes", err);
    if (passage->text_offset == text_offset) return NS_OK;
    return index_file_damaged(reader->file, SECTION_PASSAGES, "the passages of an article do not follow one another", err);
}

ns_status index_reader_article_words(const struct index_reader *reader, const struct article_extent *extent, struct word_list *words,
                                     struct ns_error *err)
{
    ns_status status = NS_OK;
    struct passage passage = {0};
    words->count = 0;
    for (uint32_t i = 0; status == NS_OK && i < extent->passages; i++) {
        status = article_passage(reader, extent, i, &passage, err);
        if (status == NS_OK) status = index_reader_words(reader, &passage, words, err);
    }
    return status;
}

void word_list_release(struct word_list *words)
{
    free(words->items);
    *words = (struct word_list){0};
}

/* Codes of words, each a byte at least, and WORD_CODE_MAX at most. */
static ns_status open_codes(const struct index_reader *reader, uint64_t offset, uint64_t size, uint32_t words, struct cursor *cursor,
                            struct ns_error *err)
{
    const uint8_t *data;
    const ns_status status = index_file_bytes(reader->file, SECTION_WORD_CODES, offset, size, &data, err);
    if (status != NS_OK) return status;
    if (words > size || size > (uint64_t)words * WORD_CODE_MAX)
        return index_file_damaged(reader->file, SECTION_SPANS, "a count makes no sense", err);
    *cursor = cursor_over(data, size);
    return NS_OK;
}

static ns_status open_words(const struct index_reader *reader, const struct passage *passage, struct cursor *cursor, struct ns_error *err)
{
    return open_codes(reader, passage->words_offset, passage->words_size, passage->tokens, cursor, err);
}

static ns_status wrong_words(const struct index_reader *reader, struct ns_error *err)
{
    return index_file_damaged(reader->file, SECTION_WORD_CODES, "a passage has not the words that it should", err);
}

static ns_status check_words(const struct index_reader *reader, const struct cursor *cursor, struct ns_error *err)
{
    return !cursor->failed && cursor->at == cursor->end ? NS_OK : wrong_words(reader, err);
}

static ns_status open_gaps(const struct index_reader *reader, const struct passage *passage, struct gap_decoder *decoder,
                           struct ns_error *err)
{
    const uint8_t *data;
    if (passage->gaps_size > (passage->tokens + UINT64_C(1)) * GAP_CODE_MAX)
        return index_file_damaged(reader->file, SECTION_PASSAGES, "a passage has more gaps than there can be", err);
    const ns_status status = index_file_bytes(reader->file, SECTION_GAP_CODES, passage->gaps_offset, passage->gaps_size, &data, err);
    if (status == NS_OK) *decoder = gap_decoder_over(data, passage->gaps_size);
    return status;
}

static ns_status check_gaps(const struct index_reader *reader, const struct gap_decoder *decoder, struct ns_error *err)
{
    if (!decoder->cursor.failed) return NS_OK;
    return index_file_damaged(reader->file, SECTION_GAP_CODES, "a gap makes no sense", err);
}

ns_status index_reader_words(const struct index_reader *reader, const struct passage *passage, struct word_list *words,
                             struct ns_error *err)
{
    struct cursor cursor;
    ns_status status = open_words(reader, passage, &cursor, err);
    if (status != NS_OK) return status;
    void *items = words->items;
    status = array_reserve(&items, &words->capacity, words->count + passage->tokens, sizeof *words->items, err);
    words->items = items;
    if (status != NS_OK) return status;
    if (passage->tokens > 0) word_codes_get(&cursor, words->items + words->count, passage->tokens, reader->lexicon.numbers);
    words->count += passage->tokens;
    return check_words(reader, &cursor, err);
}

/* The same, where only the words are looked at. */
static ns_status check_article_words(const struct index_reader *reader, uint32_t words, struct ns_error *err)
{
    if (words <= ARTICLE_TEXT_MAX) return NS_OK;
    return index_file_damaged(reader->file, SECTION_SPANS, "an article has more words than there can be", err);
}

void found_words_release(struct found_words *found)
{
    free(found->items);
    *found = (struct found_words){0};
}

/* Find words in the next passage. */
static ns_status find_in_passage(const struct index_reader *reader, uint32_t passage, const struct word_set *set, struct found_words *out,
                                 struct ns_error *err)
{
    struct cursor cursor;
    const struct span span = spans_get(&reader->spans, passage);
    ns_status status = open_codes(reader, span.words_offset, span.words_size, span.words, &cursor, err);
    if (status != NS_OK) return status;
    void *items = out->items;
    status = array_reserve(&items, &out->capacity, out->count + span.words_size + 1, sizeof *out->items, err);
    out->items = items;
    if (status != NS_OK) return status;
    out->count += word_codes_find(&cursor, span.words, set, out->words, reader->lexicon.numbers, out->items + out->count);
    return check_words(reader, &cursor, err);
}

ns_status index_reader_find_words(const struct index_reader *reader, const struct article_extent *extent, const struct word_set *set,
                                  const bool *wanted, struct found_words *out, struct ns_error *err)
{
    ns_status status = NS_OK;
    out->count = out->words = 0;
    for (uint32_t i = 0; status == NS_OK && i < extent->passages; i++) {
        const uint32_t passage = extent->first_passage + i;
        if (!wanted || wanted[i]) status = find_in_passage(reader, passage, set, out, err);
        out->words += spans_words(&reader->spans, passage);
        if (status == NS_OK) status = check_article_words(reader, out->words, err);
    }
    return status;
}

/* The codes of a run of passages, which stand behind one another. */
static ns_status open_extent(const struct index_reader *reader, const struct article_extent *extent, struct anchored_find *find,
                             struct ns_error *err)
{
    const struct span first = spans_get(&reader->spans, extent->first_passage);
    const struct span last = spans_get(&reader->spans, extent->first_passage + extent->passages - 1);
    const uint64_t size = last.words_offset + last.words_size - first.words_offset;
    find->words = 0;
    for (uint32_t i = 0; i < extent->passages && find->words <= ARTICLE_TEXT_MAX; i++)
        find->words += spans_words(&reader->spans, extent->first_passage + i);
    ns_status status = check_article_words(reader, find->words, err);
    if (status == NS_OK) status = open_codes(reader, first.words_offset, size, find->words, &find->behind, err);
    find->begin = find->behind.at;
    return status;
}

/* Look for anchors in a passage. @place  of its first word */
static ns_status find_around_passage(const struct index_reader *reader, uint32_t passage, struct anchored_find *find, uint32_t place,
                                     struct ns_error *err)
{
    struct cursor piece;
    const struct span span = spans_get(&reader->spans, passage);
    const ns_status status = open_codes(reader, span.words_offset, span.words_size, span.words, &piece, err);
    if (status != NS_OK) return status;
    if (piece.at < find->begin || piece.end > find->behind.end) return wrong_words(reader, err);
    word_codes_find_around(find, &piece, span.words, place);
    return find->behind.failed ? wrong_words(reader, err) : check_words(reader, &piece, err);
}

ns_status index_reader_find_around(const struct index_reader *reader, const struct article_extent *extent, const struct word_set *set,
                                   const struct anchors *anchors, struct found_words *out, struct ns_error *err)
{
    struct anchored_find find = {.anchors = anchors->set, .set = set, .reach = anchors->reach, .limit = reader->lexicon.numbers};
    void *items = out->items;
    out->count = out->words = 0;
    ns_status status = open_extent(reader, extent, &find, err);
    if (status == NS_OK) status = array_reserve(&items, &out->capacity, (size_t)find.words + 1, sizeof *out->items, err);
    out->items = find.found = items;
    for (uint32_t i = 0; status == NS_OK && i < extent->passages; i++) {
        const uint32_t passage = extent->first_passage + i;
        if (anchors->wanted[i]) status = find_around_passage(reader, passage, &find, out->words, err);
        out->words += spans_words(&reader->spans, passage);
    }
    out->count = (size_t)(find.found - out->items);
    return status;
}

void index_reader_expect_words(const struct index_reader *reader, const struct article_extent *extent)
{
    const struct span first = spans_get(&reader->spans, extent->first_passage);
    const struct span last = spans_get(&reader->spans, extent->first_passage + extent->passages - 1);
    const uint64_t size = last.words_offset + last.words_size - first.words_offset;
    index_file_expect(reader->file, SECTION_WORD_CODES, first.words_offset, size);
}

/* ---- Gaps ---- */

/* A gap by its number; the table of gaps is asked once for each of the frequent ones. @text valid until the reader is closed */
static ns_status find_gap(const struct index_reader *reader, uint32_t number, enum gap_class *class, const char **text, size_t *length,
                          struct ns_error *err)
{
    if (number >= GAPS_KEPT) return lexicon_gap(&reader->lexicon, number, class, text, length, err);
    struct kept_gap *kept = &reader->memory->gaps[number];
    if (!kept->text) {
        const ns_status status = lexicon_gap(&reader->lexicon, number, &kept->class, &kept->text, &kept->length, err);
        if (status != NS_OK) return status;
    }
    *class = kept->class;
    *text = kept->text;
    *length = kept->length;
    return NS_OK;
}

/* Put the classes of a passage's gaps into room for one a word; most are implied, and stepped over. What stands before the first word
 * ends nothing. */
static ns_status put_classes(const struct index_reader *reader, const struct passage *passage, uint8_t *classes, struct ns_error *err)
{
    struct gap_decoder decoder;
    ns_status status = open_gaps(reader, passage, &decoder, err);
    uint64_t implied;
    memset(classes, GAP_WORD, passage->tokens);
    for (uint64_t gap = 0; status == NS_OK; gap++) {
        enum gap_class class;
        const char *text;
        size_t length;
        const uint32_t number = gap_next_event(&decoder, &implied);
        gap += implied;
        if (number == GAP_IMPLIED) return check_gaps(reader, &decoder, err);
        if (gap > passage->tokens) return index_file_damaged(reader->file, SECTION_GAP_CODES, "a passage has too many gaps", err);
        status = find_gap(reader, number, &class, &text, &length, err);
        if (status == NS_OK && gap > 0) classes[gap - 1] = (uint8_t) class;
    }
    return status;
}

/* That the words are where they should be says that there can be so many of them. */
static ns_status append_classes(const struct index_reader *reader, const struct passage *passage, struct buffer *gaps, struct ns_error *err)
{
    struct cursor words;
    ns_status status = open_words(reader, passage, &words, err);
    if (status != NS_OK || passage->tokens == 0) return status;
    status = buffer_reserve(gaps, passage->tokens, err);
    if (status == NS_OK) status = put_classes(reader, passage, (uint8_t *)gaps->data + gaps->size, err);
    if (status == NS_OK) gaps->size += passage->tokens;
    return status;
}

ns_status index_reader_article_gaps(const struct index_reader *reader, const struct article_extent *extent, struct buffer *gaps,
                                    struct ns_error *err)
{
    ns_status status = NS_OK;
    struct passage passage = {0};
    gaps->size = 0;
    for (uint32_t i = 0; status == NS_OK && i < extent->passages; i++) {
        status = article_passage(reader, extent, i, &passage, err);
        if (status == NS_OK) status = append_classes(reader, &passage, gaps, err);
    }
    return status;
}

/* ---- Text ---- */

void passage_text_release(struct passage_text *text)
{
    buffer_release(&text->text);
    free(text->tokens);
    *text = (struct passage_text){0};
}

/* What the streams of a passage are being turned into. */
struct decoding {
    const struct index_reader *reader;
    struct cursor words;
    struct gap_decoder gaps;
    struct form_record form;
    struct passage_text *out;
};

/* Room for most texts has been made before. */
static inline ns_status append_text(struct buffer *out, const char *text, size_t length, struct ns_error *err)
{
    if (out->capacity - out->size < length) return buffer_append(out, text, length, err);
    memcpy(out->data + out->size, text, length);
    out->size += length;
    return NS_OK;
}

/* Append the next gap, of which an implied one is `implied`. */
static inline ns_status append_gap(struct decoding *decoding, const char *implied, size_t implied_len, enum gap_class *class,
                                   struct ns_error *err)
{
    *class = GAP_WORD;
    const char *text = implied;
    size_t length = implied_len;
    const uint32_t number = gap_get(&decoding->gaps);
    ns_status status = NS_OK;
    if (number != GAP_IMPLIED) status = find_gap(decoding->reader, number, class, &text, &length, err);
    return status == NS_OK ? append_text(&decoding->out->text, text, length, err) : status;
}

/* Read a form in the lexicon, and remember it. */
static ns_status append_new_form(struct decoding *decoding, uint32_t number, size_t *length, struct ns_error *err)
{
    const struct buffer *form = &decoding->form.form;
    ns_status status = lexicon_word(&decoding->reader->lexicon, number, &decoding->form, err);
    if (status == NS_OK) status = form_cache_put(&decoding->reader->memory->forms, number, form->data, form->size, err);
    *length = form->size;
    return status == NS_OK ? append_text(&decoding->out->text, form->data, form->size, err) : status;
}

static inline ns_status append_form(struct decoding *decoding, uint32_t number, size_t *length, struct ns_error *err)
{
    struct buffer *out = &decoding->out->text;
    const char *text = form_cache_get(&decoding->reader->memory->forms, number, length);
    if (!text) return append_new_form(decoding, number, length, err);
    if (*length > FORM_CACHE_ROOM || out->capacity - out->size < FORM_CACHE_ROOM) return append_text(out, text, *length, err);
    memcpy(out->data + out->size, text, FORM_CACHE_ROOM);
    out->size += *length;
    return NS_OK;
}

static ns_status append_token(struct decoding *decoding, uint32_t number, struct ns_error *err)
{
    struct passage_text *out = decoding->out;
    const uint32_t offset = (uint32_t)out->text.size;
    size_t length = 0;
    enum gap_class class = GAP_WORD;
    ns_status status = append_form(decoding, number, &length, err);
    if (status == NS_OK) status = append_gap(decoding, " ", 1, &class, err);
    out->tokens[out->token_count++] = (struct token){.offset = offset, .length = (uint32_t)length, .gap = (uint8_t) class};
    return status;
}

/* Words whose codes are read at once: few enough that not many are read in vain where a title ends. */
#define WORDS_AT_ONCE 16

/* Read the numbers of the words that come next, of which there are `left`. */
static ns_status read_some(struct decoding *decoding, uint32_t left, uint32_t numbers[WORDS_AT_ONCE], struct ns_error *err)
{
    const uint32_t some = left < WORDS_AT_ONCE ? left : WORDS_AT_ONCE;
    word_codes_get(&decoding->words, numbers, some, decoding->reader->lexicon.numbers);
    if (decoding->words.failed) return wrong_words(decoding->reader, err);
    form_cache_expect(&decoding->reader->memory->forms, numbers, some);
    return NS_OK;
}

/* Decode the tokens of a passage as long as the text is no longer than `limit`, so that a damaged one makes no text without end. */
static ns_status decode_tokens(struct decoding *decoding, const struct passage *passage, size_t limit, struct ns_error *err)
{
    uint32_t numbers[WORDS_AT_ONCE];
    enum gap_class class;
    ns_status status = append_gap(decoding, "", 0, &class, err);
    for (uint32_t i = 0; status == NS_OK && i < passage->tokens && decoding->out->text.size <= limit; i++) {
        if (i % WORDS_AT_ONCE == 0) status = read_some(decoding, passage->tokens - i, numbers, err);
        if (status == NS_OK) status = append_token(decoding, numbers[i % WORDS_AT_ONCE], err);
    }
    return status;
}

/* The size of a passage's text is known. */
static ns_status decode(struct decoding *decoding, const struct passage *passage, struct ns_error *err)
{
    const struct index_file *file = decoding->reader->file;
    const size_t limit = decoding->out->text.size + passage->text_size;
    ns_status status = decode_tokens(decoding, passage, limit, err);
    if (status != NS_OK) return status;
    if (decoding->out->text.size != limit) return index_file_damaged(file, SECTION_PASSAGES, "a text has not the size that it should", err);
    status = check_gaps(decoding->reader, &decoding->gaps, err);
    return status == NS_OK ? check_words(decoding->reader, &decoding->words, err) : status;
}

/* Begin to decode a passage behind what decoding->out holds. */
static ns_status open_decoding(struct decoding *decoding, const struct passage *passage, struct ns_error *err)
{
    struct passage_text *out = decoding->out;
    ns_status status = open_words(decoding->reader, passage, &decoding->words, err);
    if (status == NS_OK) status = open_gaps(decoding->reader, passage, &decoding->gaps, err);
    if (status == NS_OK) status = buffer_reserve(&out->text, 1, err); /* so that an empty text is somewhere too */
    if (status != NS_OK) return status;
    void *tokens = out->tokens;
    status = array_reserve(&tokens, &out->token_capacity, out->token_count + passage->tokens, sizeof *out->tokens, err);
    out->tokens = tokens;
    return status;
}

ns_status index_reader_text(const struct index_reader *reader, const struct passage *passage, struct passage_text *text,
                            struct ns_error *err)
{
    struct decoding decoding = {.reader = reader, .out = text};
    ns_status status = open_decoding(&decoding, passage, err);
    if (status == NS_OK) status = decode(&decoding, passage, err);
    form_record_release(&decoding.form);
    return status;
}

/* ---- Title ---- */

/* Decode an article's passages as far as its first `length` bytes reach. */
static ns_status decode_beginning(struct decoding *decoding, const struct article_extent *extent, uint32_t length, struct ns_error *err)
{
    const struct passage_text *out = decoding->out;
    ns_status status = NS_OK;
    struct passage passage = {0};
    for (uint32_t i = 0; status == NS_OK && i < extent->passages && out->text.size < length; i++) {
        status = article_passage(decoding->reader, extent, i, &passage, err);
        if (status == NS_OK) status = open_decoding(decoding, &passage, err);
        if (status == NS_OK) status = decode_tokens(decoding, &passage, length - 1, err);
        if (status == NS_OK) status = check_gaps(decoding->reader, &decoding->gaps, err);
        if (status == NS_OK && decoding->words.failed) status = wrong_words(decoding->reader, err);
    }
    if (status != NS_OK || out->text.size >= length) return status;
    return index_file_damaged(decoding->reader->file, SECTION_ARTICLES, "a title is longer than its article", err);
}

static ns_status find_title_extent(const struct index_reader *reader, const struct article_record *record, struct article_extent *extent,
                                   struct ns_error *err)
{
    const ns_status status = index_reader_extent(reader, record->first_passage, extent, err);
    if (status != NS_OK) return status;
    if (extent->first_passage == record->first_passage && extent->passages == record->passages) return NS_OK;
    return index_file_damaged(reader->file, SECTION_ARTICLES, "it names passages that are another article's", err);
}

/* Behind the last token that was decoded the text goes on at or behind the title's end, so that each of them begins in the title. */
ns_status index_reader_title(const struct index_reader *reader, const struct article_record *record, struct passage_text *title,
                             struct ns_error *err)
{
    const struct article_part *part = record->article.parts;
    struct article_extent extent;
    title->text.size = title->token_count = 0;
    if (record->article.part_count == 0 || part->kind != PART_TITLE || part->length == 0) return NS_OK;
    ns_status status = find_title_extent(reader, record, &extent, err);
    if (status != NS_OK) return status;
    struct decoding decoding = {.reader = reader, .out = title};
    status = decode_beginning(&decoding, &extent, (uint32_t)part->length, err);
    if (status == NS_OK) title->text.size = part->length;
    form_record_release(&decoding.form);
    return status;
}

ns_status index_reader_title_words(const struct index_reader *reader, const struct article_record *record, uint32_t *words,
                                   struct ns_error *err)
{
    struct passage_text title = {0};
    const ns_status status = index_reader_title(reader, record, &title, err);
    *words = status == NS_OK ? (uint32_t)title.token_count : 0;
    passage_text_release(&title);
    return status;
}
