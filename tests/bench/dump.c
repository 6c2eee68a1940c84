/* dump.c - writes out the text of an index for the engines that ours is measured beside: dump FORM INDEX OUTPUT [COPIES]
 *
 *   passages  a source (source.h) with the text in it
 *   files     a folder OUTPUT of files, one an article, and the source OUTPUT.source that names them
 *   omega     records for Omega's scriptindex, one a passage
 *   jsonl     JSON Lines for news-indexer, one an article
 *   warc      WARC, a page of HTML an article (page.h)
 *
 * COPIES writes all of the text so many times; every copy but the first is perturbed (perturb.h), by SEED. Prints how many bytes of text
 * were written. Articles without text are passed over.
 */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/bench/article_text.h"
#include "tests/bench/page.h"
#include "tests/bench/perturb.h"

#define SEED 20210301
#define FILES_A_FOLDER 1000

struct dump {
    struct index_reader *reader;
    struct article_text article; /* the one at hand, */
    struct buffer page;          /* as one */
    const char *output;
    FILE *out;
    uint64_t number; /* of articles written before */
};

/* ---- Forms: each writes the article at hand ---- */

static void write_source_line(struct dump *dump, const char *place)
{
    for (uint32_t i = 0; i < dump->article.record.passages; i++)
        fprintf(dump->out, "%s%u", i > 0 ? " " : "", dump->article.sizes[i]);
    fprintf(dump->out, "\t%s\n", place);
}

static ns_status write_passages(struct dump *dump, struct ns_error *err)
{
    (void)err;
    write_source_line(dump, "-");
    fwrite(dump->article.text.text.data, 1, dump->article.text.text.size, dump->out);
    return NS_OK;
}

static ns_status make_folder(const char *path, struct ns_error *err)
{
    return mkdir(path, 0777) == 0 || errno == EEXIST ? NS_OK : ns_fail_errno(err, NS_ERR_IO, "%s", path);
}

static ns_status write_whole_file(const char *path, const struct buffer *text, struct ns_error *err)
{
    FILE *file = fopen(path, "we");
    bool written = file && fwrite(text->data, 1, text->size, file) == text->size;
    if (file) written = fclose(file) == 0 && written;
    return written ? NS_OK : ns_fail_errno(err, NS_ERR_IO, "%s", path);
}

static ns_status write_file(struct dump *dump, struct ns_error *err)
{
    char path[PATH_MAX];
    const char *slash = strrchr(dump->output, '/');
    const size_t folder = slash ? (size_t)(slash - dump->output) + 1 : 0;
    const unsigned long long number = dump->number;
    int length = snprintf(path, sizeof path, "%s/%03llu", dump->output, number / FILES_A_FOLDER);
    ns_status status = number == 0 ? make_folder(dump->output, err) : NS_OK;
    if (status == NS_OK) status = make_folder(path, err);
    if (status != NS_OK) return status;
    length += snprintf(path + length, sizeof path - (size_t)length, "/%06llu.txt", number);
    if ((size_t)length >= sizeof path) return ns_fail(err, NS_ERR_ARG, "%s: the path is too long", dump->output);
    write_source_line(dump, path + folder);
    return write_whole_file(path, &dump->article.text.text, err);
}

/* A line of a record that goes on begins with an equals sign; an empty line ends the record. */
static ns_status write_omega(struct dump *dump, struct ns_error *err)
{
    (void)err;
    const char *at = dump->article.text.text.data;
    for (uint32_t i = 0; i < dump->article.record.passages; i++) {
        const char *end = at + dump->article.sizes[i];
        fputs("text=", dump->out);
        for (; at < end; at++) {
            putc(*at, dump->out);
            if (*at == '\n') putc('=', dump->out);
        }
        fputs("\n\n", dump->out);
    }
    return NS_OK;
}

static void write_json_string(const struct buffer *text, FILE *out)
{
    putc('"', out);
    for (size_t i = 0; i < text->size; i++) {
        const unsigned char byte = (unsigned char)text->data[i];
        if (byte == '"' || byte == '\\') putc('\\', out);
        if (byte == '\n') {
            fputs("\\n", out);
        } else if (byte < 0x20) {
            fprintf(out, "\\u%04x", byte);
        } else {
            putc(byte, out);
        }
    }
    putc('"', out);
}

