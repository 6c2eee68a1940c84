/* test_index.c - an index is written and read, and is what was written: every byte of text, every word, every count.
 *
 * Each article that is put is also remembered, and all that the index says of it is compared with what is worked out from the text
 * afresh. */
#include <signal.h>
#include <sys/resource.h>

#include "tests/unit/index_fixture.h"
#include "tests/unit/xapian_fixture.h"

#include "index/index_reader.h"
#include "index/index_writer.h"
#include "index/intern.h"
#include "index/normalize.h"
#include "index/passage.h"
#include "index/unicode.h"
#include "indexer/input.h"
#include "indexer/reader.h"
#include "tests/unit/walk_each.h"

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

static void forget_articles(struct collection *collection)
{
    for (size_t i = 0; i < collection->count; i++) {
        struct known *known = &collection->articles[i];
        free((char *)known->article.path);
        free((char *)known->article.id);
        free((char *)known->article.section);
        free((char *)known->article.byline);
        free((char *)known->article.source);
        buffer_release(&known->text);
        token_list_release(&known->tokens);
    }
    collection->count = 0;
}

static void forget_checks(struct collection *collection)
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

static void release(void *own)
{
    struct collection *collection = own;
    forget_articles(collection);
    forget_checks(collection);
    index_writer_free(collection->writer);
    buffer_release(&collection->store);
    free(collection->articles);
    free(collection);
}

static int setup(void **state)
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

static void begin(struct collection *collection, const char *name)
{
    const struct index_writer_options options = {.language = collection->language};
    forget_articles(collection);
    assert_int_equal(index_writer_open(fixture_path(collection->fixture, name), &options, &collection->writer, NULL), NS_OK);
}

static char *copy_of(const char *text)
{
    return text ? strdup(text) : NULL;
}

/* Put its parts together and find its tokens, as an index has to. */
static void work_out(struct known *known)
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

static void remember(struct collection *collection, const struct article *article)
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
    work_out(known);
}

static void put(struct collection *collection, const struct article *article)
{
    struct ns_error err;
    const ns_status status = index_writer_put(collection->writer, article, &err);
    if (status != NS_OK) fail_msg("%s: %s", article->path, err.msg);
    remember(collection, article);
}

/* Put an article that is only a text. */
static void put_text(struct collection *collection, const char *text, size_t length)
{
    char path[32];
    snprintf(path, sizeof path, "made/%zu.txt", collection->count);
    const struct article article = {.path = path, .source_size = length, .part_count = 1, .parts = {{PART_BODY, text, length, 0, 1, 1}}};
    put(collection, &article);
}

static void put_string(struct collection *collection, const char *text)
{
    put_text(collection, text, strlen(text));
}

static void finish(struct collection *collection)
{
    struct ns_error err;
    const ns_status status = index_writer_finish(collection->writer, &collection->totals, &err);
    if (status != NS_OK) fail_msg("%s", err.msg);
    index_writer_free(collection->writer);
    collection->writer = NULL;
}

/* ---- Checking ---- */

/* A line ends with LF, CR LF or CR. */
static size_t count_lines(const char *text, size_t size)
{
    size_t lines = 0;
    for (size_t i = 0; i < size; i++) {
        lines += text[i] == '\n' || text[i] == '\r';
        if (i > 0 && text[i] == '\n' && text[i - 1] == '\r') lines--;
    }
    return lines;
}

static void assert_same_text(const char *found, const char *wanted)
{
    assert_int_equal(found != NULL, wanted && *wanted);
    if (found) assert_string_equal(found, wanted);
}

