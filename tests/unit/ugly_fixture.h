/* ugly_fixture.h - lets a reader read each file of a folder, whole and cut. */
#ifndef TESTS_UNIT_UGLY_FIXTURE_H
#define TESTS_UNIT_UGLY_FIXTURE_H

#include <dirent.h>
#include <stdio.h>

#include "tests/unit/reader_fixture.h"

/* Bytes of a file that are read. */
#define UGLY_MAX 65536

/* Read a file whole, and the first half of it, and the first third and so on. */
static inline void read_ugly_file(struct kept *kept, reader_function *reader, const char *path)
{
    char *text = malloc(UGLY_MAX);
    FILE *file = fopen(path, "rb");
    assert_non_null(text);
    assert_non_null(file);
    const size_t size = fread(text, 1, UGLY_MAX, file);
    fclose(file);
    for (size_t part = 1; part <= 8; part++)
        assert_int_equal(kept_read_bytes(kept, reader, text, size / part), NS_OK);
    free(text);
}

/* Returns how many files there are. The tests run in the project's folder. */
static inline size_t read_ugly_files(struct kept *kept, reader_function *reader, const char *folder)
{
    size_t count = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[1024];
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        read_ugly_file(kept, reader, path);
        count++;
    }
    closedir(dir);
    return count;
}

#endif
