/* mime_code.c - base64, quoted-printable and encoded words become bytes. */
#include "indexer/mime_code.h"

#include <string.h>
#include <strings.h>

#include "indexer/ascii.h"
#include "indexer/charset.h"

/* ---- Encodings ---- */

enum mime_encoding mime_encoding_of(struct header_value value)
{
    const struct header_value name = header_main(value);
    if (header_is(name, "base64")) return MIME_BASE64;
    return header_is(name, "quoted-printable") ? MIME_QUOTED : MIME_PLAIN;
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+') return 62;
    return c == '/' ? 63 : -1;
}

/* There is room for what comes out. Padding ends four characters, and more may follow, where texts were put together. */
static void decode_base64(const char *data, size_t size, struct buffer *out, size_t *bad)
{
    uint32_t bits = 0;
    unsigned count = 0; /* of bits that were not written */
    for (size_t at = 0; at < size; at++) {
        const int value = base64_value(data[at]);
        if (value >= 0) {
            bits = bits << 6 | (uint32_t)value;
            count += 6;
        } else if (data[at] == '=') {
            count = 0;
        } else if (!ascii_is_white(data[at])) {
            ++*bad;
        }
        if (count < 8) continue;
        count -= 8;
        out->data[out->size++] = (char)(bits >> count);
    }
}

/* The bytes of a line end that an equals sign and white space are in front of, with these; 0 if there is none. */
static size_t soft_break(const char *data, size_t size)
{
    size_t at = 1;
    while (at < size && (data[at] == ' ' || data[at] == '\t'))
        at++;
    if (at < size && data[at] == '\r') at++;
    if (at < size && data[at] == '\n') return at + 1;
    return at == size ? at : 0;
}

/* There is room for what comes out. */
static void decode_quoted(const char *data, size_t size, struct buffer *out, size_t *bad)
{
    for (size_t at = 0; at < size;) {
        if (data[at] != '=') {
            out->data[out->size++] = data[at++];
            continue;
        }
        const int high = size - at > 2 ? ascii_hex_value(data[at + 1]) : -1;
        const int low = high >= 0 ? ascii_hex_value(data[at + 2]) : -1;
        const size_t left = size - at;
        const size_t gap = low >= 0 ? 0 : soft_break(data + at, left);
        if (low >= 0) {
            out->data[out->size++] = (char)(high * 16 + low);
            at += 3;
        } else if (gap > 0) {
            at += gap;
        } else {
            out->data[out->size++] = data[at++];
            ++*bad;
        }
    }
}

ns_status mime_decode(const char *data, size_t size, enum mime_encoding encoding, struct buffer *out, size_t *bad, struct ns_error *err)
{
    if (encoding == MIME_PLAIN) return buffer_append(out, data, size, err);
    const ns_status status = buffer_reserve(out, size + 1, err); /* neither becomes more */
    if (status != NS_OK) return status;
    if (encoding == MIME_BASE64) {
        decode_base64(data, size, out, bad);
    } else {
        decode_quoted(data, size, out, bad);
    }
    return NS_OK;
}

/* ---- Encoded words ---- */

/* One as it stands there: =?charset?Q?text?= */
struct encoded_word {
    struct header_value charset;
    struct header_value text;
    bool base64;
    size_t size; /* of all of it */
};

/* Whether an encoded word begins here. */
static bool take_word(const char *data, size_t size, struct encoded_word *out)
{
    if (size > ENCODED_WORD_MAX) size = ENCODED_WORD_MAX;
    if (size < 2 || data[0] != '=' || data[1] != '?') return false;
    const char *stop = memchr(data + 2, '?', size - 2);
    const size_t charset = stop ? (size_t)(stop - data) : size;
    if (charset == 2 || size - charset < 4 || data[charset + 2] != '?') return false;
    const char encoding = (char)(data[charset + 1] | 0x20);
    if (encoding != 'q' && encoding != 'b') return false;
    const char *text = data + charset + 3;
    const char *end = memmem(text, size - charset - 3, "?=", 2);
    if (!end) return false;
    const char *language = memchr(data + 2, '*', charset - 2); /* RFC 2231, 5 */
    out->charset = (struct header_value){data + 2, (language ? (size_t)(language - data) : charset) - 2};
    out->text = (struct header_value){text, (size_t)(end - text)};
    out->base64 = encoding == 'b';
    out->size = (size_t)(end + 2 - data);
    return true;
}

