/* html_hints.c - tables of names, sorted, and how class and id are parted into words. */
#include "indexer/html_hints.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/ascii.h"

/* Longest word that is looked up, and longest pair. */
#define WORD_MAX 24
#define PAIR_LENGTH_MAX (2 * WORD_MAX + 1)

/* Bytes of a class or id that are looked at: generated ones may be long. */
#define VALUE_MAX 512

struct named {
    const char *name;
    unsigned value;
};

static int by_name(const void *key, const void *row)
{
    return strcmp(key, ((const struct named *)row)->name);
}

static unsigned look_up(const char *name, const struct named *rows, size_t count, unsigned otherwise)
{
    const struct named *row = bsearch(name, rows, count, sizeof *rows, by_name);
    return row ? row->value : otherwise;
}

/* ---- Elements ---- */

static const struct named elements[] = {
    {"a", HTML_LINK},        {"address", HTML_BLOCK},  {"applet", HTML_SKIP},        {"article", HTML_ARTICLE},
    {"aside", HTML_AROUND},  {"audio", HTML_SKIP},     {"blockquote", HTML_QUOTE},   {"body", HTML_BODY},
    {"br", HTML_BREAK},      {"button", HTML_SKIP},    {"canvas", HTML_SKIP},        {"caption", HTML_BLOCK},
    {"center", HTML_BLOCK},  {"dd", HTML_ITEM},        {"details", HTML_BLOCK},      {"dialog", HTML_AROUND},
    {"dir", HTML_BLOCK},     {"div", HTML_BLOCK},      {"dl", HTML_BLOCK},           {"dt", HTML_ITEM},
    {"embed", HTML_SKIP},    {"fieldset", HTML_BLOCK}, {"figcaption", HTML_CAPTION}, {"figure", HTML_BLOCK},
    {"footer", HTML_AROUND}, {"form", HTML_BLOCK},     {"frameset", HTML_BLOCK},     {"h1", HTML_H1},
    {"h2", HTML_HEADING},    {"h3", HTML_HEADING},     {"h4", HTML_HEADING},         {"h5", HTML_HEADING},
    {"h6", HTML_HEADING},    {"header", HTML_BLOCK},   {"hgroup", HTML_BLOCK},       {"hr", HTML_BLOCK},
    {"iframe", HTML_SKIP},   {"label", HTML_BLOCK},    {"legend", HTML_BLOCK},       {"li", HTML_ITEM},
    {"listing", HTML_PRE},   {"main", HTML_MAIN},      {"map", HTML_SKIP},           {"math", HTML_SKIP},
    {"menu", HTML_AROUND},   {"nav", HTML_AROUND},     {"noembed", HTML_SKIP},       {"noframes", HTML_BLOCK},
    {"noscript", HTML_SKIP}, {"object", HTML_SKIP},    {"ol", HTML_BLOCK},           {"optgroup", HTML_SKIP},
    {"option", HTML_SKIP},   {"p", HTML_PARAGRAPH},    {"picture", HTML_SKIP},       {"plaintext", HTML_PRE},
    {"pre", HTML_PRE},       {"script", HTML_SKIP},    {"section", HTML_BLOCK},      {"select", HTML_SKIP},
    {"style", HTML_SKIP},    {"summary", HTML_BLOCK},  {"svg", HTML_SKIP},           {"table", HTML_BLOCK},
    {"tbody", HTML_BLOCK},   {"td", HTML_CELL},        {"template", HTML_SKIP},      {"textarea", HTML_SKIP},
    {"tfoot", HTML_BLOCK},   {"th", HTML_CELL},        {"thead", HTML_BLOCK},        {"title", HTML_TITLE},
    {"tr", HTML_ROW},        {"ul", HTML_BLOCK},       {"video", HTML_SKIP},         {"xmp", HTML_PRE},
};

enum html_kind html_kind_of(const char *name)
{
    return look_up(name, elements, sizeof elements / sizeof *elements, strchr(name, '-') ? HTML_BLOCK : HTML_INLINE);
}

/* ---- Words of class and id ---- */

/* A word that turns what stands beside it into what the element has, and no longer is. */
#define CANCELS 0x8000

