/* date.h - reads the publication dates that newsrooms write. */
#ifndef INDEXER_DATE_H
#define INDEXER_DATE_H

#include "index/article.h"

/* Read a date: "Mar 03, 2021 12:11 PM", "March 3, 2021", "3 March 2021", or ISO 8601 ("2021", "2021-03", "2021-03-03", with "T" or a
 * space "12:11", "12:11:30", a fraction, and "Z", "+05:30" or "+0530"). Month names are English, in any letter case, three letters (or
 * "Sept") with or without a full stop, or whole. Years are 0001 to 9999. A fraction of a second is dropped.
 * White space around it is passed over, Unicode's too; anything else left over makes the date unknown.
 * @text  length bytes, any bytes
 * Returns the date; its precision is DATE_UNKNOWN when nobody could read it. Days that do not exist (Feb 30) are unknown. */
struct article_date date_parse(const char *text, size_t length);

#endif
