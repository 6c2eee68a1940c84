/* source.c - reads a collection article by article, and hands it out in rows. */
#include "tests/bench/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/buffer.h"

#define ARTICLE_BYTES_MAX UINT32_MAX /* as in an index */

struct source {
    FILE *file;
    const char *path; /* borrowed */
    enum source_unit unit;
    char *line; /* of the article at hand */
    size_t line_capacity;
    char *sizes; /* in the line: those of the passages that are not handed out */
    struct buffer text;
    size_t at; /* in the text: where the next row begins */
};

ns_status source_open(const char *path, enum source_unit unit, struct source **out, struct ns_error *err)
{
    *out = NULL;
    struct source *source = calloc(1, sizeof *source);
    if (!source) return ns_fail_nomem(err);
    source->path = path;
    source->unit = unit;
    source->file = fopen(path, "re");
    if (!source->file) {
        free(source);
        return ns_fail_errno(err, NS_ERR_IO, "%s", path);
    }
    *out = source;
    return NS_OK;
}

void source_close(struct source *source)
{
    if (!source) return;
    fclose(source->file);
    free(source->line);
    buffer_release(&source->text);
    free(source);
}

enum source_unit source_unit(const struct source *source)
{
    return source->unit;
}

static ns_status fail_format(const struct source *source, struct ns_error *err)
{
    return ns_fail(err, NS_ERR_FORMAT, "%s: is no source; wanted what bench_dump writes", source->path);
}

/* Take a size off the line. Returns whether there was one. */
static bool take_size(char **sizes, size_t *size)
{
    char *end;
    if (**sizes < '0' || **sizes > '9') return false;
    *size = strtoull(*sizes, &end, 10);
    *sizes = *end == ' ' ? end + 1 : end;
    return *size <= ARTICLE_BYTES_MAX;
}

/* The sum of the sizes on the line, and what stands behind them. */
static bool take_article(struct source *source, size_t *total, const char **place)
{
    char *sizes = source->line;
    size_t size;
    *total = 0;
    while (take_size(&sizes, &size) && *total <= ARTICLE_BYTES_MAX)
        *total += size;
    *place = sizes + 1;
    return *sizes == '\t' && *total <= ARTICLE_BYTES_MAX;
}

static ns_status read_text(struct source *source, FILE *file, size_t size, struct ns_error *err)
{
    source->text.size = 0;
    const ns_status status = buffer_reserve(&source->text, size + 1, err);
    if (status != NS_OK) return status;
    if (fread(source->text.data, 1, size, file) != size) return ns_fail(err, NS_ERR_IO, "%s: an article is cut off", source->path);
    source->text.size = size;
    return NS_OK;
}

static ns_status read_file(struct source *source, const char *name, size_t size, struct ns_error *err)
{
    char path[4096];
    const char *slash = strrchr(source->path, '/');
    const int folder = slash ? (int)(slash - source->path) + 1 : 0;
    if ((size_t)snprintf(path, sizeof path, "%.*s%s", folder, source->path, name) >= sizeof path) return fail_format(source, err);
    FILE *file = fopen(path, "re");
    if (!file) return ns_fail_errno(err, NS_ERR_IO, "%s", path);
    const ns_status status = read_text(source, file, size, err);
    fclose(file);
    return status;
}

/* Read the next article. Without one the line is NULL or empty. */
static ns_status read_article(struct source *source, struct ns_error *err)
{
    const ssize_t length = getline(&source->line, &source->line_capacity, source->file);
    source->sizes = NULL;
    source->at = 0;
    if (length < 0) return feof(source->file) ? NS_OK : ns_fail_errno(err, NS_ERR_IO, "%s", source->path);
    source->line[strcspn(source->line, "\n")] = 0;
    size_t total;
    const char *place;
    if (!take_article(source, &total, &place)) return fail_format(source, err);
    source->sizes = source->line;
    return strcmp(place, "-") == 0 ? read_text(source, source->file, total, err) : read_file(source, place, total, err);
}

/* The next row of the article at hand. Returns whether there is one. */
static bool take_row(struct source *source, const char **text, size_t *size)
{
    if (!source->sizes) return false;
    if (source->unit == SOURCE_ARTICLES) {
        *size = source->text.size;
        source->sizes = NULL;
    } else if (!take_size(&source->sizes, size)) {
        return false;
    }
    *text = source->text.data + source->at;
    source->at += *size;
    return true;
}

ns_status source_next(struct source *source, const char **text, size_t *size, struct ns_error *err)
{
    *text = NULL;
    *size = 0;
    while (!take_row(source, text, size)) {
        const ns_status status = read_article(source, err);
        if (status != NS_OK || !source->sizes) return status;
    }
    return NS_OK;
}
