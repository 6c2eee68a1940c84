/* index_reader.c - an index as its user sees it. */
#include "index/index_reader.h"

#include <stdlib.h>
#include <string.h>

#include "index/codes.h"

struct index_reader {
    struct index_file *file;
    struct index_info info;
    struct lexicon lexicon;
    struct table passages;
    struct table articles;
    xap_reader *postings;
};

/* ---- Opening ---- */

static ns_status read_meta(struct index_reader *reader, const char *path, struct ns_error *err)
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
        return ns_fail(err, NS_ERR_FORMAT, "%s: was made by analyzer version %llu, this program has %d; build it again", path,
                       (unsigned long long)analyzer, ANALYZER_VERSION);
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
    return NS_OK;
}

/* Xapian is given no byte that was not summed before: on damaged ones it can loop for ever. */
static ns_status open_postings(struct index_reader *reader, const char *path, struct ns_error *err)
{
    const uint8_t *data;
    const uint64_t size = index_file_section_size(reader->file, SECTION_POSTINGS);
    const ns_status status = index_file_bytes(reader->file, SECTION_POSTINGS, 0, size, &data, err);
    if (status != NS_OK) return status;
    xap_error cause;
    xap_counts counts = {0};
    xap_status opened = xap_reader_open(index_file_fd(reader->file), &reader->postings, &cause);
    if (opened == XAP_OK) opened = xap_reader_counts(reader->postings, &counts, &cause);
    if (opened != XAP_OK) return ns_fail_xap(err, opened, &cause, path);
    if (counts.documents == reader->info.passages) return NS_OK;
    return index_file_damaged(reader->file, SECTION_POSTINGS, "it has not as many documents as there are passages", err);
}

ns_status index_reader_open(const char *path, struct index_reader **out, struct ns_error *err)
{
    *out = NULL;
    struct index_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return ns_fail_nomem(err);
    ns_status status = index_file_open(path, &reader->file, err);
    if (status == NS_OK) status = read_meta(reader, path, err);
    if (status == NS_OK) status = open_tables(reader, err);
    if (status == NS_OK) status = open_postings(reader, path, err);
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
    xap_reader_free(reader->postings);
    index_file_close(reader->file);
    free(reader);
}

const struct index_info *index_reader_info(const struct index_reader *reader)
{
    return &reader->info;
}

const struct lexicon *index_reader_lexicon(const struct index_reader *reader)
{
    return &reader->lexicon;
}

const xap_reader *index_reader_postings(const struct index_reader *reader)
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

ns_status index_reader_passage(const struct index_reader *reader, uint32_t number, struct passage *out, struct ns_error *err)
{
    const ns_status status = passage_get(&reader->passages, number, out, err);
    if (status != NS_OK || out->article < reader->info.articles) return status;
    return index_file_damaged(reader->file, SECTION_PASSAGES, "it names an article that is not there", err);
}

ns_status index_reader_article_words(const struct index_reader *reader, uint32_t number, const struct article_record *record,
                                     struct word_list *words, struct ns_error *err)
{
    ns_status status = NS_OK;
    words->count = 0;
    for (uint32_t i = 0; status == NS_OK && i < record->passages; i++) {
        struct passage passage;
        status = index_reader_passage(reader, record->first_passage + i, &passage, err);
        if (status == NS_OK && (passage.article != number || passage.first_token != words->count)) {
            return index_file_damaged(reader->file, SECTION_PASSAGES, "the passages of an article do not follow one another", err);
        }
        if (status == NS_OK) status = index_reader_words(reader, &passage, words, err);
    }
    return status;
}

void word_list_release(struct word_list *words)
{
    free(words->items);
    *words = (struct word_list){0};
}

/* The codes of a passage's words. A code is at least a byte, so that no passage has more tokens than bytes. */
static ns_status open_words(const struct index_reader *reader, const struct passage *passage, struct cursor *cursor, struct ns_error *err)
{
    const uint8_t *data;
    const ns_status status = index_file_bytes(reader->file, SECTION_WORD_CODES, passage->words_offset, passage->words_size, &data, err);
    if (status != NS_OK) return status;
    if (passage->tokens > passage->words_size) return index_file_damaged(reader->file, SECTION_PASSAGES, "a count makes no sense", err);
    *cursor = cursor_over(data, passage->words_size);
    return NS_OK;
}

