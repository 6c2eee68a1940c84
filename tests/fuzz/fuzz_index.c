/* fuzz_index.c - libFuzzer's way into the reader of indexes, searching and verifying.
 *
 * The input is patches of a small index, which is made once: u8 section, u16 place in it, u8 how many bytes, and these; a place is counted
 * round the section's end. Where the sections lie is one more of them. The sums are made right again, so that all of it is believed, and
 * the index is opened, searched, and verified. Whatever it then says is well; that it crashes, hangs or takes too much memory is not.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "index/bytes.h"
#include "index/index_writer.h"
#include "index/verify.h"
#include "searcher/broaden.h"
#include "searcher/facet.h"
#include "searcher/format.h"
#include "searcher/like.h"
#include "searcher/query.h"
#include "searcher/search.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good, const char *what)
{
    if (good) return;
    fprintf(stderr, "not so: %s\n", what);
    abort();
}

/* ---- The index ---- */

#define INDEX_MAX (1 << 20)

/* The index as it was made, its bytes with patches, and the file in memory that these go to. */
struct sample {
    uint8_t bytes[INDEX_MAX];
    uint8_t patched[INDEX_MAX];
    size_t size;
    int fd;
    char path[64];
    FILE *nowhere;
};

static void put(struct index_writer *writer, int number)
{
    static const char *const words[] = {"the",    "of",      "said",         "Serum",   "Institute",
                                        "APT-10", "vaccine", "cyber-attack", "India's", "\"word"};
    char body[8000] = "", path[32];
    size_t used = 0;
    const int count = number == 7 ? 0 : 20 + 90 * (number % 5);
    for (int i = 0; i < count; i++) {
        const char *gap = i % 40 == 39 ? ".\n\n" : i % 9 == 8 ? ". " : i % 31 == 30 ? "\r\n" : " ";
        used += (size_t)snprintf(body + used, sizeof body - used, "%s%.0d%s", words[(i * 7 + i / 10 + number / 2) % 10], i % 3 ? 0 : i % 50,
                                 gap);
    }
    snprintf(path, sizeof path, "news/%d.txt", number);
    const struct article article = {.path = path,
                                    .section = number % 3 ? "WORLD" : "CHINA / HEALTH",
                                    .byline = "Li",
                                    .date = {1609459200 + 86400 * number, (enum date_precision)(number % 6)},
                                    .parts = {{PART_TITLE, "A title of it", 13, 0, 1, 1}, {PART_BODY, body, used, 15, 3, 1}},
                                    .part_count = number % 5 ? 2 : 1};
    require(index_writer_put(writer, &article, NULL) == NS_OK, "an article is taken");
}

static void build(const char *path)
{
    const struct index_writer_options options = {.language = "english"};
    struct index_writer *writer;
    require(index_writer_open(path, &options, &writer, NULL) == NS_OK, "an index is begun");
    for (int i = 0; i < 24; i++)
        put(writer, i);
    require(index_writer_finish(writer, NULL, NULL) == NS_OK, "an index is written");
    index_writer_free(writer);
}

static struct sample *make_sample(void)
{
    char path[] = "/tmp/news-search-fuzz.XXXXXX";
    struct sample *sample = calloc(1, sizeof *sample);
    require(sample && mkdtemp(path), "there is a folder");
    char index[sizeof path + 10];
    snprintf(index, sizeof index, "%s/index", path);
    build(index);
    FILE *file = fopen(index, "rb");
    require(file, "the index is there");
    sample->size = fread(sample->bytes, 1, sizeof sample->bytes, file);
    fclose(file);
    require(sample->size < sizeof sample->bytes, "the index is small");
    unlink(index);
    rmdir(path);
    sample->fd = memfd_create("index", 0);
    snprintf(sample->path, sizeof sample->path, "/proc/self/fd/%d", sample->fd);
    sample->nowhere = fopen("/dev/null", "w");
    require(sample->fd >= 0 && sample->nowhere, "there are files");
    return sample;
}

/* ---- Patches ---- */

static void patch(struct sample *sample, const uint8_t *data, size_t size)
{
    memcpy(sample->patched, sample->bytes, sample->size);
    const uint64_t bounds = sample->size - INDEX_FOOTER_SIZE;
    while (size > 4) {
        const unsigned section = data[0] % (SECTION_PAGES + 1);
        const uint8_t *entry = sample->bytes + bounds + 16 * section;
        const uint64_t begin = section < SECTION_PAGES ? load_u64(entry) : bounds;
        const uint64_t length = section < SECTION_PAGES ? load_u64(entry + 8) : 16 * SECTION_PAGES;
        const size_t place = load_u16(data + 1), count = data[3] % 32;
        data += 4;
        size -= 4;
        for (size_t i = 0; i < count && size > 0 && length > 0; i++, data++, size--)
            sample->patched[begin + (place + i) % length] = *data;
    }
}

