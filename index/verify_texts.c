/* verify_texts.c - article by article: the text out of its streams, and the streams' meaning out of the text. */
#include "index/verify_texts.h"

#include <stdlib.h>
#include <string.h>

#include "index/analyzer.h"
#include "index/copies.h"
#include "index/unicode.h"

/* An article, and what was found behind those before it. */
struct texts_check {
    const struct index_reader *reader;
    const struct index_file *file;
    struct known_forms *forms;
    struct text_totals *totals;
    uint64_t words_end; /* in word_codes */
    uint64_t gaps_end;  /* in gap_codes */
    uint32_t number;    /* of the article */
    uint32_t passage;   /* that it begins with */
    struct article_record record;
    struct article_extent extent;
    struct passage_text text;
    struct word_list words;
    struct buffer gaps;
    struct token_list tokens; /* that the analyzer finds in the text */
    uint32_t *hashes;         /* of all words, for sketches */
};

static ns_status wrong_article(const struct texts_check *check, enum index_section section, const char *what, struct ns_error *err)
{
    return index_file_damaged_at(check->file, section, err, "article %u: %s", (unsigned)check->number, what);
}

static ns_status wrong_passage(const struct texts_check *check, enum index_section section, uint32_t passage, const char *what,
                               struct ns_error *err)
{
    return index_file_damaged_at(check->file, section, err, "passage %u: %s", (unsigned)passage, what);
}

/* ---- What the tables say ---- */

/* Read an article's row, and hold its passages against what `spans` says. */
static ns_status open_article(struct texts_check *check, struct ns_error *err)
{
    ns_status status = index_reader_article(check->reader, check->number, &check->record, err);
    if (status == NS_OK) status = index_reader_extent(check->reader, check->passage, &check->extent, err);
    if (status != NS_OK) return status;
    const struct article_extent *extent = &check->extent;
    if (check->record.first_passage != check->passage || check->record.passages != extent->passages)
        return wrong_article(check, SECTION_ARTICLES, "it has not the passages that it should", err);
    if (extent->article != check->number || extent->first_passage != check->passage)
        return wrong_passage(check, SECTION_SPANS, check->passage, "its article is another one", err);
    return NS_OK;
}

/* Whether what a passage says of places follows what those before it say, and its text those of the article. */
static ns_status check_places(struct texts_check *check, uint32_t number, const struct passage *passage, uint32_t lines,
                              struct ns_error *err)
{
    if (passage->words_offset != check->words_end) return wrong_passage(check, SECTION_SPANS, number, "its words are not its own", err);
    if (passage->gaps_offset != check->gaps_end) return wrong_passage(check, SECTION_PASSAGES, number, "its gaps are not its own", err);
    if (passage->text_offset != check->text.text.size || passage->lines_before != lines)
        return wrong_passage(check, SECTION_PASSAGES, number, "its text begins elsewhere", err);
    check->words_end += passage->words_size;
    check->gaps_end += passage->gaps_size;
    return NS_OK;
}

/* Give the text back, passage by passage. */
static ns_status read_text(struct texts_check *check, struct ns_error *err)
{
    struct passage passage;
    uint32_t lines = 0;
    ns_status status = NS_OK;
    check->text.text.size = check->text.token_count = 0;
    for (uint32_t i = 0; status == NS_OK && i < check->extent.passages; i++) {
        const uint32_t number = check->passage + i;
        const size_t begin = check->text.text.size;
        status = index_reader_passage(check->reader, number, &passage, err);
        if (status == NS_OK) status = check_places(check, number, &passage, lines, err);
        if (status == NS_OK) status = index_reader_text(check->reader, &passage, &check->text, err);
        if (status != NS_OK) break;
        const uint32_t own_lines = count_line_ends(check->text.text.data + begin, check->text.text.size - begin);
        if (own_lines != passage.lines) status = wrong_passage(check, SECTION_PASSAGES, number, "it has another number of lines", err);
        lines += passage.lines;
    }
    if (status == NS_OK) status = index_reader_article_words(check->reader, &check->extent, &check->words, err);
    return status == NS_OK ? index_reader_article_gaps(check->reader, &check->extent, &check->gaps, err) : status;
}

