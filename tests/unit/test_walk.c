/* test_walk.c - which files a walk visits, in what order, under what paths, and what it says about the rest. */
#include "tests/unit/fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "index/buffer.h"
#include "tests/unit/walk_each.h"

/* A folder for one test, which is the working folder meanwhile, and what the walk said: each path with a '|' behind it. */
struct fixture {
    char folder[256];
    int home; /* the working folder before */
    struct buffer files;
    struct buffer problems; /* path, "=", what */
    size_t stop_after;      /* files; 0 for never */
    size_t count;
};

static void add(struct buffer *buffer, const char *text)
{
    assert_int_equal(buffer_append(buffer, text, strlen(text), NULL), NS_OK);
}

static ns_status take_file(void *context, const char *path, struct ns_error *err)
{
    struct fixture *fixture = context;
    add(&fixture->files, path);
    add(&fixture->files, "|");
    if (++fixture->count == fixture->stop_after) return ns_fail(err, NS_ERR_LIMIT, "told to stop");
    return NS_OK;
}

static void take_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)kind;
    struct fixture *fixture = context;
    assert_int_equal(line, 0);
    add(&fixture->problems, path);
    add(&fixture->problems, "=");
    add(&fixture->problems, what);
    add(&fixture->problems, "|");
}

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture) return -1;
    fixture->home = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *state = fixture;
    return fixture->home >= 0 && make_own_folder(fixture->folder, sizeof fixture->folder) && chdir(fixture->folder) == 0 ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    int result = fchdir(fixture->home);
    if (remove_folder(fixture->folder) != 0) result = -1;
    close(fixture->home);
    buffer_release(&fixture->files);
    buffer_release(&fixture->problems);
    free(fixture);
    return result;
}

static void make_file(const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
}

static void make_folder(const char *path)
{
    assert_int_equal(mkdir(path, 0777), 0);
}

static ns_status walk_one(struct fixture *fixture, const char *path, struct ns_error *err)
{
    const struct walk_sink sink = {take_file, take_problem, fixture};
    fixture->files.size = fixture->problems.size = fixture->count = 0;
    const ns_status status = walk_each(&path, 1, &sink, err);
    assert_int_equal(buffer_append_byte(&fixture->files, 0, NULL), NS_OK);
    assert_int_equal(buffer_append_byte(&fixture->problems, 0, NULL), NS_OK);
    return status;
}

static void assert_walk(struct fixture *fixture, const char *path, const char *files, const char *problems)
{
    struct ns_error err = {NS_OK, ""};
    assert_int_equal(walk_one(fixture, path, &err), NS_OK);
    assert_string_equal(fixture->files.data, files);
    assert_string_equal(fixture->problems.data, problems);
}

/* The names are made in an order that is not theirs; 'B' is before 'a', and bytes over 127 come last. */
static void test_order_is_of_bytes(void **state)
{
    make_folder("c");
    make_file("c/b");
    make_file("c/\xff");
    make_file("c/a");
    make_file("c/\xc3\xa9");
    make_file("c/B");
    make_folder("c/aa");
    make_file("c/aa/z");
    make_file("c/a-b");
    assert_walk(*state, "c", "c/B|c/a|c/a-b|c/aa/z|c/b|c/\xc3\xa9|c/\xff|", "");
}

static void test_paths_are_joined_as_given(void **state)
{
    make_folder("c");
    make_folder("c/d");
    make_file("c/d/a");
    assert_walk(*state, "c", "c/d/a|", "");
    assert_walk(*state, "c/", "c/d/a|", "");
    assert_walk(*state, "c//", "c/d/a|", "");
    assert_walk(*state, "./c/", "./c/d/a|", "");
    assert_walk(*state, ".", "c/d/a|", "");
    assert_walk(*state, "./", "c/d/a|", "");
    assert_walk(*state, "c/d/..", "c/d/../d/a|", "");
    assert_walk(*state, "c/d/a", "c/d/a|", "");
}

static ns_status stop_at_once(void *context, const char *path, struct ns_error *err)
{
    snprintf(context, 8, "%s", path);
    return ns_fail(err, NS_ERR_LIMIT, "enough");
}

static void pass_over_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)kind;
    (void)context, (void)path, (void)line, (void)what;
}

/* No test can know what lies in "/"; but that some file there is "/x...", not "//x...". */
static void test_root(void **state)
{
    (void)state;
    char path[8] = "";
    const char *root = "/";
    const struct walk_sink sink = {stop_at_once, pass_over_problem, path};
    assert_int_equal(walk_each(&root, 1, &sink, NULL), NS_ERR_LIMIT);
    assert_int_equal(path[0], '/');
    assert_int_not_equal(path[1], '/');
}