static const struct named words[] = {
    {"ad", HTML_IS_BOILER},
    {"addthis", HTML_IS_BOILER},
    {"ads", HTML_IS_BOILER},
    {"adsbygoogle", HTML_IS_BOILER},
    {"adslot", HTML_IS_BOILER},
    {"advert", HTML_IS_BOILER},
    {"advertisement", HTML_IS_BOILER},
    {"advertising", HTML_IS_BOILER},
    {"also-like", HTML_IS_BOILER},
    {"also-read", HTML_IS_BOILER},
    {"anzeige", HTML_IS_BOILER},
    {"article-body", HTML_IS_BODY},
    {"article-content", HTML_IS_BODY},
    {"article-text", HTML_IS_BODY},
    {"articlebody", HTML_IS_BODY},
    {"articlecontent", HTML_IS_BODY},
    {"articletext", HTML_IS_BODY},
    {"author", HTML_IS_BYLINE},
    {"author-bio", HTML_IS_BOILER},
    {"author-box", HTML_IS_BOILER},
    {"author-card", HTML_IS_BOILER},
    {"author-info", HTML_IS_BOILER},
    {"authorbox", HTML_IS_BOILER},
    {"banner", HTML_IS_BOILER},
    {"body-text", HTML_IS_BODY},
    {"bottombar", HTML_IS_BOILER},
    {"breadcrumb", HTML_IS_BOILER},
    {"breadcrumbs", HTML_IS_BOILER},
    {"byline", HTML_IS_BYLINE},
    {"caption", HTML_IS_CAPTION},
    {"captions", HTML_IS_CAPTION},
    {"carousel", HTML_IS_CAPTION},
    {"closed", CANCELS},
    {"comentarios", HTML_IS_COMMENTS},
    {"comment", HTML_IS_COMMENTS},
    {"commentaires", HTML_IS_COMMENTS},
    {"commenti", HTML_IS_COMMENTS},
    {"commentlist", HTML_IS_COMMENTS},
    {"comments", HTML_IS_COMMENTS},
    {"compartir", HTML_IS_BOILER},
    {"complementary", HTML_IS_BOILER},
    {"condividi", HTML_IS_BOILER},
    {"consent", HTML_IS_BOILER},
    {"contentinfo", HTML_IS_BOILER},
    {"cookie", HTML_IS_BOILER},
    {"cookies", HTML_IS_BOILER},
    {"copyright", HTML_IS_BOILER},
    {"credit", HTML_IS_CAPTION},
    {"dateline", HTML_IS_BYLINE},
    {"dialog", HTML_IS_BOILER},
    {"discussion", HTML_IS_COMMENTS},
    {"disqus", HTML_IS_COMMENTS},
    {"donate", HTML_IS_BOILER},
    {"donation", HTML_IS_BOILER},
    {"elementor", CANCELS},
    {"enabled", CANCELS},
    {"entry-content", HTML_IS_BODY},
    {"entry-meta", HTML_IS_BYLINE},
    {"etiquetas", HTML_IS_BOILER},
    {"footer", HTML_IS_BOILER},
    {"gallery", HTML_IS_CAPTION},
    {"gdpr", HTML_IS_BOILER},
    {"has", CANCELS},
    {"jump-links", HTML_IS_BOILER},
    {"kommentar", HTML_IS_COMMENTS},
    {"kommentare", HTML_IS_COMMENTS},
    {"kommentarer", HTML_IS_COMMENTS},
    {"menu", HTML_IS_BOILER},
    {"menubar", HTML_IS_BOILER},
    {"modal", HTML_IS_BOILER},
    {"more-from", HTML_IS_BOILER},
    {"more-news", HTML_IS_BOILER},
    {"more-on", HTML_IS_BOILER},
    {"more-stories", HTML_IS_BOILER},
    {"most-popular", HTML_IS_BOILER},
    {"most-read", HTML_IS_BOILER},
    {"mostread", HTML_IS_BOILER},
    {"nav", HTML_IS_BOILER},
    {"navbar", HTML_IS_BOILER},
    {"navigation", HTML_IS_BOILER},
    {"newsletter", HTML_IS_BOILER},
    {"no", CANCELS},
    {"outbrain", HTML_IS_BOILER},
    {"pager", HTML_IS_BOILER},
    {"pagination", HTML_IS_BOILER},
    {"partager", HTML_IS_BOILER},
    {"popular", HTML_IS_BOILER},
    {"popup", HTML_IS_BOILER},
    {"post-content", HTML_IS_BODY},
    {"post-meta", HTML_IS_BYLINE},
    {"promo", HTML_IS_BOILER},
    {"promoted", HTML_IS_BOILER},
    {"promotion", HTML_IS_BOILER},
    {"pubblicita", HTML_IS_BOILER},
    {"pubdate", HTML_IS_BYLINE},
    {"publicidad", HTML_IS_BOILER},
    {"publicite", HTML_IS_BOILER},
    {"pull-quote", HTML_IS_BOILER},
    {"pullquote", HTML_IS_BOILER},
    {"read-also", HTML_IS_BOILER},
    {"read-more", HTML_IS_BOILER},
    {"read-next", HTML_IS_BOILER},
    {"readmore", HTML_IS_BOILER},
    {"recirc", HTML_IS_BOILER},
    {"recirculation", HTML_IS_BOILER},
    {"recommendation", HTML_IS_BOILER},
    {"recommendations", HTML_IS_BOILER},
    {"recommended", HTML_IS_BOILER},
    {"reklama", HTML_IS_BOILER},
    {"relacionada", HTML_IS_BOILER},
    {"relacionadas", HTML_IS_BOILER},
    {"relacionado", HTML_IS_BOILER},
    {"relacionados", HTML_IS_BOILER},
    {"related", HTML_IS_BOILER},
    {"relatedposts", HTML_IS_BOILER},
    {"replies", HTML_IS_COMMENTS},
    {"respond", HTML_IS_COMMENTS},
    {"screen-reader", HTML_IS_HIDDEN},
    {"search", HTML_IS_BOILER},
    {"see-also", HTML_IS_BOILER},
    {"share", HTML_IS_BOILER},
    {"sharebar", HTML_IS_BOILER},
    {"sharedaddy", HTML_IS_BOILER},
    {"shares", HTML_IS_BOILER},
    {"sharing", HTML_IS_BOILER},
    {"sidebar", HTML_IS_BOILER},
    {"sign-up", HTML_IS_BOILER},
    {"signup", HTML_IS_BOILER},
    {"skip-link", HTML_IS_BOILER},
    {"skip-to", HTML_IS_BOILER},
    {"slideshow", HTML_IS_CAPTION},
    {"social", HTML_IS_BOILER},
    {"sponsor", HTML_IS_BOILER},
    {"sponsored", HTML_IS_BOILER},
    {"sr-only", HTML_IS_HIDDEN},
    {"story-body", HTML_IS_BODY},
    {"story-content", HTML_IS_BODY},
    {"story-text", HTML_IS_BODY},
    {"storybody", HTML_IS_BODY},
    {"storytext", HTML_IS_BODY},
    {"subscribe", HTML_IS_BOILER},
    {"subscription", HTML_IS_BOILER},
    {"suscribete", HTML_IS_BOILER},
    {"suscripcion", HTML_IS_BOILER},
    {"taboola", HTML_IS_BOILER},
    {"tag-list", HTML_IS_BOILER},
    {"taglist", HTML_IS_BOILER},
    {"tags", HTML_IS_BOILER},
    {"teaser-box", HTML_IS_BOILER},
    {"teaser-list", HTML_IS_BOILER},
    {"teilen", HTML_IS_BOILER},
    {"ticker", HTML_IS_BOILER},
    {"timestamp", HTML_IS_BYLINE},
    {"toc", HTML_IS_BOILER},
    {"toolbar", HTML_IS_BOILER},
    {"topbar", HTML_IS_BOILER},
    {"topic-list", HTML_IS_BOILER},
    {"trending", HTML_IS_BOILER},
    {"visually-hidden", HTML_IS_HIDDEN},
    {"werbung", HTML_IS_BOILER},
    {"widget", HTML_IS_BOILER},
    {"with", CANCELS},
    {"without", CANCELS},
};

