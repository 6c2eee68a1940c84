/* mail.c - the fields and the text of a mail.
 *
 * A text goes through these steps: `>From ` is unquoted in an mbox, its encoding is undone, its bytes become UTF-8,
 * markup is left out and lines that go on are joined, and it is added to the body.
 */
#include "indexer/mail.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/charset.h"
#include "indexer/html_fragment.h"
#include "indexer/mime.h"
#include "indexer/white.h"

struct mail_reader {
    const struct input *input;
    const struct reader_sink *sink;
    struct mime_words words;
    struct buffer name;     /* a name without its quotes */
    struct buffer unquoted; /* texts on their way */
    struct buffer decoded;
    struct buffer recoded;
    struct buffer title; /* what the article points to */
    struct buffer byline;
    struct buffer source;
    struct buffer id;
    struct buffer body;
    const struct mail *mail; /* the one that is being read */
    struct mime_mail parts;  /* of it */
    size_t bad;              /* places in it that are no character */
    size_t undecodable;      /* or none of its encoding */
};

mail_reader *mail_reader_new(const struct input *input, const struct reader_sink *sink)
{
    mail_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->input = input;
    reader->sink = sink;
    return reader;
}

void mail_reader_free(mail_reader *reader)
{
    if (!reader) return;
    mime_words_release(&reader->words);
    struct buffer *buffers[] = {&reader->name,   &reader->unquoted, &reader->decoded, &reader->recoded, &reader->title,
                                &reader->byline, &reader->source,   &reader->id,      &reader->body};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buffer_release(buffers[i]);
    free(reader);
}

/* The line of the file where problems of the mail are said to be. */
static uint64_t mail_line(const mail_reader *reader)
{
    return reader->mail->mark ? reader->mail->mark : reader->mail->line;
}

static void tell(const mail_reader *reader, enum problem_kind kind, const char *what)
{
    reader_problem(reader->input, reader->sink, kind, mail_line(reader), "%s", what);
}

/* ---- Fields ---- */

static struct header_value field(const mail_reader *reader, const char *name)
{
    return header_field(&reader->parts.header, name);
}

static struct header_value trimmed(const char *text, size_t length)
{
    const size_t indent = white_span(text, length);
    return (struct header_value){text + indent, white_trim_end(text + indent, length - indent)};
}

/* Where the first of a list of mailboxes ends: the first comma behind its address that is neither quoted nor in brackets. */
static size_t first_mailbox(struct header_value list)
{
    bool quoted = false, address = false;
    int inside = 0;
    for (size_t at = 0; at < list.length; at++) {
        const char c = list.text[at];
        if (c == '\\') {
            at++;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '<' || c == '(')) {
            inside++;
        } else if (!quoted && (c == '>' || c == ')')) {
            inside--;
        } else if (!quoted && c == '@') {
            address = true;
        } else if (!quoted && c == ',' && inside <= 0 && address) {
            return at;
        }
    }
    return list.length;
}

/* What stands between two characters, the first `open` and the next `close` behind it; NULL if they are not there. */
static struct header_value between(struct header_value value, char open, char close)
{
    const char *begin = value.length > 0 ? memchr(value.text, open, value.length) : NULL;
    if (!begin) return (struct header_value){NULL, 0};
    const size_t left = value.length - (size_t)(begin + 1 - value.text);
    const char *end = memchr(begin + 1, close, left);
    return trimmed(begin + 1, end ? (size_t)(end - begin - 1) : left);
}

/* The name in front of an angle bracket, or in round brackets behind an address; else the address. */
static struct header_value name_of(struct header_value mailbox)
{
    const char *bracket = mailbox.length > 0 ? memrchr(mailbox.text, '<', mailbox.length) : NULL;
    const struct header_value front = bracket ? trimmed(mailbox.text, (size_t)(bracket - mailbox.text)) : mailbox;
    if (bracket && front.length > 0) return front;
    const struct header_value inside = between(mailbox, bracket ? '<' : '(', bracket ? '>' : ')');
    return inside.length > 0 ? inside : front;
}

/* Write a name without its quotes and escapes, as a line of UTF-8. */
static ns_status put_name(mail_reader *reader, struct header_value name, struct buffer *out, struct ns_error *err)
{
    ns_status status = NS_OK;
    reader->name.size = 0;
    for (size_t at = 0; status == NS_OK && at < name.length; at++) {
        if (name.text[at] == '"') continue;
        if (name.text[at] == '\\' && at + 1 < name.length) at++;
        status = buffer_append_byte(&reader->name, (uint8_t)name.text[at], err);
    }
    if (status != NS_OK) return status;
    const struct header_value plain = {reader->name.data, reader->name.size};
    return mime_words_decode(&reader->words, plain, out, err);
}

/* The id in an mbox; a mail that is a file has none. */
static ns_status put_id(mail_reader *reader, struct ns_error *err)
{
    char room[ARTICLE_LINE_ID_ROOM];
    const struct header_value message_id = field(reader, "Message-ID");
    const struct header_value inside = between(message_id, '<', '>');
    const ns_status status = mime_words_decode(&reader->words, inside.length > 0 ? inside : message_id, &reader->id, err);
    if (status != NS_OK || (reader->id.size > 0 && !article_id_is_line(reader->id.data))) return status;
    const size_t length = article_line_id(reader->mail->mark, room);
    reader->id.size = 0;
    return buffer_append(&reader->id, room, length + 1, err);
}

