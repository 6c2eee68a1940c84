/* collection_fixture.h - a collection that is indexed and read again: each article that is put is also remembered, and all that the index
 * says of it is compared with what is worked out from the text afresh. */
#ifndef TESTS_UNIT_COLLECTION_FIXTURE_H
#define TESTS_UNIT_COLLECTION_FIXTURE_H

#include "tests/unit/index_fixture.h"
#include "tests/unit/xapian_fixture.h"

#include "index/index_reader.h"
#include "index/index_writer.h"
#include "index/intern.h"
#include "index/normalize.h"
#include "index/passage.h"
#include "index/unicode.h"

/* An article as it was put; its strings are its own. */
struct known {
    struct article article;
    struct buffer text; /* the parts with what stands between them */
    struct token_list tokens;
    size_t part_begin[ARTICLE_PARTS_MAX];
};

/* How often a term should occur. */
struct term_count {
    uint32_t documents;
    uint64_t occurrences;
    uint64_t last; /* passage + 1 */
};

/* A collection that is being indexed, and what reading it takes. */
struct collection {
    struct fixture *fixture;
    const char *language;
    struct index_writer *writer;
    struct index_reader *reader;
    xap_reader *postings; /* of the same file, as Xapian has them */
    struct index_totals totals;
    struct known *articles;
    size_t count, capacity;
    struct buffer store;
    /* of the checks */
    struct article_record record;
    struct passage_text text;
    struct word_list words;
    struct word_list whole; /* words of a whole article */
    struct found_words found;
    struct word_set set; /* the forms that are looked for */
    struct random_source random;
    struct buffer gaps;
    struct form_record form;
    struct row_list rows;
    struct normalizer *normalizer;
    struct interner terms;
    struct term_count *term_counts;
    size_t term_capacity;
    uint64_t total_length;
};

static inline void forget_articles(struct collection *collection)
{
    for (size_t i = 0; i < collection->count; i++) {
        struct known *known = &collection->articles[i];
        free((char *)known->article.path);
        free((char *)known->article.id);
        free((char *)known->article.section);
        free((char *)known->article.byline);
        free((char *)known->article.source);
        free((char *)known->article.url);
        buffer_release(&known->text);
        token_list_release(&known->tokens);
    }
    collection->count = 0;
}

static inline void forget_checks(struct collection *collection)
{
    article_record_release(&collection->record);
    passage_text_release(&collection->text);
    word_list_release(&collection->words);
    word_list_release(&collection->whole);
    found_words_release(&collection->found);
    word_set_release(&collection->set);
    buffer_release(&collection->gaps);
    form_record_release(&collection->form);
    row_list_release(&collection->rows);
    normalizer_free(collection->normalizer);
    collection->normalizer = NULL;
    interner_release(&collection->terms);
    free(collection->term_counts);
    collection->term_counts = NULL;
    collection->term_capacity = 0;
    collection->total_length = 0;
    index_reader_close(collection->reader);
    collection->reader = NULL;
    xap_reader_free(collection->postings);
    collection->postings = NULL;
}

static inline void release(void *own)
{
    struct collection *collection = own;
    forget_articles(collection);
    forget_checks(collection);
    index_writer_free(collection->writer);
    buffer_release(&collection->store);
    free(collection->articles);
    free(collection);
}

static inline int setup(void **state)
{
    struct collection *collection = calloc(1, sizeof *collection);
    if (!collection || fixture_setup(state) != 0) return -1;
    struct fixture *fixture = *state;
    fixture->own = collection;
    fixture->release = release;
    collection->fixture = fixture;
    collection->language = "english";
    return 0;
}

/* ---- Writing ---- */

static inline void begin(struct collection *collection, const char *name)
{
    const struct index_writer_options options = {.language = collection->language};
    forget_articles(collection);
    assert_int_equal(index_writer_open(fixture_path(collection->fixture, name), &options, &collection->writer, NULL), NS_OK);
}

static inline char *copy_of(const char *text)
{
    return text ? strdup(text) : NULL;
}

