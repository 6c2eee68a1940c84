/* test_index_target.c - where links lead, what an index may take the place of, and when two paths are of one file. */
#include <errno.h>
#include <fcntl.h>

#include "index/index_target.h"
#include "tests/unit/index_fixture.h"

/* Only the end of the path is known: the fixture's folder may be reached through links. */
static void check_resolved(const struct fixture *fixture, const char *name, const char *end)
{
    struct index_target target;
    assert_int_equal(index_target_init(&target, fixture_path(fixture, name), NULL), NS_OK);
    assert_true(strlen(target.path) > strlen(end));
    assert_string_equal(target.path + strlen(target.path) - strlen(end), end);
    assert_memory_equal(target.path, target.folder, strlen(target.folder));
    assert_int_equal(target.path[strlen(target.folder)], '/');
    assert_null(strchr(target.path + strlen(target.folder) + 1, '/'));
    index_target_release(&target);
}

static void test_links_are_followed(void **state)
{
    const struct fixture *fixture = *state;
    struct index_target target = {NULL, NULL};
    index_target_release(&target);
    assert_int_equal(mkdir(fixture_path(fixture, "folder"), 0700), 0);
    assert_int_equal(symlink("folder/new", fixture_path(fixture, "link")), 0);
    assert_int_equal(symlink("link", fixture_path(fixture, "link-to-link")), 0);
    assert_int_equal(symlink("loop", fixture_path(fixture, "loop")), 0);
    check_resolved(fixture, "new", "/new");
    check_resolved(fixture, "link", "/folder/new");
    check_resolved(fixture, "link-to-link", "/folder/new");
    write_file(fixture_path(fixture, "folder/new"), "", 0);
    check_resolved(fixture, "link-to-link", "/folder/new");
    assert_int_equal(index_target_init(&target, fixture_path(fixture, "loop"), NULL), NS_ERR_IO);
    assert_null(target.path);
    assert_null(target.folder);
}

static ns_status check(const struct fixture *fixture, const char *name, int flags)
{
    struct ns_error err;
    const ns_status status = index_target_check(fixture_path(fixture, name), "its name", flags, &err);
    if (status != NS_OK) assert_memory_equal(err.msg, "its name: ", 10);
    return status;
}

static void test_what_may_be_replaced(void **state)
{
    const struct fixture *fixture = *state;
    write_file(fixture_path(fixture, "index"), INDEX_BEGIN "and so on", INDEX_BEGIN_SIZE + 9);
    write_file(fixture_path(fixture, "empty"), "", 0);
    write_file(fixture_path(fixture, "text"), "an article that somebody named by mistake", 41);
    assert_int_equal(mkfifo(fixture_path(fixture, "fifo"), 0600), 0);
    assert_int_equal(symlink("index", fixture_path(fixture, "link")), 0);
    assert_int_equal(symlink("none", fixture_path(fixture, "lost")), 0);
    assert_int_equal(check(fixture, "index", 0), NS_OK);
    assert_int_equal(check(fixture, "empty", 0), NS_OK);
    assert_int_equal(check(fixture, "none", 0), NS_OK);
    assert_int_equal(check(fixture, "link", 0), NS_OK);
    assert_int_equal(check(fixture, "text", 0), NS_ERR_ARG);
    assert_int_equal(check(fixture, "fifo", 0), NS_ERR_ARG);
    assert_int_equal(check(fixture, ".", 0), NS_ERR_ARG);
    assert_int_equal(check(fixture, "text/x", 0), NS_ERR_IO);
    assert_int_equal(check(fixture, "index", AT_SYMLINK_NOFOLLOW), NS_OK);
    assert_int_equal(check(fixture, "link", AT_SYMLINK_NOFOLLOW), NS_ERR_ARG);
    assert_int_equal(check(fixture, "lost", AT_SYMLINK_NOFOLLOW), NS_ERR_ARG);
}

static bool is_index(const struct fixture *fixture, const char *name)
{
    bool is_one;
    assert_int_equal(index_target_is_index(fixture_path(fixture, name), &is_one, NULL), NS_OK);
    return is_one;
}