static void check_fields(const struct article_record *record, const struct known *known)
{
    const struct article *found = &record->article, *wanted = &known->article;
    assert_string_equal(found->path, wanted->path);
    assert_same_text(found->id, wanted->id);
    assert_same_text(found->section, wanted->section);
    assert_same_text(found->byline, wanted->byline);
    assert_same_text(found->source, wanted->source);
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
static void check_begin(const struct known *known, const struct passage *passage)
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
static void count_term(struct collection *collection, const char *form, size_t length, uint64_t passage)
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
static void count_terms(struct collection *collection, const struct known *known, const struct passage *passage, uint64_t number)
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

static void check_passage(struct collection *collection, const struct known *known, const struct passage *passage, uint64_t number)
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
static void check_words(struct collection *collection, const struct known *known, const struct passage *passage)
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

static void check_extent(const struct collection *collection, uint32_t passage, const struct article_extent *wanted)
{
    struct article_extent found;
    assert_int_equal(index_reader_extent(collection->reader, passage, &found, NULL), NS_OK);
    assert_int_equal(found.article, wanted->article);
    assert_int_equal(found.first_passage, wanted->first_passage);
    assert_int_equal(found.passages, wanted->passages);
}

/* How many tokens begin in the title, by the text. */
static uint32_t count_title(const struct known *known)
{
    const struct article_part *title = known->article.parts;
    uint32_t words = 0;
    if (known->article.part_count == 0 || title->kind != PART_TITLE) return 0;
    while (words < known->tokens.count && known->tokens.items[words].offset < title->length)
        words++;
    return words;
}

/* Choose some of an article's words, and some that it may not have. */
static void choose_words(struct collection *collection)
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
static void check_found(struct collection *collection, const struct article_extent *extent)
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
static void check_whole(struct collection *collection, const struct known *known, const struct article_extent *extent)
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
static void check_length(const struct collection *collection, uint32_t passage)
{
    uint32_t length;
    assert_int_equal(xap_reader_length(collection->postings, passage, &length, NULL), XAP_OK);
    assert_int_equal(index_reader_length(collection->reader, passage), length);
}

/* Its passages, one behind the other, are the article. */
static void check_article(struct collection *collection, uint32_t number, uint32_t *passages)
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
static void check_extents_downwards(struct collection *collection, uint32_t passages)
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
static void check_list(const struct collection *collection, const char *term, size_t length, const struct term_count *wanted)
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
static void check_postings(struct collection *collection, uint32_t passages)
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

static void check_info(const struct collection *collection, uint32_t passages)
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
static void check(struct collection *collection, const char *name)
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

/* ---- The sample corpus ---- */

static ns_status take_article(void *context, const struct article *article, struct ns_error *err)
{
    (void)err;
    put(context, article);
    return NS_OK;
}

static void take_problem(void *context, const char *path, uint64_t line, const char *what)
{
    (void)context;
    fail_msg("%s:%llu: %s", path, (unsigned long long)line, what);
}

static ns_status take_file(void *context, const char *path, struct ns_error *err)
{
    struct collection *collection = context;
    struct input input;
    const struct reader_sink sink = {take_article, take_problem, collection};
    const ns_status status = input_load(path, NULL, &collection->store, &input, err);
    return status == NS_OK ? reader_for(path)(&input, &sink, err) : status;
}

static void index_corpus(struct collection *collection, const char *name)
{
    static const char *const paths[] = {"corpus"};
    const struct walk_sink sink = {take_file, take_problem, collection};
    struct ns_error err;
    if (access("corpus", R_OK) != 0) {
        fprintf(stderr, "SKIPPED: there is no corpus/ (the tests run in the project's own folder)\n");
        skip();
    }
    begin(collection, name);
    if (walk_each(paths, 1, &sink, &err) != NS_OK) fail_msg("%s", err.msg);
    finish(collection);
}

/* A part that is no extract is the source's bytes. */
static void check_sources(struct collection *collection)
{
    size_t compared = 0;
    for (size_t i = 0; i < collection->count; i++) {
        const struct known *known = &collection->articles[i];
        struct input input;
        if (known->article.extracted) continue;
        assert_int_equal(input_load(known->article.path, NULL, &collection->store, &input, NULL), NS_OK);
        for (size_t part = 0; part < known->article.part_count; part++) {
            const struct article_part *place = &known->article.parts[part];
            assert_true(place->source_offset + place->length <= input.size);
            assert_memory_equal(input.data + place->source_offset, known->text.data + known->part_begin[part], place->length);
            assert_int_equal(place->source_line, 1 + count_lines(input.data, place->source_offset));
            compared++;
        }
    }
    assert_true(compared >= collection->count);
}

static void test_corpus(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    index_corpus(collection, "index");
    assert_true(collection->count >= 20);
    check(collection, "index");
    check_sources(collection);
    assert_int_equal(count_names(*state), 1);
}

static void test_same_input_same_bytes(void **state)
{
    struct fixture *fixture = *state;
    index_corpus(fixture->own, "one");
    index_corpus(fixture->own, "two");
    read_file(fixture_path(fixture, "one"), &fixture->bytes[0]);
    assert_file_holds(fixture, fixture_path(fixture, "two"), fixture->bytes[0].data, fixture->bytes[0].size);
}

static void test_other_languages(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    static const char *const languages[] = {"none", "german", "en"};
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        collection->language = languages[i];
        index_corpus(collection, "index");
        check(collection, "index");
    }
}

