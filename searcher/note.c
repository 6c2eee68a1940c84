/* note.c - lines that tell how a query was read. */
#include "searcher/note.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "index/unicode.h"

#define LINE_BYTES 512

/* Of a canonical form; the rest of the line is for what is said of it. */
#define SHOWN_BYTES 300

struct excerpt excerpt_of(const char *text, size_t length)
{
    struct excerpt excerpt;
    const size_t shown = length > EXCERPT_BYTES ? utf8_cut(text, EXCERPT_BYTES) : length;
    snprintf(excerpt.text, sizeof excerpt.text, "%.*s%s", (int)shown, text, shown < length ? "..." : "");
    return excerpt;
}

static bool is_there(const struct query_notes *notes, const char *line, size_t length)
{
    for (size_t i = 0; i < notes->count && i < QUERY_NOTES_MAX; i++) {
        if (bytes_compare(notes->lines[i].data, notes->lines[i].size, line, length) == 0) return true;
    }
    return false;
}

ns_status note_add(struct query_notes *notes, struct ns_error *err, const char *format, ...)
{
    if (!notes) return NS_OK;
    char line[LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    const size_t length = strlen(line);
    if (is_there(notes, line, length)) return NS_OK;
    if (notes->count < QUERY_NOTES_MAX) {
        struct buffer *kept = &notes->lines[notes->count];
        const ns_status status = buffer_append(kept, line, length + 1, err);
        if (status != NS_OK) return status;
        kept->size = length;
    }
    notes->count++;
    return NS_OK;
}

ns_status note_add_query(struct query_notes *notes, const char *before, const struct query *query, struct ns_error *err)
{
    if (!notes) return NS_OK;
    struct buffer printed = BUFFER_INIT;
    ns_status status = query_print(query, &printed, err);
    if (status == NS_OK) {
        const size_t shown = printed.size > SHOWN_BYTES ? utf8_cut(printed.data, SHOWN_BYTES) : printed.size;
        status = note_add(notes, err, "%s%.*s%s", before, (int)shown, printed.data, shown < printed.size ? "..." : "");
    }
    buffer_release(&printed);
    return status;
}