/* ---- What the text says ---- */

/* Bytes behind a text that may be read of it. */
#define TEXT_PADDING INTERN_PADDING

/* Whether the parts, with what stands between them, are the text. */
static bool parts_fit(const struct texts_check *check)
{
    const struct article *article = &check->record.article;
    const struct buffer *text = &check->text.text;
    if (article_text_size(article) != text->size) return false;
    for (size_t i = 0; i < article->part_count; i++) {
        const uint32_t begin = check->record.part_offset[i];
        const char *separator = text->data + begin - PART_SEPARATOR_LENGTH;
        if (i > 0 && memcmp(separator, PART_SEPARATOR, PART_SEPARATOR_LENGTH) != 0) return false;
        if (check->record.part_lines[i] != count_line_ends(text->data, begin)) return false;
    }
    return true;
}

/* Find the tokens of the text again. @title_words  gets how many of them are the title */
static ns_status analyze_again(struct texts_check *check, size_t *title_words, struct ns_error *err)
{
    const struct article *article = &check->record.article;
    ns_status status = buffer_pad(&check->text.text, TEXT_PADDING, err);
    check->tokens.count = *title_words = 0;
    if (status == NS_OK && !parts_fit(check)) return wrong_article(check, SECTION_ARTICLES, "its parts are not its text", err);
    for (size_t i = 0; status == NS_OK && i < article->part_count; i++) {
        const size_t begin = check->record.part_offset[i];
        status = analyze(check->text.text.data, begin, begin + article->parts[i].length, &check->tokens, err);
        if (article->parts[i].kind == PART_TITLE) *title_words = check->tokens.count;
    }
    return status;
}

/* Whether the streams have the words and sentences that the analyzer finds in their text. */
static ns_status compare_tokens(const struct texts_check *check, struct ns_error *err)
{
    const size_t count = check->tokens.count;
    if (check->text.token_count != count || check->words.count != count || check->gaps.size != count)
        return wrong_article(check, SECTION_WORD_CODES, "its text has more or fewer words", err);
    for (size_t i = 0; i < count; i++) {
        const struct token *said = &check->text.tokens[i], *found = &check->tokens.items[i];
        if (said->offset != found->offset || said->length != found->length)
            return wrong_article(check, SECTION_WORD_CODES, "its text has other words", err);
        if (said->gap != found->gap || (uint8_t)check->gaps.data[i] != found->gap)
            return wrong_article(check, SECTION_GAP_CODES, "its sentences and paragraphs end elsewhere", err);
    }
    return NS_OK;
}

/* ---- Counting ---- */

static inline void count_posting(struct texts_check *check, uint32_t stem, uint64_t scattered)
{
    struct posting_sum *sum = &check->totals->sums[stem];
    sum->scattered += scattered;
    sum->occurrences++;
}

/* Count the compound that begins with a token, if one does. @compounds  of the passage */
static ns_status count_compound(struct texts_check *check, size_t first, uint64_t scattered, uint32_t *compounds, struct ns_error *err)
{
    const char *text = check->text.text.data;
    const struct token *tokens = check->tokens.items + first;
    const size_t joined = token_compound(text, &check->tokens, first);
    if (joined == 0) return NS_OK;
    const size_t length = tokens[joined - 1].offset + tokens[joined - 1].length - tokens->offset;
    struct interner *known = &check->forms->compounds;
    const struct intern_key key = intern_key_padded(text + tokens->offset, length);
    const uint32_t number = interner_find(known, text + tokens->offset, length, &key);
    if (number == INTERN_FREE) return wrong_article(check, SECTION_FORMS, "a compound in its text is not there", err);
    known->counts[number]++;
    ++*compounds;
    count_posting(check, known->strings[number].value, scattered);
    return NS_OK;
}