/* ---- Ugly articles ---- */

static void test_nothing_at_all(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    begin(collection, "index");
    finish(collection);
    check(collection, "index");
    assert_int_equal(index_reader_info(collection->reader)->newest.precision, DATE_UNKNOWN);
}

/* An article without a word is one passage without a word. */
static void test_articles_without_words(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    const struct article bare = {.path = "bare"};
    begin(collection, "index");
    put(collection, &bare);
    put_string(collection, "");
    put_string(collection, "...");
    put_string(collection, " \n\n\t ");
    put_text(collection, "\0\0\0", 3);
    put_string(collection, "\xff\xfe");
    finish(collection);
    check(collection, "index");
    assert_int_equal(collection->totals.passages, 6);
    assert_int_equal(collection->totals.words, 0);
}

static void test_parts(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    struct article article = {.path = "parts/1",
                              .id = "17",
                              .section = "CHINA / SOCIETY",
                              .byline = "A. Writer",
                              .source = "The Paper",
                              .date = {1614773460, DATE_MINUTE},
                              .source_size = UINT64_MAX,
                              .source_mtime = -5,
                              .part_count = 3,
                              .parts = {{PART_TITLE, "A title\nof two lines-", 21, 11, 2, 4},
                                        {PART_SUBTITLE, "-and what is below", 18, 40, 5, UINT32_MAX},
                                        {PART_BODY, "One. Two\n\nThree", 15, UINT64_MAX, UINT32_MAX, 0}}};
    begin(collection, "index");
    put(collection, &article);
    article.path = "parts/2";
    article.part_count = 1; /* a title only */
    article.date = (struct article_date){1700000000, DATE_DAY};
    put(collection, &article);
    article.path = "parts/3";
    article.extracted = true;
    article.date = (struct article_date){-62135596800, DATE_YEAR};
    article.parts[0].length = 0;
    article.part_count = 3; /* an empty title */
    for (size_t i = 0; i < article.part_count; i++)
        article.parts[i].source_offset = article.parts[i].source_column = 0;
    put(collection, &article);
    finish(collection);
    check(collection, "index");
    const struct index_info *info = index_reader_info(collection->reader);
    assert_true(info->newest.seconds == 1700000000);
    assert_int_equal(info->newest.precision, DATE_DAY);
}

/* Titles without a word, of one passage and more, and beside a body that follows without a space. */
static void test_titles(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    struct buffer *many = &collection->fixture->bytes[0];
    for (int i = 0; i < 700; i++)
        assert_int_equal(buffer_append(many, "Word of it. ", 12, NULL), NS_OK);
    const struct article_part titles[] = {{PART_TITLE, "?!", 2, 0, 1, 1},
                                          {PART_TITLE, "\"Quoted\"", 8, 0, 1, 1},
                                          {PART_TITLE, "a\n\nb-c", 6, 0, 1, 1},
                                          {PART_TITLE, many->data, many->size, 0, 1, 1},
                                          {PART_TITLE, many->data, many->size - 1, 0, 1, 1}};
    static const struct article_part bodies[] = {
        {PART_BODY, "(Body) text.", 12, 0, 1, 1}, {PART_BODY, "...", 3, 0, 1, 1}, {PART_BODY, "", 0, 0, 1, 1}};
    begin(collection, "index");
    for (size_t i = 0; i < COUNT_OF(titles); i++) {
        put(collection, &(struct article){.path = "a", .part_count = 1, .parts = {titles[i]}});
        for (size_t body = 0; body < COUNT_OF(bodies); body++)
            put(collection, &(struct article){.path = "a", .part_count = 2, .parts = {titles[i], bodies[body]}});
    }
    finish(collection);
    check(collection, "index");
}

