/* mime.h - finds the texts of a mail that are there to be read, among its parts (RFC 2045, 2046, 2183, 3676).
 *
 * Of multipart/alternative that part is taken that holds plain text which is not blank, else one that holds HTML, else the first. Of other
 * multiparts all texts are taken, one behind the other, as programs of mail show them. Passed over are attachments (Content-Disposition),
 * types other than text/plain and text/html, and mails within the mail (message/rfc822), which are others' articles.
 *
 * Written by us, as the libraries that do it build a tree of all that a mail holds: GMime 3.2 takes 170 to 270 times the size of a mail
 * that was made to fill memory, and ends the process when there is no more. Here nothing is allocated: parts are runs of the mail's bytes.
 */
#ifndef INDEXER_MIME_H
#define INDEXER_MIME_H

#include "indexer/header.h"
#include "indexer/mime_code.h"

/* Multiparts within one another, which real ones are 4 or 5 deep. Each costs going over its bytes once more. */
#define MIME_DEPTH_MAX 16

/* Parts of a mail, in all of its multiparts together. */
#define MIME_PARTS_MAX 1000

/* Texts that are taken of a mail. */
#define MIME_TEXTS_MAX 32

/* Bytes that the header of a mail or a part may have; what is behind them is body. */
#define MIME_HEADER_MAX ((size_t)256 << 10)

/* A text, borrowed from the mail, as it stands there. */
struct mime_text {
    const char *data;
    size_t size;
    enum mime_encoding encoding;
    struct header_value charset;
    bool html;
    bool flowed;       /* lines that end with a space go on in the next */
    bool delete_space; /* and the space is none of the text's */
};

struct mime_mail {
    struct header header;
    struct mime_text texts[MIME_TEXTS_MAX];
    size_t text_count;
    const char *damage; /* what is wrong with it, for a problem; NULL when nothing is */
    const char *limit;  /* which limit was passed, so that a part of it was not read; NULL when none was */
};

/* @data  of a whole mail, from its header on; any bytes */
void mime_read(const char *data, size_t size, struct mime_mail *out);

#endif
