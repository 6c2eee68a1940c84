/* read_text.c - finds the parts of an article in plain text.
 *
 * Lines end with LF, CRLF or a lone CR. A line with nothing but white space (Unicode's too, so no-break spaces) is blank. A UTF-8 byte
 * order mark at the start is passed over. A part never begins or ends with white space, but for the indent of the body's first line; each
 * part is a slice of the text.
 *
 * A head is recognised when one of the first HEAD_LINES lines that are not blank is `Published: DATE`, in any letter case; or else when
 * one of the first BARE_HEAD_LINES, but not the first of all, is nothing but a date, known to the day at least, and no line before it ends
 * as prose does. A line `By NAME` right before the date or right behind it is the byline (see byline_start()). Of the other lines before
 * it,
 *  - the first is the section, when another line follows and it looks like one: at most SECTION_WORDS words in SECTION_MAX bytes, with
 *    an upper-case letter and no lower-case one. (In a script without letter case a section cannot be told from a title; there the
 *    first line is the title.) Its runs of white space become single spaces;
 *  - the next is the title;
 *  - what is left is the subtitle, one run of the source even if it is several lines.
 * Without a date that can be read the line is a problem, and as much text as any other: there is no head, and nothing is lost.
 *
 * What follows the head is the body. Exports print the caption of the picture twice, as the first two lines of the body; of two such lines
 * that are the same, blank lines between them or not, the first is left out.
 *
 * Without a head the first line that is not blank is the title, if it has at most TITLE_MAX bytes and does not end as prose does (full
 * stop, comma, colon, semicolon, ellipsis, closing quotes and brackets aside; headlines do end with ? and !). A first line of
 * WRAPPED_MIN bytes or more that the next line goes on from, with a lower-case letter and without a blank line, is wrapped prose and no
 * title. The rest is the body. A text of one such line is an article with a title and no body; one of a single sentence is all body. Such
 * an article has no date: the file's own time tells when it was copied, not when it was published.
 *
 * Before such a head one of another kind is looked for: a block of lines `Name: value` as mails have it, from the first line that is not
 * blank up to a blank one. A line that is indented goes on with the value before it. Of the names, in any letter case, two at least have
 * to be of ours (block_names), so that a note at the start of a text is none. Front matter is a block too, between lines `---`; there a
 * value may stand in quotes, and lines that begin with a dash are the items of a list. What follows is the body, and without a `Title:` its
 * first line is the title as in any text. An `Id:` is known and left alone: the address of an article that is a file is its path.
 *
 * A text that is not UTF-8 is read as charset.h says; places that are no character are told once a file. The lines of a text are then those
 * of the file, and columns and offsets count in its UTF-8, as in an editor, which recodes it too. The time taken grows with the size of the
 * text, whatever the lengths of its lines.
 */
#include "indexer/reader.h"

#include <string.h>
#include <strings.h>

#include "index/unicode.h"
#include "indexer/charset.h"
#include "indexer/date.h"
#include "indexer/fields.h"
#include "indexer/white.h"

#define HEAD_LINES 8
#define BARE_HEAD_LINES 5
#define BARE_DATE_MAX 80
#define BYLINE_MAX 120
#define SECTION_MAX 120
#define SECTION_WORDS 8
#define TITLE_MAX 120
#define WRAPPED_MIN 60
#define BLOCK_LINES 100
#define BLOCK_NAME_MAX 30

/* A line without the white space around it. */
struct line {
    const char *start; /* of the line itself, in front of its indent */
    const char *text;
    size_t length;
    uint32_t number; /* from 1 */
};

/* Where the reading of lines stands. */
struct lines {
    const char *at;
    const char *end;
    uint32_t number; /* of the line at `at` */
};

/* The first lines of a text up to the one with the date. */
struct head {
    struct line before[HEAD_LINES];
    size_t count;
    struct article_date date;
};

/* An article that is being put together. */
struct draft {
    const struct input *input;
    const struct reader_sink *sink;
    const char *origin; /* where offsets count from */
    struct article article;
    char section[SECTION_MAX + 1];
    char byline[BYLINE_MAX + 1];
    struct buffer labels; /* of a block */
};

