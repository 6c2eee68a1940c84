/* article.h - an article as the readers hand it to the index: its fields and its text in parts.
 *
 * The text of an article is its parts in order, two newlines between one and the next. A part is either a run of bytes of the source
 * file as it stands there, so that places in it are places in the file (in the file as UTF-8 where it is of another charset, so that lines
 * are its own and columns and offsets are those that an editor has, which recodes it too), or text taken out of markup or JSON
 * (`extracted`), whose every line is said to be the line of the record it came from.
 */
#ifndef INDEX_ARTICLE_H
#define INDEX_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/error.h"

enum part_kind {
    PART_TITLE,
    PART_SUBTITLE,
    PART_BODY,
};

/* Parts an article can have: one of each kind. */
#define ARTICLE_PARTS_MAX 3

/* What stands between two parts in the article's text. */
#define PART_SEPARATOR "\n\n"
#define PART_SEPARATOR_LENGTH 2

/* What the id of an article begins with that has none of its own: the number of its line follows. No other id has that shape. */
#define ARTICLE_LINE_ID "line="

/* Room for such an id, with a NUL. */
#define ARTICLE_LINE_ID_ROOM (sizeof ARTICLE_LINE_ID + 20)

/* How much of a date is known. */
enum date_precision {
    DATE_UNKNOWN,
    DATE_YEAR,
    DATE_MONTH,
    DATE_DAY,
    DATE_MINUTE,
    DATE_SECOND,
};

/* Seconds since 1970-01-01T00:00:00Z (what is not known is at its least: 2021 is 2021-01-01T00:00:00Z). A time without a zone is
 * taken as UTC. */
struct article_date {
    int64_t seconds;
    enum date_precision precision;
};

struct article_part {
    enum part_kind kind;
    const char *text;
    size_t length;          /* bytes */
    uint64_t source_offset; /* byte in the source, as UTF-8, where the part begins; 0 when extracted */
    uint32_t source_line;   /* its line there, from 1; 0 if not known */
    uint32_t source_column; /* its column in that line, in bytes from 1; 0 when extracted or not known */
};

/* A string field may be NULL and is then not known; all are UTF-8 as far as the source was. */
struct article {
    const char *path;    /* as the user will open it; never NULL */
    const char *id;      /* its id inside a container file, whose address is then path#id */
    const char *section; /* such as "CHINA / SOCIETY" */
    const char *byline;
    const char *source; /* the publication */
    const char *url;    /* where it was published */
    struct article_date date;
    uint64_t source_size; /* of the file, bytes */
    int64_t source_mtime; /* of the file, seconds since 1970 */
    bool extracted;       /* the parts are not runs of the source's bytes */
    struct article_part parts[ARTICLE_PARTS_MAX];
    size_t part_count; /* in the order of enum part_kind, each kind at most once */
};

/* Bytes of text that an article may have: what is longer is no article but a book, or a mistake. A reader of an index counts on it. */
#define ARTICLE_TEXT_MAX (16 << 20)

/* Bytes of an article's text. */
uint64_t article_text_size(const struct article *article);

/* Returns NS_OK, NS_ERR_LIMIT (it has over ARTICLE_TEXT_MAX). */
ns_status article_check_size(const struct article *article, struct ns_error *err);

/* Make the id of an article that begins in a line. Returns its length. */
size_t article_line_id(uint64_t line, char room[ARTICLE_LINE_ID_ROOM]);

/* Whether an id has the shape of one that stands for a line. */
bool article_id_is_line(const char *id);

/* Make `newest` this date if that is later; of dates that are as late the first stays, and an unknown one is later than none. */
void article_date_keep_newest(struct article_date *newest, const struct article_date *date);

/* Room for a date as text. */
#define DATE_TEXT_SIZE 40

/* What is known of a date, as ISO 8601 has it: 2021-03-03T12:11, or as much of that; an empty string when nothing is. Returns text.
 * @separator  between day and time: a T, or a space for people */
const char *date_text(const struct article_date *date, char separator, char text[DATE_TEXT_SIZE]);

#endif