/* Count the words of a passage, from `first` on in the article. */
static ns_status count_passage(struct texts_check *check, uint32_t passage, size_t first, struct ns_error *err)
{
    const struct spans *spans = index_reader_spans(check->reader);
    const uint64_t scattered = posting_scatter(passage);
    const size_t end = first + spans_words(spans, passage);
    uint32_t compounds = 0;
    ns_status status = NS_OK;
    for (size_t i = first; status == NS_OK && i < end; i++) {
        struct known_form *form = &check->forms->words[check->words.items[i]];
        form->left--;
        count_posting(check, form->stem, scattered);
        if (check->tokens.items[i].hyphen) status = count_compound(check, i, scattered, &compounds, err);
    }
    if (status != NS_OK || compounds == spans_get(spans, passage).compounds) return status;
    return wrong_passage(check, SECTION_SPANS, passage, "it has another number of compounds", err);
}

static ns_status count_words(struct texts_check *check, struct ns_error *err)
{
    size_t first = 0;
    ns_status status = NS_OK;
    for (uint32_t i = 0; status == NS_OK && i < check->extent.passages; i++) {
        status = count_passage(check, check->passage + i, first, err);
        first += spans_words(index_reader_spans(check->reader), check->passage + i);
    }
    return status;
}

static void sketch(struct texts_check *check, size_t title_words)
{
    struct copy_signer signer;
    const size_t from = copy_signer_begin_article(&signer, check->words.count, title_words);
    if (check->words.count > from) copy_signer_add(&signer, check->hashes, check->words.items + from, check->words.count - from);
    copy_signer_end(&signer, &check->totals->sketches[check->number]);
    check->totals->seconds[check->number] = copy_seconds(&check->record.article.date);
}

/* ---- All ---- */

static ns_status check_article(struct texts_check *check, struct ns_error *err)
{
    size_t title_words = 0;
    ns_status status = open_article(check, err);
    if (status == NS_OK) status = read_text(check, err);
    if (status == NS_OK) status = analyze_again(check, &title_words, err);
    if (status == NS_OK) status = compare_tokens(check, err);
    if (status == NS_OK) status = count_words(check, err);
    if (status != NS_OK) return status;
    sketch(check, title_words);
    check->totals->words += check->words.count;
    check->totals->text_bytes += check->text.text.size;
    article_date_keep_newest(&check->totals->newest, &check->record.article.date);
    return NS_OK;
}

/* What no passage has is damage too. */
static ns_status check_ends(const struct texts_check *check, struct ns_error *err)
{
    const struct index_info *info = index_reader_info(check->reader);
    if (check->passage != info->passages) return index_file_damaged(check->file, SECTION_ARTICLES, "there are passages of no article", err);
    if (check->words_end != index_file_section_size(check->file, SECTION_WORD_CODES))
        return index_file_damaged(check->file, SECTION_WORD_CODES, "there are words of no passage", err);
    if (check->gaps_end != index_file_section_size(check->file, SECTION_GAP_CODES))
        return index_file_damaged(check->file, SECTION_GAP_CODES, "there are gaps of no passage", err);
    return NS_OK;
}

static ns_status copy_hashes(struct texts_check *check, struct ns_error *err)
{
    check->hashes = malloc(((size_t)check->forms->word_count + 1) * sizeof *check->hashes);
    if (!check->hashes) return ns_fail_nomem(err);
    for (uint32_t i = 0; i < check->forms->word_count; i++)
        check->hashes[i] = check->forms->words[i].hash;
    return NS_OK;
}

static void release(struct texts_check *check)
{
    article_record_release(&check->record);
    passage_text_release(&check->text);
    word_list_release(&check->words);
    buffer_release(&check->gaps);
    token_list_release(&check->tokens);
    free(check->hashes);
}

ns_status verify_texts(const struct index_reader *reader, const struct index_file *file, struct known_forms *forms,
                       struct text_totals *totals, struct ns_error *err)
{
    struct texts_check check = {.reader = reader, .file = file, .forms = forms, .totals = totals};
    const uint64_t articles = index_reader_info(reader)->articles;
    ns_status status = copy_hashes(&check, err);
    while (status == NS_OK && check.number < articles) {
        status = check_article(&check, err);
        check.passage += check.extent.passages;
        check.number++;
    }
    if (status == NS_OK) status = check_ends(&check, err);
    release(&check);
    return status;
}
