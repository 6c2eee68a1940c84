/* normalize.c - folding by hand for ASCII, which is nearly everything, and through utf8proc for the rest; then Snowball. */
#include "index/normalize.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "index/buffer.h"
#include "index/unicode.h"

/* The most code points that one code point decomposes to is 18 (U+FDFA, Unicode 15), and it takes 3 bytes. */
#define FOLDED_POINTS_MAX (FORM_MAX / 3 * 18)

struct normalizer {
    xap_stemmer *stemmer;
    bool english;
    struct buffer folded;
};

ns_status normalizer_open(const char *language, struct normalizer **out, struct ns_error *err)
{
    *out = NULL;
    struct normalizer *normalizer = calloc(1, sizeof *normalizer);
    if (!normalizer) return ns_fail_nomem(err);
    xap_error cause;
    const xap_status opened = xap_stemmer_open(language, &normalizer->stemmer, &cause);
    if (opened != XAP_OK) normalizer_free(normalizer);
    if (opened == XAP_ERR_ARG)
        return ns_fail(err, NS_ERR_ARG, "language \"%s\" is unknown; wanted one that Snowball has, such as english, or none", language);
    if (opened != XAP_OK) return ns_fail_xap(err, opened, &cause, "opening the stemmer");
    normalizer->english = strcmp(language, "english") == 0 || strcmp(language, "en") == 0;
    *out = normalizer;
    return NS_OK;
}

void normalizer_free(struct normalizer *normalizer)
{
    if (!normalizer) return;
    xap_stemmer_free(normalizer->stemmer);
    buffer_release(&normalizer->folded);
    free(normalizer);
}

static bool is_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((uint8_t)text[i] >= 0x80) return false;
    }
    return true;
}

static bool is_ascii_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* A mark that people leave out: accents, and the vowel points of Hebrew and Arabic. The vowel signs of Indic scripts, marks too, are
 * letters to their readers and stay. */
static bool is_optional_mark(uint32_t c)
{
    return (c >= 0x0300 && c <= 0x036f) || (c >= 0x0591 && c <= 0x05c7) || (c >= 0x064b && c <= 0x065f) || c == 0x0670 ||
           (c >= 0x1ab0 && c <= 0x1aff) || (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) || (c >= 0xfe20 && c <= 0xfe2f);
}

/* Whether a folded word keeps this code point. What may stand inside a word but is no letter or digit falls away, except a point
 * between digits, where it is a decimal point, and an apostrophe. */
static bool is_kept(uint32_t before, uint32_t c, uint32_t after)
{
    if (c == '.') return is_ascii_digit(before) && is_ascii_digit(after);
    if (char_is_apostrophe(c)) return true;
    const enum char_class class = char_class(c);
    if (class == CHAR_MARK) return !is_optional_mark(c);
    return class == CHAR_LETTER || class == CHAR_DIGIT || class == CHAR_CJK;
}

static ns_status fold_ascii(struct buffer *folded, const char *form, size_t length, struct ns_error *err)
{
    const ns_status status = buffer_reserve(folded, length, err);
    if (status != NS_OK) return status;
    for (size_t i = 0; i < length; i++) {
        const char c = form[i];
        if (c >= 'A' && c <= 'Z') {
            folded->data[folded->size++] = (char)(c - 'A' + 'a');
        } else if ((c >= 'a' && c <= 'z') || is_kept(i > 0 ? (uint8_t)form[i - 1] : 0, (uint8_t)c, i + 1 < length ? (uint8_t)form[i + 1] : 0)) {
            folded->data[folded->size++] = c;
        }
    }
    return NS_OK;
}

static ns_status fold_unicode(struct buffer *folded, const char *form, size_t length, struct ns_error *err)
{
    utf8proc_int32_t points[FOLDED_POINTS_MAX + 1];
    const utf8proc_option_t options =
        (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    const utf8proc_ssize_t count =
        utf8proc_decompose((const utf8proc_uint8_t *)form, (utf8proc_ssize_t)length, points, FOLDED_POINTS_MAX, options);
    if (count < 0 || count > FOLDED_POINTS_MAX) return buffer_append(folded, form, length, err);

    utf8proc_ssize_t kept = 0;
    uint32_t before = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        const uint32_t c = (uint32_t)points[i];
        if (is_kept(before, c, i + 1 < count ? (uint32_t)points[i + 1] : 0)) points[kept++] = char_is_apostrophe(c) ? '\'' : points[i];
        before = c;
    }
    kept = utf8proc_normalize_utf32(points, kept, (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    for (utf8proc_ssize_t i = 0; i < kept; i++) {
        char bytes[4];
        const ns_status status = buffer_append(folded, bytes, utf8_encode((uint32_t)points[i], bytes), err);
        if (status != NS_OK) return status;
    }
    return NS_OK;
}

static void drop_possessive(struct buffer *folded)
{
    if (folded->size > 2 && memcmp(folded->data + folded->size - 2, "'s", 2) == 0) folded->size -= 2;
}

ns_status normalizer_fold(struct normalizer *normalizer, const char *form, size_t form_len, const char **folded, size_t *folded_len,
                          struct ns_error *err)
{
    struct buffer *out = &normalizer->folded;
    out->size = 0;
    ns_status status = is_ascii(form, form_len) ? fold_ascii(out, form, form_len, err) : fold_unicode(out, form, form_len, err);
    if (status == NS_OK && normalizer->english) drop_possessive(out);
    /* A form made only of what falls away is its own folded form, so that every word has one. */
    if (status == NS_OK && out->size == 0) status = buffer_append(out, form, form_len, err);
    *folded = out->data;
    *folded_len = out->size;
    return status;
}

ns_status normalizer_stem(struct normalizer *normalizer, const char *folded, size_t folded_len, const char **term, size_t *term_len,
                          struct ns_error *err)
{
    xap_error cause;
    const xap_status stemmed = xap_stem(normalizer->stemmer, folded, folded_len, term, term_len, &cause);
    if (stemmed != XAP_OK) return ns_fail_xap(err, stemmed, &cause, "stemming");
    if (*term_len > XAP_TERM_MAX) *term_len = utf8_cut(*term, XAP_TERM_MAX);
    return NS_OK;
}

ns_status normalizer_term(struct normalizer *normalizer, const char *form, size_t form_len, const char **term, size_t *term_len,
                          struct ns_error *err)
{
    const char *folded;
    size_t folded_len;
    const ns_status status = normalizer_fold(normalizer, form, form_len, &folded, &folded_len, err);
    return status == NS_OK ? normalizer_stem(normalizer, folded, folded_len, term, term_len, err) : status;
}
