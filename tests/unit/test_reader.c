/* test_reader.c - what the readers have in common. */
#include "tests/unit/fixture.h"

#include "indexer/reader.h"

static void test_bylines(void **state)
{
    static const char *const cases[][2] = {
        {"By Jo Doe", "Jo Doe"},
        {"by Jo Doe", "Jo Doe"},
        {"BY JO DOE", "JO DOE"},
        {"By: Jo Doe", "Jo Doe"},
        {"  By  Jo Doe", "Jo Doe"},
        {"By\xc2\xa0Jo", "Jo"},
        {"Byron Doe", "Byron Doe"},
        {"By", "By"},
        {"By ", "By "},
        {"By:", "By:"},
        {"Jo Doe", "Jo Doe"},
        {"", ""},
        {"by the staff", "the staff"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(reader_byline(cases[i][0]), cases[i][1]);
    assert_null(reader_byline(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_bylines)};
    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
