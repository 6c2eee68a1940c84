/* test_no_memory.c - a build that lacks memory once, at each place in turn where our own code asks for some, ends in order.
 *
 * The linker puts these functions between our objects and the allocator; libraries do not come by here.
 */
#include "tests/unit/build_fixture.h"

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

/* One article in each of the other formats, with all that makes a reader ask for memory. */
static void write_formats(void)
{
    static const char page[] =
        "<!DOCTYPE html><html><head><title>A page</title><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
        "\"headline\":\"A page\",\"author\":[{\"name\":\"Jo\"},\"Al\"]}</script></head><body><article><h1>A page</h1>"
        "<p>A paragraph of a page, with words enough to be the text of it, and a comma.</p></article></body></html>\n";
    char crawl[2000];
    snprintf(crawl, sizeof crawl,
             "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http\r\n"
             "Content-Length: %zu\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: "
             "chunked\r\n\r\n%zx\r\n%s\r\n0\r\n\r\n\r\n\r\n",
             sizeof page + 82, sizeof page - 1, page);
    write_text("site/a.html", page);
    write_text("site/b.warc", crawl);
    write_text("site/c.csv", "id,headline,text\n1,\"A, B\",\"the \"\"text\"\"\"\n");
    write_text("site/d.json",
               "{\"articles\": [{\"title\": \"T\", \"author\": [\"x\", \"y\"], \"content\": \"C\", \"description\": \"D\"}]}\n");
    write_text("site/e.rss",
               "<rss version=\"2.0\"><channel><title>S</title><item><title>T</title><category>a</category><category>b</category>"
               "<description>&lt;p&gt;text&lt;/p&gt;</description></item></channel></rss>\n");
    write_text("site/f.nitf",
               "<nitf><body><body.head><hedline><hl1>H</hl1></hedline><dateline>X</dateline></body.head><body.content><p>P</p>"
               "</body.content></body></nitf>\n");
    write_text("site/g.eml", "From: =?utf-8?q?J=C3=B6?= <a@b>\nDate: Wed, 3 Mar 2021 12:11:30 +0100\nSubject: S\nMIME-Version: 1.0\n"
                             "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=iso-8859-1\n"
                             "Content-Transfer-Encoding: quoted-printable\n\ncaf=E9\n--x\nContent-Type: text/html\n\n<p>more</p>\n--x--\n");
    write_text("site/h.mbox", "From a@b Wed Mar  3 12:11:30 2021\nFrom: a@b\nSubject: S\nMessage-ID: <1@b>\n\n>From here on.\n");
    write_text("site/i", "<DOC>\n<DOCNO> X-1 </DOCNO>\n<HEADLINE>H</HEADLINE>\n<TEXT>\n<P>Some text.</P>\n</TEXT>\n</DOC>\n");
    write_text("site/j.txt", "Title: T\nBy: caf\xe9\nSource: S\n\nA caf\xe9 is open.\n");
}

/* Build with a request refused. Returns whether there were so many. */
static bool build_refused(struct site *site, long request, unsigned jobs)
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
        /* A file that there was no memory for is passed over; a thread that could not be had is not missed. */
        assert_int_equal(names_here(), 2);
        assert_int_equal(remove("index"), 0);
        if (!met) assert_int_equal(site->result.totals.articles, 52);
        for (int kind = 0; !met && kind < PROBLEM_KINDS; kind++)
            assert_int_equal(site->result.problems[kind], 0);
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
    write_formats();
    for (unsigned jobs = 1; jobs <= 2; jobs++) {
        long request = 0;
        while (build_refused(site, request, jobs))
            request++;
        assert_true(request > 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_request, site_setup, site_teardown),
    };
    return cmocka_run_group_tests_name("no_memory", tests, NULL, NULL);
}
