/* test_build_folder.c - the hidden folder of a build: it goes with its build, the next one removes it when that died, and nobody else's is
 * touched.
 *
 * The linker puts functions of this test between build_folder.c and two calls of the system, so that another build can come between what
 * one does, or find that there are no locks.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/file.h>
#include <sys/resource.h>

#include "index/build_folder.h"
#include "tests/unit/index_fixture.h"

/* ---- Between build_folder.c and the system ---- */

static const char *sweep_when_made;   /* sweep this folder as soon as one has been made in it, */
static const char *sweep_when_taken;  /* and before a lock is taken, */
static const char *sweep_after_taken; /* and after */
static int sweeps_left;               /* so many times */
static bool no_locks;
static int locks_refused; /* as if another had them: so many from now on */

char *__real_mkdtemp(char *path);
int __real_flock(int fd, int operation);
char *__wrap_mkdtemp(char *path);
int __wrap_flock(int fd, int operation);

static void sweep_at(const char **place)
{
    const char *folder = *place;
    if (!folder || sweeps_left == 0) return;
    sweeps_left--;
    *place = NULL; /* sweeping takes locks too */
    build_folder_sweep(folder);
    *place = folder;
}

char *__wrap_mkdtemp(char *path)
{
    char *made = __real_mkdtemp(path);
    sweep_at(&sweep_when_made);
    return made;
}

int __wrap_flock(int fd, int operation)
{
    if (no_locks) {
        errno = ENOLCK;
        return -1;
    }
    if (locks_refused > 0) {
        locks_refused--;
        errno = EWOULDBLOCK;
        return -1;
    }
    sweep_at(&sweep_when_taken);
    const int result = __real_flock(fd, operation);
    sweep_at(&sweep_after_taken);
    return result;
}

static int teardown(void **state)
{
    sweep_when_made = sweep_when_taken = sweep_after_taken = NULL;
    no_locks = false;
    locks_refused = 0;
    return fixture_teardown(state);
}

#define FOLDER_TEST(test) cmocka_unit_test_setup_teardown(test, fixture_setup, teardown)

/* ---- What the tests share ---- */

static struct build_folder *open_one(const struct fixture *fixture)
{
    struct build_folder *folder = NULL;
    struct ns_error err = {NS_OK, ""};
    if (build_folder_open(fixture->folder, "news.idx", &folder, &err) != NS_OK) fail_msg("%s", err.msg);
    return folder;
}