/* The next word of a class at *at, in small letters; its length, 0 at the end of the class. A longer one is cut, and then is in no table.
 */
static size_t next_word(const char *value, size_t *at, char *word)
{
    size_t length = 0;
    while (*at < VALUE_MAX && value[*at] && value[*at] != ' ' && !ascii_is_letter(value[*at]))
        ++*at;
    const size_t start = *at;
    for (; *at < VALUE_MAX && ascii_is_letter(value[*at]); ++*at) {
        if (*at > start && value[*at] < 'a' && value[*at - 1] >= 'a') break;
        if (length < WORD_MAX) word[length++] = (char)(value[*at] | 0x20);
    }
    word[length] = '\0';
    return length;
}

/* The marks of one class, which begins at *at. */
static unsigned class_marks(const char *value, size_t *at)
{
    char pair[PAIR_LENGTH_MAX + 1];
    char word[WORD_MAX + 1];
    size_t before = 0;
    unsigned marks = 0;
    for (size_t length; (length = next_word(value, at, word)) > 0; before = length) {
        marks |= look_up(word, words, sizeof words / sizeof *words, 0);
        if (before > 0) {
            pair[before] = '-';
            memcpy(pair + before + 1, word, length + 1);
            marks |= look_up(pair, words, sizeof words / sizeof *words, 0);
        }
        memcpy(pair, word, length);
    }
    return marks & CANCELS ? 0 : marks;
}

uint16_t html_hints_of(const char *value)
{
    unsigned marks = 0;
    for (size_t at = 0; at < VALUE_MAX && value[at];) {
        marks |= class_marks(value, &at);
        while (at < VALUE_MAX && value[at] == ' ')
            at++;
    }
    return (uint16_t)marks;
}