static ns_status check_words(const struct index_reader *reader, const struct cursor *cursor, struct ns_error *err)
{
    if (!cursor->failed && cursor->at == cursor->end) return NS_OK;
    return index_file_damaged(reader->file, SECTION_WORD_CODES, "a passage has not the words that it should", err);
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
    for (uint32_t i = 0; i < passage->tokens; i++) {
        const uint32_t number = word_code_get(&cursor);
        if (number >= reader->lexicon.numbers) cursor_fail(&cursor);
        words->items[words->count++] = number;
    }
    return check_words(reader, &cursor, err);
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

/* Append the next gap, of which an implied one is `implied`. */
static ns_status append_gap(struct decoding *decoding, const char *implied, enum gap_class *class, struct ns_error *err)
{
    *class = GAP_WORD;
    const char *text = implied;
    size_t length = strlen(implied);
    const uint32_t number = gap_get(&decoding->gaps);
    ns_status status = NS_OK;
    if (number != GAP_IMPLIED) status = lexicon_gap(&decoding->reader->lexicon, number, class, &text, &length, err);
    return status == NS_OK ? buffer_append(&decoding->out->text, text, length, err) : status;
}

static ns_status append_token(struct decoding *decoding, struct ns_error *err)
{
    struct passage_text *out = decoding->out;
    const struct lexicon *lexicon = &decoding->reader->lexicon;
    struct token token = {.offset = (uint32_t)out->text.size};
    uint32_t row;
    ns_status status = lexicon_row(lexicon, word_code_get(&decoding->words), &row, err);
    if (status == NS_OK) status = lexicon_form(lexicon, row, &decoding->form, err);
    if (status == NS_OK) status = buffer_append(&out->text, decoding->form.form.data, decoding->form.form.size, err);
    token.length = (uint32_t)decoding->form.form.size;
    enum gap_class class = GAP_WORD;
    if (status == NS_OK) status = append_gap(decoding, " ", &class, err);
    token.gap = (uint8_t) class;
    out->tokens[out->token_count++] = token;
    return status;
}

/* A damaged passage may not make text without end: its size is known. */
static ns_status decode(struct decoding *decoding, const struct passage *passage, struct ns_error *err)
{
    const struct index_file *file = decoding->reader->file;
    const size_t limit = decoding->out->text.size + passage->text_size;
    enum gap_class class;
    ns_status status = append_gap(decoding, "", &class, err);
    for (uint32_t i = 0; status == NS_OK && i < passage->tokens && decoding->out->text.size <= limit; i++)
        status = append_token(decoding, err);
    if (status != NS_OK) return status;
    if (decoding->out->text.size != limit) return index_file_damaged(file, SECTION_PASSAGES, "a text has not the size that it should", err);
    if (decoding->gaps.cursor.failed) return index_file_damaged(file, SECTION_GAP_CODES, "a gap makes no sense", err);
    return check_words(decoding->reader, &decoding->words, err);
}

ns_status index_reader_text(const struct index_reader *reader, const struct passage *passage, struct passage_text *text,
                            struct ns_error *err)
{
    struct decoding decoding = {.reader = reader, .out = text};
    const uint8_t *gaps;
    ns_status status = open_words(reader, passage, &decoding.words, err);
    if (status == NS_OK) status = index_file_bytes(reader->file, SECTION_GAP_CODES, passage->gaps_offset, passage->gaps_size, &gaps, err);
    if (status != NS_OK) return status;
    decoding.gaps = gap_decoder_over(gaps, passage->gaps_size);
    void *tokens = text->tokens;
    status = array_reserve(&tokens, &text->token_capacity, text->token_count + passage->tokens, sizeof *text->tokens, err);
    text->tokens = tokens;
    if (status == NS_OK) status = decode(&decoding, passage, err);
    form_record_release(&decoding.form);
    return status;
}