static void test_what_is_an_index(void **state)
{
    const struct fixture *fixture = *state;
    write_file(fixture_path(fixture, "index"), INDEX_BEGIN, INDEX_BEGIN_SIZE);
    write_file(fixture_path(fixture, "cut"), INDEX_BEGIN, INDEX_BEGIN_SIZE - 1);
    write_file(fixture_path(fixture, "empty"), "", 0);
    assert_int_equal(mkfifo(fixture_path(fixture, "fifo"), 0600), 0);
    assert_int_equal(symlink("index", fixture_path(fixture, "link")), 0);
    assert_true(is_index(fixture, "index"));
    assert_true(is_index(fixture, "link"));
    assert_false(is_index(fixture, "cut"));
    assert_false(is_index(fixture, "empty"));
    assert_false(is_index(fixture, "none"));
    assert_false(is_index(fixture, "."));
    alarm(20); /* ends the program if the FIFO is waited for */
    assert_false(is_index(fixture, "fifo"));
    alarm(0);
}

/* Linux has such a file: the loopback device has no speed, which only reading says. */
#define UNREADABLE "/sys/class/net/lo/speed"

/* The bug: a file that could be opened and not read was said to be no index, and so was emptied to be the log. */
static void test_what_cannot_be_read(void **state)
{
    (void)state;
    char byte;
    struct ns_error err;
    bool is_one = true;
    const int fd = open(UNREADABLE, O_RDONLY);
    const bool found = fd >= 0 && read(fd, &byte, 1) < 0;
    if (fd >= 0) close(fd);
    if (!found) {
        fprintf(stderr, "SKIPPED: no file here that can be opened and not read\n");
        skip();
    }
    assert_int_equal(index_target_is_index(UNREADABLE, &is_one, &err), NS_ERR_IO);
    assert_false(is_one);
    assert_non_null(strstr(err.msg, UNREADABLE ": cannot see whether it is an index: "));
    assert_int_equal(index_target_check(UNREADABLE, "its name", 0, &err), NS_ERR_IO);
    assert_non_null(strstr(err.msg, "its name: cannot see whether it is an index: "));
    assert_null(strstr(err.msg, strerror(0)));
}

static void check_same(const struct fixture *fixture, const char *a, const char *b, bool wanted)
{
    bool same = !wanted;
    struct ns_error err = {.msg = "untouched"};
    assert_int_equal(index_target_same(fixture_path(fixture, a), fixture_path(fixture, b), &same, &err), NS_OK);
    assert_int_equal(same, wanted);
    assert_int_equal(index_target_same(fixture_path(fixture, b), fixture_path(fixture, a), &same, &err), NS_OK);
    assert_int_equal(same, wanted);
    assert_string_equal(err.msg, "untouched");
}

static void test_what_is_the_same(void **state)
{
    const struct fixture *fixture = *state;
    assert_int_equal(mkdir(fixture_path(fixture, "folder"), 0700), 0);
    assert_int_equal(symlink("folder", fixture_path(fixture, "way")), 0);
    assert_int_equal(symlink("way/new", fixture_path(fixture, "link")), 0);
    assert_int_equal(symlink("loop", fixture_path(fixture, "loop")), 0);
    for (int made = 0; made < 2; made++) {
        if (made) write_file(fixture_path(fixture, "folder/new"), "", 0);
        check_same(fixture, "folder/new", "folder/new", true);
        check_same(fixture, "folder/new", "./folder/../folder//new", true);
        check_same(fixture, "folder/new", "way/new", true);
        check_same(fixture, "folder/new", "link", true);
        check_same(fixture, "folder/new", "folder/newer", false);
        check_same(fixture, "folder/new", "new", false);
        check_same(fixture, "folder/new", "none/new", false);
        check_same(fixture, "folder/new", "loop", false);
    }
    check_same(fixture, "none/new", "none/new", false);
    assert_int_equal(link(fixture_path(fixture, "folder/new"), fixture_path(fixture, "other")), 0);
    check_same(fixture, "folder/new", "other", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_links_are_followed),
        FIXTURE_TEST(test_what_may_be_replaced),
        FIXTURE_TEST(test_what_is_an_index),
        cmocka_unit_test(test_what_cannot_be_read),
        FIXTURE_TEST(test_what_is_the_same),
    };
    return cmocka_run_group_tests_name("index_target", tests, NULL, NULL);
}
