/* mime_code.h - what mails write bytes beyond ASCII as: base64 and quoted-printable (RFC 2045, 6), and encoded words in headers (RFC 2047).
 *
 * What is none of an encoding is stepped over in base64 and kept as it is in quoted-printable, and counted.
 */
#ifndef INDEXER_MIME_CODE_H
#define INDEXER_MIME_CODE_H

#include "index/buffer.h"
#include "indexer/header.h"

/* Longest encoded word that is taken for one, bytes. The RFC has 75; there are mailers that do not know. */
#define ENCODED_WORD_MAX 1000

enum mime_encoding { MIME_PLAIN, MIME_QUOTED, MIME_BASE64 };

/* The encoding that a Content-Transfer-Encoding names; MIME_PLAIN for 7bit, 8bit, binary, and what is not known. */
enum mime_encoding mime_encoding_of(struct header_value value);

/* Append the bytes that an encoded text stands for.
 * @bad  places that are none of the encoding are added to it
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status mime_decode(const char *data, size_t size, enum mime_encoding encoding, struct buffer *out, size_t *bad, struct ns_error *err);

/* Where header texts are decoded, kept from one to the next. All zero to begin with; end it with mime_words_release(). */
struct mime_words {
    struct buffer bytes;   /* that stand for characters of one charset */
    struct buffer recoded; /* they, as UTF-8 */
};

/* Write a header text as one line of UTF-8 without a control character, its runs of white space as one space, to `out`, and a NUL behind
 * it that is not of its size; what `out` held is overwritten. Words of one charset that stand side by side are decoded as one, as there
 * are mailers that cut characters in two. Bytes beyond ASCII that are in no encoded word are of the charset that they look like.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status mime_words_decode(struct mime_words *words, struct header_value value, struct buffer *out, struct ns_error *err);

void mime_words_release(struct mime_words *words);

#endif