static ns_status put_fields(mail_reader *reader, struct ns_error *err)
{
    const struct header_value list = field(reader, "List-Id");
    struct header_value from = field(reader, "From");
    from.length = first_mailbox(from);
    ns_status status = mime_words_decode(&reader->words, field(reader, "Subject"), &reader->title, err);
    if (status == NS_OK) status = put_name(reader, name_of(from), &reader->byline, err);
    if (status == NS_OK) status = put_name(reader, name_of(list), &reader->source, err);
    return status == NS_OK && reader->mail->mark ? put_id(reader, err) : status;
}

/* ---- Texts ---- */

/* Where the next line that begins with any number of `>` and `From ` does so, or the end. */
static const char *next_quoted_from(const char *at, const char *begin, const char *end)
{
    static const char word[] = ">From ";
    while (at < end && (at = memmem(at, (size_t)(end - at), word, sizeof word - 1))) {
        const char *first = at;
        while (first > begin && first[-1] == '>')
            first--;
        if (first == begin || first[-1] == '\n') return first;
        at += sizeof word - 1;
    }
    return end;
}

/* Take one `>` off each such line, if the mail is one of an mbox. */
static ns_status unquote(mail_reader *reader, struct header_value *text, struct ns_error *err)
{
    const char *end = text->text + text->length;
    const char *at = text->text;
    if (!reader->mail->mark || next_quoted_from(at, at, end) == end) return NS_OK;
    ns_status status = NS_OK;
    reader->unquoted.size = 0;
    while (status == NS_OK && at < end) {
        const char *quoted = next_quoted_from(at, text->text, end);
        status = buffer_append(&reader->unquoted, at, (size_t)(quoted - at), err);
        at = quoted < end ? quoted + 1 : end;
        if (at == end || status != NS_OK) break;
        const char *word = memchr(at, 'F', (size_t)(end - at)); /* it is there: it was found */
        status = buffer_append(&reader->unquoted, at, (size_t)(word - at), err);
        at = word;
    }
    *text = (struct header_value){reader->unquoted.data, reader->unquoted.size};
    return status;
}

/* A line of format=flowed: how deep it is quoted, and its text without what was put in front of it (RFC 3676, 4). */
static size_t flowed_depth(struct header_value *line)
{
    size_t depth = 0;
    while (depth < line->length && line->text[depth] == '>')
        depth++;
    const size_t stuffed = depth < line->length && line->text[depth] == ' ' ? 1 : 0;
    line->text += depth + stuffed;
    line->length -= depth + stuffed;
    return depth;
}

static ns_status append_quotes(struct buffer *body, size_t depth, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < depth; i++)
        status = buffer_append_byte(body, '>', err);
    return status == NS_OK && depth > 0 ? buffer_append_byte(body, ' ', err) : status;
}

/* Append one line of format=flowed. *open says whether the line before goes on in it, and *depth how deep that is quoted. */
static ns_status append_flowed(struct buffer *body, struct header_value line, bool delete_space, bool *open, size_t *depth,
                               struct ns_error *err)
{
    const size_t own = flowed_depth(&line);
    const bool signature = line.length == 3 && memcmp(line.text, "-- ", 3) == 0;
    const bool goes_on = line.length > 0 && line.text[line.length - 1] == ' ' && !signature;
    const bool joined = *open && own == *depth && !signature;
    ns_status status = NS_OK;
    if (*open && !joined) status = buffer_append_byte(body, '\n', err);
    if (status == NS_OK && !joined) status = append_quotes(body, own, err);
    if (status == NS_OK) status = buffer_append(body, line.text, line.length - (goes_on && delete_space ? 1 : 0), err);
    if (status == NS_OK && !goes_on) status = buffer_append_byte(body, '\n', err);
    *open = goes_on;
    *depth = own;
    return status;
}

/* Append a text line by line, without the CR of its line ends. */
static ns_status append_lines(struct buffer *body, const struct mime_text *text, const char *data, size_t size, struct ns_error *err)
{
    const char *end = data + size;
    bool open = false;
    size_t depth = 0;
    ns_status status = NS_OK;
    while (status == NS_OK && data < end) {
        const char *stop = memchr(data, '\n', (size_t)(end - data));
        if (!stop) stop = end;
        struct header_value line = {data, (size_t)(stop - data)};
        if (line.length > 0 && stop[-1] == '\r') line.length--;
        if (text->flowed) {
            status = append_flowed(body, line, text->delete_space, &open, &depth, err);
        } else {
            status = buffer_append(body, line.text, line.length, err);
            if (status == NS_OK) status = buffer_append_byte(body, '\n', err);
        }
        data = stop < end ? stop + 1 : end;
    }
    return status;
}