/* Put its parts together and find its tokens, as an index has to. */
static inline void work_out(struct known *known)
{
    struct article *article = &known->article;
    assert_int_equal(buffer_reserve(&known->text, 1, NULL), NS_OK);
    for (size_t i = 0; i < article->part_count; i++) {
        if (i > 0) assert_int_equal(buffer_append(&known->text, "\n\n", 2, NULL), NS_OK);
        known->part_begin[i] = known->text.size;
        assert_int_equal(buffer_append(&known->text, article->parts[i].text, article->parts[i].length, NULL), NS_OK);
    }
    for (size_t i = 0; i < article->part_count; i++) {
        const size_t first = known->part_begin[i];
        assert_int_equal(analyze(known->text.data, first, first + article->parts[i].length, &known->tokens, NULL), NS_OK);
        article->parts[i].text = NULL;
    }
}

static inline void remember(struct collection *collection, const struct article *article)
{
    void *articles = collection->articles;
    assert_int_equal(array_reserve(&articles, &collection->capacity, collection->count + 1, sizeof *collection->articles, NULL), NS_OK);
    collection->articles = articles;
    struct known *known = &collection->articles[collection->count++];
    *known = (struct known){.article = *article};
    known->article.path = copy_of(article->path);
    known->article.id = copy_of(article->id);
    known->article.section = copy_of(article->section);
    known->article.byline = copy_of(article->byline);
    known->article.source = copy_of(article->source);
    known->article.url = copy_of(article->url);
    work_out(known);
}

static inline void put(struct collection *collection, const struct article *article)
{
    struct ns_error err;
    const ns_status status = index_writer_put(collection->writer, article, &err);
    if (status != NS_OK) fail_msg("%s: %s", article->path, err.msg);
    remember(collection, article);
}

/* Put an article that is only a text. */
static inline void put_text(struct collection *collection, const char *text, size_t length)
{
    char path[32];
    snprintf(path, sizeof path, "made/%zu.txt", collection->count);
    const struct article article = {.path = path, .source_size = length, .part_count = 1, .parts = {{PART_BODY, text, length, 0, 1, 1}}};
    put(collection, &article);
}

static inline void put_string(struct collection *collection, const char *text)
{
    put_text(collection, text, strlen(text));
}

static inline void finish(struct collection *collection)
{
    struct ns_error err;
    const ns_status status = index_writer_finish(collection->writer, &collection->totals, &err);
    if (status != NS_OK) fail_msg("%s", err.msg);
    index_writer_free(collection->writer);
    collection->writer = NULL;
}

static inline void put_repeated(struct collection *collection, const char *piece, size_t size)
{
    struct buffer *text = &collection->fixture->bytes[0];
    text->size = 0;
    while (text->size < size)
        assert_int_equal(buffer_append(text, piece, strlen(piece), NULL), NS_OK);
    put_text(collection, text->data, text->size);
}

/* ---- Checking ---- */

/* A line ends with LF, CR LF or CR. */
static inline size_t count_lines(const char *text, size_t size)
{
    size_t lines = 0;
    for (size_t i = 0; i < size; i++) {
        lines += text[i] == '\n' || text[i] == '\r';
        if (i > 0 && text[i] == '\n' && text[i - 1] == '\r') lines--;
    }
    return lines;
}

static inline void assert_same_text(const char *found, const char *wanted)
{
    assert_int_equal(found != NULL, wanted && *wanted);
    if (found) assert_string_equal(found, wanted);
}