/* Dates before 1970 are dates too, and those that are not known are not the newest. */
static void test_newest_of_old_dates(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    static const struct article_date dates[] = {{-900, DATE_DAY}, {99, DATE_UNKNOWN}, {-500, DATE_SECOND}, {-700, DATE_YEAR}};
    begin(collection, "index");
    for (size_t i = 0; i < COUNT_OF(dates); i++) {
        const struct article article = {.path = "a", .date = dates[i]};
        assert_int_equal(index_writer_put(collection->writer, &article, NULL), NS_OK);
    }
    finish(collection);
    assert_int_equal(index_reader_open(fixture_path(*state, "index"), &collection->reader, NULL), NS_OK);
    const struct article_date *newest = &index_reader_info(collection->reader)->newest;
    assert_int_equal(newest->seconds, -500);
    assert_int_equal(newest->precision, DATE_SECOND);
}

/* Fill a text with pieces to the size, and put it. */
static void put_repeated(struct collection *collection, const char *piece, size_t size)
{
    struct buffer *text = &collection->fixture->bytes[0];
    text->size = 0;
    while (text->size < size)
        assert_int_equal(buffer_append(text, piece, strlen(piece), NULL), NS_OK);
    put_text(collection, text->data, text->size);
}

static void test_ugly_texts(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    char word[301];
    memset(word, 'w', 300);
    word[300] = '\0';
    begin(collection, "index");
    put_text(collection, "a\0b\0\0c d", 8);
    put_string(collection, "caf\xe9 \xff\xfe n\xc3 x\xe2\x82");
    put_string(collection, word);
    put_repeated(collection, word, 5000);
    put_repeated(collection, "\xe4\xb8\xad\xe5\x9b\xbd\xe3\x80\x82", 9000);
    put_repeated(collection, "\xe3\x81\x8b\xe3\x82\x99", 3000);
    put_repeated(collection, "a-b-c ", 3000);
    put_repeated(collection, "a-b-c-", 3000);
    put_repeated(collection, "word\n", 3000);
    put_repeated(collection, "word\r\n\r\n", 3000);
    put_repeated(collection, "word\rword\r\rword\n\r", 6000);
    put_repeated(collection, "\xe2\x80\x9cOne two. Three.\xe2\x80\x9d ", 9000);
    put_repeated(collection, "x (\"one\") ", 9000);
    put_repeated(collection, "x\n\n\"Said so.\" ", 9000);
    put_repeated(collection, "x\xc2\xad\xe2\x80\x8b \xc2\xa0y ", 9000);
    put_repeated(collection, "!?\n", 9000);
    put_string(collection, "\xef\xbb\xbf\"First\" and last. ");
    finish(collection);
    check(collection, "index");
}

/* More gaps than fit the short codes. */
static void test_ten_thousand_gaps(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    struct buffer *text = &collection->fixture->bytes[0];
    static const char marks[] = "!?.,;:()/ \n";
    for (int i = 0; i < 10000; i++) {
        assert_int_equal(buffer_append_byte(text, 'w', NULL), NS_OK);
        for (int rest = i + 11; rest > 0; rest /= 11)
            assert_int_equal(buffer_append_byte(text, (uint8_t)marks[rest % 11], NULL), NS_OK);
    }
    begin(collection, "index");
    put_text(collection, text->data, text->size);
    put_text(collection, text->data, text->size / 3);
    finish(collection);
    check(collection, "index");
    assert_true(index_reader_lexicon(collection->reader)->gaps.count > 9000);
}

/* The opening quote at a passage's edge belongs to what it opens. */
static void test_quotes_at_the_edges_of_passages(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    struct buffer *text = &collection->fixture->bytes[0];
    struct passage passage;
    for (int i = 0; i < 400; i++)
        assert_int_equal(buffer_append(text, i % 100 == 99 ? "end.\"\n\n(\"" : "word ", i % 100 == 99 ? 9 : 5, NULL), NS_OK);
    begin(collection, "index");
    put_text(collection, text->data, text->size);
    finish(collection);
    check(collection, "index");
    assert_int_equal(collection->totals.passages, 4);
    collection->text.text.size = collection->text.token_count = 0;
    assert_int_equal(index_reader_passage(collection->reader, 1, &passage, NULL), NS_OK);
    assert_int_equal(index_reader_text(collection->reader, &passage, &collection->text, NULL), NS_OK);
    assert_memory_equal(collection->text.text.data, "(\"word ", 7);
    assert_memory_equal(collection->text.text.data + collection->text.text.size - 7, "end.\"\n\n", 7);
}