/* All of the HTML's text: around that of a mail stands nothing that is not it. */
static ns_status append_html(struct buffer *body, const char *html, size_t size, struct ns_error *err)
{
    struct block_text text = block_text_into(body, err);
    html_fragment_put(&text, html, size);
    return text.status;
}

static ns_status append_decoded(mail_reader *reader, const struct mime_text *text, struct header_value bytes, struct ns_error *err)
{
    struct charset_text decoded;
    const ns_status status =
        charset_decode(bytes.text, bytes.length, text->charset.text, text->charset.length, &reader->recoded, &decoded, err);
    if (status != NS_OK) return status;
    reader->bad += decoded.bad;
    if (text->html) return append_html(&reader->body, decoded.text, decoded.size, err);
    return append_lines(&reader->body, text, decoded.text, decoded.size, err);
}

/* Append a text to the body, and an empty line in front of it if it is not the first. */
static ns_status append_text(mail_reader *reader, const struct mime_text *text, struct ns_error *err)
{
    struct header_value bytes = {text->data, text->size};
    ns_status status = NS_OK;
    reader->body.size = white_trim_end(reader->body.data, reader->body.size);
    if (reader->body.size > 0) status = buffer_append(&reader->body, "\n\n", 2, err);
    if (status == NS_OK) status = unquote(reader, &bytes, err);
    if (status == NS_OK && text->encoding != MIME_PLAIN) {
        reader->decoded.size = 0;
        status = mime_decode(bytes.text, bytes.length, text->encoding, &reader->decoded, &reader->undecodable, err);
        if (status == NS_OK) status = buffer_pad(&reader->decoded, INPUT_PADDING, err);
        bytes = (struct header_value){reader->decoded.data, reader->decoded.size};
    }
    return status == NS_OK ? append_decoded(reader, text, bytes, err) : status;
}

static ns_status put_texts(mail_reader *reader, struct ns_error *err)
{
    ns_status status = NS_OK;
    reader->body.size = 0;
    for (size_t i = 0; status == NS_OK && i < reader->parts.text_count; i++)
        status = append_text(reader, &reader->parts.texts[i], err);
    return status;
}

/* ---- The article ---- */

static void tell_problems(const mail_reader *reader)
{
    if (reader->mail->size > MAIL_MAX) {
        reader_problem(reader->input, reader->sink, PROBLEM_LIMIT, mail_line(reader), "a mail of over %zu bytes; the rest is not read",
                       MAIL_MAX);
    }
    if (reader->parts.damage) tell(reader, PROBLEM_DAMAGED, reader->parts.damage);
    if (reader->parts.limit) tell(reader, PROBLEM_LIMIT, reader->parts.limit);
    if (reader->undecodable > 0) {
        reader_problem(reader->input, reader->sink, PROBLEM_DAMAGED, mail_line(reader),
                       "%zu places that are not in the encoding of their part; they are passed over, or kept as they are",
                       reader->undecodable);
    }
    reader_bad_places(reader->input, reader->sink, mail_line(reader), reader->bad);
}

/* The line of a place in the mail. */
static uint32_t line_of(const mail_reader *reader, const char *place)
{
    const struct mail *mail = reader->mail;
    return (uint32_t)(mail->line + white_line_ends(mail->data, (size_t)(place - mail->data)));
}

static void put_part(struct article *article, enum part_kind kind, const struct buffer *text, uint32_t line)
{
    const struct header_value whole = trimmed(text->data, text->size);
    if (whole.length == 0) return;
    article->parts[article->part_count++] = (struct article_part){kind, whole.text, whole.length, 0, line, 0};
}

static ns_status put_article(mail_reader *reader, struct ns_error *err)
{
    const struct header_value date = field(reader, "Date");
    struct article article = {.path = reader->input->path, .extracted = true};
    article.source_size = reader->input->file_size;
    article.source_mtime = reader->input->mtime;
    if (reader->mail->mark) article.id = reader->id.data;
    if (reader->byline.size > 0) article.byline = reader->byline.data;
    if (reader->source.size > 0) article.source = reader->source.data;
    if (date.length > 0) {
        const char *example = "Wed, 3 Mar 2021 12:11:30 +0000";
        article.date = reader_date(reader->input, reader->sink, mail_line(reader), date.text, date.length, example);
    }
    if (reader->title.size > 0) put_part(&article, PART_TITLE, &reader->title, line_of(reader, field(reader, "Subject").text));
    if (reader->body.size > 0) put_part(&article, PART_BODY, &reader->body, line_of(reader, reader->parts.texts[0].data));
    if (article.part_count > 0) return reader->sink->article(reader->sink->context, &article, err);
    tell(reader, PROBLEM_EMPTY, "a mail without text: a subject or a text was wanted");
    return NS_OK;
}

ns_status mail_put(mail_reader *reader, const struct mail *mail, struct ns_error *err)
{
    reader->mail = mail;
    reader->bad = reader->undecodable = 0;
    mime_read(mail->data, mail->size < MAIL_MAX ? mail->size : MAIL_MAX, &reader->parts);
    ns_status status = put_fields(reader, err);
    if (status == NS_OK) status = put_texts(reader, err);
    if (status != NS_OK) return status;
    tell_problems(reader);
    return put_article(reader, err);
}
