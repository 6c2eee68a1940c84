/* read_reuters.c - reads the SGML of Reuters-21578: <REUTERS ... NEWID="1"> with <DATE>, <TOPICS>, and within <TEXT> the <TITLE>, <AUTHOR>,
 * <DATELINE> and <BODY>.
 *
 * NEWID is the id, and the topics are the section. <TEXT TYPE="BRIEF"> has a title only; of one with TYPE="UNPROC", which has no parts, all
 * is the body. References to control characters, which stand at the ends of texts, stand for nothing. The source is Reuters.
 *
 * Source: the README of Reuters-21578, Distribution 1.0.
 */
#include "indexer/reader.h"

#include <string.h>
#include <strings.h>

#include "indexer/format_parts.h"
#include "indexer/sgml_fields.h"
#include "indexer/white.h"

#define RECORD "REUTERS"

static const struct sgml_field_name parted[] = {
    {"DATE", FIELD_DATE},         {"TITLE", FIELD_TITLE}, {"AUTHOR", FIELD_BYLINE}, {"TOPICS", FIELD_SECTION},
    {"DATELINE", FIELD_DATELINE}, {"BODY", FIELD_TEXT},   {NULL, FIELD_NONE},
};

/* Of a story whose text was not taken apart. */
static const struct sgml_field_name whole[] = {
    {"DATE", FIELD_DATE},
    {"TOPICS", FIELD_SECTION},
    {"TEXT", FIELD_TEXT},
    {NULL, FIELD_NONE},
};

/* What the tags of a story say. */
struct story {
    const char *id;
    size_t id_length;
    bool unparted;
};

static bool type_is(const struct tag *tag, const char *type)
{
    size_t length;
    const char *value = tag_attribute(tag, "TYPE", &length);
    return value && length == strlen(type) && strncasecmp(value, type, length) == 0;
}

static struct story read_tags(const struct sgml_record *record)
{
    struct tag_scanner scanner = tag_scanner_over(record->text, record->size);
    struct story story = {0};
    struct tag tag;
    while (tag_scanner_next(&scanner, &tag)) {
        if (tag.kind != TAG_OPEN) continue;
        if (tag_is(&tag, RECORD)) story.id = tag_attribute(&tag, "NEWID", &story.id_length);
        if (!tag_is(&tag, "TEXT")) continue;
        story.unparted = type_is(&tag, "UNPROC");
        break;
    }
    return story;
}

static ns_status take_story(void *context, const struct sgml_record *record, struct ns_error *err)
{
    struct markup_article *article = context;
    const struct story story = read_tags(record);
    const struct sgml_fields fields = {story.unparted ? whole : parted, NULL, "26-FEB-1987 15:01:01.79"};
    (void)err;
    markup_article_begin(article, record->line);
    if (story.id) markup_label_set(article, LABEL_ID, story.id, story.id_length);
    markup_label_set(article, LABEL_SOURCE, "Reuters", strlen("Reuters"));
    sgml_fields_take(&fields, record, article);
    return markup_article_put(article);
}

ns_status read_reuters(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    struct markup_article article = {.input = input, .sink = sink, .err = err};
    const struct sgml_reading reading = {input, sink, RECORD, take_story, &article};
    const ns_status status = sgml_records_read(&reading, err);
    markup_article_release(&article);
    return status;
}

bool reuters_recognise(const char *data, size_t size)
{
    static const char doctype[] = "<!DOCTYPE lewis";
    const size_t lead = white_lead(data, size);
    data += lead, size -= lead;
    if (size >= sizeof doctype && strncasecmp(data, doctype, sizeof doctype - 1) == 0) return true;
    struct tag_scanner scanner = tag_scanner_over(data, size);
    struct tag tag;
    size_t length;
    return tag_scanner_next(&scanner, &tag) && tag.kind == TAG_OPEN && tag_is(&tag, RECORD) && tag_attribute(&tag, "NEWID", &length);
}

size_t reuters_split(const char *data, size_t size)
{
    return sgml_records_split(data, size, RECORD);
}
