/* build_fixture.h - a folder with articles to build an index of, which is the working folder meanwhile. */
#ifndef TESTS_UNIT_BUILD_FIXTURE_H
#define TESTS_UNIT_BUILD_FIXTURE_H

#include "tests/unit/search_fixture.h"

#include <dirent.h>
#include <fcntl.h>

#include "indexer/build.h"

struct site {
    struct fixture *fixture;
    int home; /* the working folder before */
    struct build_result result;
    struct ns_error err;
};

static inline int site_setup(void **state)
{
    if (fixture_setup_in(state, sizeof(struct site)) != 0) return -1;
    struct site *site = *state;
    site->home = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return site->home >= 0 && chdir(site->fixture->folder) == 0 ? 0 : -1;
}

static inline int site_teardown(void **state)
{
    struct site *site = *state;
    void *fixture = site->fixture;
    const int result = fchdir(site->home);
    close(site->home);
    free(site);
    return fixture_teardown(&fixture) == 0 ? result : -1;
}

static inline void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline void assert_same_file(const char *a, const char *b)
{
    FILE *left = fopen(a, "r"), *right = fopen(b, "r");
    assert_non_null(left);
    assert_non_null(right);
    int c;
    while ((c = getc(left)) != EOF)
        assert_int_equal(getc(right), c);
    assert_int_equal(getc(right), EOF);
    fclose(left);
    fclose(right);
}

static inline size_t names_here(void)
{
    DIR *folder = opendir(".");
    assert_non_null(folder);
    size_t names = 0;
    while (readdir(folder))
        names++;
    closedir(folder);
    return names - 2;
}

#endif
