/* test_no_memory.c - a build that lacks memory once, at each place in turn where our own code asks for some, ends in order.
 *
 * The linker puts these functions between our objects and the allocator; libraries do not come by here. The programs as a whole, with their
 * libraries, are starved in tests/starve.
 */
#include "tests/unit/build_fixture.h"

#include <limits.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

/* Requests until the one that is refused, which this is 0 at; below 0 all are granted. */
static atomic_long until_refusal = -1;

static bool refused(void)
{
    return until_refusal >= 0 && until_refusal-- == 0;
}

void *__wrap_malloc(size_t size)
{
    return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return refused() ? NULL : __real_realloc(memory, size);
}

static void ignore_message(void *context, enum problem_kind kind, const char *message)
{
    (void)context, (void)kind, (void)message;
}

static void write_site(void)
{
    FILE *file = fopen("site/lines.jsonl", "w");
    assert_non_null(file);
    for (int i = 0; i < 40; i++) {
        fprintf(file, "{\"id\": \"%d\", \"title\": \"Item %d\", \"body\": \"Well-known numbers: %d, %d and", i, i, i * 7, i * 31);
        for (int word = 0; word < 20; word++)
            fprintf(file, " word%d%s", i * word, word % 5 ? "" : "... ");
        fputs("\"}\n", file);
    }
    assert_int_equal(fclose(file), 0);
    write_text("site/a.txt", "POLITICS\n\nA title\n\nPublished: Mar 03, 2021 12:11 PM\n\nA paragraph of some words.\n");
    write_text("site/b.txt", "More of them, in a text without a head.\n");
}

/* The bytes of a file. @size  gets how many */
static char *read_bytes(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    struct stat found;
    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &found), 0);
    *size = (size_t)found.st_size;
    char *bytes = __real_malloc(*size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

/* An index that was made although a request was refused: a file that there was no memory for is told, else it is the same. */
static void check_index(const struct site *site, const char *whole, size_t whole_size)
{
    uint64_t problems = 0;
    size_t size;
    char *bytes = read_bytes("index", &size);
    for (int kind = 0; kind < PROBLEM_KINDS; kind++)
        problems += site->result.problems[kind];
    const bool same = size == whole_size && memcmp(bytes, whole, size) == 0;
    free(bytes);
    assert_true(same || problems > 0);
}

/* Build with a request refused, in so little memory that all goes through files.
 * @whole  the index that is right
 * Returns whether there were so many requests. */
static bool build_refused(struct site *site, long request, unsigned jobs, const char *whole, size_t whole_size)
{
    static atomic_int stop;
    const struct build_options options = {
        .output = "index", .language = "english", .jobs = jobs, .memory = 1, .stop = &stop, .listener = {.problem = ignore_message}};
    const char *path = "site";
    site->result = (struct build_result){0};
    until_refusal = request;
    const ns_status status = build_index(&options, &path, 1, &site->result, &site->err);
    const bool met = until_refusal < 0;
    until_refusal = -1;
    if (status == NS_OK) {
        assert_int_equal(names_here(), 2);
        if (whole) check_index(site, whole, whole_size);
        if (whole) assert_int_equal(remove("index"), 0);
    } else {
        assert_int_equal(status, NS_ERR_NOMEM);
        assert_int_equal(names_here(), 1);
    }
    return met;
}

/* A worker that had failed in the middle of a word was asked for a run of what it had: it read words without a stem. */
static void test_each_request(void **state)
{
    struct site *site = *state;
    assert_int_equal(mkdir("site", 0777), 0);
    write_site();
    size_t size;
    build_refused(site, LONG_MAX, 1, NULL, 0);
    assert_int_equal(site->result.totals.articles, 42);
    char *whole = read_bytes("index", &size);
    assert_int_equal(remove("index"), 0);
    for (unsigned jobs = 1; jobs <= 2; jobs++) {
        long request = 0;
        while (build_refused(site, request, jobs, whole, size))
            request++;
        assert_true(request > 100);
    }
    free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_request, site_setup, site_teardown),
    };
    return cmocka_run_group_tests_name("no_memory", tests, NULL, NULL);
}
