/* test_shim_cursor.c - the documents of a term one after another, and the lengths of documents. */
#include "tests/unit/shim_fixture.h"

/* A cursor is freed by the test that opened it; what a failing one leaves open ends with its process. */
static xap_cursor *open_cursor(struct fixture *f, const char *term)
{
    xap_cursor *cursor = NULL;
    assert_ok(f, xap_cursor_open(f->reader, term, strlen(term), &cursor, &f->err));
    assert_non_null(cursor);
    return cursor;
}

static void assert_seek(struct fixture *f, xap_cursor *cursor, uint32_t document, uint32_t found, uint32_t wdf)
{
    xap_entry entry = {77, 77};
    assert_ok(f, xap_cursor_seek(cursor, document, &entry, &f->err));
    assert_int_equal(entry.document, found);
    assert_int_equal(entry.wdf, wdf);
}

static void test_steps(void **state)
{
    struct fixture *f = *state;
    make_database(f, animals, COUNT(animals));
    xap_cursor *cursor = open_cursor(f, "cat");
    assert_seek(f, cursor, 0, 0, 2);
    assert_seek(f, cursor, 0, 0, 2); /* it is there already */
    assert_seek(f, cursor, 1, 2, 1);
    assert_seek(f, cursor, 2, 2, 1);
    assert_seek(f, cursor, 0, 2, 1); /* and does not go back */
    assert_seek(f, cursor, 3, XAP_END, 0);
    assert_seek(f, cursor, 0, XAP_END, 0);
    assert_seek(f, cursor, XAP_END, XAP_END, 0);
    xap_cursor_free(cursor);
}

/* The number behind the last document is not one that Xapian could be asked for. */
static void test_past_the_end(void **state)
{
    static const uint32_t far[] = {4, 5, 1000000, UINT32_MAX - 1, XAP_END};
    struct fixture *f = *state;
    make_database(f, animals, COUNT(animals));
    for (size_t i = 0; i < COUNT(far); i++) {
        xap_cursor *cursor = open_cursor(f, "emu");
        assert_seek(f, cursor, far[i], XAP_END, 0);
        assert_seek(f, cursor, 0, XAP_END, 0);
        xap_cursor_free(cursor);
    }
}

static void test_terms_without_documents(void **state)
{
    struct fixture *f = *state;
    make_database(f, animals, COUNT(animals));
    char overlong[300];
    memset(overlong, 'x', sizeof overlong - 1);
    overlong[sizeof overlong - 1] = '\0';
    const char *const unknown[] = {"ca", "cats", "zebra", "\xff", overlong};
    for (size_t i = 0; i < COUNT(unknown); i++) {
        xap_cursor *cursor = open_cursor(f, unknown[i]);
        assert_seek(f, cursor, 0, XAP_END, 0);
        xap_cursor_free(cursor);
    }
    xap_cursor *cursor = (xap_cursor *)f;
    assert_failed(f, xap_cursor_open(f->reader, "", 0, &cursor, &f->err), XAP_ERR_ARG);
    assert_null(cursor);
    xap_cursor_free(NULL);
}

static void test_lengths(void **state)
{
    static const uint32_t wanted[] = {3, 2, 4, 0};
    struct fixture *f = *state;
    uint32_t length;
    make_database(f, animals, COUNT(animals));
    for (size_t i = 0; i < 2 * COUNT(wanted); i++) { /* up, and down again */
        const uint32_t document = (uint32_t)(i < COUNT(wanted) ? i : 2 * COUNT(wanted) - 1 - i);
        assert_ok(f, xap_reader_length(f->reader, document, &length, &f->err));
        assert_int_equal(length, wanted[document]);
    }
    static const uint32_t none[] = {COUNT(wanted), COUNT(wanted) + 1, UINT32_MAX - 1, UINT32_MAX};
    for (size_t i = 0; i < COUNT(none); i++) {
        length = 77;
        assert_failed(f, xap_reader_length(f->reader, none[i], &length, &f->err), XAP_ERR_ARG);
        assert_int_equal(length, 0);
    }
}

/* ---- Many documents, against a plain table ---- */

enum { DOCUMENTS = 20000, TERMS = 6 };

struct plain {
    uint8_t wdf[DOCUMENTS][TERMS];
    uint32_t lengths[DOCUMENTS];
    xap_entry entries[DOCUMENTS]; /* of one term at a time */
};

/* Terms from one that is nearly everywhere to one that is nearly nowhere, so that lists take one block of the database or many. */
static void draw_documents(struct plain *plain, struct random_source *random)
{
    for (size_t d = 0; d < DOCUMENTS; d++) {
        uint32_t rarity = 1;
        for (uint32_t term = 0; term < TERMS; term++, rarity *= 6) {
            if (random_below(random, rarity + 1) != 0) continue;
            plain->wdf[d][term] = (uint8_t)(1 + random_below(random, 200));
            plain->lengths[d] += plain->wdf[d][term];
        }
    }
}