/* Step over a line and its end. */
static bool next_line(struct lines *lines, struct line *line)
{
    if (lines->at == lines->end) return false;
    const size_t length = find_line_end(lines->at, 0, (size_t)(lines->end - lines->at));
    const char *stop = lines->at + length;
    const size_t indent = white_span(lines->at, length);
    line->start = lines->at;
    line->text = lines->at + indent;
    line->length = white_trim_end(line->text, length - indent);
    line->number = lines->number++;
    if (stop < lines->end && *stop++ == '\r' && stop < lines->end && *stop == '\n') stop++;
    lines->at = stop;
    return true;
}

/* Step to the next line that is not blank, and over it. */
static bool next_written(struct lines *lines, struct line *line)
{
    while (next_line(lines, line)) {
        if (line->length > 0) return true;
    }
    return false;
}

/* Step over blank lines, so that nobody does it again. */
static void skip_blank(struct lines *lines)
{
    struct lines ahead = *lines;
    struct line line;
    while (next_line(&ahead, &line) && line.length == 0)
        *lines = ahead;
}

static bool same_text(const struct line *a, const struct line *b)
{
    return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* Cut `Published:` off the front of a line; false if it does not begin so. */
static bool cut_published(struct line *line)
{
    static const char word[] = "Published";
    const size_t length = sizeof word - 1;
    if (line->length <= length || strncasecmp(line->text, word, length) != 0) return false;
    const char *end = line->text + line->length;
    const char *at = line->text + length;
    at += white_span(at, (size_t)(end - at));
    if (at == end || *at++ != ':') return false;
    at += white_span(at, (size_t)(end - at));
    line->text = at;
    line->length = (size_t)(end - at);
    return true;
}

/* The quotes and brackets that may close behind the end of a sentence. */
static bool is_closing(uint32_t c)
{
    static const uint32_t closing[] = {'"', '\'', ')', ']', 0xbb, 0x2019, 0x201d, 0x203a, 0x300d, 0x300f, 0xff09};
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++) {
        if (closing[i] == c) return true;
    }
    return false;
}

/* What prose ends with and a headline does not, in ASCII, as an ellipsis, and in the scripts of East Asia. */
static bool is_prose_end(uint32_t c)
{
    static const uint32_t ends[] = {'.', ',', ';', ':', 0x2026, 0x3001, 0x3002, 0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff61};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (ends[i] == c) return true;
    }
    return false;
}

static bool ends_like_prose(const struct line *line)
{
    const char *end = line->text + line->length;
    bool prose = false;
    for (const char *at = line->text; at < end;) {
        uint32_t code_point = (uint8_t)*at;
        const bool letter = byte_class[code_point] == CHAR_LETTER; /* as nearly all are */
        at += letter ? 1 : utf8_decode(at, end, &code_point);
        if (letter || !is_closing(code_point)) prose = !letter && is_prose_end(code_point);
    }
    return prose;
}

/* Find `Published: DATE`; if there is one that can be read, lines then stand behind it, else where they stood.
 * @found  whether there is one at all */
static bool find_published(const struct draft *draft, struct lines *lines, struct head *head, bool *found)
{
    struct lines ahead = *lines;
    struct line line;
    *found = false;
    for (head->count = 0; head->count < HEAD_LINES && next_written(&ahead, &line); head->count++) {
        head->before[head->count] = line;
        *found = cut_published(&line);
        if (!*found) continue;
        head->date = reader_date(draft->input, draft->sink, line.number, line.text, line.length, "Mar 03, 2021 12:11 PM");
        if (head->date.precision == DATE_UNKNOWN) return false;
        *lines = ahead;
        return true;
    }
    return false;
}

/* Find a date that is alone on its line, as find_published() does. */
static bool find_bare_date(struct lines *lines, struct head *head)
{
    struct lines ahead = *lines;
    struct line line;
    for (head->count = 0; head->count < BARE_HEAD_LINES && next_written(&ahead, &line); head->count++) {
        head->before[head->count] = line;
        head->date = line.length <= BARE_DATE_MAX ? date_parse(line.text, line.length) : (struct article_date){0, DATE_UNKNOWN};
        if (head->count > 0 && head->date.precision >= DATE_DAY) {
            *lines = ahead;
            return true;
        }
        if (ends_like_prose(&line)) return false;
    }
    return false;
}

