/* mime.c - walks over the parts of a mail. */
#include "indexer/mime.h"

#include <string.h>
#include <strings.h>

#include "indexer/white.h"

/* Room for `--` and a boundary; the RFC has 70 bytes. */
#define DELIMITER_ROOM 256

#define TEXT(value) #value
#define NUMBER(value) TEXT(value)

struct walk {
    struct mime_mail *mail;
    size_t parts;
    bool full; /* of parts or of texts: no more of them are looked at */
};

/* The parts of one multipart. */
struct parts {
    const char *at;
    const char *end;
    char delimiter[DELIMITER_ROOM];
    size_t delimiter_length;
    bool found; /* a delimiter, anywhere */
    bool open;  /* `at` is behind one that a part follows */
};

static void walk_entity(struct walk *walk, const char *data, size_t size, unsigned depth);

/* ---- The parts of a multipart ---- */

/* The end of the delimiter's line if `place`, where its text stands, is one; *last tells whether it is the closing one. */
static const char *delimiter_end(const struct parts *parts, const char *begin, const char *place, bool *last)
{
    if (place > begin && place[-1] != '\n') return NULL;
    const char *at = place + parts->delimiter_length;
    *last = parts->end - at >= 2 && at[0] == '-' && at[1] == '-';
    if (*last) at += 2;
    while (at < parts->end && (*at == ' ' || *at == '\t' || *at == '\r'))
        at++;
    if (at == parts->end) return at;
    return *at == '\n' ? at + 1 : NULL;
}

/* Step behind the next delimiter. Returns where the text in front of it ends; the end if there is none. */
static const char *next_delimiter(struct parts *parts)
{
    const char *begin = parts->at;
    parts->open = false;
    for (const char *at = begin; at < parts->end;) {
        const char *place = memmem(at, (size_t)(parts->end - at), parts->delimiter, parts->delimiter_length);
        bool last;
        if (!place) break;
        const char *behind = delimiter_end(parts, begin, place, &last);
        if (behind) {
            parts->at = behind;
            parts->found = true;
            parts->open = !last;
            if (place > begin) place--; /* its line end belongs to the delimiter */
            return place > begin && place[-1] == '\r' ? place - 1 : place;
        }
        at = place + 1;
    }
    parts->at = parts->end;
    return parts->end;
}

/* Stand before the first part; false if there is no boundary or it is nowhere. */
static bool begin_parts(struct parts *parts, const char *data, size_t size, struct header_value boundary)
{
    *parts = (struct parts){.at = data, .end = data + size, .delimiter = "--"};
    if (boundary.length == 0 || boundary.length > DELIMITER_ROOM - 2) return false;
    memcpy(parts->delimiter + 2, boundary.text, boundary.length);
    parts->delimiter_length = boundary.length + 2;
    next_delimiter(parts);
    return parts->found;
}

/* ---- Which texts are taken ---- */

static bool name_begins(struct header_value name, const char *word)
{
    const size_t length = strlen(word);
    return name.length >= length && strncasecmp(name.text, word, length) == 0;
}

static void add_text(struct walk *walk, const struct header *header, const char *body, size_t size, bool html)
{
    struct mime_mail *mail = walk->mail;
    if (mail->text_count == MIME_TEXTS_MAX) {
        mail->limit = "more than " NUMBER(MIME_TEXTS_MAX) " texts; the others are passed over";
        walk->full = true;
        return;
    }
    const struct header_value type = header_field(header, "Content-Type");
    struct mime_text *text = &mail->texts[mail->text_count++];
    *text = (struct mime_text){.data = body, .size = size, .html = html};
    text->encoding = mime_encoding_of(header_field(header, "Content-Transfer-Encoding"));
    text->charset = header_parameter(type, "charset");
    text->flowed = !html && header_is(header_parameter(type, "format"), "flowed");
    text->delete_space = header_is(header_parameter(type, "delsp"), "yes");
}

/* How much some texts are worth as one of several alternatives. */
static int worth(const struct mime_text *texts, size_t count)
{
    int most = count > 0 ? 1 : 0;
    for (size_t i = 0; i < count; i++) {
        if (white_only(texts[i].data, texts[i].size)) continue;
        const int own = texts[i].html ? 2 : 3;
        if (own > most) most = own;
    }
    return most;
}

/* Of the texts from `first` on, those from `second` on are an alternative to the ones before them. */
static void choose(struct mime_mail *mail, size_t first, size_t second)
{
    const size_t count = mail->text_count - second;
    if (worth(mail->texts + second, count) > worth(mail->texts + first, second - first)) {
        memmove(mail->texts + first, mail->texts + second, count * sizeof *mail->texts);
        mail->text_count = first + count;
    } else {
        mail->text_count = second;
    }
}

static void walk_parts(struct walk *walk, struct parts *parts, bool alternatives, unsigned depth)
{
    const size_t first = walk->mail->text_count;
    while (parts->open && !walk->full) {
        const char *begin = parts->at;
        const char *end = next_delimiter(parts);
        const size_t before = walk->mail->text_count;
        if (++walk->parts > MIME_PARTS_MAX) {
            walk->mail->limit = "more than " NUMBER(MIME_PARTS_MAX) " parts; the others are passed over";
            walk->full = true;
            return;
        }
        walk_entity(walk, begin, (size_t)(end - begin), depth + 1);
        if (alternatives) choose(walk->mail, first, before);
    }
}

static void walk_multipart(struct walk *walk, const struct header *header, const char *body, size_t size, unsigned depth)
{
    const struct header_value type = header_field(header, "Content-Type");
    struct parts parts;
    if (depth == MIME_DEPTH_MAX) {
        walk->mail->limit = "parts nested over " NUMBER(MIME_DEPTH_MAX) " deep; the inner ones are passed over";
    } else if (begin_parts(&parts, body, size, header_parameter(type, "boundary"))) {
        walk_parts(walk, &parts, header_is(header_main(type), "multipart/alternative"), depth);
    } else {
        walk->mail->damage = "a multipart whose boundary is not there; all of it is taken for its text";
        add_text(walk, header, body, size, false);
    }
}

/* The header and body of a mail or of a part of it. */
static void walk_entity(struct walk *walk, const char *data, size_t size, unsigned depth)
{
    struct header header;
    const size_t head = header_take(data, size < MIME_HEADER_MAX ? size : MIME_HEADER_MAX, &header);
    const char *body = data + (head > 0 ? head : header.size);
    const size_t body_size = size - (size_t)(body - data);
    const struct header_value name = header_main(header_field(&header, "Content-Type"));
    const bool attached = header_is(header_main(header_field(&header, "Content-Disposition")), "attachment");
    if (depth == 0) walk->mail->header = header;
    if (name_begins(name, "multipart/")) {
        walk_multipart(walk, &header, body, body_size, depth);
    } else if (!attached && header_is(name, "text/html")) {
        add_text(walk, &header, body, body_size, true);
    } else if (!attached && (name.length == 0 || header_is(name, "text/plain") || header_is(name, "text"))) {
        add_text(walk, &header, body, body_size, false);
    }
}

void mime_read(const char *data, size_t size, struct mime_mail *out)
{
    struct walk walk = {.mail = out};
    *out = (struct mime_mail){0};
    walk_entity(&walk, data, size, 0);
}
