/* test_format.c - the list of formats. */
#include "tests/unit/fixture.h"

#include "searcher/format.h"

static void test_names(void **state)
{
    (void)state;
    for (int i = 0; format_names[i]; i++)
        assert_string_equal(format_names[i], format_of(i)->name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