static bool find_head(const struct draft *draft, struct lines *lines, struct head *head)
{
    bool published;
    return find_published(draft, lines, head, &published) || (!published && find_bare_date(lines, head));
}

static bool is_section(const struct line *line)
{
    if (line->length > SECTION_MAX) return false;
    const char *end = line->text + line->length;
    bool upper = false;
    bool white = false;
    size_t words = 1;
    for (const char *at = line->text; at < end;) {
        uint32_t code_point;
        at += utf8_decode(at, end, &code_point);
        if (char_is_lower(code_point)) return false;
        if (char_is_upper(code_point)) upper = true;
        const bool was_white = white;
        white = char_class(code_point) == CHAR_SPACE;
        if (was_white && !white) words++;
    }
    return upper && words <= SECTION_WORDS;
}

/* Copy a text into a room that is as large, its runs of white space single spaces. */
static const char *squeeze(const char *text, size_t length, char *room)
{
    size_t used = 0;
    for (size_t at = 0; at < length;) {
        const size_t white = white_span(text + at, length - at);
        room[used++] = white ? ' ' : text[at];
        at += white ? white : 1;
    }
    room[used] = '\0';
    return room;
}

/* A word of a byline that is no name. */
static bool is_particle(const char *word, size_t length)
{
    static const char *const particles[] = {"and", "in", "for", "with", "at",  "of",  "the", "de", "del", "da",  "di",
                                            "la",  "le", "du",  "van",  "von", "der", "den", "el", "al",  "bin", "ibn"};
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
        if (length == strlen(particles[i]) && memcmp(word, particles[i], length) == 0) return true;
    }
    return false;
}

/* Bytes of "By " in front of names: words without digits that are particles or begin with no lower-case letter, the first with an
 * upper-case one; 0 for any other line. */
static size_t byline_start(const struct line *line)
{
    const char *end = line->text + line->length;
    if (line->length > BYLINE_MAX || line->length < 4 || strncasecmp(line->text, "by", 2) != 0) return 0;
    const char *names = line->text + 2 + white_span(line->text + 2, line->length - 2);
    if (names == line->text + 2 || ends_like_prose(line)) return 0;
    for (const char *word = names; word < end; word += white_span(word, (size_t)(end - word))) {
        const char *behind = word;
        uint32_t first;
        utf8_decode(word, end, &first);
        for (; behind < end && white_length(behind, (size_t)(end - behind)) == 0; behind++) {
            if (*behind >= '0' && *behind <= '9') return 0;
        }
        if (word == names ? !char_is_upper(first) : char_is_lower(first) && !is_particle(word, (size_t)(behind - word))) return 0;
        word = behind;
    }
    return (size_t)(names - line->text);
}

static bool is_in_capitals(const struct line *line)
{
    const char *end = line->text + line->length;
    for (const char *at = line->text; at < end;) {
        uint32_t code_point;
        at += utf8_decode(at, end, &code_point);
        if (char_is_lower(code_point)) return false;
    }
    return true;
}

/* Keep the names of a byline; false if it is none. One in capitals is what a headline in capitals goes on with.
 * @before  the last line of the head before it, the date aside */
static bool put_byline(struct draft *draft, const struct line *line, const struct line *before)
{
    const size_t by = byline_start(line);
    if (by == 0 || (is_in_capitals(line) && is_in_capitals(before))) return false;
    draft->article.byline = squeeze(line->text + by, line->length - by, draft->byline);
    return true;
}

/* Step over a byline behind the date, unless there was one before it. */
static void take_byline(struct draft *draft, const struct head *head, struct lines *lines)
{
    struct lines ahead = *lines;
    struct line line;
    if (draft->article.byline || head->count == 0) return;
    if (next_written(&ahead, &line) && put_byline(draft, &line, &head->before[head->count - 1])) *lines = ahead;
}

/* The column of a place in a line. A byte order mark counts as bytes of the first line, which is where the input begins. */
static uint32_t column_of(const struct draft *draft, const struct line *line, const char *place)
{
    const char *start = line->number == 1 ? draft->origin : line->start;
    const size_t column = (size_t)(place - start) + 1;
    return column <= UINT32_MAX ? (uint32_t)column : 0;
}

