/* test_html_pages.c - the main text of the pages in tests/data/html, held against the text that is wanted of each.
 *
 * NAME.txt beside NAME.html is what a reader would call the article, without its title. Both are taken as bags of words: precision is the
 * share of the words that were found which are wanted, recall the share of the wanted ones that were found. The pages whose names begin
 * with "held-" were written before the finder of text was tuned, and were not looked at for that.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>

#include "index/buffer.h"
#include "index/unicode.h"
#include "indexer/html_article.h"

#define FOLDER "tests/data/html/"

/* What every page and all of them have to reach. */
#define PAGE_LEAST 0.80
#define MEAN_LEAST 0.95
#define PAGES_LEAST 40

#define WORDS_MAX 20000

struct word {
    const char *text;
    size_t length;
};

struct bag {
    struct word words[WORDS_MAX];
    size_t count;
};

struct figures {
    double precision, recall;
    size_t pages;
};

static int compare_words(const void *a, const void *b)
{
    const struct word *x = a, *y = b;
    return bytes_compare(x->text, x->length, y->text, y->length);
}

static void add_word(struct bag *bag, const char *start, const char *end)
{
    if (end == start) return;
    assert_true(bag->count < WORDS_MAX);
    bag->words[bag->count++] = (struct word){start, (size_t)(end - start)};
}

/* Words are runs of letters, digits and marks; characters that are CHAR_CJK are words by themselves. */
static void fill_bag(struct bag *bag, const char *text, size_t length)
{
    const char *start = text;
    const char *end = text + length;
    bag->count = 0;
    for (const char *at = text; at < end;) {
        uint32_t code_point;
        const size_t used = utf8_decode(at, end, &code_point);
        const enum char_class class = code_point == CODE_POINT_INVALID ? CHAR_OTHER : char_class(code_point);
        if (class != CHAR_LETTER && class != CHAR_DIGIT && class != CHAR_MARK) {
            add_word(bag, start, at);
            if (class == CHAR_CJK) add_word(bag, at, at + used);
            start = at + used;
        }
        at += used;
    }
    add_word(bag, start, end);
    qsort(bag->words, bag->count, sizeof *bag->words, compare_words);
}

/* Words that both have. */
static size_t in_common(const struct bag *a, const struct bag *b)
{
    size_t i = 0, j = 0, common = 0;
    while (i < a->count && j < b->count) {
        const int order = compare_words(&a->words[i], &b->words[j]);
        common += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    return common;
}

/* A file with padding behind it; *size is its own. */
static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("%s cannot be opened", path);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    char *data = calloc(*size + INPUT_PADDING, 1);
    assert_non_null(data);
    assert_int_equal(fread(data, 1, *size, file), *size);
    fclose(file);
    return data;
}

static void measure(html_reader *reader, const char *path, double *precision, double *recall)
{
    static struct bag found, wanted;
    struct html_article article;
    struct ns_error err;
    size_t size, wanted_size;
    char wanted_path[300];
    snprintf(wanted_path, sizeof wanted_path, "%.*s.txt", (int)(strlen(path) - strlen(".html")), path);
    char *data = read_file(path, &size);
    char *text = read_file(wanted_path, &wanted_size);
    const struct html_page page = {.data = data, .size = size};
    assert_int_equal(html_article_read(reader, &page, &article, &err), NS_OK);
    fill_bag(&found, article.text, article.text_length);
    fill_bag(&wanted, text, wanted_size);
    const double common = (double)in_common(&found, &wanted);
    *precision = found.count ? common / (double)found.count : 0;
    *recall = wanted.count ? common / (double)wanted.count : 0;
    free(data);
    free(text);
}

static void add_figures(struct figures *figures, double precision, double recall)
{
    figures->precision += precision;
    figures->recall += recall;
    figures->pages++;
}

static void print_mean(const char *name, const struct figures *figures)
{
    print_message("%-24s %.3f     %.3f  (%zu pages)\n", name, figures->precision / (double)figures->pages,
                  figures->recall / (double)figures->pages, figures->pages);
}

static void test_pages(void **state)
{
    (void)state;
    glob_t paths;
    struct figures all = {0}, held = {0}, tuned = {0};
    size_t below = 0;
    assert_int_equal(glob(FOLDER "*.html", 0, NULL, &paths), 0);
    html_reader *reader = html_reader_new();
    assert_non_null(reader);
    print_message("%-24s precision recall\n", "page");
    for (size_t i = 0; i < paths.gl_pathc; i++) {
        const char *name = paths.gl_pathv[i] + strlen(FOLDER);
        double precision, recall;
        measure(reader, paths.gl_pathv[i], &precision, &recall);
        print_message("%-24.*s %.3f     %.3f\n", (int)(strlen(name) - strlen(".html")), name, precision, recall);
        add_figures(&all, precision, recall);
        add_figures(strncmp(name, "held-", 5) == 0 ? &held : &tuned, precision, recall);
        below += precision < PAGE_LEAST || recall < PAGE_LEAST;
    }
    html_reader_free(reader);
    globfree(&paths);
    print_mean("mean of those tuned on", &tuned);
    print_mean("mean of those held out", &held);
    print_mean("mean of all", &all);
    assert_true(all.pages >= PAGES_LEAST);
    assert_int_equal(below, 0);
    assert_true(all.precision > MEAN_LEAST * (double)all.pages);
    assert_true(all.recall > MEAN_LEAST * (double)all.pages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pages)};
    return cmocka_run_group_tests_name("html_pages", tests, NULL, NULL);
}
