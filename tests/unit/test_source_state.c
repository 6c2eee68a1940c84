/* test_source_state.c - files that stay, change and go, and what is said of them from here and from elsewhere. */
#include "tests/unit/fixture.h"

#include <fcntl.h>

#include "searcher/source_state.h"

/* A folder with a folder `news` in it, in which one file is; the working directory is the first one. */
struct scene {
    char folder[512];
    char path[600]; /* of the file, absolute */
    int before;     /* the working directory */
    struct article article;
};

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    *state = scene;
    if (!scene || !make_own_folder(scene->folder, sizeof scene->folder)) return -1;
    scene->before = open(".", O_RDONLY | O_DIRECTORY);
    snprintf(scene->path, sizeof scene->path, "%s/news/a.txt", scene->folder);
    if (scene->before < 0 || chdir(scene->folder) != 0 || mkdir("news", 0700) != 0) return -1;
    write_file(scene->path, "A harbour opens");
    struct stat found;
    if (stat(scene->path, &found) != 0) return -1;
    scene->article = (struct article){.path = scene->path, .source_size = (uint64_t)found.st_size, .source_mtime = found.st_mtime};
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;
    const int back = fchdir(scene->before);
    close(scene->before);
    const int removed = remove_folder(scene->folder);
    free(scene);
    return back != 0 ? back : removed;
}

#define SCENE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

static void assert_state(struct scene *scene, const char *path, enum source_state wanted)
{
    scene->article.path = path;
    assert_string_equal(source_state_name(source_state(&scene->article)), source_state_name(wanted));
}

static void test_same(void **state)
{
    struct scene *scene = *state;
    assert_state(scene, scene->path, SOURCE_SAME);
    assert_state(scene, "news/a.txt", SOURCE_SAME);
    assert_state(scene, "./news/../news/a.txt", SOURCE_SAME);
}

static void test_changed(void **state)
{
    struct scene *scene = *state;
    scene->article.source_mtime--;
    assert_state(scene, "news/a.txt", SOURCE_CHANGED);
    scene->article.source_mtime++;
    scene->article.source_size++;
    assert_state(scene, "news/a.txt", SOURCE_CHANGED);
    assert_state(scene, "news", SOURCE_CHANGED);
    scene->article.source_size = UINT64_MAX;
    assert_state(scene, scene->path, SOURCE_CHANGED);
}

static void test_gone(void **state)
{
    struct scene *scene = *state;
    assert_int_equal(unlink("news/a.txt"), 0);
    assert_state(scene, scene->path, SOURCE_GONE);
    assert_state(scene, "news/a.txt", SOURCE_GONE);
    assert_state(scene, "./news/a.txt", SOURCE_GONE);
    assert_state(scene, "/no-such-file-in-the-root", SOURCE_GONE);
    assert_int_equal(symlink("nowhere", "news/a.txt"), 0);
    assert_state(scene, "news/a.txt", SOURCE_GONE);
}

/* A path that means something else here than it did to the indexer says nothing of its file. */
static void test_elsewhere(void **state)
{
    struct scene *scene = *state;
    char long_path[8000];
    assert_int_equal(chdir("news"), 0);
    assert_state(scene, "news/a.txt", SOURCE_UNKNOWN);
    assert_state(scene, "b.txt", SOURCE_UNKNOWN);
    assert_state(scene, "./b.txt", SOURCE_UNKNOWN);
    assert_state(scene, "../b.txt", SOURCE_UNKNOWN);
    assert_state(scene, "", SOURCE_UNKNOWN);
    assert_state(scene, "a.txt/b.txt", SOURCE_UNKNOWN);
    assert_state(scene, "/no-such-folder/b.txt", SOURCE_UNKNOWN);
    memset(long_path, 'x', sizeof long_path - 1);
    long_path[sizeof long_path - 1] = '\0';
    assert_state(scene, long_path, SOURCE_UNKNOWN);
    assert_state(scene, "a.txt", SOURCE_SAME);
}

static void test_remarks(void **state)
{
    (void)state;
    assert_string_equal(source_state_remark(SOURCE_SAME), "");
    assert_string_equal(source_state_remark(SOURCE_CHANGED), "changed since it was indexed");
    assert_string_equal(source_state_remark(SOURCE_GONE), "no longer there");
    assert_string_equal(source_state_remark(SOURCE_UNKNOWN), "not found from here");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(test_same), SCENE_TEST(test_changed), SCENE_TEST(test_gone), SCENE_TEST(test_elsewhere), cmocka_unit_test(test_remarks),
    };
    return cmocka_run_group_tests_name("source_state", tests, NULL, NULL);
}
