/* html_article.h - a page of HTML becomes an article: its fields, and its main text without what stands around it.
 *
 * What is read of a page, in order of preference; the first that says anything is taken.
 *
 *   title    JSON-LD headline; meta citation_title, parsely-title, sailthru.title, dc.title, dcterms.title; og:title; itemprop=headline;
 *            the first h1; twitter:title; <title>. Of og:title, twitter:title and <title> the site's name behind or before a separator is
 *            left out, when og:site_name or the publisher is that name, or what is left is a block of the page, such as its h1.
 *   date     JSON-LD datePublished, else dateCreated; meta article:published_time, og:published_time, itemprop=datePublished,
 *            parsely-pub-date, sailthru.date, citation_publication_date, citation_online_date, citation_date, dcterms.issued,
 *            dcterms.created, dcterms.date, dc.date.issued, dc.date, article.published, publish-date, publishdate, publication_date,
 *            pubdate, date; <time datetime> with itemprop=datePublished or pubdate; the first <time datetime>. The first that can be read
 *            counts. A date of modification never stands for it.
 *   byline   JSON-LD author, all names; meta parsely-author, sailthru.author, citation_author, author, dc.creator, dcterms.creator, byl,
 *            article:author, itemprop=author, all of the first of these that is there, without addresses; elements with rel=author or
 *            itemprop=author; a short element of a class such as "byline" that begins with "By".
 *   section  JSON-LD articleSection; meta article:section, parsely-section, sailthru.section, dc.subject.section, section, category.
 *   source   JSON-LD publisher's name; og:site_name; meta citation_journal_title, dc.publisher, dcterms.publisher, publisher,
 *            application-name.
 *   url      rel=canonical; JSON-LD url, mainEntityOfPage; og:url; the address that is known of the page. Only http and https count; one
 *            that is relative is taken from the address that is known of the page.
 *   text     the main text as html_text.h finds it; JSON-LD articleBody when that finds none.
 *
 * What a page is written in is told by its byte order mark, by the protocol, by itself when it is UTF-8 beyond doubt (pages that were saved
 * anew often declare what they were in before), by its XML declaration or meta element, and else by charset.h's guess.
 *
 * JSON-LD counts when its @type is NewsArticle, Article, BlogPosting or one of their kinds, wherever it stands: at the top, in an array, in
 * @graph, or as mainEntity. Of several articles that is the page's whose address or headline is the page's, else the first.
 *
 * The parser is libxml2's for HTML, asked event by event, without network, and without a word on standard error; it mends what is broken.
 * It knows no limit of depth that costs text: see html_tree.h.
 */
#ifndef INDEXER_HTML_ARTICLE_H
#define INDEXER_HTML_ARTICLE_H

#include "indexer/reader.h"

/* Bytes of a page that are read. What stands behind them is not, and that is told: articles have some 100 KB of markup, and archives of the
 * web cut pages at a few MB. */
#define HTML_PAGE_MAX ((size_t)32 << 20)

/* A page, borrowed. */
struct html_page {
    const char *data; /* any bytes; INPUT_PADDING more behind them may be read */
    size_t size;
    const char *charset; /* as the protocol declared it, charset_length bytes; NULL when it did not */
    size_t charset_length;
    const char *url; /* the address that it was fetched from, a C string; NULL when that is not known */
};

/* What was read of a page. Strings are UTF-8 without white space at their ends and without control characters (main text has line ends),
 * NULL when not known, and valid until the reader is used again or freed. */
struct html_article {
    const char *title;
    uint32_t title_line; /* where the page shows it, from 1; 0 when not known */
    const char *text;    /* the main text: blocks with an empty line between */
    size_t text_length;  /* bytes; 0 when there is none */
    uint32_t text_line;  /* of its first block in the page, from 1; 0 when not known */
    const char *section;
    const char *byline;
    const char *source;
    const char *url;
    struct article_date date;
    const char *date_text; /* a date that nobody can read, when `date` is unknown */
    size_t bad;            /* places of the page that are no character of its charset */
    const char *limit;     /* what was passed so that something of the page was not read, for a problem; NULL when nothing was */
};

/* Keeps its memory from page to page. One thread uses it at a time; each has its own. */
typedef struct html_reader html_reader;

/* Returns a reader (transfer full; release with html_reader_free()), or NULL for want of memory. */
html_reader *html_reader_new(void);

void html_reader_free(html_reader *reader);

/* Read a page. One without anything that could be an article is NS_OK with no title and no text.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status html_article_read(html_reader *reader, const struct html_page *page, struct html_article *out, struct ns_error *err);

/* For readers of pages in whatever container: read a page, tell its problems, and hand the article to the sink.
 * @known  what is known of the article before: path, id, source_size and source_mtime are taken as they are; section, byline, source, url
 *         and date, where set, stand before those of the page
 * @line   of the record in the file, for problems and parts; 0 when the page is the file, whose lines are then told
 * A page with no title and no text is a problem (PROBLEM_EMPTY) and no article.
 * Returns NS_OK, NS_ERR_NOMEM, or what the sink returned. */
ns_status html_article_put(html_reader *reader, const struct html_page *page, const struct article *known, uint64_t line,
                           const struct input *input, const struct reader_sink *sink, struct ns_error *err);

#endif