static void put_random_text(struct collection *collection, struct random_source *random)
{
    static const char *const pieces[] = {"the ",
                                         "WHO ",
                                         "vaccine",
                                         "-",
                                         "APT-10 ",
                                         ". ",
                                         "\n\n",
                                         "\n",
                                         "\"",
                                         "U.S. ",
                                         "\xe4\xb8\xad",
                                         "\xcc\x81",
                                         "\xc2\xad",
                                         "caf\xc3\xa9 ",
                                         "'s ",
                                         "2,700 ",
                                         ", ",
                                         "\r\n",
                                         "\xe2\x80\x94",
                                         "\xff",
                                         " ",
                                         "Mr. ",
                                         "a",
                                         "Z",
                                         "9",
                                         "\t",
                                         "\f"};
    struct buffer *text = &collection->fixture->bytes[0];
    const bool bytes = random_below(random, 4) == 0;
    text->size = 0;
    for (uint64_t left = random_magnitude(random, 11); left > 0; left--) {
        const char *piece = pieces[random_below(random, COUNT_OF(pieces))];
        if (bytes) {
            assert_int_equal(buffer_append_byte(text, (uint8_t)random_next(random), NULL), NS_OK);
        } else {
            assert_int_equal(buffer_append(text, piece, strlen(piece), NULL), NS_OK);
        }
    }
    put_text(collection, text->data ? text->data : "", text->size);
}

static void test_random_articles(void **state)
{
    struct fixture *fixture = *state;
    struct collection *collection = fixture->own;
    struct random_source random = {fixture_seed(fixture)};
    for (int round = 0; round < 3; round++) {
        begin(collection, "index");
        for (int i = 0; i < 200; i++)
            put_random_text(collection, &random);
        finish(collection);
        check(collection, "index");
    }
    fixture_passed(fixture);
}

/* ---- Limits and failures ---- */

/* What is refused leaves no trace, and the writer goes on. */
static void test_put_over_a_limit(void **state)
{
    struct fixture *fixture = *state;
    struct collection *collection = fixture->own;
    struct ns_error err;
    char *field = malloc(65538);
    assert_non_null(field);
    memset(field, 'f', 65537);
    field[65537] = '\0';
    struct article article = {.path = "long", .part_count = 1, .parts = {{PART_BODY, "text", UINT32_MAX, 0, 1, 1}}};
    begin(collection, "index");
    put_string(collection, "the first article");
    const ns_status too_long = index_writer_put(collection->writer, &article, &err); /* never read: it is refused by its length */
    article.parts[0].length = 4;
    article.byline = field;
    const ns_status too_long_field = index_writer_put(collection->writer, &article, &err);
    article.byline = field + 1; /* 65536 bytes */
    put(collection, &article);
    free(field);
    put_string(collection, "the last article");
    finish(collection);
    assert_int_equal(too_long, NS_ERR_LIMIT);
    assert_int_equal(too_long_field, NS_ERR_LIMIT);
    check(collection, "index");
    assert_int_equal(collection->totals.articles, 3);
}

/* The parts together may be too long. */
static void test_parts_over_the_limit(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    const size_t half = (size_t)1 << 31;
    const struct article article = {
        .path = "long", .part_count = 2, .parts = {{PART_TITLE, "text", half, 0, 1, 1}, {PART_BODY, "text", half, 0, 1, 1}}};
    begin(collection, "index");
    assert_int_equal(index_writer_put(collection->writer, &article, NULL), NS_ERR_LIMIT);
    put_string(collection, "text");
    finish(collection);
    check(collection, "index");
}

static void test_freed_before_the_end(void **state)
{
    struct fixture *fixture = *state;
    struct collection *collection = fixture->own;
    begin(collection, "index");
    index_writer_free(collection->writer);
    begin(collection, "index");
    put_repeated(collection, "many words ", 100000);
    assert_int_equal(count_names(fixture), 1);
    index_writer_free(collection->writer);
    collection->writer = NULL;
    assert_int_equal(count_names(fixture), 0);
    index_writer_free(NULL);
    index_reader_close(NULL);
}

