/* test_merge.c - runs that are not what was written: merging them fails or makes some index, and never reads or writes where it should not.
 */
#include "tests/unit/index_fixture.h"

#include "index/merge.h"
#include "index/segment.h"

#define RUNS 2

static void make_run(struct random_source *random, uint64_t job, struct run *run)
{
    struct segment *segment;
    assert_int_equal(segment_new("english", &segment, NULL), NS_OK);
    assert_int_equal(segment_begin_job(segment, job, NULL), NS_OK);
    for (int i = 0; i < 3; i++) {
        char text[600];
        size_t used = 0;
        while (used + 20 < sizeof text) {
            used += (size_t)sprintf(text + used, "w%u%s", (unsigned)random_below(random, 40), random_chance(random, 70) ? " " : ". ");
        }
        const struct article article = {.path = "a.txt", .section = "world", .part_count = 1, .parts = {{PART_BODY, text, used, 0, 1, 1}}};
        assert_int_equal(segment_put(segment, &article, NULL), NS_OK);
    }
    assert_int_equal(segment_close(segment, NULL, run, NULL), NS_OK);
    segment_free(segment);
}

static ns_status merge(struct fixture *fixture, const struct run *runs)
{
    const struct merge_options options = {.language = "english", .run_both = run_in_turn};
    struct index_totals totals;
    struct ns_error err = {NS_OK, ""};
    assert_int_equal(index_file_create(fixture_path(fixture, "index"), &fixture->writer, NULL), NS_OK);
    const ns_status status = merge_runs(&options, runs, RUNS, fixture->writer, &totals, &err);
    index_file_writer_free(fixture->writer);
    fixture->writer = NULL;
    if (status != NS_OK) assert_true(strlen(err.msg) > 0);
    return status;
}

/* Change a few bytes of a stream, or cut it off. */
static void damage(struct random_source *random, struct run *run)
{
    struct buffer *bytes = &run->streams[random_below(random, RUN_STREAM_COUNT)].buffer;
    if (bytes->size == 0) return;
    if (random_chance(random, 20)) {
        bytes->size = random_below(random, (uint32_t)bytes->size);
        return;
    }
    for (uint64_t left = 1 + random_below(random, 3); left > 0; left--)
        bytes->data[random_below(random, (uint32_t)bytes->size)] = (char)random_below(random, 256);
}

static void test_damaged_runs(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    size_t failed = 0;
    for (int round = 0; round < 800 / FEWER; round++) {
        struct run runs[RUNS];
        for (uint64_t i = 0; i < RUNS; i++)
            make_run(&random, i, &runs[i]);
        damage(&random, &runs[random_below(&random, RUNS)]);
        failed += merge(fixture, runs) != NS_OK;
        for (int i = 0; i < RUNS; i++)
            run_release(&runs[i]);
    }
    assert_true(failed > 200 / FEWER);
    fixture_passed(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {FIXTURE_TEST(test_damaged_runs)};
    return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
