/* test_html_cues.c - headings and labels that tell what a block is, and headings of articles that look like them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/html_cues.h"
#include "indexer/html_tree.h"

static void test_cues(void **state)
{
    static const struct {
        const char *text;
        enum html_cue cue;
    } cases[] = {
        {"Comments", HTML_CUE_COMMENTS},
        {"5 Comments", HTML_CUE_COMMENTS},
        {"COMMENTS (12)", HTML_CUE_COMMENTS},
        {"Kommentare: 3", HTML_CUE_COMMENTS},
        {"Comment period opens on dams", HTML_CUE_NONE},
        {"Read next", HTML_CUE_RELATED},
        {"Related:", HTML_CUE_RELATED},
        {"Related charges were dropped", HTML_CUE_NONE},
        {"Popular", HTML_CUE_RELATED},
        {"Popular uprising in the north", HTML_CUE_NONE},
        {"Subscribe to read the rest of this story", HTML_CUE_RELATED},
        {"Advertisement", HTML_CUE_ALONE},
        {"Share", HTML_CUE_ALONE},
        {"Share this:", HTML_CUE_ALONE},
        {"Share prices fall", HTML_CUE_NONE},
        {"Print is not dead", HTML_CUE_NONE},
        {"printf(\"x\")", HTML_CUE_NONE},
        {"Follow us", HTML_CUE_ALONE},
        {"Follow the desk on Facebook", HTML_CUE_ALONE},
        {"Follow the money", HTML_CUE_NONE},
        {"\xc2\xa9 2020 The Paper. All rights reserved.", HTML_CUE_ALONE},
        {"Reply Report", HTML_CUE_REPLY},
        {"Report: dam is safe.", HTML_CUE_NONE},
        {"Read more was what the teacher said to them, and they did.", HTML_CUE_NONE},
        {"", HTML_CUE_NONE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const size_t length = strlen(cases[i].text);
        if (html_cue_of(cases[i].text, length, html_words(cases[i].text, length)) != cases[i].cue) fail_msg("\"%s\"", cases[i].text);
    }
}

static bool is_dateline(const char *text)
{
    return html_cue_dateline(text, strlen(text), html_words(text, strlen(text)));
}

static void test_datelines(void **state)
{
    (void)state;
    assert_true(is_dateline("By Ann Dee"));
    assert_true(is_dateline("3 March 2021"));
    assert_true(is_dateline("Updated 10:15"));
    assert_true(is_dateline("2018\xe5\xb9\xb4"
                            "4\xe6\x9c\x88"));
    assert_false(is_dateline("By then it was too late."));
    assert_false(is_dateline("The mine was closed in 1931."));
    assert_false(is_dateline("12345 votes"));
    assert_false(is_dateline(""));
}

static void test_consent(void **state)
{
    static const char notice[] = "We and our partners use cookies to measure what is read.";
    static const char prose[] = "He baked cookies for all of us, and for the dog too.";
    (void)state;
    assert_true(html_cue_consent(notice, strlen(notice)));
    assert_false(html_cue_consent(prose, strlen(prose)));
}

static void test_words(void **state)
{
    (void)state;
    assert_int_equal(html_words("", 0), 0);
    assert_int_equal(html_words("One two - 3", 11), 3);
    assert_int_equal(html_words("\xe6\x9c\x9d\xe5\xb8\x82\xe3\x81\x8c", 9), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cues),
        cmocka_unit_test(test_datelines),
        cmocka_unit_test(test_consent),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests_name("html_cues", tests, NULL, NULL);
}
