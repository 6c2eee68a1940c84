/* test_error.c - statuses as text, and what an error says. */
#include <errno.h>

#include "tests/unit/index_fixture.h"

static void test_status_texts(void **state)
{
    (void)state;
    static const struct {
        ns_status status;
        int number;
        const char *text;
    } rows[] = {
        {NS_OK, 0, "ok"},
        {NS_ERR_NOMEM, 1, "out of memory"},
        {NS_ERR_ARG, 2, "bad argument"},
        {NS_ERR_CORRUPT, 3, "damaged index"},
        {NS_ERR_IO, 4, "input or output failed"},
        {NS_ERR_FORMAT, 5, "not in the expected format"},
        {NS_ERR_LIMIT, 6, "over a limit"},
        {NS_ERR_INTERNAL, 7, "internal error"},
        {NS_ERR_STOPPED, 8, "stopped"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(rows[i].status, rows[i].number);
        assert_string_equal(ns_status_text(rows[i].status), rows[i].text);
    }
    assert_string_equal(ns_status_text((ns_status)COUNT_OF(rows)), "unknown status");
    assert_string_equal(ns_status_text((ns_status)-1), "unknown status");
}

static void test_fail_fills_the_error(void **state)
{
    (void)state;
    struct ns_error err = {NS_OK, "before"};
    assert_int_equal(ns_fail(&err, NS_ERR_FORMAT, "%s: line %d", "a.txt", 7), NS_ERR_FORMAT);
    assert_int_equal(err.code, NS_ERR_FORMAT);
    assert_string_equal(err.msg, "a.txt: line 7");
    assert_int_equal(ns_fail_nomem(&err), NS_ERR_NOMEM);
    assert_int_equal(err.code, NS_ERR_NOMEM);
    assert_string_equal(err.msg, "out of memory");
}

static void test_long_message_is_cut(void **state)
{
    (void)state;
    struct ns_error err;
    char text[6000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(ns_fail(&err, NS_ERR_LIMIT, "%s", text), NS_ERR_LIMIT);
    assert_int_equal(strlen(err.msg), sizeof err.msg - 1);
    text[sizeof err.msg - 1] = '\0';
    assert_string_equal(err.msg, text);
}

static void test_errno_is_told(void **state)
{
    (void)state;
    struct ns_error err;
    errno = ENOSPC;
    assert_int_equal(ns_fail_errno(&err, NS_ERR_IO, "%s: cannot write", "out"), NS_ERR_IO);
    assert_int_equal(err.code, NS_ERR_IO);
    char wanted[200];
    snprintf(wanted, sizeof wanted, "out: cannot write: %s", strerror(ENOSPC));
    assert_string_equal(err.msg, wanted);
}

/* The cause is worth more than the end of a long path; and the message is never too long by a byte. */
static void test_errno_is_told_behind_long_messages(void **state)
{
    (void)state;
    struct ns_error err;
    char wanted[200];
    snprintf(wanted, sizeof wanted, ": %s", strerror(ENOSPC));
    const size_t tail = strlen(wanted);
    char text[6000];
    for (size_t length = sizeof err.msg - tail - 3; length < sizeof err.msg - tail + 3; length++) {
        memset(text, 'x', length);
        text[length] = '\0';
        errno = ENOSPC;
        ns_fail_errno(&err, NS_ERR_IO, "%s", text);
        const size_t most = sizeof err.msg - 1;
        assert_int_equal(strlen(err.msg), length + tail < most ? length + tail : most);
        assert_string_equal(err.msg + strlen(err.msg) - tail, wanted);
    }
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    errno = ENOSPC;
    ns_fail_errno(&err, NS_ERR_IO, "%s", text);
    assert_int_equal(strlen(err.msg), sizeof err.msg - 1);
    assert_string_equal(err.msg + strlen(err.msg) - tail, wanted);
}

static void test_shim_failures(void **state)
{
    (void)state;
    static const struct {
        xap_status from;
        ns_status to;
    } rows[] = {
        {XAP_ERR_NOMEM, NS_ERR_NOMEM}, {XAP_ERR_ARG, NS_ERR_ARG},          {XAP_ERR_CORRUPT, NS_ERR_CORRUPT},
        {XAP_ERR_IO, NS_ERR_IO},       {XAP_ERR_STOPPED, NS_ERR_INTERNAL}, {XAP_ERR_INTERNAL, NS_ERR_INTERNAL},
    };
    const xap_error cause = {XAP_ERR_IO, "the reason"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct ns_error err;
        assert_int_equal(ns_fail_xap(&err, rows[i].from, &cause, "opening x"), rows[i].to);
        assert_int_equal(err.code, rows[i].to);
        assert_string_equal(err.msg, "opening x: the reason");
    }
}

static void test_no_error_wanted(void **state)
{
    (void)state;
    const xap_error cause = {XAP_ERR_IO, "the reason"};
    assert_int_equal(ns_fail(NULL, NS_ERR_ARG, "%s", "x"), NS_ERR_ARG);
    assert_int_equal(ns_fail_errno(NULL, NS_ERR_IO, "%s", "x"), NS_ERR_IO);
    assert_int_equal(ns_fail_nomem(NULL), NS_ERR_NOMEM);
    assert_int_equal(ns_fail_xap(NULL, XAP_ERR_CORRUPT, &cause, "x"), NS_ERR_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status_texts),
        cmocka_unit_test(test_fail_fills_the_error),
        cmocka_unit_test(test_long_message_is_cut),
        cmocka_unit_test(test_errno_is_told),
        cmocka_unit_test(test_errno_is_told_behind_long_messages),
        cmocka_unit_test(test_shim_failures),
        cmocka_unit_test(test_no_error_wanted),
    };
    return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