/* Add the part that begins at a place of a line and ends at another place of the input, if there is anything. */
static void put_part(struct draft *draft, enum part_kind kind, const struct line *line, const char *start, const char *end)
{
    const size_t length = white_trim_end(start, (size_t)(end - start));
    if (length == 0) return;
    struct article *article = &draft->article;
    article->parts[article->part_count++] =
        (struct article_part){kind, start, length, (uint64_t)(start - draft->origin), line->number, column_of(draft, line, start)};
}

static void put_line(struct draft *draft, enum part_kind kind, const struct line *line)
{
    put_part(draft, kind, line, line->text, line->text + line->length);
}

static void put_head(struct draft *draft, const struct head *head)
{
    const struct line *line = head->before;
    const struct line *end = head->before + head->count;
    if (end - line >= 2 && put_byline(draft, end - 1, end - 2)) end--;
    if (end - line >= 2 && is_section(line)) {
        draft->article.section = squeeze(line->text, line->length, draft->section);
        line++;
    }
    if (line < end) put_line(draft, PART_TITLE, line++);
    if (line < end) put_part(draft, PART_SUBTITLE, line, line->text, end[-1].text + end[-1].length);
    draft->article.date = head->date;
}

/* Everything from the next line on that is not blank. */
static void put_body(struct draft *draft, struct lines lines)
{
    struct line first;
    if (next_written(&lines, &first)) put_part(draft, PART_BODY, &first, first.start, lines.end);
}

/* Step over the first copy of a caption that is printed twice. */
static void skip_first_caption(struct lines *lines)
{
    struct lines ahead = *lines;
    struct line first, second;
    if (!next_written(&ahead, &first)) return;
    const struct lines behind = ahead;
    if (next_written(&ahead, &second) && same_text(&first, &second)) *lines = behind;
}

/* Whether the prose of a line goes on in the next one. */
static bool is_wrapped(const struct line *line, struct lines behind)
{
    struct line next;
    if (line->length < WRAPPED_MIN || !next_line(&behind, &next) || next.length == 0) return false;
    uint32_t code_point;
    utf8_decode(next.text, next.text + next.length, &code_point);
    return char_is_lower(code_point);
}

/* Take the title off a text that has no head. */
static void put_first_line(struct draft *draft, struct lines *lines)
{
    struct lines behind = *lines;
    struct line line;
    if (!next_written(&behind, &line) || line.length > TITLE_MAX) return;
    if (ends_like_prose(&line) || is_wrapped(&line, behind)) return;
    put_line(draft, PART_TITLE, &line);
    *lines = behind;
}

/* The line of the byte at `place`. */
static uint32_t line_of(struct lines lines, const char *place)
{
    struct line line = {.number = lines.number};
    while (lines.at <= place && next_line(&lines, &line))
        continue;
    return line.number;
}

/* ---- Blocks ---- */

/* A value in a block, with the lines that go on with it. */
struct block_value {
    struct line line;
    const char *text; /* NULL: the block has none */
    const char *end;
};

struct block {
    bool front_matter;
    size_t known; /* names of ours */
    struct block_value fields[FIELD_COUNT];
};

/* What people write; it is not what programs call the same (fields.h), as ordinary texts may begin with a line "Text: ...". */
static const struct {
    const char *name;
    enum field field;
} block_names[] = {
    {"Title", RECORD_TITLE},         {"Headline", RECORD_TITLE},   {"Subject", RECORD_TITLE},  {"Subtitle", RECORD_SUBTITLE},
    {"Standfirst", RECORD_SUBTITLE}, {"Date", RECORD_DATE},        {"Published", RECORD_DATE}, {"By", RECORD_BYLINE},
    {"Byline", RECORD_BYLINE},       {"Author", RECORD_BYLINE},    {"Authors", RECORD_BYLINE}, {"From", RECORD_BYLINE},
    {"Section", RECORD_SECTION},     {"Category", RECORD_SECTION}, {"Source", RECORD_SOURCE},  {"Publication", RECORD_SOURCE},
    {"Newspaper", RECORD_SOURCE},    {"URL", RECORD_URL},          {"Link", RECORD_URL},       {"Id", RECORD_ID},
};

