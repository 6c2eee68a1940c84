/* reader.h - turns the bytes of one input into articles.
 *
 * A reader gets a whole input in memory, finds the articles in it, and hands each to the sink, in the order in which they stand there.
 * What cannot be read costs one article, not the input: it is told to `problem`, and the reader goes on.
 */
#ifndef INDEXER_READER_H
#define INDEXER_READER_H

#include "index/article.h"
#include "index/error.h"
#include "indexer/problem.h"

/* Bytes that may be read behind an input, whatever they are; read_jsonl() needs them. */
#define INPUT_PADDING 64

struct field_map; /* of fields.h */

/* One file, read and (when it was gzip) inflated, or some of its records. Everything is borrowed from the caller. */
struct input {
    const char *path;
    const char *data; /* INPUT_PADDING bytes more than `size` */
    size_t size;
    const char *head;      /* of records that do not begin the file: what they have to know of its beginning, if the format has that */
    size_t head_size;      /* bytes */
    uint64_t file_size;    /* on the disk, bytes */
    int64_t mtime;         /* seconds since 1970 */
    uint64_t lines_before; /* in the file, before `data` */
    uint64_t left_out;     /* bytes of a line behind `data` that was not read whole, as it is too long for an article; 0 if there is none */
    const struct field_map *fields; /* how records call what; NULL for the usual names */
};

/* Where a reader's findings go. */
struct reader_sink {
    /* Takes one article, which is only valid during the call. What it returns other than NS_OK ends the reading. */
    ns_status (*article)(void *context, const struct article *article, struct ns_error *err);

    problem_function *problem;
    void *context;
};

typedef ns_status reader_function(const struct input *input, const struct reader_sink *sink, struct ns_error *err);

/* Plain text in the shape of a newsroom's export: section, title, sometimes a subtitle, `Published: ...`, a caption that is printed
 * twice, paragraphs. A text without such a head is an article too, whose first line is the title if it is short. */
reader_function read_text;

/* JSON Lines: one object a line, whose members are the fields by the names of fields.h and the rules of json_record.h. The same id may come
 * twice. A record without an id gets the id "line=17", after its line; no id of a record's own has that shape, for one that has is a
 * problem and counts as none. */
reader_function read_jsonl;

/* A JSON document: an object that is an article, an array of them or several texts of these, or an object that has an array of articles as
 * a member, or as a member of one. The fields are those of JSON Lines, and so is the id of a record that has none: the line where its
 * object begins. A damaged object costs itself; where no end of it can be found, up to the next that begins a line. */
reader_function read_json;

/* Comma-separated values with a header that names the columns by the names of fields.h, one of them a title or a body; the separator may be
 * a semicolon, a tab or a bar too. The ids are those of JSON Lines. */
reader_function read_csv;

/* HTML: the file is one page and one article, as html_article.h says. A page without a title and a text is a problem. */
reader_function read_html;

/* Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0; an article an item. Its id is guid or atom:id, else its address, else its line. */
reader_function read_feed;

/* NITF 3: a file is an article. */
reader_function read_nitf;

/* NewsML-G2: an article a newsItem; in a newsMessage its guid is its id. */
reader_function read_newsml;

/* SGML of the collections of TREC: an article a <DOC>, whose DOCNO is its id. */
reader_function read_trec;

/* SGML of Reuters-21578: an article a <REUTERS>, whose NEWID is its id. */
reader_function read_reuters;

/* WARC 1.0 and 1.1, as crawls of the web are kept. Articles are: `response` records of HTTP with status 200 and a page of HTML or XHTML, or
 * a plain text that is not a site's robots.txt; `resource` records of HTML; `conversion` records of plain text, as WET files have them. All
 * others are passed over without a word: that a crawl also holds pictures, redirections and its own notes is no problem of anyone's.
 *
 *   id      the record's WARC-Record-ID, as it is unique in an archive (ISO 28500, 5.2), and an address is not: crawls fetch one
 *           twice. A record without one gets "line=17", after its line in the file (in what it inflates to).
 *   url     the page's own, else WARC-Target-URI
 *   source  the page's own, else the host of WARC-Target-URI
 *   date    the page's own, of publication; else WARC-Date, of the fetch, which is at most some days later for a crawl of news
 *
 * A slice behind the first that does not begin at a record begins in one that was too long, which has been told. */
reader_function read_warc;

/* One mail a file (RFC 5322 and MIME). Title: the subject, with its "Re:"; byline: the name of who it is from, else the address; source:
 * the mailing list (List-Id: its name, else its id), as To: only says who got it; date: Date:; body: the texts that are there to be read
 * (see mime.h), HTML among them without its markup. A mail without any is an article with a title only. Of one over MAIL_MAX bytes the rest
 * is not read, which is said. */
reader_function read_mail;

/* Mails one behind the other, each behind a line `From sender Wed Mar  3 12:11:30 2021` (RFC 4155), quoted as mboxo or mboxrd do: one `>`
 * is taken off lines that begin with any number of them and `From `. A mail's id is its Message-ID without the angle brackets, or "line=17"
 * if it has none. A slice behind the first that does not begin at a mail goes on with one that was too long, which has been told. */
reader_function read_mbox;

/* Bytes that a line of JSON Lines may have, and an object of JSON. */
#define JSONL_LINE_MAX ((size_t)64 << 20)

/* The names in a byline, without the "By" in front of them; what was given if there is none, or nothing else. NULL stays NULL. */
const char *reader_byline(const char *byline);

/* For the readers: how many bytes of a byte order mark an input begins with. */
size_t reader_mark(const struct input *input);

/* For the readers: tell, unless it is 0, at how many places there was no character where the bytes of a charset were read. */
void reader_bad_places(const struct input *input, const struct reader_sink *sink, uint64_t line, size_t count);

/* For the readers: read a date; one that cannot be read is a problem, and unknown.
 * @example  of what was wanted */
struct article_date reader_date(const struct input *input, const struct reader_sink *sink, uint64_t line, const char *text, size_t length,
                                const char *example);

/* For the readers: tell the sink a problem, as printf() writes it; what is over 511 bytes long is cut, and control
 * characters, which come from what the input quotes, become '?'. */
void reader_problem(const struct input *input, const struct reader_sink *sink, enum problem_kind kind, uint64_t line, const char *format,
                    ...) __attribute__((format(printf, 5, 6)));

#endif
