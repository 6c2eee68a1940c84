/* sgml_fields.c - see sgml_fields.h. */
#include "indexer/sgml_fields.h"

#include <string.h>

#include "index/unicode.h"
#include "indexer/white.h"

/* A record that is being gone through. */
struct going {
    const struct sgml_fields *fields;
    struct markup_article *article;
    enum sgml_field field; /* that is open */
    const struct sgml_field_name *opened;
    uint64_t line;       /* of its tag */
    const char *counted; /* how far lines were counted, and the line there */
    uint64_t counted_line;
    struct block_text text; /* of an open FIELD_TEXT */
};

/* ---- What a field says ---- */

static void take_date(struct going *going, const char *text, size_t length)
{
    char room[SGML_DATE_ROOM];
    if (going->fields->date) {
        length = going->fields->date(text, length, room);
        text = room;
    }
    markup_article_date(going->article, text, length, going->line, going->fields->date_example);
}

static void take_title(struct going *going, const char *text, size_t length)
{
    struct markup_article *article = going->article;
    const enum part_kind kind = markup_part_empty(article, PART_TITLE) ? PART_TITLE : PART_SUBTITLE;
    struct block_text part = markup_part_begin(article, kind, going->line);
    block_text_put(&part, text, length);
    markup_part_end(article, &part);
}

static void take_field(struct going *going, const char *text, size_t length)
{
    switch (going->field) {
    case FIELD_TITLE:
        take_title(going, text, length);
        break;
    case FIELD_DATE:
        take_date(going, text, length);
        break;
    case FIELD_ID:
        markup_label_set(going->article, LABEL_ID, text, length);
        break;
    case FIELD_BYLINE:
        markup_label_add(going->article, LABEL_BYLINE, ", ", text, length);
        break;
    case FIELD_SECTION:
        markup_label_add(going->article, LABEL_SECTION, " / ", text, length);
        break;
    case FIELD_SOURCE:
        markup_label_set(going->article, LABEL_SOURCE, text, length);
        break;
    case FIELD_DATELINE:
        markup_label_set(going->article, LABEL_DATELINE, text, length);
        break;
    case FIELD_TEXT:
    case FIELD_NONE:
        break;
    }
}

/* ---- Where fields begin and end ---- */

/* Take what an open field has said until now. */
static void take_said(struct going *going)
{
    struct buffer *said = &going->article->scratch;
    if (said->size == 0) return;
    const size_t indent = white_span(said->data, said->size);
    take_field(going, said->data + indent, white_trim_end(said->data + indent, said->size - indent));
    said->size = 0;
}

static void close_field(struct going *going)
{
    if (going->field == FIELD_TEXT) markup_part_end(going->article, &going->text);
    if (going->field != FIELD_TEXT && going->field != FIELD_NONE) take_said(going);
    going->field = FIELD_NONE;
    going->opened = NULL;
}

static void open_field(struct going *going, const struct sgml_field_name *name, const struct tag *tag)
{
    close_field(going);
    going->counted_line += count_line_ends(going->counted, (size_t)(tag->text - going->counted));
    going->counted = tag->text;
    going->line = going->counted_line;
    going->field = name->field;
    going->opened = name;
    going->article->scratch.size = 0;
    if (going->field == FIELD_TEXT) going->text = markup_part_begin(going->article, PART_BODY, going->line);
}

static const struct sgml_field_name *field_of(const struct sgml_fields *fields, const struct tag *tag)
{
    for (const struct sgml_field_name *name = fields->names; name->field != FIELD_NONE; name++) {
        if (tag_is(tag, name->name)) return name;
    }
    return NULL;
}

static void take_tag(struct going *going, const struct tag *tag)
{
    if (tag->kind == TAG_CLOSE && going->opened && tag_is(tag, going->opened->name)) {
        close_field(going);
    } else if (going->field == FIELD_TEXT) {
        if (tag->kind == TAG_OPEN) block_text_open(&going->text, tag->name, tag->name_length);
        if (tag->kind == TAG_CLOSE) block_text_close(&going->text, tag->name, tag->name_length);
    } else if (tag->kind == TAG_CLOSE && going->field == FIELD_SECTION) {
        take_said(going); /* one of several, as <D>cocoa</D><D>corn</D> */
    } else if (tag->kind == TAG_OPEN) {
        const struct sgml_field_name *name = field_of(going->fields, tag);
        if (name) open_field(going, name, tag);
    }
}

/* Text in a field: collected, or of FIELD_TEXT put into the body. */
static void take_text(struct going *going, const struct tag *tag)
{
    struct markup_article *article = going->article;
    struct buffer *scratch = &article->scratch;
    if (going->field == FIELD_NONE || article->status != NS_OK) return;
    if (going->field == FIELD_TEXT) {
        scratch->size = 0;
    } else if (scratch->size > 0) {
        article->status = buffer_append_byte(scratch, ' ', article->err); /* for the tag between */
    }
    if (article->status == NS_OK) article->status = reference_append(scratch, tag->text, tag->length, article->err);
    if (article->status == NS_OK && going->field == FIELD_TEXT && scratch->size > 0)
        sgml_text_put(&going->text, scratch->data, scratch->size);
}

void sgml_fields_take(const struct sgml_fields *fields, const struct sgml_record *record, struct markup_article *article)
{
    struct going going = {.fields = fields, .article = article, .counted = record->text, .counted_line = record->line};
    struct tag_scanner scanner = tag_scanner_over(record->text, record->size);
    struct tag tag;
    while (article->status == NS_OK && tag_scanner_next(&scanner, &tag)) {
        if (tag.kind == TAG_TEXT) {
            take_text(&going, &tag);
        } else {
            take_tag(&going, &tag);
        }
    }
    close_field(&going);
}