/* Bytes of the name that a line begins with, if a colon and white space or nothing follow it; 0 if it has none. */
static size_t block_name(const struct line *line)
{
    size_t length = 0;
    while (length < line->length && length <= BLOCK_NAME_MAX && line->text[length] != ':') {
        const unsigned char c = (unsigned char)line->text[length];
        if (c >= 0x80 || (byte_class[c] != CHAR_LETTER && (length == 0 || (byte_class[c] != CHAR_DIGIT && !strchr(" -_", c)))) || c == 0)
            return 0;
        length++;
    }
    if (length == 0 || length > BLOCK_NAME_MAX || length == line->length) return 0;
    const char *behind = line->text + length + 1;
    return length + 1 == line->length || white_length(behind, line->length - length - 1) > 0 ? length : 0;
}

/* The field that a name stands for; FIELD_COUNT for none. */
static enum field block_field(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof block_names / sizeof *block_names; i++) {
        if (length == strlen(block_names[i].name) && strncasecmp(name, block_names[i].name, length) == 0) return block_names[i].field;
    }
    return FIELD_COUNT;
}

/* Take a line with a name. Returns the value that lines behind it may go on with: `other` for a name that is not ours, or the second of
 * one. */
static struct block_value *take_named(struct block *block, const struct line *line, size_t name, struct block_value *other)
{
    const enum field field = block_field(line->text, name);
    struct block_value *value = field == FIELD_COUNT || block->fields[field].text ? other : &block->fields[field];
    const char *end = line->text + line->length;
    const char *text = line->text + name + 1;
    block->known += value != other;
    text += white_span(text, (size_t)(end - text));
    *value = (struct block_value){*line, text, end};
    return value;
}

static bool is_line(const struct line *line, const char *text)
{
    return line->length == strlen(text) && memcmp(line->text, text, line->length) == 0;
}

static bool ends_block(const struct block *block, const struct line *line)
{
    return block->front_matter ? is_line(line, "---") || is_line(line, "...") : line->length == 0;
}

/* Find a block; if there is one, lines then stand behind it, else where they stood. */
static bool find_block(struct lines *lines, struct block *block)
{
    struct lines ahead = *lines;
    struct line line;
    struct block_value other, *value = NULL;
    memset(block, 0, sizeof *block);
    for (size_t count = 0; count < BLOCK_LINES && next_line(&ahead, &line); count++) {
        if (count == 0 && is_line(&line, "---")) {
            block->front_matter = true;
            continue;
        }
        if (ends_block(block, &line)) {
            if (block->known < 2) return false;
            *lines = ahead;
            return true;
        }
        const bool goes_on = line.text > line.start || (block->front_matter && line.length > 0 && *line.text == '-');
        const size_t name = block_name(&line);
        if (goes_on && value) {
            value->end = line.text + line.length;
        } else if (name > 0) {
            value = take_named(block, &line, name, &other);
        } else if (!block->front_matter || line.length > 0) {
            return false;
        }
    }
    return false;
}

/* Take quotes off a value of front matter. */
static void cut_quotes(struct block_value *value)
{
    const bool quoted = value->end - value->text >= 2 && (*value->text == '"' || *value->text == '\'') && value->end[-1] == *value->text;
    if (!quoted) return;
    value->text++;
    value->end--;
}

/* The dash of an item of a list that begins here, and the white space around it, in bytes; 0 when there is none. */
static size_t list_dash(const char *at, const char *end)
{
    if (end - at < 2 || *at != '-') return 0;
    const size_t white = white_span(at + 1, (size_t)(end - at) - 1);
    return white > 0 ? white + 1 : 0;
}

/* Keep a value as a label: runs of white space become single spaces, and items of a list are parted by commas. */
static ns_status put_label(struct draft *draft, const struct block *block, enum field field, size_t *place, struct ns_error *err)
{
    const struct block_value *value = &block->fields[field];
    ns_status status = NS_OK;
    *place = draft->labels.size;
    for (const char *at = value->text; status == NS_OK && at < value->end;) {
        const size_t white = *at == '\0' ? 1 : white_span(at, (size_t)(value->end - at));
        const bool first = draft->labels.size == *place;
        const bool begins_line = first || memchr(at, '\n', white);
        const size_t dash = block->front_matter && begins_line ? list_dash(at + white, value->end) : 0;
        if (white + dash > 0) {
            if (!first) status = buffer_append(&draft->labels, dash > 0 ? ", " : " ", dash > 0 ? 2 : 1, err);
            at += white + dash;
        } else {
            status = buffer_append_byte(&draft->labels, (uint8_t)*at++, err);
        }
    }
    return status == NS_OK ? buffer_append_byte(&draft->labels, 0, err) : status;
}