static void test_what_cannot_be_opened(void **state)
{
    struct fixture *fixture = *state;
    const struct index_writer_options english = {.language = "english"}, klingon = {.language = "klingon"};
    struct index_writer *writer = (struct index_writer *)fixture;
    struct index_reader *reader = (struct index_reader *)fixture;
    struct ns_error err;
    assert_int_equal(index_writer_open(fixture_path(fixture, "index"), &klingon, &writer, &err), NS_ERR_ARG);
    assert_null(writer);
    assert_non_null(strstr(err.msg, "klingon"));
    assert_int_equal(count_names(fixture), 0);
    assert_int_equal(index_writer_open(fixture->folder, &english, &writer, &err), NS_ERR_ARG);
    assert_int_equal(index_writer_open(fixture_path(fixture, "none/index"), &english, &writer, &err), NS_ERR_IO);
    assert_int_equal(index_reader_open(fixture_path(fixture, "none"), &reader, &err), NS_ERR_IO);
    assert_null(reader);
}

/* With room for so many bytes in a file, in a child: what finishing an index says. */
static int finish_with_limit(struct fixture *fixture, size_t number)
{
    const struct index_writer_options options = {.language = "english"};
    const struct rlimit limit = {number, number};
    struct index_writer *writer;
    struct ns_error err = {NS_OK, ""};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return CHILD_COULD_NOT;
    ns_status status = index_writer_open(fixture_path(fixture, "index"), &options, &writer, &err);
    const struct article article = {
        .path = "a", .part_count = 1, .parts = {{PART_BODY, fixture->bytes[0].data, fixture->bytes[0].size, 0, 1, 1}}};
    for (int i = 0; status == NS_OK && i < 5; i++)
        status = index_writer_put(writer, &article, &err);
    if (status == NS_OK) status = index_writer_finish(writer, NULL, &err);
    index_writer_free(writer);
    return status == NS_OK || strstr(err.msg, "index") ? (int)status : CHILD_COULD_NOT + 1;
}

/* What was there stays, whole, and nothing is left beside it. */
static void test_full_disk(void **state)
{
    struct fixture *fixture = *state;
    struct collection *collection = fixture->own;
    begin(collection, "index");
    put_string(collection, "the old index");
    finish(collection);
    for (int i = 0; i < 20000; i++)
        assert_int_equal(buffer_append_varint(&fixture->bytes[0], (uint64_t)i * 7919 % 20011 * 64 + 0x20616161, NULL), NS_OK);
    for (size_t limit = 0; limit < 50000; limit += 1 + limit * 3 / 2) {
        assert_int_equal(in_child(fixture, finish_with_limit, limit), NS_ERR_IO);
        assert_int_equal(count_names(fixture), 1);
        check(collection, "index");
    }
    assert_int_equal(in_child(fixture, finish_with_limit, 100000000), NS_OK);
    forget_checks(collection);
    assert_int_equal(index_reader_open(fixture_path(fixture, "index"), &collection->reader, NULL), NS_OK);
    assert_int_equal(index_reader_info(collection->reader)->articles, 5);
}

#define INDEX_TEST(test) cmocka_unit_test_setup_teardown(test, setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEX_TEST(test_corpus),
        INDEX_TEST(test_same_input_same_bytes),
        INDEX_TEST(test_other_languages),
        INDEX_TEST(test_nothing_at_all),
        INDEX_TEST(test_articles_without_words),
        INDEX_TEST(test_parts),
        INDEX_TEST(test_titles),
        INDEX_TEST(test_newest_of_old_dates),
        INDEX_TEST(test_ugly_texts),
        INDEX_TEST(test_ten_thousand_gaps),
        INDEX_TEST(test_quotes_at_the_edges_of_passages),
        INDEX_TEST(test_random_articles),
        INDEX_TEST(test_put_over_a_limit),
        INDEX_TEST(test_parts_over_the_limit),
        INDEX_TEST(test_freed_before_the_end),
        INDEX_TEST(test_what_cannot_be_opened),
        INDEX_TEST(test_full_disk),
    };
    return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
