/* read_mail.c - reads a file that is one mail, and tells such a file from other texts. */
#include "indexer/mail.h"

#include <string.h>
#include <strings.h>

#include "indexer/format_parts.h"
#include "indexer/header.h"
#include "indexer/white.h"

/* Fields that the beginning of a mail has at least. */
#define FIELDS_LEAST 3

ns_status read_mail(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    const size_t begin = white_lead(input->data, input->size);
    const struct mail mail = {
        .data = input->data + begin, .size = input->size - begin, .line = input->lines_before + 1 + white_line_ends(input->data, begin)};
    mail_reader *reader = mail_reader_new(input, sink);
    const ns_status status = reader ? mail_put(reader, &mail, err) : ns_fail_nomem(err);
    mail_reader_free(reader);
    return status;
}

/* The whole lines at the beginning that are fields or go on with one, up to the empty line; false if another stands among them. */
static bool take_fields(const char *data, size_t size, struct header *out, size_t *count)
{
    *out = (struct header){data, 0};
    *count = 0;
    while (out->size < size) {
        const char *line = data + out->size;
        const char *stop = memchr(line, '\n', size - out->size);
        if (!stop || stop == line || (stop == line + 1 && *line == '\r')) break;
        const bool goes_on = *line == ' ' || *line == '\t';
        if (goes_on ? *count == 0 : !header_is_field(line, (size_t)(stop - line))) return false;
        *count += goes_on ? 0 : 1;
        out->size = (size_t)(stop + 1 - data);
    }
    return true;
}

/* Whether a sender is given by address; archives of lists on the web write "name at host". */
static bool has_address(struct header_value from)
{
    return from.length > 0 && (memchr(from.text, '@', from.length) || memmem(from.text, from.length, " at ", 4));
}

bool mail_recognise(const char *data, size_t size)
{
    struct header header;
    size_t count;
    const size_t begin = white_lead(data, size);
    if (!take_fields(data + begin, size - begin, &header, &count) || count < FIELDS_LEAST) return false;
    const bool sent =
        has_address(header_field(&header, "From")) || header_field(&header, "Received").text || header_field(&header, "Message-ID").text;
    return sent && (header_field(&header, "Date").text || header_field(&header, "MIME-Version").text);
}
