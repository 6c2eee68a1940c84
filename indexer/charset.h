/* charset.h - bytes of any charset become UTF-8.
 *
 * What a text is written in is told, in this order, by its byte order mark, by what is declared for it, and by itself: it is UTF-8 if it is
 * valid as that, or if of its bytes beyond ASCII more belong to characters of UTF-8 than do not; else Windows-1252, as texts of the
 * web that say nothing mostly are. Names are those that iconv knows; ASCII and ISO 8859-1 are read as Windows-1252, which has all that
 * they have, and others of the East and West likewise (WHATWG Encoding Standard, 4.2).
 */
#ifndef INDEXER_CHARSET_H
#define INDEXER_CHARSET_H

#include <stdbool.h>

#include "index/buffer.h"

/* A text as UTF-8. */
struct charset_text {
    const char *text; /* never NULL; INPUT_PADDING bytes behind it may be read, if that holds of what was given */
    size_t size;
    bool recoded;     /* it lies in the store: places in it are not places in what was given */
    size_t bad;       /* places that were no character; each is U+FFFD now */
    size_t first_bad; /* byte in `text` of the first */
};

/* @data      `size` bytes; borrowed by *out when it is UTF-8 already, but for a byte order mark, which is passed over
 * @declared  the name of a charset, of declared_length bytes; one that nobody knows counts as none. A declared UTF-16 or UTF-32 without a
 *            byte order mark counts as none when the text holds no NUL
 * @store     gets the text when it has to be recoded; what it held is overwritten
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status charset_decode(const char *data, size_t size, const char *declared, size_t declared_length, struct buffer *store,
                         struct charset_text *out, struct ns_error *err);

/* Whether a text begins with a byte order mark of UTF-16 or UTF-32, so that NUL bytes are nothing unusual in it and line ends are not
 * bytes. */
bool charset_is_marked_wide(const char *data, size_t size);

/* The charset in the value of a MIME type such as `text/html; charset="utf-8"`. Returns where it begins, and its length; NULL if there is
 * none. */
const char *charset_of_type(const char *type, size_t type_length, size_t *length);

#endif