static inline void check_fields(const struct article_record *record, const struct known *known)
{
    const struct article *found = &record->article, *wanted = &known->article;
    assert_string_equal(found->path, wanted->path);
    assert_same_text(found->id, wanted->id);
    assert_same_text(found->section, wanted->section);
    assert_same_text(found->byline, wanted->byline);
    assert_same_text(found->source, wanted->source);
    assert_same_text(found->url, wanted->url);
    assert_int_equal(found->date.precision, wanted->date.precision);
    assert_true(found->date.seconds == wanted->date.seconds);
    assert_true(found->source_size == wanted->source_size);
    assert_true(found->source_mtime == wanted->source_mtime);
    assert_int_equal(found->extracted, wanted->extracted);
    assert_int_equal(found->part_count, wanted->part_count);
    for (size_t i = 0; i < wanted->part_count; i++) {
        assert_int_equal(found->parts[i].kind, wanted->parts[i].kind);
        assert_int_equal(found->parts[i].length, wanted->parts[i].length);
        assert_true(found->parts[i].source_offset == wanted->parts[i].source_offset);
        assert_int_equal(found->parts[i].source_line, wanted->parts[i].source_line);
        assert_int_equal(found->parts[i].source_column, wanted->parts[i].source_column);
        assert_int_equal(record->part_offset[i], known->part_begin[i]);
        assert_int_equal(record->part_lines[i], count_lines(known->text.data, known->part_begin[i]));
    }
}

/* Where a passage begins: at its first word, or before what of the gap there stands behind the last white space. */
static inline void check_begin(const struct known *known, const struct passage *passage)
{
    const struct token *first = &known->tokens.items[passage->first_token];
    const size_t gap = first[-1].offset + first[-1].length;
    bool space = false; /* directly before the passage */
    assert_in_range(passage->text_offset, gap, first->offset);
    for (size_t at = gap; at < first->offset;) {
        uint32_t c;
        const size_t length = utf8_decode(known->text.data + at, known->text.data + first->offset, &c);
        const bool is_space = char_class(c) == CHAR_SPACE;
        if (at >= passage->text_offset) assert_false(is_space);
        if (at + length == passage->text_offset) space = is_space;
        at += length;
    }
    assert_true(space || passage->text_offset == first->offset);
}

/* Count a term of the passage with this number. */
static inline void count_term(struct collection *collection, const char *form, size_t length, uint64_t passage)
{
    const char *term;
    size_t term_len;
    uint32_t number;
    bool added;
    assert_int_equal(normalizer_term(collection->normalizer, form, length, &term, &term_len, NULL), NS_OK);
    assert_int_equal(interner_add(&collection->terms, term, term_len, &number, &added, NULL), NS_OK);
    void *counts = collection->term_counts;
    assert_int_equal(array_reserve(&counts, &collection->term_capacity, number + 1, sizeof *collection->term_counts, NULL), NS_OK);
    collection->term_counts = counts;
    struct term_count *count = &collection->term_counts[number];
    if (added) *count = (struct term_count){0};
    count->documents += count->last != passage + 1;
    count->last = passage + 1;
    count->occurrences++;
    collection->total_length++;
}

/* The words of a passage are its tokens, and each compound that begins with one. */
static inline void count_terms(struct collection *collection, const struct known *known, const struct passage *passage, uint64_t number)
{
    for (uint32_t i = passage->first_token; i < passage->first_token + passage->tokens; i++) {
        const struct token *token = &known->tokens.items[i];
        count_term(collection, known->text.data + token->offset, token->length, number);
        const size_t joined = token_compound(known->text.data, &known->tokens, i);
        if (joined == 0) continue;
        const struct token *last = token + joined - 1;
        count_term(collection, known->text.data + token->offset, last->offset + last->length - token->offset, number);
    }
}

static inline void check_passage(struct collection *collection, const struct known *known, const struct passage *passage, uint64_t number)
{
    struct passage_text *text = &collection->text;
    text->text.size = text->token_count = 0;
    assert_int_equal(index_reader_text(collection->reader, passage, text, NULL), NS_OK);
    assert_int_equal(text->text.size, passage->text_size);
    assert_true(passage->text_offset + passage->text_size <= known->text.size);
    if (passage->text_size) assert_memory_equal(text->text.data, known->text.data + passage->text_offset, passage->text_size);
    assert_int_equal(passage->lines, count_lines(known->text.data + passage->text_offset, passage->text_size));
    assert_int_equal(passage->lines_before, count_lines(known->text.data, passage->text_offset));
    assert_int_equal(text->token_count, passage->tokens);
    for (size_t i = 0; i < text->token_count; i++) {
        const struct token *found = &text->tokens[i], *wanted = &known->tokens.items[passage->first_token + i];
        assert_int_equal(found->offset + passage->text_offset, wanted->offset);
        assert_int_equal(found->length, wanted->length);
        assert_int_equal(found->gap, wanted->gap);
    }
    if (passage->first_token > 0) check_begin(known, passage);
    count_terms(collection, known, passage, number);
}

