/* intake.c - tells what a source is when its first bytes are there, cuts it where a record ends, and keeps what is behind for the next
 * slice. */
#include "indexer/intake.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/white.h"

/* The first bytes that are asked for: enough to tell the format. */
#define FIRST_PIECE 65536

/* Every message names the file; that memory is out does not by itself. */
static ns_status name_file(ns_status status, const char *path, struct ns_error *err)
{
    return status == NS_ERR_NOMEM ? ns_fail(err, status, "%s: %s", path, ns_status_text(status)) : status;
}

/* As intake_open(), but who calls it names the file. */
static ns_status open_input(struct intake *intake, const char *path, const struct intake_options *options, struct ns_error *err)
{
    *intake = (struct intake){.rest = BUFFER_INIT, .head = BUFFER_INIT, .format = options ? options->format : NULL};
    const struct input_options input_options = {.inflated_max = options ? options->inflated_max : 0,
                                                .stop = options ? options->stop : NULL};
    return input_open(path, &input_options, &intake->input, err);
}

ns_status intake_open(struct intake *intake, const char *path, const struct intake_options *options, struct ns_error *err)
{
    return name_file(open_input(intake, path, options, err), path, err);
}

void intake_close(struct intake *intake)
{
    input_close(&intake->input);
    buffer_release(&intake->rest);
    buffer_release(&intake->head);
}

/* ---- What it is ---- */

/* Text has no NUL, unless it says that its characters are of several bytes. What was looked at before is not looked at again. */
static ns_status check_text(struct intake *intake, const char *data, size_t size, struct ns_error *err)
{
    if (!intake->format->text || intake->wide) return NS_OK;
    const size_t from = (size_t)intake->checked;
    const char *nul = size > from ? memchr(data + from, 0, size - from) : NULL;
    intake->checked = size;
    if (!nul) return NS_OK;
    return ns_fail(err, NS_ERR_FORMAT, "%s: binary: a NUL byte at offset %zu", intake->input.path, (size_t)(nul - data));
}

/* Read the first bytes and tell what they are, even if no more can be read. */
static ns_status begin(struct intake *intake, struct buffer *store, size_t begin, struct ns_error *err)
{
    const ns_status status = input_read(&intake->input, store, 1, err);
    const size_t size = store->size - begin;
    const char *data = size > 0 ? store->data + begin : "";
    if (!intake->format) intake->format = input_format_of(intake->input.path, data, size);
    intake->wide = charset_is_marked_wide(data, size);
    struct ns_error what; /* that it is no text at all is said before that there is too much of it */
    if (check_text(intake, data, size, &what) == NS_OK) return status;
    if (err) *err = what;
    return what.code;
}

static bool has_records(const struct intake *intake)
{
    return intake->format->split && !intake->wide;
}

/* After a failure: leave in the store the whole records of that which begins at `begin`. */
static void keep_whole(const struct intake *intake, struct buffer *store, size_t begin)
{
    const size_t size = store->size - begin;
    store->size = begin + (size > 0 && has_records(intake) ? intake->format->split(store->data + begin, size) : 0);
}

/* ---- All of it ---- */

/* Bytes to ask for next: all that the file says it has, and one more, so that its end is met without asking again. */
static size_t next_piece(const struct input_stream *stream)
{
    if (stream->inflation || (uint64_t)stream->stat.st_size < stream->size) return FIRST_PIECE;
    return (size_t)((uint64_t)stream->stat.st_size - stream->size) + 1;
}

static ns_status read_all(struct intake *intake, struct buffer *store, size_t begin, struct ns_error *err)
{
    ns_status status = NS_OK;
    while (status == NS_OK && !intake->input.ended) {
        status = input_read(&intake->input, store, next_piece(&intake->input), err);
        if (status == NS_OK) status = check_text(intake, store->data + begin, store->size - begin, err);
    }
    return status;
}

/* ---- Some records ---- */

/* Move what is behind `end` in the store to the rest. */
static ns_status keep_rest(struct intake *intake, struct buffer *store, size_t end, struct ns_error *err)
{
    const ns_status status = buffer_append(&intake->rest, store->data + end, store->size - end, err);
    store->size = end;
    return status;
}

/* Go over a line that is too long, which begins at `begin` and whose end has not been read, and count its bytes. */
static ns_status leave_out(struct intake *intake, struct buffer *store, size_t begin, size_t wanted, uint64_t *left_out,
                           struct ns_error *err)
{
    ns_status status = NS_OK;
    const char *end = NULL;
    *left_out = store->size - begin;
    while (status == NS_OK && !end && !intake->input.ended) {
        store->size = begin;
        status = input_read(&intake->input, store, wanted, err);
        end = store->size > begin ? memchr(store->data + begin, '\n', store->size - begin) : NULL;
        *left_out += end ? (size_t)(end - store->data) - begin : store->size - begin;
    }
    if (status == NS_OK && end) status = keep_rest(intake, store, (size_t)(end - store->data) + 1, err);
    store->size = begin;
    return status;
}

