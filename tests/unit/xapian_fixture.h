/* xapian_fixture.h - the postings of an index file as Xapian reads them, for the tests that hold ours against it. */
#ifndef TESTS_UNIT_XAPIAN_FIXTURE_H
#define TESTS_UNIT_XAPIAN_FIXTURE_H

#include "tests/unit/fixture.h"

#include <fcntl.h>

#include "shim/xap.h"

/* Returns a reader for xap_reader_free(). */
static inline xap_reader *open_with_xapian(const char *path)
{
    xap_reader *reader = NULL;
    xap_error err;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    const xap_status status = xap_reader_open(fd, &reader, &err);
    close(fd);
    if (status != XAP_OK) fail_msg("%s: %s", path, err.msg);
    return reader;
}

#endif
