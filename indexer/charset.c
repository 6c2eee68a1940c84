/* charset.c - what a text is written in, and iconv to make it UTF-8. */
#include "indexer/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "index/unicode.h"
#include "indexer/reader.h"

/* Longest name of a charset. */
#define NAME_MAX_LENGTH 40

/* The least that the store grows by. */
#define GROWTH 4096

#define REPLACEMENT "\xef\xbf\xbd"

/* Bytes of memory that are enough for a converter, with what the C library loads for it. */
#define CONVERTER_ROOM ((size_t)1 << 20)

/* What iconv_open() returns when there is none. */
#define NO_CONVERTER ((iconv_t)-1)

/* ---- What it is written in ---- */

struct mark {
    const char *bytes;
    size_t length;
    const char *charset;
};

/* The longer marks first: that of UTF-16 is the beginning of one of UTF-32. */
static const struct mark *mark_of(const char *data, size_t size)
{
    static const struct mark marks[] = {{"\xef\xbb\xbf", 3, "UTF-8"},
                                        {"\xff\xfe\0\0", 4, "UTF-32LE"},
                                        {"\0\0\xfe\xff", 4, "UTF-32BE"},
                                        {"\xff\xfe", 2, "UTF-16LE"},
                                        {"\xfe\xff", 2, "UTF-16BE"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (size >= marks[i].length && memcmp(data, marks[i].bytes, marks[i].length) == 0) return &marks[i];
    }
    return NULL;
}

static bool is_utf8(const char *charset)
{
    return strcasecmp(charset, "utf-8") == 0 || strcasecmp(charset, "utf8") == 0;
}

static bool is_wide(const char *charset)
{
    return strncasecmp(charset, "utf-16", 6) == 0 || strncasecmp(charset, "utf-32", 6) == 0 || strncasecmp(charset, "ucs", 3) == 0;
}

/* The name under which a declared charset is read: where a larger one has all its characters in the same places, texts of the web use those
 * of the larger one too (WHATWG Encoding Standard, 4.2). */
static const char *reading_name(const char *name)
{
    static const struct {
        const char *declared, *larger;
    } names[] = {{"ascii", "WINDOWS-1252"},
                 {"us-ascii", "WINDOWS-1252"},
                 {"iso-8859-1", "WINDOWS-1252"},
                 {"iso8859-1", "WINDOWS-1252"},
                 {"iso_8859-1", "WINDOWS-1252"},
                 {"latin1", "WINDOWS-1252"},
                 {"latin-1", "WINDOWS-1252"},
                 {"l1", "WINDOWS-1252"},
                 {"iso-8859-9", "WINDOWS-1254"},
                 {"tis-620", "CP874"},
                 {"iso-8859-11", "CP874"},
                 {"shift_jis", "CP932"},
                 {"shift-jis", "CP932"},
                 {"sjis", "CP932"},
                 {"x-sjis", "CP932"},
                 {"windows-31j", "CP932"},
                 {"gb2312", "GB18030"},
                 {"gbk", "GB18030"},
                 {"x-gbk", "GB18030"},
                 {"euc-kr", "CP949"},
                 {"ks_c_5601-1987", "CP949"},
                 {"big5", "BIG5-HKSCS"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcasecmp(name, names[i].declared) == 0) return names[i].larger;
    }
    return name;
}

/* The name of a declared charset as a C string in `name`, without white space and quotes around it; false if it has not the shape of
 * one. */
static bool take_name(const char *declared, size_t length, char *name)
{
    const char *end = declared + length;
    while (declared < end && strchr(" \t\r\n\"'", *declared))
        declared++;
    while (declared < end && strchr(" \t\r\n\"';", end[-1]))
        end--;
    length = (size_t)(end - declared);
    if (length == 0 || length > NAME_MAX_LENGTH) return false;
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)declared[i];
        if (byte >= 0x80 || (byte_class[byte] != CHAR_LETTER && byte_class[byte] != CHAR_DIGIT && !strchr("-_.:", byte) && byte != '+'))
            return false;
        name[i] = (char)byte;
    }
    name[length] = '\0';
    return true;
}

/* Bytes beyond ASCII: how many belong to characters of UTF-8, and how many places are none. */
struct census {
    size_t good;
    size_t bad;
};

static struct census take_census(const char *data, size_t size)
{
    struct census census = {0};
    for (size_t at = 0; at < size;) {
        uint64_t eight;
        if (size - at >= 8 && (memcpy(&eight, data + at, 8), (eight & UINT64_C(0x8080808080808080)) == 0)) {
            at += 8;
            continue;
        }
        uint32_t code_point;
        const size_t length = utf8_decode(data + at, data + size, &code_point);
        if (code_point == CODE_POINT_INVALID) {
            census.bad++;
        } else if (length > 1) {
            census.good += length;
        }
        at += length;
    }
    return census;
}

/* ---- Making UTF-8 of it ---- */

static ns_status append_bad(struct buffer *store, struct charset_text *out, struct ns_error *err)
{
    if (out->bad++ == 0) out->first_bad = store->size;
    return buffer_append(store, REPLACEMENT, sizeof REPLACEMENT - 1, err);
}

/* UTF-8 with places that are no character. */
static ns_status mend_utf8(const char *data, size_t size, struct buffer *store, struct charset_text *out, struct ns_error *err)
{
    ns_status status = buffer_reserve(store, size + INPUT_PADDING, err);
    size_t kept = 0;
    for (size_t at = 0; status == NS_OK && at < size;) {
        uint32_t code_point;
        const size_t length = utf8_decode(data + at, data + size, &code_point);
        if (code_point == CODE_POINT_INVALID) {
            status = buffer_append(store, data + kept, at - kept, err);
            if (status == NS_OK) status = append_bad(store, out, err);
            kept = at + length;
        }
        at += length;
    }
    return status == NS_OK ? buffer_append(store, data + kept, size - kept, err) : status;
}

