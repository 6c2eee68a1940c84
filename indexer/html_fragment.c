/* html_fragment.c - tags of HTML, told to a block text. Plain text needs no tree: what is open does not matter to it, so that neither depth
 * nor what was never closed costs anything. */
#include "indexer/html_fragment.h"

#include <string.h>

#include "indexer/tag_scanner.h"

/* Whether the text of an element is no markup, up to its own closing tag. */
static bool is_raw(const struct tag *tag)
{
    return tag_is(tag, "script") || tag_is(tag, "style") || tag_is(tag, "textarea");
}

static bool ends_itself(const struct tag *tag)
{
    return tag->length >= 2 && tag->text[tag->length - 2] == '/';
}

static void put_text(struct block_text *text, const char *data, size_t length, struct buffer *store)
{
    if (!memchr(data, '&', length)) {
        block_text_put(text, data, length);
        return;
    }
    store->size = 0;
    if (text->status == NS_OK) text->status = reference_append(store, data, length, text->err);
    if (text->status == NS_OK) block_text_put(text, store->data, store->size);
}

static void put_tag(struct block_text *text, struct tag_scanner *scanner, const struct tag *tag)
{
    if (is_raw(tag)) {
        if (tag->kind == TAG_OPEN && !ends_itself(tag)) tag_scanner_skip(scanner, tag->name, tag->name_length);
        return;
    }
    if (tag->kind == TAG_OPEN) block_text_open(text, tag->name, tag->name_length);
    if (tag->kind == TAG_CLOSE || ends_itself(tag)) block_text_close(text, tag->name, tag->name_length);
}

void html_fragment_put(struct block_text *text, const char *html, size_t length)
{
    struct tag_scanner scanner = tag_scanner_over(html, length);
    struct buffer store = BUFFER_INIT;
    const size_t silent = text->silent;
    struct tag tag;
    while (text->status == NS_OK && tag_scanner_next(&scanner, &tag)) {
        if (tag.kind == TAG_TEXT) {
            put_text(text, tag.text, tag.length, &store);
        } else {
            put_tag(text, &scanner, &tag);
        }
    }
    text->silent = silent;
    buffer_release(&store);
}
