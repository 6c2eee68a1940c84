/* fuzz_article.c - libFuzzer's way through an index: an article of any bytes is indexed, found, and printed in all formats, none of which
 * brings out what no terminal may get. Lines are its title, section, byline, source, id and address; all behind them is its body. */
#include "tests/fuzz/fuzz_index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LABELS = 6 };

/* Stands in each body, so that each article is found. */
static const char needle[] = " Needleword.";

static void answer(const struct collection *collection)
{
    static const char query[] = "needleword OR title:a";
    struct question_options options;
    for (size_t i = 0; options = fuzz_options(i), options.print.format; i++) {
        ns_status status;
        const bool found = fuzz_answer(collection, query, strlen(query), &options, &status);
        fuzz_require(found && status == NS_OK, "an article is found by its word");
    }
    for (int field = FACET_SECTION; field <= FACET_DAY; field++) {
        struct question_options counts = {.limit = 1, .print = {.format = &format_tsv, .facet = (enum facet_field)field}};
        ns_status status;
        fuzz_answer(collection, query, strlen(query), &counts, &status);
        fuzz_require(status == NS_OK, "articles are counted");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(1, size + sizeof needle);
    char *labels[LABELS] = {NULL};
    struct collection collection = {0};
    fuzz_require(text, "there is memory");
    if (size > 0) memcpy(text, data, size);
    strcpy(text + size, needle);
    char *body = text;
    for (size_t i = 0; i < LABELS; i++) {
        char *end = memchr(body, '\n', (size_t)(text + size - body));
        if (!end) break;
        *end = '\0';
        labels[i] = *body ? body : NULL;
        body = end + 1;
    }
    struct article article = {
        .path = "p", .section = labels[1], .byline = labels[2], .source = labels[3], .id = labels[4], .url = labels[5]};
    if (labels[0]) article.parts[article.part_count++] = (struct article_part){.kind = PART_TITLE, .text = labels[0], .length = strlen(labels[0])};
    const size_t length = (size_t)(text + size - body) + strlen(needle);
    article.parts[article.part_count++] =
        (struct article_part){.kind = PART_BODY, .text = body, .length = length, .source_line = 7, .source_column = 1};
    fuzz_index_open(&article, 1, &collection);
    answer(&collection);
    collection_release(&collection);
    free(text);
    return 0;
}
