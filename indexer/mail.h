/* mail.h - a mail becomes an article: what read_mail() and read_mbox() share. */
#ifndef INDEXER_MAIL_H
#define INDEXER_MAIL_H

#include "indexer/reader.h"

/* Bytes of a mail that are read. What people read stands in front of the attachments, and services take mails of up to 25 to 50 MB. */
#define MAIL_MAX ((size_t)32 << 20)

/* A mail, borrowed. */
struct mail {
    const char *data; /* from its header on; INPUT_PADDING more bytes behind it may be read */
    size_t size;
    uint64_t line; /* of `data` in the file, from 1 */
    uint64_t mark; /* the line of the `From ` in front of it; 0 for a mail that is a file of its own */
};

/* Keeps its memory from mail to mail. One thread uses it at a time. */
typedef struct mail_reader mail_reader;

/* Returns a reader (transfer full; release with mail_reader_free()), or NULL for want of memory. */
mail_reader *mail_reader_new(const struct input *input, const struct reader_sink *sink);

void mail_reader_free(mail_reader *reader);

/* Read a mail, tell its problems, and hand the article to the sink. Returns NS_OK, NS_ERR_NOMEM, or what the sink returned. */
ns_status mail_put(mail_reader *reader, const struct mail *mail, struct ns_error *err);

#endif