static ns_status write_jsonl(struct dump *dump, struct ns_error *err)
{
    (void)err;
    fprintf(dump->out, "{\"id\": \"%llu\", \"body\": ", (unsigned long long)dump->number);
    write_json_string(&dump->article.text.text, dump->out);
    fputs("}\n", dump->out);
    return NS_OK;
}

static ns_status write_warc(struct dump *dump, struct ns_error *err)
{
    static const char http[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
    const unsigned long long number = dump->number;
    const struct buffer *text = &dump->article.text.text;
    const ns_status status = page_make(text->data, text->size, number, &dump->page, err);
    if (status != NS_OK) return status;
    fprintf(dump->out, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%llu>\r\n", number);
    fprintf(dump->out, "WARC-Target-URI: https://bench.example/%llu\r\nWARC-Date: 2021-03-04T00:00:00Z\r\n", number);
    fprintf(dump->out, "Content-Type: application/http; msgtype=response\r\nContent-Length: %zu\r\n\r\n%s", dump->page.size + strlen(http),
            http);
    fwrite(dump->page.data, 1, dump->page.size, dump->out);
    fputs("\r\n\r\n", dump->out);
    return NS_OK;
}

static const struct form {
    const char *name;
    const char *suffix; /* of the one file that is open all the time */
    ns_status (*write)(struct dump *dump, struct ns_error *err);
} forms[] = {
    {"passages", "", write_passages}, {"files", ".source", write_file}, {"omega", "", write_omega},
    {"jsonl", "", write_jsonl},       {"warc", "", write_warc},
};

/* ---- All articles ---- */

static ns_status write_copy(struct dump *dump, const struct form *form, struct random_source *random, uint64_t *bytes, struct ns_error *err)
{
    const uint64_t articles = index_reader_info(dump->reader)->articles;
    ns_status status = NS_OK;
    for (uint32_t i = 0; status == NS_OK && i < articles; i++) {
        const struct buffer *text = &dump->article.text.text;
        status = article_text_read(dump->reader, i, &dump->article, err);
        if (status != NS_OK || text->size == 0) continue;
        if (random) perturb(text->data, text->size, random);
        status = form->write(dump, err);
        *bytes += text->size;
        dump->number++;
    }
    return status;
}

static ns_status run(struct dump *dump, const struct form *form, const char *index, uint32_t copies, struct ns_error *err)
{
    char path[PATH_MAX];
    uint64_t bytes = 0;
    struct random_source random = {environment_number("SEED", SEED)};
    snprintf(path, sizeof path, "%s%s", dump->output, form->suffix);
    ns_status status = index_reader_open(index, &dump->reader, err);
    if (status != NS_OK) return status;
    dump->out = fopen(path, "we");
    if (!dump->out) return ns_fail_errno(err, NS_ERR_IO, "%s", path);
    for (uint32_t copy = 0; status == NS_OK && copy < copies; copy++)
        status = write_copy(dump, form, copy > 0 ? &random : NULL, &bytes, err);
    const bool failed = ferror(dump->out) != 0;
    if ((fclose(dump->out) != 0 || failed) && status == NS_OK) status = ns_fail_errno(err, NS_ERR_IO, "%s", path);
    if (status == NS_OK) printf("%llu\n", (unsigned long long)bytes);
    return status;
}

static const struct form *form_named(const char *name)
{
    for (size_t i = 0; i < COUNT(forms); i++) {
        if (strcmp(forms[i].name, name) == 0) return &forms[i];
    }
    return NULL;
}

int main(int argc, char **argv)
{
    const struct form *form = argc == 4 || argc == 5 ? form_named(argv[1]) : NULL;
    if (!form) {
        fprintf(stderr, "usage: dump passages|files|omega|jsonl|warc INDEX OUTPUT [COPIES]\n");
        return 2;
    }
    struct ns_error err;
    struct dump dump = {.output = argv[3]};
    const ns_status status = run(&dump, form, argv[2], argc == 5 ? (uint32_t)strtoul(argv[4], NULL, 10) : 1, &err);
    article_text_release(&dump.article);
    buffer_release(&dump.page);
    index_reader_close(dump.reader);
    if (status != NS_OK) fprintf(stderr, "dump: %s\n", err.msg);
    return status == NS_OK ? 0 : 2;
}
