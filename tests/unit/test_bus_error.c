/* test_bus_error.c - an index that is cut off while news-indexer --verify reads it is an error, and no death by a signal.
 *
 * The linker puts functions of this test before the program's main(), and between verify.c and index_file.c, so that the file is cut off when
 * it has been mapped, and before its pages are read: no clock has to be met. tests/cli/searcher-cut-off.sh does it to a searcher.
 */
#include <signal.h>

#include "tests/unit/index_fixture.h"

int __real_main(int argc, char **argv);
int __wrap_main(void);
struct section_damage __real_index_file_check(const struct index_file *file, enum index_section section);
struct section_damage __wrap_index_file_check(const struct index_file *file, enum index_section section);

/* Whether nothing stays of a file whose pages are about to be read. */
static bool cuts_off;

struct section_damage __wrap_index_file_check(const struct index_file *file, enum index_section section)
{
    if (cuts_off && truncate(index_file_path(file), 0) != 0) _exit(CHILD_COULD_NOT);
    return __real_index_file_check(file, section);
}

/* As the program's main(), complaining to a file. cmocka's own handler would hide what a signal does. */
static int run(struct fixture *fixture, const char *const *arguments, int count)
{
    signal(SIGBUS, SIG_DFL);
    if (!freopen(fixture_path(fixture, "complaints"), "w", stderr)) return CHILD_COULD_NOT;
    return __real_main(count, (char **)(uintptr_t)arguments);
}

static int build(struct fixture *fixture, size_t unused)
{
    (void)unused;
    const char *arguments[] = {"news-indexer", "-q", "-o", fixture_path(fixture, "news.idx"), fixture_path(fixture, "article.txt"), NULL};
    return run(fixture, arguments, 5);
}

static int verify(struct fixture *fixture, size_t cut_off)
{
    const char *arguments[] = {"news-indexer", "-q", "--verify", fixture_path(fixture, "news.idx"), NULL};
    cuts_off = cut_off;
    return run(fixture, arguments, 4);
}

static void test_verify_what_is_cut_off(void **state)
{
    struct fixture *fixture = *state;
    static const char article[] = "A title\n\nA paragraph of some words.\n";
    static const char wanted[] = "news-indexer: the index was cut off while it was checked, or cannot be read from its disk any more\n";
    write_file(fixture_path(fixture, "article.txt"), article, sizeof article - 1);
    assert_int_equal(in_child(fixture, build, 0), 0);
    assert_int_equal(in_child(fixture, verify, false), 0);
    assert_file_holds(fixture, fixture_path(fixture, "complaints"), "", 0);
    assert_int_equal(in_child(fixture, verify, true), 2);
    assert_file_holds(fixture, fixture_path(fixture, "complaints"), wanted, sizeof wanted - 1);
}

int __wrap_main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_verify_what_is_cut_off),
    };
    return cmocka_run_group_tests_name("bus_error", tests, NULL, NULL);
}