/* The words by their numbers are the tokens, letter by letter. */
static inline void check_words(struct collection *collection, const struct known *known, const struct passage *passage)
{
    struct word_list *words = &collection->words;
    const struct lexicon *lexicon = index_reader_lexicon(collection->reader);
    words->count = 0;
    assert_int_equal(index_reader_words(collection->reader, passage, words, NULL), NS_OK);
    assert_int_equal(words->count, passage->tokens);
    for (size_t i = 0; i < words->count; i++) {
        const struct token *token = &known->tokens.items[passage->first_token + i];
        uint32_t row;
        assert_true(words->items[i] < lexicon->numbers);
        assert_int_equal(words->items[i], collection->whole.items[passage->first_token + i]);
        assert_int_equal(lexicon_row(lexicon, words->items[i], &row, NULL), NS_OK);
        assert_int_equal(lexicon_form(lexicon, row, &collection->form, NULL), NS_OK);
        assert_int_equal(collection->form.number, words->items[i]);
        assert_int_equal(collection->form.form.size, token->length);
        assert_memory_equal(collection->form.form.data, known->text.data + token->offset, token->length);
    }
}

static inline void check_extent(const struct collection *collection, uint32_t passage, const struct article_extent *wanted)
{
    struct article_extent found;
    assert_int_equal(index_reader_extent(collection->reader, passage, &found, NULL), NS_OK);
    assert_int_equal(found.article, wanted->article);
    assert_int_equal(found.first_passage, wanted->first_passage);
    assert_int_equal(found.passages, wanted->passages);
}

/* How many tokens begin in the title, by the text. */
static inline uint32_t count_title(const struct known *known)
{
    const struct article_part *title = known->article.parts;
    uint32_t words = 0;
    if (known->article.part_count == 0 || title->kind != PART_TITLE) return 0;
    while (words < known->tokens.count && known->tokens.items[words].offset < title->length)
        words++;
    return words;
}

/* Choose some of an article's words, and some that it may not have. */
static inline void choose_words(struct collection *collection)
{
    const uint32_t numbers = index_reader_lexicon(collection->reader)->numbers;
    const struct word_list *whole = &collection->whole;
    word_set_release(&collection->set);
    for (uint64_t left = numbers ? random_magnitude(&collection->random, 6) : 0; left > 0; left--) {
        const bool own = whole->count > 0 && left % 2;
        const uint32_t form =
            own ? whole->items[random_below(&collection->random, whole->count)] : random_below(&collection->random, numbers);
        assert_int_equal(word_set_add(&collection->set, form, 0, NULL), NS_OK);
    }
}

/* Words of a set are found where they are among all of the article's. */
static inline void check_found(struct collection *collection, const struct article_extent *extent)
{
    const struct word_list *whole = &collection->whole;
    const struct found_words *found = &collection->found;
    const struct word_set *set = &collection->set;
    size_t next = 0;
    choose_words(collection);
    assert_int_equal(index_reader_find_words(collection->reader, extent, set, NULL, &collection->found, NULL), NS_OK);
    assert_int_equal(found->words, whole->count);
    for (uint32_t place = 0; place < whole->count; place++) {
        const uint32_t form = whole->items[place];
        uint32_t value;
        if (!word_set_find(set, form, &value)) continue;
        assert_true(next < found->count);
        assert_int_equal(found->items[next].place, place);
        assert_int_equal(found->items[next++].form, form);
    }
    assert_int_equal(next, found->count);
}

