/* read_trec.c - reads documents as the collections of TREC have them: <DOC> with a <DOCNO> (or an id), fields, and <TEXT>.
 *
 * The collections differ in their fields; these are known, each by the name that it has in any of AP Newswire, Wall Street Journal,
 * Financial Times, Los Angeles Times, San Jose Mercury News, FBIS, AQUAINT and Gigaword:
 *
 *   id        DOCNO, else the id of the tag, else the line
 *   title     HEADLINE, HL, HEAD, TITLE, TI; a second one is the subtitle
 *   date      DATE, DATE1, DD, PUBDATE, DATE_TIME; of AP and WSJ, which may have none, the digits of DOCNO
 *   byline    BYLINE, AUTHOR
 *   section   SECTION
 *   source    SOURCE, SO, PUB
 *   body      LP, LEADPARA, TEXT, in the order in which they stand, behind the DATELINE
 *
 * Dates in digits are as these collections have them: 910514 and 03/24/87 are of the 20th century if the year is 70 or above, and the month
 * stands before the day. What stands behind a date that can be read, as "January 1, 1989, Sunday, Home Edition", is passed over.
 *
 * Sources: the README files of the TREC disks 1 to 5, of AQUAINT and of English Gigaword.
 */
#include "indexer/reader.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "indexer/date.h"
#include "indexer/format_parts.h"
#include "indexer/sgml_fields.h"
#include "indexer/white.h"

#define RECORD "DOC"

/* Parts behind a date, parted by commas, that are left out one after another until it can be read. */
#define DATE_TAILS_MAX 4

/* ---- Dates ---- */

static int two_digits(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

/* Whether a text begins as a pattern tells, in which 0 stands for any digit. */
static bool looks_like(const char *text, size_t length, const char *pattern)
{
    for (size_t at = 0; pattern[at]; at++) {
        if (at == length) return false;
        if (pattern[at] == '0' ? !isdigit((unsigned char)text[at]) : text[at] != pattern[at]) return false;
    }
    return true;
}

static int century(int year)
{
    return year >= 70 ? 19 : 20;
}

/* Write year, month and day in the order of ISO 8601, and what follows behind. */
static size_t write_date(char *room, int year, const char *month, const char *day, const char *rest, size_t rest_length)
{
    if (rest_length > SGML_DATE_ROOM / 2) rest_length = SGML_DATE_ROOM / 2;
    return (size_t)snprintf(room, SGML_DATE_ROOM, "%04d-%.2s-%.2s%.*s", year, month, day, (int)rest_length, rest);
}

/* Leave out what stands behind a date. */
static size_t without_tail(const char *text, size_t length)
{
    size_t kept = length;
    for (int i = 0; i < DATE_TAILS_MAX && date_parse(text, kept).precision == DATE_UNKNOWN; i++) {
        const char *comma = memrchr(text, ',', kept);
        if (!comma) return length;
        kept = (size_t)(comma - text);
    }
    return date_parse(text, kept).precision == DATE_UNKNOWN ? length : kept;
}

static size_t readable_date(const char *text, size_t length, char *room)
{
    if (length == 6 && looks_like(text, length, "000000"))
        return write_date(room, century(two_digits(text)) * 100 + two_digits(text), text + 2, text + 4, "", 0);
    if (looks_like(text, length, "00/00/0000"))
        return write_date(room, two_digits(text + 6) * 100 + two_digits(text + 8), text, text + 3, text + 10, length - 10);
    if (length == 8 && looks_like(text, length, "00/00/00"))
        return write_date(room, century(two_digits(text + 6)) * 100 + two_digits(text + 6), text, text + 3, "", 0);
    if (length > SGML_DATE_ROOM) length = SGML_DATE_ROOM;
    length = without_tail(text, length);
    memcpy(room, text, length);
    return length;
}

/* The date that the DOCNO of AP and WSJ holds: AP890101-0001. */
static void take_date_of_id(struct markup_article *article)
{
    const char *id = markup_label(article, LABEL_ID);
    if (!id || article->date.precision != DATE_UNKNOWN) return;
    const size_t prefix = strncmp(id, "AP", 2) == 0 ? 2 : strncmp(id, "WSJ", 3) == 0 ? 3 : 0;
    if (prefix == 0 || !looks_like(id + prefix, strlen(id + prefix), "000000-")) return;
    char room[SGML_DATE_ROOM];
    article->date = date_parse(room, readable_date(id + prefix, 6, room));
}

/* ---- Documents ---- */

/* The id that Gigaword has in the tag itself. */
static void take_id_of_tag(struct markup_article *article, const struct sgml_record *record)
{
    struct tag_scanner scanner = tag_scanner_over(record->text, record->size);
    struct tag tag;
    size_t length;
    if (!tag_scanner_next(&scanner, &tag) || tag.kind != TAG_OPEN) return;
    const char *id = tag_attribute(&tag, "id", &length);
    if (id) markup_label_set(article, LABEL_ID, id, length);
}

static ns_status take_document(void *context, const struct sgml_record *record, struct ns_error *err)
{
    static const struct sgml_field_name names[] = {
        {"DOCNO", FIELD_ID},      {"HEADLINE", FIELD_TITLE},    {"HL", FIELD_TITLE},       {"HEAD", FIELD_TITLE},
        {"TITLE", FIELD_TITLE},   {"TI", FIELD_TITLE},          {"DATE", FIELD_DATE},      {"DATE1", FIELD_DATE},
        {"DD", FIELD_DATE},       {"PUBDATE", FIELD_DATE},      {"DATE_TIME", FIELD_DATE}, {"BYLINE", FIELD_BYLINE},
        {"AUTHOR", FIELD_BYLINE}, {"SECTION", FIELD_SECTION},   {"SOURCE", FIELD_SOURCE},  {"SO", FIELD_SOURCE},
        {"PUB", FIELD_SOURCE},    {"DATELINE", FIELD_DATELINE}, {"LP", FIELD_TEXT},        {"LEADPARA", FIELD_TEXT},
        {"TEXT", FIELD_TEXT},     {NULL, FIELD_NONE},
    };
    static const struct sgml_fields fields = {names, readable_date, "March 3, 1989"};
    struct markup_article *article = context;
    (void)err;
    markup_article_begin(article, record->line);
    sgml_fields_take(&fields, record, article);
    take_id_of_tag(article, record);
    take_date_of_id(article);
    return markup_article_put(article);
}

ns_status read_trec(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    struct markup_article article = {.input = input, .sink = sink, .err = err};
    const struct sgml_reading reading = {input, sink, RECORD, take_document, &article};
    const ns_status status = sgml_records_read(&reading, err);
    markup_article_release(&article);
    return status;
}

bool trec_recognise(const char *data, size_t size)
{
    const size_t lead = white_lead(data, size);
    struct tag_scanner scanner = tag_scanner_over(data + lead, size - lead);
    struct tag tag;
    size_t length;
    if (!tag_scanner_next(&scanner, &tag) || tag.kind != TAG_OPEN || !tag_is(&tag, RECORD)) return false;
    if (tag_attribute(&tag, "id", &length)) return true;
    while (tag_scanner_next(&scanner, &tag) && !(tag.kind == TAG_TEXT && !white_only(tag.text, tag.length))) {
        if (tag.kind == TAG_OPEN && tag_is(&tag, "DOCNO")) return true;
    }
    return false;
}

size_t trec_split(const char *data, size_t size)
{
    return sgml_records_split(data, size, RECORD);
}