/* How many bytes to ask for behind those of a record that are there: as many again, so that a long one is not looked through again and
 * again, but not many more than a record may have. */
static size_t more_of_record(size_t have, size_t wanted)
{
    const size_t most = RECORD_MAX + wanted - have;
    const size_t more = have > wanted ? have : wanted;
    return more < most ? more : most;
}

/* Read until there is a whole record, or too much without one. */
static ns_status read_records(struct intake *intake, struct buffer *store, size_t begin, size_t wanted, uint64_t *left_out,
                              struct ns_error *err)
{
    for (;;) {
        const ns_status status = input_read(&intake->input, store, more_of_record(store->size - begin, wanted), err);
        if (status != NS_OK || intake->input.ended) return status;
        const size_t size = store->size - begin;
        const size_t whole = intake->format->split(store->data + begin, size);
        if (whole > 0) return keep_rest(intake, store, begin + whole, err);
        if (size <= RECORD_MAX) continue;
        return intake->format->by_line ? leave_out(intake, store, begin, wanted, left_out, err) : NS_OK;
    }
}

/* Keep of the beginning what later slices have to know. */
static ns_status keep_head(struct intake *intake, const char *data, size_t size, struct ns_error *err)
{
    if (intake->begun || !intake->format->head || intake->ended) return NS_OK;
    return buffer_append(&intake->head, data, intake->format->head(data, size), err);
}

/* A line that goes on in the next slice is counted there. */
static uint64_t count_lines(const char *text, size_t size, bool last)
{
    if (size == 0) return 0; /* and perhaps no text, where there was no memory for any */
    return white_line_ends(text, size) + (last && text[size - 1] != '\n');
}

static ns_status read_slice(struct intake *intake, struct buffer *store, size_t wanted, struct slice *out, struct ns_error *err)
{
    const size_t first = out->begin;
    ns_status status = buffer_append(store, intake->rest.data, intake->rest.size, err);
    intake->rest.size = 0;
    if (status == NS_OK && !intake->begun) status = begin(intake, store, first, err);
    if (status == NS_OK && !intake->input.ended) {
        status =
            has_records(intake) ? read_records(intake, store, first, wanted, &out->left_out, err) : read_all(intake, store, first, err);
    }
    if (status != NS_OK) keep_whole(intake, store, first);
    return status;
}

ns_status intake_next(struct intake *intake, struct buffer *store, size_t wanted, struct slice *out, struct ns_error *err)
{
    *out = (struct slice){.begin = store->size, .lines_before = intake->lines, .first = !intake->begun};
    ns_status status = read_slice(intake, store, wanted, out, err);
    if (status == NS_OK) status = buffer_pad(store, INPUT_PADDING, err);
    out->size = store->size - out->begin;
    intake->ended = status != NS_OK || (intake->input.ended && intake->rest.size == 0);
    if (status == NS_OK) status = keep_head(intake, store->data + out->begin, out->size, err);
    intake->lines += count_lines(store->data + out->begin, out->size, intake->ended) + (out->left_out > 0);
    intake->begun = true;
    return name_file(status, intake->input.path, err);
}

struct input intake_input(const struct intake *intake, const struct buffer *store, const struct slice *slice)
{
    return (struct input){.path = intake->input.path,
                          .data = slice->size > 0 ? store->data + slice->begin : "",
                          .size = slice->size,
                          .head = slice->first ? NULL : intake->head.data,
                          .head_size = slice->first ? 0 : intake->head.size,
                          .file_size = (uint64_t)intake->input.stat.st_size,
                          .mtime = (int64_t)intake->input.stat.st_mtime,
                          .lines_before = slice->lines_before,
                          .left_out = slice->left_out};
}

ns_status intake_load(const char *path, const struct intake_options *options, struct buffer *store, struct input *out,
                      const struct input_format **format, struct ns_error *err)
{
    struct intake intake;
    *out = (struct input){.path = path, .data = ""};
    store->size = 0;
    ns_status status = open_input(&intake, path, options, err);
    if (status == NS_OK) status = begin(&intake, store, 0, err);
    if (status == NS_OK) status = read_all(&intake, store, 0, err);
    if (status == NS_OK) status = buffer_pad(store, INPUT_PADDING, err);
    const struct slice all = {.size = store->size, .first = true};
    if (status == NS_OK) *out = intake_input(&intake, store, &all);
    *format = intake.format;
    intake_close(&intake);
    return name_file(status, path, err);
}
