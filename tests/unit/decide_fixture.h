/* decide_fixture.h - two deciders of one query: what the tests of deciding share. */
#ifndef TESTS_UNIT_DECIDE_FIXTURE_H
#define TESTS_UNIT_DECIDE_FIXTURE_H

#include "tests/unit/search_fixture.h"

#include "searcher/decide.h"
#include "searcher/plan.h"

/* The state of a test, or the beginning of it. Each decider has a plan of its own, for the postings only go forward and a plan's leaves are
 * lent to its decider. */
struct deciding {
    struct fixture *fixture;
    struct plan *plans[2];
    struct decider *deciders[2]; /* by enum decide_by, or as the test says */
    enum weighing weighing;      /* of the deciders: each in turn */
    size_t refused;              /* random queries */
    size_t alone;                /* passages that were decided alone */
};

static inline void deciding_forget(struct deciding *deciding)
{
    for (size_t i = 0; i < COUNT(deciding->plans); i++) {
        decider_free(deciding->deciders[i]);
        plan_free(deciding->plans[i]);
        deciding->deciders[i] = NULL;
        deciding->plans[i] = NULL;
    }
}

/* For a state made with fixture_setup_in(). */
static inline int deciding_teardown(void **state)
{
    struct deciding *deciding = *state;
    void *fixture = deciding->fixture;
    deciding_forget(deciding);
    free(deciding);
    return fixture_teardown(&fixture);
}

/* Open the deciders of a query. Returns whether it is within the limits. */
static inline bool deciding_begin(struct deciding *deciding, const char *text)
{
    struct ns_error err;
    struct fixture *f = deciding->fixture;
    deciding_forget(deciding);
    deciding->weighing = deciding->weighing == WEIGH_PASSAGE ? WEIGH_IN_ARTICLE : WEIGH_PASSAGE;
    const ns_status parsed = fixture_parse(f, text, &err);
    if (parsed == NS_ERR_LIMIT) return false;
    assert_ok(parsed, &err);
    for (size_t i = 0; i < COUNT(deciding->plans); i++) {
        const ns_status planned = plan_query(f->query, &f->collection, &deciding->plans[i], &err);
        if (planned == NS_ERR_LIMIT) return false;
        assert_ok(planned, &err);
        assert_ok(decider_open(f->reader, deciding->plans[i], deciding->weighing, &deciding->deciders[i], &err), &err);
    }
    return true;
}

static inline struct article_extent extent_of(const struct fixture *fixture, uint32_t article)
{
    struct ns_error err;
    struct article_record record = {0};
    assert_ok(index_reader_article(fixture->reader, article, &record, &err), &err);
    const struct article_extent extent = {article, record.first_passage, record.passages};
    article_record_release(&record);
    return extent;
}

#endif