/* What is told of an article as a whole: its extent from each of its passages, its words, what ends behind each, its title. */
static inline void check_whole(struct collection *collection, const struct known *known, const struct article_extent *extent)
{
    const struct index_reader *reader = collection->reader;
    uint32_t title = UINT32_MAX;
    for (uint32_t i = 0; i < extent->passages; i++)
        check_extent(collection, extent->first_passage + i, extent);
    assert_int_equal(index_reader_article_words(reader, extent, &collection->whole, NULL), NS_OK);
    assert_int_equal(index_reader_article_gaps(reader, extent, &collection->gaps, NULL), NS_OK);
    assert_int_equal(index_reader_title_words(reader, &collection->record, &title, NULL), NS_OK);
    assert_int_equal(collection->whole.count, known->tokens.count);
    assert_int_equal(collection->gaps.size, known->tokens.count);
    assert_int_equal(title, count_title(known));
    for (size_t i = 0; i < known->tokens.count; i++)
        assert_int_equal(collection->gaps.data[i], known->tokens.items[i].gap);
    check_found(collection, extent);
}

/* The length of a passage is the one that the postings have. */
static inline void check_length(const struct collection *collection, uint32_t passage)
{
    uint32_t length;
    assert_int_equal(xap_reader_length(collection->postings, passage, &length, NULL), XAP_OK);
    assert_int_equal(index_reader_length(collection->reader, passage), length);
}

/* Its passages, one behind the other, are the article. */
static inline void check_article(struct collection *collection, uint32_t number, uint32_t *passages)
{
    const struct known *known = &collection->articles[number];
    struct article_record *record = &collection->record;
    size_t text = 0, tokens = 0;
    assert_int_equal(index_reader_article(collection->reader, number, record, NULL), NS_OK);
    check_fields(record, known);
    assert_int_equal(record->first_passage, *passages);
    assert_true(record->passages > 0);
    check_whole(collection, known, &(struct article_extent){number, record->first_passage, record->passages});
    for (uint32_t i = 0; i < record->passages; i++) {
        struct passage passage;
        assert_int_equal(index_reader_passage(collection->reader, *passages + i, &passage, NULL), NS_OK);
        assert_int_equal(passage.article, number);
        assert_int_equal(passage.text_offset, text);
        assert_int_equal(passage.first_token, tokens);
        assert_int_equal(spans_words(index_reader_spans(collection->reader), *passages + i), passage.tokens);
        if (tokens < known->tokens.count) assert_int_equal(tokens + passage.tokens, passage_end(&known->tokens, tokens));
        text += passage.text_size;
        tokens += passage.tokens;
        assert_true(tokens <= known->tokens.count);
        check_passage(collection, known, &passage, *passages + i);
        check_length(collection, *passages + i);
        check_words(collection, known, &passage);
    }
    assert_int_equal(text, known->text.size);
    assert_int_equal(tokens, known->tokens.count);
    *passages += record->passages;
}

/* Extents do not depend on the order in which they are asked for. */
static inline void check_extents_downwards(struct collection *collection, uint32_t passages)
{
    while (passages > 0) {
        struct passage passage;
        struct article_record *record = &collection->record;
        const uint32_t number = --passages;
        assert_int_equal(index_reader_passage(collection->reader, number, &passage, NULL), NS_OK);
        assert_int_equal(index_reader_article(collection->reader, passage.article, record, NULL), NS_OK);
        check_extent(collection, number, &(struct article_extent){passage.article, record->first_passage, record->passages});
        passages -= passages < 3 ? 0 : passage.tokens % 3; /* not each of them, so that some articles are met in their middle */
    }
}