static void test_hidden_names_and_readmes(void **state)
{
    make_folder("c");
    make_file("c/.a");
    make_folder("c/.git");
    make_file("c/.git/a");
    make_file("c/README");
    make_file("c/README.md");
    make_file("c/READMES");
    make_file("c/readme.txt");
    make_folder("c/README.d");
    make_file("c/README.d/a");
    assert_int_equal(symlink("readme.txt", "c/README.link"), 0);
    assert_walk(*state, "c", "c/README.d/a|c/READMES|c/readme.txt|", "");
    assert_walk(*state, "c/.a", "c/.a|", "");
    assert_walk(*state, "c/.git", "c/.git/a|", "");
    assert_walk(*state, "c/README", "c/README|", "");
}

static void test_links_are_followed(void **state)
{
    make_folder("c");
    make_folder("real");
    make_file("real/a");
    make_file("file");
    assert_int_equal(symlink("../file", "c/f"), 0);
    assert_int_equal(symlink("../real", "c/r"), 0);
    assert_int_equal(symlink("c", "given"), 0);
    assert_walk(*state, "c", "c/f|c/r/a|", "");
    assert_walk(*state, "given", "given/f|given/r/a|", "");
    assert_walk(*state, "given/", "given/f|given/r/a|", "");
    assert_walk(*state, "c/f", "c/f|", "");
}

static void test_loops_end(void **state)
{
    make_folder("c");
    make_folder("c/d");
    make_file("c/d/a");
    assert_int_equal(symlink(".", "c/b"), 0);
    assert_int_equal(symlink("../..", "c/d/up"), 0);
    assert_int_equal(symlink("e2", "c/e1"), 0);
    assert_int_equal(symlink("e1", "c/e2"), 0);
    assert_walk(*state, "c", "c/d/a|", "c/e1=Too many levels of symbolic links|c/e2=Too many levels of symbolic links|");
}

/* A folder that two given paths or links lead to is visited under the first. */
static void test_folders_are_visited_once(void **state)
{
    struct fixture *fixture = *state;
    make_folder("c");
    make_folder("c/z");
    make_file("c/z/a");
    assert_int_equal(symlink("z", "c/b"), 0);
    assert_walk(fixture, "c", "c/b/a|", "");
    const char *const paths[] = {"c/z/a", "c/z", "c", "c/z/a"};
    const struct walk_sink sink = {take_file, take_problem, fixture};
    fixture->files.size = 0;
    assert_int_equal(walk_each(paths, 4, &sink, NULL), NS_OK);
    add(&fixture->files, "");
    assert_int_equal(buffer_append_byte(&fixture->files, 0, NULL), NS_OK);
    assert_string_equal(fixture->files.data, "c/z/a|c/z/a|c/z/a|");
}

static void make_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    close(fd);
}

/* If the walk opened the FIFO it would hang; alarm() would then end the program. */
static void test_special_files_are_not_opened(void **state)
{
    make_folder("c");
    make_file("c/a");
    assert_int_equal(mkfifo("c/fifo", 0666), 0);
    make_socket("c/socket");
    assert_int_equal(symlink("/dev/null", "c/null"), 0);
    alarm(20);
    assert_walk(*state, "c", "c/a|",
                "c/fifo=it is a FIFO; a file or a folder was wanted|c/null=it is a device; a file or a folder was wanted|"
                "c/socket=it is a socket; a file or a folder was wanted|");
    assert_walk(*state, "c/fifo", "", "c/fifo=it is a FIFO; a file or a folder was wanted|");
    alarm(0);
}

static void test_dangling_link(void **state)
{
    make_folder("c");
    make_file("c/a");
    make_file("c/z");
    assert_int_equal(symlink("nowhere", "c/link"), 0);
    assert_walk(*state, "c", "c/a|c/z|", "c/link=the link leads to nothing that exists|");
}

static void test_given_path_that_does_not_exist(void **state)
{
    struct fixture *fixture = *state;
    struct ns_error err = {NS_OK, ""};
    assert_int_equal(walk_one(fixture, "none", &err), NS_ERR_IO);
    assert_string_equal(err.msg, "none: No such file or directory");
    assert_int_equal(walk_one(fixture, "", &err), NS_ERR_IO);
    assert_int_equal(symlink("none", "link"), 0);
    assert_int_equal(walk_one(fixture, "link", &err), NS_ERR_IO);
    assert_string_equal(err.msg, "link: the link leads to nothing that exists");
    make_file("a");
    assert_int_equal(walk_one(fixture, "a/", &err), NS_ERR_IO);
    const char *const paths[] = {"a", "none"};
    const struct walk_sink sink = {take_file, take_problem, fixture};
    assert_int_equal(walk_each(paths, 2, &sink, NULL), NS_ERR_IO);
    assert_int_equal(fixture->count, 0); /* nothing was visited before the mistake was told */
}