/* A label that was kept; NULL for an empty one. */
static const char *label_at(const struct draft *draft, size_t place)
{
    const char *label = draft->labels.data + place;
    return *label ? label : NULL;
}

static void put_block_part(struct draft *draft, enum part_kind kind, const struct block_value *value)
{
    if (value->text) put_part(draft, kind, &value->line, value->text, value->end);
}

/* Take what a block says. Where it has no title, that of the text behind it, where `lines` stands, comes before its subtitle. */
static ns_status put_block(struct draft *draft, struct block *block, struct lines *lines, struct ns_error *err)
{
    size_t places[FIELD_COUNT] = {0};
    ns_status status = buffer_append_byte(&draft->labels, 0, err); /* at place 0, for what the block has not */
    for (size_t field = 0; status == NS_OK && field < FIELD_COUNT; field++) {
        struct block_value *value = &block->fields[field];
        if (!value->text) continue;
        if (block->front_matter) cut_quotes(value);
        status = put_label(draft, block, (enum field)field, &places[field], err);
    }
    if (status != NS_OK) return status;
    draft->article.section = label_at(draft, places[RECORD_SECTION]);
    draft->article.byline = label_at(draft, places[RECORD_BYLINE]);
    draft->article.source = label_at(draft, places[RECORD_SOURCE]);
    draft->article.url = label_at(draft, places[RECORD_URL]);
    const char *date = label_at(draft, places[RECORD_DATE]);
    if (date) {
        draft->article.date =
            reader_date(draft->input, draft->sink, block->fields[RECORD_DATE].line.number, date, strlen(date), "Mar 03, 2021 12:11 PM");
    }
    put_block_part(draft, PART_TITLE, &block->fields[RECORD_TITLE]);
    if (!block->fields[RECORD_TITLE].text) put_first_line(draft, lines);
    put_block_part(draft, PART_SUBTITLE, &block->fields[RECORD_SUBTITLE]);
    return NS_OK;
}

/* ---- The whole ---- */

/* Find the parts of a text, and hand over the article. */
static ns_status read_parts(struct draft *draft, struct lines lines, struct ns_error *err)
{
    struct head head;
    struct block block;
    ns_status status = NS_OK;
    skip_blank(&lines);
    if (find_block(&lines, &block)) {
        status = put_block(draft, &block, &lines, err);
    } else if (find_head(draft, &lines, &head)) {
        put_head(draft, &head);
        take_byline(draft, &head, &lines);
        skip_first_caption(&lines);
    } else {
        put_first_line(draft, &lines);
    }
    put_body(draft, lines);
    if (status != NS_OK) return status;
    if (draft->article.part_count > 0) return draft->sink->article(draft->sink->context, &draft->article, err);
    reader_problem(draft->input, draft->sink, PROBLEM_EMPTY, 0, "empty: a title or a text was wanted");
    return NS_OK;
}

ns_status read_text(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    struct draft draft = {.input = input, .sink = sink, .labels = BUFFER_INIT};
    struct buffer store = BUFFER_INIT;
    struct charset_text text;
    draft.article.path = input->path;
    draft.article.source_size = input->file_size;
    draft.article.source_mtime = input->mtime;
    ns_status status = charset_decode(input->data, input->size, NULL, 0, &store, &text, err);
    if (status == NS_OK) {
        const struct lines lines = {text.text, text.text + text.size, 1};
        draft.origin = text.recoded ? text.text : input->data;
        if (text.bad > 0) reader_bad_places(input, sink, line_of(lines, text.text + text.first_bad), text.bad);
        status = read_parts(&draft, lines, err);
    }
    buffer_release(&store);
    buffer_release(&draft.labels);
    return status;
}