static const char *inside(const char *folder, const char *name)
{
    static char paths[4][600];
    static unsigned turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

/* Put into a folder what a build may have there, and a link that leads out of it. */
static void fill(const struct fixture *fixture, const char *path)
{
    write_file(inside(path, "index"), "half of an index", 16);
    assert_int_equal(mkdir(inside(path, "scratch"), 0700), 0);
    assert_int_equal(mkdir(inside(path, "scratch/postings"), 0700), 0);
    write_file(inside(path, "scratch/postings/iamglass"), "x", 1);
    write_file(inside(path, "scratch/AbCdEf"), "y", 1);
    assert_int_equal(symlink(fixture_path(fixture, "precious"), inside(path, "scratch/link")), 0);
    write_file(fixture_path(fixture, "precious"), "keep", 4);
}

/* A build that dies: its folder stays, and its lock is free. @number  0 for one that dies before it has put anything in */
static int die(struct fixture *fixture, size_t number)
{
    struct build_folder *folder;
    if (build_folder_open(fixture->folder, "news.idx", &folder, NULL) != NS_OK) return 1;
    if (number > 0) fill(fixture, build_folder_path(folder));
    return 0;
}

static bool exists(const char *path)
{
    struct stat known;
    return lstat(path, &known) == 0;
}

/* ---- One build ---- */

static void test_made_and_removed(void **state)
{
    struct fixture *fixture = *state;
    struct build_folder *folder = open_one(fixture);
    const char *path = build_folder_path(folder);
    struct stat known;
    assert_int_equal(stat(path, &known), 0);
    assert_int_equal(known.st_mode & 07777, 0700);
    assert_memory_equal(path, fixture->folder, strlen(fixture->folder));
    assert_memory_equal(path + strlen(fixture->folder) + 1, BUILD_FOLDER_PREFIX, strlen(BUILD_FOLDER_PREFIX));
    assert_int_equal(stat(inside(path, BUILD_FOLDER_LOCK), &known), 0);
    assert_int_equal(known.st_mode & 07777, 0600);
    fill(fixture, path);
    build_folder_close(folder);
    assert_int_equal(count_names(fixture), 1);
    assert_file_holds(fixture, fixture_path(fixture, "precious"), "keep", 4);
    build_folder_close(NULL);
}

static void test_no_place_for_one(void **state)
{
    struct fixture *fixture = *state;
    struct build_folder *folder = (struct build_folder *)fixture;
    struct ns_error err = {NS_OK, ""};
    assert_int_equal(build_folder_open(fixture_path(fixture, "none"), "news.idx", &folder, &err), NS_ERR_IO);
    assert_null(folder);
    assert_non_null(strstr(err.msg, "news.idx: cannot write in its folder"));
    assert_non_null(strstr(err.msg, strerror(ENOENT)));
    build_folder_sweep(fixture_path(fixture, "none"));
    assert_int_equal(count_names(fixture), 0);
}

/* ---- Dead builds ---- */

static void test_what_the_dead_left_is_removed(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(in_child(fixture, die, 1), 0);
    assert_int_equal(in_child(fixture, die, 0), 0);
    assert_int_equal(count_names(fixture), 3);
    build_folder_sweep(fixture->folder);
    assert_int_equal(count_names(fixture), 1);
    assert_file_holds(fixture, fixture_path(fixture, "precious"), "keep", 4);
}

/* The build died before it had a lock, or who cleaned up died behind it: the folder is empty. */
static void test_empty_folder_is_removed(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(mkdir(fixture_path(fixture, ".news-index.abc123"), 0700), 0);
    build_folder_sweep(fixture->folder);
    assert_int_equal(count_names(fixture), 0);
}

static void test_the_living_are_left(void **state)
{
    struct fixture *fixture = *state;
    struct build_folder *folder = open_one(fixture);
    fill(fixture, build_folder_path(folder));
    build_folder_sweep(fixture->folder);
    assert_true(exists(inside(build_folder_path(folder), BUILD_FOLDER_LOCK)));
    assert_true(exists(inside(build_folder_path(folder), "scratch/postings/iamglass")));
    build_folder_close(folder);
    assert_int_equal(count_names(fixture), 1);
}

/* ---- What is nobody's build ---- */

static void test_other_things_are_left(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(mkdir(fixture_path(fixture, "elsewhere"), 0700), 0);
    write_file(fixture_path(fixture, "elsewhere/" BUILD_FOLDER_LOCK), "", 0);
    assert_int_equal(symlink("elsewhere", fixture_path(fixture, ".news-index.linked")), 0);
    write_file(fixture_path(fixture, ".news-index.backup"), "text", 4);
    assert_int_equal(mkdir(fixture_path(fixture, ".news-index.nolock"), 0700), 0); /* it is another's, for it never had a lock */
    write_file(fixture_path(fixture, ".news-index.nolock/notes"), "text", 4);
    assert_int_equal(mkdir(fixture_path(fixture, ".news-index.fifo00"), 0700), 0);
    assert_int_equal(mkfifo(fixture_path(fixture, ".news-index.fifo00/" BUILD_FOLDER_LOCK), 0600), 0);
    assert_int_equal(mkdir(fixture_path(fixture, ".news-index.lnlock"), 0700), 0);
    assert_int_equal(symlink("../elsewhere/" BUILD_FOLDER_LOCK, fixture_path(fixture, ".news-index.lnlock/" BUILD_FOLDER_LOCK)), 0);
    assert_int_equal(mkdir(fixture_path(fixture, ".news-index.longer1"), 0700), 0);
    assert_int_equal(mkdir(fixture_path(fixture, "news-index.abc123"), 0700), 0);
    build_folder_sweep(fixture->folder);
    assert_int_equal(count_names(fixture), 8);
    assert_true(exists(fixture_path(fixture, "elsewhere/" BUILD_FOLDER_LOCK)));
    assert_true(exists(fixture_path(fixture, ".news-index.nolock/notes")));
    assert_true(exists(fixture_path(fixture, ".news-index.fifo00/" BUILD_FOLDER_LOCK)));
    assert_true(exists(fixture_path(fixture, ".news-index.lnlock/" BUILD_FOLDER_LOCK)));
}

/* What others may enter was made by no build: somebody gave another folder such a name, and put a lock into it. */
static void test_what_others_may_enter_is_left(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture_path(fixture, ".news-index.abc123");
    assert_int_equal(mkdir(path, 0700), 0);
    write_file(fixture_path(fixture, ".news-index.abc123/" BUILD_FOLDER_LOCK), "", 0);
    assert_int_equal(chmod(path, 0755), 0);
    build_folder_sweep(fixture->folder);
    assert_true(exists(fixture_path(fixture, ".news-index.abc123/" BUILD_FOLDER_LOCK)));
    assert_int_equal(chmod(path, 0700), 0);
    build_folder_sweep(fixture->folder);
    assert_int_equal(count_names(fixture), 0);
}

/* What cannot be emptied, for want of descriptors here, is still known as dead by the next. */
static void test_what_cannot_be_emptied_is_tried_again(void **state)
{
    struct fixture *fixture = *state;
    struct rlimit usual, few;
    assert_int_equal(mkdir(fixture_path(fixture, ".news-index.abc123"), 0700), 0);
    write_file(fixture_path(fixture, ".news-index.abc123/" BUILD_FOLDER_LOCK), "", 0);
    write_file(fixture_path(fixture, ".news-index.abc123/index"), "text", 4);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
    const int next = open("/dev/null", O_RDONLY);
    assert_true(next >= 0);
    close(next);
    few = usual;
    few.rlim_cur = (rlim_t)next + 3; /* the parent, the folder and its lock */
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    build_folder_sweep(fixture->folder);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
    assert_true(exists(fixture_path(fixture, ".news-index.abc123/index")));
    build_folder_sweep(fixture->folder);
    assert_int_equal(count_names(fixture), 0);
}

/* A folder that got the name of ours while we worked is not touched. */
static void test_another_folder_of_its_name_is_left(void **state)
{
    struct fixture *fixture = *state;
    struct build_folder *folder;
    struct ns_error err;
    assert_int_equal(build_folder_open(fixture->folder, "news.idx", &folder, &err), NS_OK);
    char *path = strdup(build_folder_path(folder));
    assert_int_equal(rename(path, fixture_path(fixture, "moved")), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    write_file(fixture_path(fixture, "moved/index"), "text", 4);
    char *mine;
    assert_true(asprintf(&mine, "%s/notes", path) > 0);
    write_file(mine, "text", 4);
    build_folder_close(folder);
    assert_true(exists(mine));
    assert_false(exists(fixture_path(fixture, "moved/index")));
    free(mine);
    free(path);
}

/* Another user's is left even by one who could remove it. */
static void test_another_users_is_left(void **state)
{
    struct fixture *fixture = *state;
    if (geteuid() != 0) {
        fprintf(stderr, "SKIPPED: only root can give a folder to another user\n");
        skip();
    }
    assert_int_equal(mkdir(fixture_path(fixture, ".news-index.abc123"), 0700), 0);
    write_file(fixture_path(fixture, ".news-index.abc123/" BUILD_FOLDER_LOCK), "", 0);
    assert_int_equal(mkdir(fixture_path(fixture, ".news-index.abc124"), 0700), 0);
    if (chown(fixture_path(fixture, ".news-index.abc123"), 65534, 65534) != 0) {
        fprintf(stderr, "SKIPPED: there is no other user to give a folder to\n");
        skip();
    }
    assert_int_equal(chown(fixture_path(fixture, ".news-index.abc124"), 65534, 65534), 0);
    build_folder_sweep(fixture->folder);
    assert_int_equal(count_names(fixture), 2);
    assert_true(exists(fixture_path(fixture, ".news-index.abc123/" BUILD_FOLDER_LOCK)));
}

/* Without locks nobody can tell the living from the dead: all are left, and builds work. */
static void test_no_locks(void **state)
{
    struct fixture *fixture = *state;
    no_locks = true;
    assert_int_equal(in_child(fixture, die, 1), 0);
    struct build_folder *folder = open_one(fixture);
    build_folder_sweep(fixture->folder);
    assert_int_equal(count_names(fixture), 3);
    build_folder_close(folder);
    assert_int_equal(count_names(fixture), 2);
    no_locks = false;
    build_folder_sweep(fixture->folder);
    assert_int_equal(count_names(fixture), 1);
}

/* ---- Another build comes between ---- */

static void check_swept_at(struct fixture *fixture, const char **place, int times)
{
    *place = fixture->folder;
    sweeps_left = times;
    struct build_folder *folder = open_one(fixture);
    assert_int_equal(sweeps_left, 0);
    *place = NULL;
    assert_true(exists(inside(build_folder_path(folder), BUILD_FOLDER_LOCK)));
    build_folder_sweep(fixture->folder);
    assert_true(exists(inside(build_folder_path(folder), BUILD_FOLDER_LOCK)));
    assert_int_equal(count_names(fixture), 1);
    build_folder_close(folder);
    assert_int_equal(count_names(fixture), 0);
}

/* A folder that is just being made looks like one that was left: who sweeps takes it, and its maker makes another. */
static void test_swept_while_it_is_made(void **state)
{
    struct fixture *fixture = *state;
    check_swept_at(fixture, &sweep_when_made, 3);
    check_swept_at(fixture, &sweep_when_taken, 3);
    check_swept_at(fixture, &sweep_after_taken, 1);
}

/* Where it is taken away for ever, that is an error in the end. */
static void test_swept_whenever_it_is_made(void **state)
{
    struct fixture *fixture = *state;
    struct ns_error err = {NS_OK, ""};
    struct build_folder *folder = NULL;
    sweep_when_made = fixture->folder;
    sweeps_left = 1000000;
    assert_int_equal(build_folder_open(fixture->folder, "news.idx", &folder, &err), NS_ERR_IO);
    assert_null(folder);
    assert_int_equal(count_names(fixture), 0);
}

/* Who sweeps holds the lock of a new folder at the moment and is about to remove it: its maker makes another. */
static void test_lock_that_another_has(void **state)
{
    struct fixture *fixture = *state;
    locks_refused = 2;
    struct build_folder *folder = open_one(fixture);
    assert_int_equal(locks_refused, 0);
    assert_int_equal(count_names(fixture), 3);
    build_folder_sweep(fixture->folder);
    assert_int_equal(count_names(fixture), 1);
    assert_true(exists(inside(build_folder_path(folder), BUILD_FOLDER_LOCK)));
    build_folder_close(folder);
}

/* ---- Many at once ---- */

struct crowd {
    struct fixture *fixture;
    atomic_bool ended;
    atomic_int lost; /* folders that were taken from the living */
    atomic_int refused;
};

static void *make_many(void *context)
{
    struct crowd *crowd = context;
    for (int i = 0; i < 400 / FEWER; i++) {
        struct build_folder *folder;
        if (build_folder_open(crowd->fixture->folder, "news.idx", &folder, NULL) != NS_OK) {
            crowd->refused++;
            continue;
        }
        char lock[600];
        snprintf(lock, sizeof lock, "%s/%s", build_folder_path(folder), BUILD_FOLDER_LOCK);
        for (int look = 0; look < 3; look++)
            crowd->lost += !exists(lock);
        build_folder_close(folder);
    }
    return NULL;
}

static void *sweep_on(void *context)
{
    struct crowd *crowd = context;
    while (!crowd->ended)
        build_folder_sweep(crowd->fixture->folder);
    return NULL;
}

static void test_many_at_once(void **state)
{
    struct fixture *fixture = *state;
    struct crowd crowd = {.fixture = fixture};
    pthread_t makers[3], sweepers[2];
    for (size_t i = 0; i < COUNT(sweepers); i++)
        assert_int_equal(pthread_create(&sweepers[i], NULL, sweep_on, &crowd), 0);
    for (size_t i = 0; i < COUNT(makers); i++)
        assert_int_equal(pthread_create(&makers[i], NULL, make_many, &crowd), 0);
    for (size_t i = 0; i < COUNT(makers); i++)
        pthread_join(makers[i], NULL);
    crowd.ended = true;
    for (size_t i = 0; i < COUNT(sweepers); i++)
        pthread_join(sweepers[i], NULL);
    assert_int_equal(crowd.lost, 0);
    assert_int_equal(crowd.refused, 0);
    assert_int_equal(count_names(fixture), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(test_made_and_removed),
        FOLDER_TEST(test_no_place_for_one),
        FOLDER_TEST(test_what_the_dead_left_is_removed),
        FOLDER_TEST(test_empty_folder_is_removed),
        FOLDER_TEST(test_the_living_are_left),
        FOLDER_TEST(test_other_things_are_left),
        FOLDER_TEST(test_what_others_may_enter_is_left),
        FOLDER_TEST(test_what_cannot_be_emptied_is_tried_again),
        FOLDER_TEST(test_another_folder_of_its_name_is_left),
        FOLDER_TEST(test_another_users_is_left),
        FOLDER_TEST(test_no_locks),
        FOLDER_TEST(test_swept_while_it_is_made),
        FOLDER_TEST(test_swept_whenever_it_is_made),
        FOLDER_TEST(test_lock_that_another_has),
        FOLDER_TEST(test_many_at_once),
    };
    return cmocka_run_group_tests_name("build_folder", tests, NULL, NULL);
}