/* Write such documents. Returns the file. */
static int write_random(struct fixture *f, struct plain *plain, struct random_source *random)
{
    draw_documents(plain, random);
    open_writer(f, plain->lengths, DOCUMENTS);
    for (size_t term = 0; term < TERMS; term++) {
        const char name = (char)('a' + term);
        size_t count = 0;
        for (uint32_t d = 0; d < DOCUMENTS; d++) {
            if (plain->wdf[d][term] > 0) plain->entries[count++] = (xap_entry){d, plain->wdf[d][term]};
        }
        assert_ok(f, put(f, &name, 1, plain->entries, count));
    }
    return finish(f);
}

static void check_seek(struct fixture *f, const struct plain *plain, xap_cursor *cursor, int term, uint32_t *at, uint32_t wanted)
{
    uint32_t next = wanted > *at ? wanted : *at;
    while (next < DOCUMENTS && plain->wdf[next][term] == 0)
        next++;
    *at = next;
    if (next < DOCUMENTS) assert_seek(f, cursor, wanted, next, plain->wdf[next][term]);
    if (next >= DOCUMENTS) assert_seek(f, cursor, wanted, XAP_END, 0);
}

/* All cursors are open at once and go on in turn, each by steps of a random length, some of them back. */
static void check_cursors(struct fixture *f, const struct plain *plain, struct random_source *random, uint32_t stride)
{
    xap_cursor *cursors[TERMS];
    uint32_t at[TERMS] = {0};
    char name[2] = "a";
    for (int term = 0; term < TERMS; term++, name[0]++)
        cursors[term] = open_cursor(f, name);
    for (uint32_t wanted = 0; wanted < DOCUMENTS + stride; wanted += 1 + random_below(random, stride)) {
        for (int term = 0; term < TERMS; term++) {
            const uint32_t back = random_below(random, 8) == 0 ? random_below(random, wanted + 1) : 0;
            check_seek(f, plain, cursors[term], term, &at[term], wanted - back);
        }
    }
    for (int term = 0; term < TERMS; term++)
        xap_cursor_free(cursors[term]);
}

static void check_length(struct fixture *f, const struct plain *plain, uint32_t document)
{
    uint32_t length, sum = 0;
    for (int term = 0; term < TERMS; term++)
        sum += plain->wdf[document][term];
    assert_ok(f, xap_reader_length(f->reader, document, &length, &f->err));
    assert_int_equal(length, sum);
}

static void test_random_database(void **state)
{
    struct fixture *f = *state;
    struct random_source random = {f->seed = environment_number("SEED", 20210304)};
    struct plain *plain = calloc(1, sizeof *plain);
    assert_non_null(plain);
    assert_ok(f, xap_reader_open(write_random(f, plain, &random), &f->reader, &f->err));
    static const uint32_t strides[] = {1, 5, 300, 9000};
    for (size_t i = 0; i < COUNT(strides); i++)
        check_cursors(f, plain, &random, strides[i]);
    for (uint32_t document = 0; document < DOCUMENTS; document++)
        check_length(f, plain, document);
    for (int i = 0; i < 2000; i++)
        check_length(f, plain, random_below(&random, DOCUMENTS));
    free(plain);
    f->seed = 0;
}

/* ---- Damage ---- */

/* A file that shrinks after it was opened: what is read later fails then, and says so each time. */
static void test_damage_found_while_stepping(void **state)
{
    struct fixture *f = *state;
    struct plain *plain = calloc(1, sizeof *plain);
    struct random_source random = {1};
    uint32_t length = 77;
    xap_entry entry = {77, 77};
    xap_cursor *late = (xap_cursor *)f;
    assert_non_null(plain);
    int fd = write_random(f, plain, &random);
    free(plain);
    assert_ok(f, xap_reader_open(fd, &f->reader, &f->err));
    xap_cursor *cursor = open_cursor(f, "a");
    assert_int_equal(ftruncate(fd, 8192), 0);
    assert_failed(f, xap_cursor_seek(cursor, DOCUMENTS - 1, &entry, &f->err), XAP_ERR_CORRUPT);
    assert_int_equal(entry.document, 0);
    assert_int_equal(entry.wdf, 0);
    assert_failed(f, xap_cursor_open(f->reader, "f", 1, &late, &f->err), XAP_ERR_CORRUPT);
    assert_null(late);
    assert_failed(f, xap_reader_length(f->reader, DOCUMENTS / 2, &length, &f->err), XAP_ERR_CORRUPT);
    assert_int_equal(length, 0);
    xap_cursor_free(cursor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHIM_TEST(test_steps),   SHIM_TEST(test_past_the_end),    SHIM_TEST(test_terms_without_documents),
        SHIM_TEST(test_lengths), SHIM_TEST(test_random_database), SHIM_TEST(test_damage_found_while_stepping),
    };
    return cmocka_run_group_tests_name("shim_cursor", tests, NULL, NULL);
}