static void store(uint8_t *at, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

/* Make the sums right, and the generation. */
static void mend(uint8_t *bytes, size_t size)
{
    uint8_t *tail = bytes + size - INDEX_FOOTER_SIZE + 16 * SECTION_COUNT;
    const uint64_t end = load_u64(tail - 16), pages_size = load_u64(tail - 8);
    uint8_t *pages = bytes + end;
    for (uint64_t page = 0; page * PAGE_SIZE < end; page++) {
        const uint64_t length = end - page * PAGE_SIZE < PAGE_SIZE ? end - page * PAGE_SIZE : PAGE_SIZE;
        store(pages + 4 * page, crc32_z(0, bytes + page * PAGE_SIZE, length), 4);
    }
    store(tail, bytes_hash(pages, pages_size), 8);
    uint8_t *sum = bytes + size - INDEX_MAGIC_SIZE - 4;
    store(sum, crc32_z(0, pages, (size_t)(sum - pages)), 4);
}

/* ---- What is done with it ---- */

static const char *const queries[] = {"vaccine serum",
                                      "apt10 near serum",
                                      "\"serum * institute\" and the",
                                      "the near/5 of near/9 said",
                                      "cyber-attack",
                                      "wor*1 and =India's",
                                      "serun~2 or \"the * of\"",
                                      "the same serum sentence said",
                                      "title:title and body:(vaccine not near/3 the)",
                                      "+first/50 of +section:world -path:*7.txt",
                                      "atleast3 serum date:2021-01",
                                      "2 of (word1 word2 vaccine apt10)"};

/* Each input gets a share of the queries, by its size, so that more inputs are tried. */
#define SHARES 3

/* One in so many of the queries is broadened. */
#define BROADENED 5

static void show(const struct sample *sample, const char *text, const struct query *query, struct search *search)
{
    const struct print_options printing = {.width = 80, .explain = true};
    struct printer printer = {.out = sample->nowhere, .options = &printing, .text = text, .text_length = strlen(text), .query = query};
    for (size_t i = 0; i < search_count(search); i++) {
        const struct hit *hit;
        if (search_hit(search, i, &hit, NULL) != NS_OK) continue;
        format_text.hit(&printer, hit, NULL);
        format_jsonl.hit(&printer, hit, NULL);
    }
    printer_release(&printer);
}

static void count(const struct search *search, const struct collection *collection)
{
    for (int field = FACET_SECTION; field <= FACET_DAY; field++) {
        struct facet facet = {.field = (enum facet_field)field};
        if (facet_count(&facet, search, collection, NULL) == NS_OK) facet_fill(&facet, NULL);
        facet_release(&facet);
    }
}

static void search_for(const struct sample *sample, const struct collection *collection, const char *text, const struct query *query)
{
    struct search *search = NULL;
    const struct search_options options = {.limit = 10};
    if (search_run(collection, query, &options, &search, NULL) == NS_OK) {
        show(sample, text, query, search);
        count(search, collection);
    }
    search_free(search);
}

static void broaden_it(const struct collection *collection, struct query **query)
{
    const struct broaden_options options = {.words = 5};
    struct buffer told = BUFFER_INIT;
    broaden(collection, &options, query, &told, NULL);
    buffer_release(&told);
}

static void search_as_typed(const struct sample *sample, const struct collection *collection, size_t number)
{
    struct query *query = NULL;
    require(query_parse(queries[number], strlen(queries[number]), &query, NULL, NULL) == NS_OK, "a query is one");
    if (number % BROADENED == 0) broaden_it(collection, &query);
    if (query) search_for(sample, collection, queries[number], query);
    query_free(query);
}

static void search_like(const struct sample *sample, const struct collection *collection, const char *what)
{
    struct like like = {0};
    if (like_read(collection, what, &like, NULL) == NS_OK) search_for(sample, collection, what, like.query);
    query_free(like.query);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct sample *sample;
    struct index_reader *reader;
    struct index_info info;
    if (!sample) sample = make_sample();
    patch(sample, data, size);
    const bool same = memcmp(sample->patched, sample->bytes, sample->size) == 0;
    mend(sample->patched, sample->size);
    require(pwrite(sample->fd, sample->patched, sample->size, 0) == (ssize_t)sample->size, "the file is written");
    if (index_reader_open(sample->path, &reader, NULL) == NS_OK) {
        const struct collection collection = collection_of(&reader);
        for (size_t i = size % SHARES; i < sizeof queries / sizeof *queries; i += SHARES)
            search_as_typed(sample, &collection, i);
        if (size % SHARES == 1) search_like(sample, &collection, "news/3.txt");
        index_reader_close(reader);
    }
    const ns_status status = index_verify(sample->path, &info, NULL);
    require(status == NS_OK || !same, "the index without patches is undamaged");
    require(status == NS_OK || status == NS_ERR_CORRUPT || status == NS_ERR_FORMAT, "an index is undamaged or damaged");
    return 0;
}
