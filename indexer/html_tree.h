/* html_tree.h - a page of HTML as lists: its elements, its blocks of text, and what its head says.
 *
 * libxml2's parser for HTML is asked event by event and builds no tree of its own, which would end at 256 elements in one another and with
 * it the text. Traps of that parser, and what is done about each:
 * - The time of a tag grows with the elements that are open. Where HTML_DEPTH_MAX of them are, as in pages that open a FONT a line and
 * close none, all are taken for closed and the parser begins anew at that place: no text is lost.
 * - The time of a tag grows with the square of its attributes' names. The parser's dictionary gets HTML_NAMES_MAX bytes; names beyond them
 *   are not known, and tags and attributes of such names are passed over.
 * - Elements without end: behind HTML_NODES_MAX elements or HTML_BLOCKS_MAX blocks nothing more is read, and `limit` tells so.
 * No function here or that uses the lists recurs.
 */
#ifndef INDEXER_HTML_TREE_H
#define INDEXER_HTML_TREE_H

#include "index/buffer.h"

/* Open elements. Pages of news have some 30. */
#define HTML_DEPTH_MAX 400

/* Bytes of memory for the names of elements and attributes. Pages have some 3 KB of them. */
#define HTML_NAMES_MAX ((size_t)48 << 10)

/* Elements that are kept, and blocks; large pages have some 20000 elements. */
#define HTML_NODES_MAX 1000000u
#define HTML_BLOCKS_MAX 1000000u

/* What an element is for. Elements of no other name are inline. */
enum html_kind {
    HTML_INLINE, /* is no node, unless it is marked */
    HTML_BLOCK,  /* parts text: div, section, ul, table, and names with a hyphen */
    HTML_BODY,
    HTML_PARAGRAPH,
    HTML_HEADING, /* h2 to h6 */
    HTML_H1,
    HTML_ITEM,  /* li, dt, dd */
    HTML_ROW,   /* tr */
    HTML_CELL,  /* td, th */
    HTML_QUOTE, /* blockquote */
    HTML_PRE,
    HTML_ARTICLE,
    HTML_MAIN,
    HTML_AROUND,  /* nav, aside, footer: stands around the main text */
    HTML_CAPTION, /* figcaption */
    HTML_TITLE,   /* of the page: its text is a block, but not of the body */
    HTML_LINK,    /* a */
    HTML_BREAK,   /* br */
    HTML_SKIP,    /* script, style, svg, form controls: what is in it is no text */
};

/* What marks an element, from its attributes; see html_hints.h for the words of class and id. */
enum html_mark {
    HTML_IS_BODY = 1,      /* the article's text, says a hint */
    HTML_IS_BOILER = 2,    /* navigation, advertisement, related links, says a hint */
    HTML_IS_COMMENTS = 4,  /* of readers */
    HTML_IS_BYLINE = 8,    /* who wrote it, or when */
    HTML_IS_CAPTION = 16,  /* of a picture, or a gallery */
    HTML_IS_AUTHOR = 32,   /* rel or itemprop names the author */
    HTML_IS_HEADLINE = 64, /* itemprop=headline */
    HTML_IS_HIDDEN = 128,  /* is not shown */
};

/* An element. Nodes stand in the order in which they begin; the first is the root, which is the page. */
struct html_node {
    uint32_t parent;
    uint32_t end;         /* node behind the last one within it */
    uint32_t first_block; /* block that is the first within it or behind it */
    uint32_t end_block;
    uint32_t text; /* place in the text where it begins, and where it ends; of inline elements too */
    uint32_t text_end;
    uint16_t marks; /* enum html_mark */
    uint8_t kind;   /* enum html_kind */
};

/* A run of text that nothing but inline elements stand in, or a line of one that is parted by two line breaks. Not empty. */
struct html_block {
    uint32_t node;
    uint32_t text; /* place in the text */
    uint32_t length;
    uint32_t link_length; /* bytes of it in links */
    uint32_t words;       /* see html_words() */
    uint32_t line;        /* of the page, from 1 */
};

/* A name and a value, both in `strings`, as places of C strings: of META its name, property or itemprop and its content, of LINK "link:"
 * and rel and its href, of TIME "time" and datetime ("time:published" if so marked), of other elements with itemprop and content these.
 * Names are in small letters. */
struct html_fact {
    uint32_t name;
    uint32_t value;
};

/* The owner's: set it to zeros, end with html_tree_release(). */
struct html_tree {
    struct buffer text; /* UTF-8, white space collapsed, no control characters but line feeds */
    struct html_node *nodes;
    size_t node_count, node_capacity;
    struct html_block *blocks;
    size_t block_count, block_capacity;
    struct html_fact *facts;
    size_t fact_count, fact_capacity;
    struct buffer strings;
    struct buffer scripts; /* those of type application/ld+json, each with a NUL behind it */
    const char *limit;     /* what was passed, for a problem; NULL if nothing was */
};

/* Read a page; what the tree held is forgotten, but for its memory.
 * @text  UTF-8 of at most HTML_PAGE_MAX bytes, without a byte order mark and without NUL but for one behind it
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status html_tree_read(struct html_tree *tree, const char *text, size_t size, struct ns_error *err);

void html_tree_release(struct html_tree *tree);

/* How many words a text has, so that scripts with and without spaces can be compared: runs between white space, of which a long one
 * counts more, and half of the characters that are CHAR_CJK. */
uint32_t html_words(const char *text, size_t length);

#endif