/* What stands between two encoded words and is not shown: white space and nothing else. */
static size_t gap_before_word(const char *data, size_t size)
{
    struct encoded_word word;
    size_t gap = 0;
    while (gap < size && ascii_is_white(data[gap]))
        gap++;
    return gap < size && take_word(data + gap, size - gap, &word) ? gap : 0;
}

/* Append to `bytes` what a word stands for. */
static ns_status append_word(struct buffer *bytes, const struct encoded_word *word, struct ns_error *err)
{
    const size_t before = bytes->size;
    size_t bad = 0; /* as nothing is lost by it */
    const ns_status status = mime_decode(word->text.text, word->text.length, word->base64 ? MIME_BASE64 : MIME_QUOTED, bytes, &bad, err);
    if (status != NS_OK || word->base64) return status;
    for (size_t i = 0; i < word->text.length && before + i < bytes->size; i++) {
        if (bytes->data[before + i] == '_') bytes->data[before + i] = ' ';
    }
    return NS_OK;
}

/* Append the bytes that are kept as UTF-8. */
static ns_status flush(struct mime_words *words, struct header_value charset, struct buffer *out, struct ns_error *err)
{
    struct charset_text text;
    if (words->bytes.size == 0) return NS_OK;
    ns_status status = charset_decode(words->bytes.data, words->bytes.size, charset.text, charset.length, &words->recoded, &text, err);
    if (status == NS_OK) status = buffer_append(out, text.text, text.size, err);
    words->bytes.size = 0;
    return status;
}

static bool same_charset(struct header_value a, struct header_value b)
{
    return a.text && b.text && a.length == b.length && strncasecmp(a.text, b.text, a.length) == 0;
}

/* Bytes up to the next place where an encoded word could begin, one at least. */
static size_t plain_length(const char *data, size_t size)
{
    const char *next = memmem(data + 1, size - 1, "=?", 2);
    return next ? (size_t)(next - data) : size;
}

static ns_status decode_words(struct mime_words *words, struct header_value value, struct buffer *out, struct ns_error *err)
{
    struct header_value charset = {NULL, 0}; /* of the bytes that are kept */
    ns_status status = NS_OK;
    for (size_t at = 0; status == NS_OK && at < value.length;) {
        const char *data = value.text + at;
        const size_t left = value.length - at;
        struct encoded_word word;
        const bool encoded = take_word(data, left, &word);
        const struct header_value own = encoded ? word.charset : (struct header_value){NULL, 0};
        if (own.text != charset.text && !same_charset(own, charset)) status = flush(words, charset, out, err);
        if (status != NS_OK) break;
        charset = own;
        const size_t size = encoded ? word.size : plain_length(data, left);
        status = encoded ? append_word(&words->bytes, &word, err) : buffer_append(&words->bytes, data, size, err);
        at += size;
        if (encoded) at += gap_before_word(value.text + at, value.length - at);
    }
    return status == NS_OK ? flush(words, charset, out, err) : status;
}

/* Make every run of white space and control characters one space, and none at the ends. */
static void make_line(struct buffer *text)
{
    size_t used = 0;
    bool gap = false;
    for (size_t at = 0; at < text->size; at++) {
        const unsigned char byte = (unsigned char)text->data[at];
        if (byte > ' ' && byte != 0x7f) {
            if (gap) text->data[used++] = ' ';
            text->data[used++] = (char)byte;
        }
        gap = used > 0 && (byte <= ' ' || byte == 0x7f);
    }
    text->size = used;
}

ns_status mime_words_decode(struct mime_words *words, struct header_value value, struct buffer *out, struct ns_error *err)
{
    out->size = 0;
    words->bytes.size = 0;
    ns_status status = decode_words(words, value, out, err);
    if (status == NS_OK) make_line(out);
    return status == NS_OK ? buffer_pad(out, 1, err) : status;
}

void mime_words_release(struct mime_words *words)
{
    buffer_release(&words->bytes);
    buffer_release(&words->recoded);
}
