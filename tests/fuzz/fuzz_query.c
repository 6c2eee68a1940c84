/* fuzz_query.c - libFuzzer's way into the query parser, and to the answers: any bytes are read, printed, and read again to the same query, and
 * then searched for in a small index. How the hits are wanted is drawn by the number of bytes. */
#include "tests/fuzz/fuzz_index.h"
#include "tests/unit/query_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* To be answered takes most of the time: one in so many is. */
#define ANSWERED 4

/* Words that the seeds have, some of them side by side, in sentences, sections and copies. */
static const struct {
    const char *title, *section, *byline, *body;
    int64_t seconds;
} articles[] = {
    {"Stone Panda and the vaccine makers", "WORLD / ASIA", "Jo Writer",
     "APT10 looked at the Serum Institute. The group is called Stone Panda.\n\nChina-backed, said the firm. The serum was not lost.", 1614600000},
    {"A cyber attack", "TECHNOLOGY", "Al", "A cyber-attack on the supply chain, of 2,700 machines. A woman a b c d e, and women.\n\nx y z.",
     1614700000},
    {"The WHO", NULL, NULL, "Who said that? The WHO did. Bharat Biotech makes vaccines in India; the bears sleep.", 1583900000},
    {"A copy", "WORLD", NULL,
     "APT10 looked at the Serum Institute. The group is called Stone Panda.\n\nChina-backed, said the firm. The serum was not lost.", 0},
};

static const struct collection *small_index(void)
{
    static struct collection collection;
    struct article put[sizeof articles / sizeof *articles];
    const size_t count = sizeof articles / sizeof *articles;
    if (collection.count > 0) return &collection;
    for (size_t i = 0; i < count; i++) {
        put[i] = (struct article){.path = i % 2 ? "news/a.txt" : "world/b.txt", .section = articles[i].section, .byline = articles[i].byline};
        if (articles[i].seconds) put[i].date = (struct article_date){articles[i].seconds, DATE_SECOND};
        put[i].parts[0] = (struct article_part){.kind = PART_TITLE, .text = articles[i].title, .length = strlen(articles[i].title)};
        put[i].parts[1] = (struct article_part){
            .kind = PART_BODY, .text = articles[i].body, .length = strlen(articles[i].body), .source_line = 1, .source_column = 1};
        put[i].part_count = 2;
    }
    fuzz_index_open(put, count, &collection);
    return &collection;
}

static void answer(const char *text, size_t length)
{
    struct question_options options = fuzz_options(length / ANSWERED % 9);
    options.rewrite.all = length % 5 == 1;
    options.rewrite.near = length % 7 == 1 ? 3 : 0;
    options.unique = options.unique || length % 11 == 1;
    ns_status status;
    fuzz_answer(small_index(), text, length, &options, &status);
    fuzz_require(status == NS_OK || status == NS_ERR_LIMIT, "a query is answered, or it is over a limit");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct query *query = NULL;
    struct query_notes notes = {0};
    struct ns_error err;
    const ns_status status = query_parse((const char *)data, size, &query, &notes, &err);
    fuzz_require(status == NS_OK || (status == NS_ERR_LIMIT && !query), "a query is read, or over a limit");
    const char *wrong = query ? what_is_wrong(query) : NULL;
    fuzz_require(!wrong, wrong);
    query_free(query);
    query_notes_release(&notes);
    if (size % ANSWERED == 0) answer((const char *)data, size);
    return 0;
}