static void test_unreadable_folder(void **state)
{
    if (geteuid() == 0) {
        fprintf(stderr, "SKIPPED: test_unreadable_folder: root may read every folder; run the tests as another user\n");
        skip();
    }
    make_folder("c");
    make_folder("c/b");
    make_file("c/a");
    make_file("c/z");
    assert_int_equal(chmod("c/b", 0), 0);
    assert_walk(*state, "c", "c/a|c/z|", "c/b=Permission denied|");
    assert_walk(*state, "c/b", "", "c/b=Permission denied|");
    assert_int_equal(chmod("c/b", 0700), 0);
}

static void test_any_byte_in_a_name(void **state)
{
    make_folder("c");
    make_folder("c/\n\x80");
    make_file("c/\n\x80/new\nline");
    make_file("c/ ");
    make_file("c/*%s");
    assert_walk(*state, "c", "c/\n\x80/new\nline|c/ |c/*%s|", "");
}

/* Open a folder that lies in another, and close that one. */
static int step_to(int fd, const char *name)
{
    const int next = openat(fd, name, O_RDONLY | O_DIRECTORY);
    close(fd);
    assert_true(next >= 0);
    return next;
}

/* 3000 folders in one another: a path of 6000 bytes, which the system does not take, and more than a process may have open. They
 * are removed before anything is checked, because teardown() could not. */
static void test_deep_folders(void **state)
{
    struct fixture *fixture = *state;
    make_folder("c");
    make_file("c/z");
    int fd = open("c", O_RDONLY | O_DIRECTORY);
    for (int depth = 0; depth < 3000; depth++) {
        assert_int_equal(mkdirat(fd, "d", 0777), 0);
        fd = step_to(fd, "d");
    }
    const ns_status status = walk_one(fixture, "c", NULL);
    for (int depth = 0; depth < 3000; depth++) {
        fd = step_to(fd, "..");
        assert_int_equal(unlinkat(fd, "d", AT_REMOVEDIR), 0);
    }
    close(fd);
    assert_int_equal(status, NS_OK);
    assert_string_equal(fixture->files.data, "c/z|");
    assert_non_null(strstr(fixture->problems.data, "/d=File name too long|"));
}

static void test_many_folders(void **state)
{
    struct fixture *fixture = *state;
    make_folder("c");
    for (int i = 0; i < 1000; i++) {
        char path[32];
        snprintf(path, sizeof path, "c/%03d", i);
        make_folder(path);
        snprintf(path, sizeof path, "c/%03d/a", i);
        make_file(path);
    }
    assert_int_equal(walk_one(fixture, "c", NULL), NS_OK);
    assert_int_equal(fixture->count, 1000);
    assert_string_equal(fixture->files.data + 999 * strlen("c/000/a|"), "c/999/a|");
}

static void test_callback_ends_the_walk(void **state)
{
    struct fixture *fixture = *state;
    struct ns_error err = {NS_OK, ""};
    make_folder("c");
    make_folder("c/d");
    make_file("c/d/a");
    make_file("c/d/b");
    make_file("c/z");
    fixture->stop_after = 1;
    assert_int_equal(walk_one(fixture, "c", &err), NS_ERR_LIMIT);
    assert_string_equal(err.msg, "told to stop");
    assert_string_equal(fixture->files.data, "c/d/a|");
}

static void test_nothing_to_visit(void **state)
{
    make_folder("c");
    assert_walk(*state, "c", "", "");
    const struct walk_sink sink = {take_file, take_problem, *state};
    assert_int_equal(walk_each(NULL, 0, &sink, NULL), NS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order_is_of_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_paths_are_joined_as_given, setup, teardown),
        cmocka_unit_test(test_root),
        cmocka_unit_test_setup_teardown(test_hidden_names_and_readmes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_links_are_followed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_loops_end, setup, teardown),
        cmocka_unit_test_setup_teardown(test_folders_are_visited_once, setup, teardown),
        cmocka_unit_test_setup_teardown(test_special_files_are_not_opened, setup, teardown),
        cmocka_unit_test_setup_teardown(test_dangling_link, setup, teardown),
        cmocka_unit_test_setup_teardown(test_given_path_that_does_not_exist, setup, teardown),
        cmocka_unit_test_setup_teardown(test_unreadable_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_any_byte_in_a_name, setup, teardown),
        cmocka_unit_test_setup_teardown(test_deep_folders, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many_folders, setup, teardown),
        cmocka_unit_test_setup_teardown(test_callback_ends_the_walk, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_to_visit, setup, teardown),
    };
    return cmocka_run_group_tests_name("walk", tests, NULL, NULL);
}