/* Step over what is no character: one unit of the charset. */
static void step_over(const char *charset, char **in, size_t *left)
{
    size_t unit = 1;
    if (is_wide(charset)) unit = strstr(charset, "32") || strstr(charset, "4") ? 4 : 2;
    if (unit > *left) unit = *left;
    *in += unit;
    *left -= unit;
}

static ns_status convert(iconv_t converter, const char *charset, const char *data, size_t size, struct buffer *store,
                         struct charset_text *out, struct ns_error *err)
{
    char *in = (char *)data; /* iconv() does not write to it */
    size_t left = size;
    ns_status status = buffer_reserve(store, size + size / 2 + GROWTH, err);
    while (status == NS_OK && left > 0) {
        char *to = store->data + store->size;
        size_t room = store->capacity - store->size;
        const size_t result = iconv(converter, &in, &left, &to, &room);
        const int cause = errno;
        store->size = store->capacity - room;
        if (result != (size_t)-1) break;
        if (cause == E2BIG) {
            status = buffer_reserve(store, left + GROWTH, err);
        } else {
            step_over(charset, &in, &left);
            status = append_bad(store, out, err);
        }
    }
    return status;
}

/* @converter  closed here; NO_CONVERTER for UTF-8 */
static ns_status recode(iconv_t converter, const char *charset, const char *data, size_t size, struct buffer *store,
                        struct charset_text *out, struct ns_error *err)
{
    store->size = 0;
    ns_status status;
    if (converter == NO_CONVERTER) {
        status = mend_utf8(data, size, store, out, err);
    } else {
        status = convert(converter, charset, data, size, store, out, err);
        iconv_close(converter);
    }
    if (status == NS_OK) status = buffer_pad(store, INPUT_PADDING, err);
    out->text = store->data;
    out->size = store->size;
    out->recoded = true;
    return status;
}

/* Open a converter; *out stays NO_CONVERTER for UTF-8, and for a charset that is not known. The C library loads what knows a charset, and
 * without the memory for that says that it does not know it: so that is believed only where there was room. */
static ns_status open_converter(const char *charset, iconv_t *out, struct ns_error *err)
{
    *out = NO_CONVERTER;
    if (is_utf8(charset)) return NS_OK;
    *out = iconv_open("UTF-8", charset);
    if (*out != NO_CONVERTER) return NS_OK;
    /* Volatile, for a compiler may leave out a request of which nothing else is seen. */
    void *volatile room = errno == ENOMEM ? NULL : malloc(CONVERTER_ROOM);
    if (!room) return ns_fail_nomem(err);
    free(room);
    *out = iconv_open("UTF-8", charset);
    return NS_OK;
}

/* The charset that is declared, if it can be read and is not refuted by the text; else *out is NULL. Its name may be put in `name`. */
static ns_status declared_charset(const char *data, size_t size, const char *declared, size_t declared_length, char *name,
                                  iconv_t *converter, const char **out, struct ns_error *err)
{
    *out = NULL;
    if (!declared || !take_name(declared, declared_length, name)) return NS_OK;
    const char *charset = reading_name(name);
    if (is_wide(charset) && !memchr(data, 0, size)) return NS_OK;
    const ns_status status = open_converter(charset, converter, err);
    if (*converter != NO_CONVERTER || is_utf8(charset)) *out = charset;
    return status;
}

ns_status charset_decode(const char *data, size_t size, const char *declared, size_t declared_length, struct buffer *store,
                         struct charset_text *out, struct ns_error *err)
{
    char name[NAME_MAX_LENGTH + 1];
    iconv_t converter = NO_CONVERTER;
    ns_status status = NS_OK;
    const struct mark *mark = mark_of(data, size);
    if (mark) data += mark->length, size -= mark->length;
    const char *charset = mark ? mark->charset : NULL;
    if (!mark) status = declared_charset(data, size, declared, declared_length, name, &converter, &charset, err);
    const bool told = charset != NULL;
    *out = (struct charset_text){.text = data, .size = size};
    if (status != NS_OK) return status;
    if (!told || is_utf8(charset)) {
        const struct census census = take_census(data, size);
        if (census.bad == 0) return NS_OK;
        if (!told) charset = census.good > census.bad ? "UTF-8" : "WINDOWS-1252";
    }
    if (converter == NO_CONVERTER) status = open_converter(charset, &converter, err);
    return status == NS_OK ? recode(converter, charset, data, size, store, out, err) : status;
}

bool charset_is_marked_wide(const char *data, size_t size)
{
    const struct mark *mark = mark_of(data, size);
    return mark && is_wide(mark->charset);
}

const char *charset_of_type(const char *type, size_t type_length, size_t *length)
{
    static const char word[] = "charset";
    const size_t word_length = sizeof word - 1;
    for (size_t at = 0; at + word_length < type_length; at++) {
        if (strncasecmp(type + at, word, word_length) != 0) continue;
        size_t begin = at + word_length;
        while (begin < type_length && (type[begin] == ' ' || type[begin] == '\t'))
            begin++;
        if (begin >= type_length || type[begin++] != '=') continue;
        while (begin < type_length && strchr(" \t\"'", type[begin]))
            begin++;
        size_t end = begin;
        while (end < type_length && !strchr(" \t\r\n\"';,", type[end]))
            end++;
        *length = end - begin;
        return *length > 0 ? type + begin : NULL;
    }
    return NULL;
}