/* The passages that have a term are so many, in order, and hold it so often in all. */
static inline void check_list(const struct collection *collection, const char *term, size_t length, const struct term_count *wanted)
{
    xap_list list;
    uint32_t documents = 0;
    uint64_t occurrences = 0, before = 0;
    assert_int_equal(xap_list_open(index_reader_postings(collection->reader), term, length, &list, NULL), XAP_OK);
    assert_int_equal(list.counts.documents, wanted->documents);
    assert_int_equal(list.counts.occurrences, wanted->occurrences);
    while (list.entry.document != XAP_END) {
        assert_true(documents == 0 || list.entry.document > before);
        before = list.entry.document;
        documents++;
        occurrences += list.entry.wdf;
        assert_int_equal(xap_list_seek(&list, list.entry.document + 1, NULL), XAP_OK);
    }
    assert_int_equal(documents, wanted->documents);
    assert_int_equal(occurrences, wanted->occurrences);
}

/* The postings hold these terms so often, and no others: each form of the dictionary is one of a term's. */
static inline void check_postings(struct collection *collection, uint32_t passages)
{
    const xap_counts counts = xap_lists_counts(index_reader_postings(collection->reader));
    assert_int_equal(counts.documents, passages);
    assert_int_equal(counts.total_length, collection->total_length);
    const struct lexicon *lexicon = index_reader_lexicon(collection->reader);
    size_t forms = 0;
    for (uint32_t i = 0; i < collection->terms.count; i++) {
        xap_term_counts found;
        size_t length;
        const char *term = interner_get(&collection->terms, i, &length);
        assert_int_equal(xap_reader_term(collection->postings, term, length, &found, NULL), XAP_OK);
        assert_int_equal(found.documents, collection->term_counts[i].documents);
        assert_int_equal(found.occurrences, collection->term_counts[i].occurrences);
        check_list(collection, term, length, &collection->term_counts[i]);
        assert_int_equal(lexicon_stem(lexicon, term, length, &collection->rows, NULL), NS_OK);
        assert_true(collection->rows.count > 0);
        forms += collection->rows.count;
    }
    assert_int_equal(forms, lexicon->forms.count);
}

static inline void check_info(const struct collection *collection, uint32_t passages)
{
    const struct index_info *info = index_reader_info(collection->reader);
    const struct index_totals *totals = &collection->totals;
    uint64_t words = 0, bytes = 0;
    for (size_t i = 0; i < collection->count; i++) {
        words += collection->articles[i].tokens.count;
        bytes += collection->articles[i].text.size;
    }
    assert_string_equal(info->language, collection->language);
    assert_true(info->articles == collection->count && totals->articles == collection->count);
    assert_true(info->passages == passages && totals->passages == passages);
    assert_true(info->words == words && totals->words == words);
    assert_true(info->text_bytes == bytes && totals->text_bytes == bytes);
    assert_true(info->file_bytes == totals->file_bytes);
}

/* Compare an index with all that was put in it. */
static inline void check(struct collection *collection, const char *name)
{
    struct ns_error err;
    uint32_t passages = 0;
    forget_checks(collection);
    assert_int_equal(normalizer_open(collection->language, &collection->normalizer, NULL), NS_OK);
    if (index_reader_open(fixture_path(collection->fixture, name), &collection->reader, &err) != NS_OK) fail_msg("%s", err.msg);
    collection->postings = open_with_xapian(fixture_path(collection->fixture, name));
    for (uint32_t i = 0; i < collection->count; i++)
        check_article(collection, i, &passages);
    check_info(collection, passages);
    check_postings(collection, passages);
    check_extents_downwards(collection, passages);
    struct passage passage;
    struct article_extent extent;
    assert_int_equal(index_reader_extent(collection->reader, passages, &extent, NULL), NS_ERR_ARG);
    assert_int_equal(index_reader_extent(collection->reader, UINT32_MAX, &extent, NULL), NS_ERR_ARG);
    assert_int_equal(index_reader_passage(collection->reader, passages, &passage, NULL), NS_ERR_ARG);
    assert_int_equal(index_reader_article(collection->reader, (uint32_t)collection->count, &collection->record, NULL), NS_ERR_ARG);
}

#define COLLECTION_TEST(test) cmocka_unit_test_setup_teardown(test, setup, fixture_teardown)

#endif
