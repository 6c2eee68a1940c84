/* html_text.c - drops what is not the article, finds the element that holds it, and keeps its blocks. */
#include "indexer/html_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "index/unicode.h"
#include "indexer/html_cues.h"

/* Shares of a block's bytes that are in links: beyond the first it is no prose (Kohlschuetter et al.'s 0.33), beyond the second it is
 * navigation. */
#define LINKS_PROSE 0.33
#define LINKS_MOST 0.5

/* Words from which a block is prose even when no sentence ends there, and when one does (the former is Kohlschuetter et al.'s 16). */
#define PROSE_WORDS 15
#define SENTENCE_WORDS 5

/* What a block that is no prose counts: one of links, and any other. */
#define WEIGHT_LINKS (-2.0)
#define WEIGHT_SHORT (-0.5)

/* Words of prose that an article has at least, as far as choices between elements are concerned. */
#define ARTICLE_WORDS 20.0

/* Words of prose below which a page is brief, as those of the wire are. */
#define BRIEF_WORDS 40.0

/* So many times more counts prose that stands in the element of the headline. */
#define HEADLINE_FACTOR 1.5

/* An ancestor is taken for the element when it has so many times the prose, and so many words more; the second factor where the element
 * holds the headline. */
#define CLIMB_RATIO 1.2
#define CLIMB_RATIO_HEADLINE 2.0
#define CLIMB_WORDS 8.0

/* Words of a byline, of a card of a list of other articles, and of a cell that stands in one line with its neighbours. */
#define BYLINE_WORDS 40
#define CARD_WORDS 60
#define CELL_WORDS 12

/* Share of all prose from which a box is not a box of related links, whatever its heading says. */
#define BOX_SHARE 0.4

/* Blocks behind the last prose and behind a heading within which others still belong to them. */
#define NEAR_BLOCKS 4

/* Blocks and their least words that are taken from between the headline and the element. */
#define LEADS_MAX 4
#define LEAD_WORDS 6

#define NONE UINT32_MAX

/* What is known of the blocks before one, so that what an element holds is a difference. */
struct html_mass {
    double prose; /* weights of those that are not dropped */
    uint32_t words;
};

enum state { DROPPED = 1, PROSE = 2, KEPT = 4 };

struct finder {
    const struct html_tree *tree;
    const char *title; /* or NULL */
    struct html_mass *masses;
    double *weights; /* of blocks */
    uint8_t *states;
    double *votes;     /* for nodes */
    uint32_t headline; /* block, or NONE */
    uint32_t body;     /* node that a hint says is the article's text, or NONE */
    uint32_t element;  /* node that holds the article */
    bool brief;        /* there is hardly any prose: paragraphs of few words count as that */
};

/* ---- Of blocks and nodes ---- */

static const struct html_block *block_at(const struct finder *finder, uint32_t block)
{
    return &finder->tree->blocks[block];
}

static const struct html_node *node_at(const struct finder *finder, uint32_t node)
{
    return &finder->tree->nodes[node];
}

static const char *text_of(const struct finder *finder, const struct html_block *block)
{
    return finder->tree->text.data + block->text;
}

static enum html_kind kind_of(const struct finder *finder, const struct html_block *block)
{
    return node_at(finder, block->node)->kind;
}

static bool is_heading(enum html_kind kind)
{
    return kind == HTML_H1 || kind == HTML_HEADING;
}

static double link_share(const struct html_block *block)
{
    return (double)block->link_length / block->length;
}

static bool holds_block(const struct html_node *node, uint32_t block)
{
    return block != NONE && node->first_block <= block && block < node->end_block;
}

static double prose_of(const struct finder *finder, const struct html_node *node)
{
    return finder->masses[node->end_block].prose - finder->masses[node->first_block].prose;
}

static uint32_t words_of(const struct finder *finder, const struct html_node *node)
{
    return finder->masses[node->end_block].words - finder->masses[node->first_block].words;
}

static double all_prose(const struct finder *finder)
{
    return prose_of(finder, node_at(finder, 0));
}

/* The last code point of a text that closes nothing. */
static uint32_t last_point(const char *text, size_t length)
{
    static const uint32_t closing[] = {'"', '\'', ')', ']', 0xbb, 0xab, 0x2019, 0x201c, 0x201d, 0x203a, 0x300d, 0x300f, 0xff09};
    while (length > 0) {
        size_t at = length - 1;
        while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80)
            at--;
        uint32_t code_point;
        utf8_decode(text + at, text + length, &code_point);
        bool closes = false;
        for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
            closes = closes || closing[i] == code_point;
        if (!closes) return code_point;
        length = at;
    }
    return 0;
}

/* Whether a sentence ends with the text, in scripts that have signs for that. */
static bool ends_sentence(const char *text, size_t length)
{
    static const uint32_t ends[] = {'.', '!', '?', ':', 0x2026, 0x61f, 0x6d4, 0x964, 0x3002, 0xff01, 0xff1f, 0x589, 0x1362};
    const uint32_t last = last_point(text, length);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (last == ends[i]) return true;
    }
    return false;
}

static bool is_prose(const struct finder *finder, const struct html_block *block)
{
    const enum html_kind kind = kind_of(finder, block);
    if (is_heading(kind) || kind == HTML_TITLE || link_share(block) > LINKS_PROSE) return false;
    if (block->words >= (finder->brief && kind == HTML_PARAGRAPH && block->link_length == 0 ? SENTENCE_WORDS : PROSE_WORDS)) return true;
    return block->words >= SENTENCE_WORDS && ends_sentence(text_of(finder, block), block->length);
}

static double weight_of(const struct finder *finder, const struct html_block *block)
{
    if (is_prose(finder, block)) {
        const bool notice = html_cue_consent(text_of(finder, block), block->length);
        return notice ? 0 : block->words * (1 - link_share(block));
    }
    if (link_share(block) > LINKS_MOST) return WEIGHT_LINKS;
    return is_heading(kind_of(finder, block)) ? 0 : WEIGHT_SHORT;
}

/* Sum up what is not dropped. */
static void weigh(struct finder *finder)
{
    struct html_mass sum = {0};
    for (uint32_t i = 0; i < finder->tree->block_count; i++) {
        finder->masses[i] = sum;
        sum.words += block_at(finder, i)->words;
        if (!(finder->states[i] & DROPPED)) sum.prose += finder->weights[i];
    }
    finder->masses[finder->tree->block_count] = sum;
}

/* Find what each block counts, and sum up. */
static void weigh_all(struct finder *finder)
{
    for (uint32_t i = 0; i < finder->tree->block_count; i++)
        finder->weights[i] = weight_of(finder, block_at(finder, i));
    weigh(finder);
}

static void drop(struct finder *finder, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++)
        finder->states[i] |= DROPPED;
}

/* ---- The headline, and what hints say ---- */

static bool is_title(const struct finder *finder, const struct html_block *block)
{
    return finder->title && strlen(finder->title) == block->length &&
           strncasecmp(text_of(finder, block), finder->title, block->length) == 0;
}

/* The block of the headline: an h1 that is the title, else another block that is, else the first h1. */
static uint32_t find_headline(const struct finder *finder)
{
    uint32_t same = NONE, first = NONE;
    for (uint32_t i = 0; i < finder->tree->block_count; i++) {
        const struct html_block *block = block_at(finder, i);
        const enum html_kind kind = kind_of(finder, block);
        if (kind == HTML_TITLE) continue;
        const bool title = is_title(finder, block);
        if (title && kind == HTML_H1) return i;
        if (title && same == NONE && block->link_length == 0) same = i;
        if (kind == HTML_H1 && first == NONE) first = i;
    }
    return same != NONE ? same : first;
}

/* The element with most words of those that are said to be the article's text. */
static uint32_t find_body(const struct finder *finder)
{
    uint32_t best = NONE, most = 0;
    for (uint32_t i = 0; i < finder->tree->node_count; i++) {
        const struct html_node *node = node_at(finder, i);
        if (!(node->marks & HTML_IS_BODY) || words_of(finder, node) <= most) continue;
        most = words_of(finder, node);
        best = i;
    }
    return best;
}

static bool is_protected(const struct finder *finder, uint32_t number)
{
    const struct html_node *node = node_at(finder, number);
    if (number == 0 || node->kind == HTML_BODY || (node->marks & HTML_IS_BODY) || holds_block(node, finder->headline)) return true;
    return finder->body != NONE && number <= finder->body && finder->body < node->end;
}

/* Whether a node within the article's text has much of its prose, as one of class "read-more" has that shows the rest when asked. */
static bool holds_most_of_body(const struct finder *finder, uint32_t number)
{
    if (finder->body == NONE || number <= finder->body || number >= node_at(finder, finder->body)->end) return false;
    return prose_of(finder, node_at(finder, number)) > BOX_SHARE * prose_of(finder, node_at(finder, finder->body));
}

/* What may be dropped. When all of that leaves no article, only what tags say, and what is hidden. */
enum strictness { BY_HINTS, BY_TAGS };

static bool is_around(const struct finder *finder, uint32_t number, enum strictness strictness)
{
    const struct html_node *node = node_at(finder, number);
    if (node->kind == HTML_TITLE) return true;
    if (is_protected(finder, number)) return false;
    if (node->marks & HTML_IS_HIDDEN) return true;
    if (node->kind == HTML_AROUND) return node_at(finder, node->parent)->kind != HTML_QUOTE;
    if (strictness == BY_TAGS) return false;
    if (node->kind == HTML_CAPTION || node->marks & (HTML_IS_COMMENTS | HTML_IS_CAPTION)) return true;
    if (node->marks & HTML_IS_BOILER) return !holds_most_of_body(finder, number);
    return (node->marks & HTML_IS_BYLINE) && words_of(finder, node) <= BYLINE_WORDS;
}

static void drop_around(struct finder *finder, enum strictness strictness)
{
    memset(finder->states, 0, finder->tree->block_count);
    for (uint32_t i = 0; i < finder->tree->node_count;) {
        const struct html_node *node = node_at(finder, i);
        const bool around = is_around(finder, i, strictness);
        if (around) drop(finder, node->first_block, node->end_block);
        i = around && node->end > i ? node->end : i + 1;
    }
    weigh(finder);
}

/* ---- What headings and other texts say ---- */

/* The element in which a block is one of several, or at least has neighbours. */
static uint32_t container_of(const struct finder *finder, const struct html_block *block)
{
    uint32_t number = block->node;
    while (number != 0 && node_at(finder, number)->end_block - node_at(finder, number)->first_block == 1)
        number = node_at(finder, number)->parent;
    return number;
}

/* Behind a heading of related links that stands in the article's own element: up to the next paragraph of prose. */
static void drop_loose(struct finder *finder, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        const struct html_block *block = block_at(finder, i);
        const bool prose = is_prose(finder, block) && (block->link_length == 0 || block->words >= 2 * PROSE_WORDS);
        const bool paragraph = kind_of(finder, block) == HTML_PARAGRAPH && prose;
        if (i > from && paragraph && node_at(finder, block->node)->parent == node_at(finder, block_at(finder, from)->node)->parent) return;
        finder->states[i] |= DROPPED;
    }
}

static void drop_related(struct finder *finder, uint32_t number)
{
    const struct html_node *box = node_at(finder, container_of(finder, block_at(finder, number)));
    const bool small = prose_of(finder, box) <= BOX_SHARE * all_prose(finder) && !holds_block(box, finder->headline);
    if (small) {
        drop(finder, number, box->end_block);
    } else {
        drop_loose(finder, number, box->end_block);
    }
}

static void drop_comments(struct finder *finder, uint32_t number)
{
    const struct html_block *block = block_at(finder, number);
    const struct html_node *box = node_at(finder, container_of(finder, block));
    const double before = finder->masses[number].prose;
    const bool link = link_share(block) > LINKS_MOST && !is_heading(kind_of(finder, block)); /* to comments that are elsewhere */
    const bool behind = !link && before >= ARTICLE_WORDS / 2 && (finder->headline == NONE || number > finder->headline);
    drop(finder, number, behind ? box->end_block : number + 1);
}

/* The comment that links such as "Reply" stand below. */
static void drop_comment(struct finder *finder, uint32_t number)
{
    const struct html_block *block = block_at(finder, number);
    const struct html_node *box = node_at(finder, container_of(finder, block));
    if (link_share(block) < LINKS_MOST || holds_block(box, finder->headline)) return;
    if (prose_of(finder, box) > BOX_SHARE * all_prose(finder)) return;
    if (finder->headline == NONE || number > finder->headline) drop(finder, box->first_block, box->end_block);
}

/* Of a list of other articles: a heading that is a link, with a few words. */
static bool is_card(const struct finder *finder, uint32_t number)
{
    const struct html_block *block = block_at(finder, number);
    if (!is_heading(kind_of(finder, block)) || link_share(block) < LINKS_MOST || number == finder->headline) return false;
    const struct html_node *box = node_at(finder, container_of(finder, block));
    return words_of(finder, box) <= CARD_WORDS && !holds_block(box, finder->headline);
}

static void drop_told(struct finder *finder)
{
    for (uint32_t i = 0; i < finder->tree->block_count; i++) {
        if (finder->states[i] & DROPPED) continue;
        const struct html_block *block = block_at(finder, i);
        if (is_title(finder, block)) finder->states[i] |= DROPPED;
        if (is_card(finder, i)) drop(finder, i, node_at(finder, container_of(finder, block))->end_block);
        switch (html_cue_of(text_of(finder, block), block->length, block->words)) {
        case HTML_CUE_COMMENTS:
            drop_comments(finder, i);
            break;
        case HTML_CUE_RELATED:
            drop_related(finder, i);
            break;
        case HTML_CUE_REPLY:
            drop_comment(finder, i);
            break;
        case HTML_CUE_ALONE:
            finder->states[i] |= DROPPED;
            break;
        case HTML_CUE_NONE:
            break;
        }
    }
    weigh(finder);
}

/* ---- Pages with several articles ---- */

/* The outermost element around a node that does not hold a block. */
static uint32_t outermost_without(const struct finder *finder, uint32_t number, uint32_t block)
{
    while (number != 0 && !holds_block(node_at(finder, node_at(finder, number)->parent), block))
        number = node_at(finder, number)->parent;
    return number;
}

/* From the second headline on, when the first stands in an element with prose of its own. */
static void drop_next_article(struct finder *finder)
{
    for (uint32_t i = finder->headline + 1; i < finder->tree->block_count; i++) {
        const struct html_block *block = block_at(finder, i);
        if (kind_of(finder, block) != HTML_H1 || (finder->states[i] & DROPPED)) continue;
        const uint32_t other = outermost_without(finder, block->node, finder->headline);
        const uint32_t from = node_at(finder, other)->first_block;
        const uint32_t own = outermost_without(finder, block_at(finder, finder->headline)->node, i);
        if (prose_of(finder, node_at(finder, own)) < ARTICLE_WORDS) continue; /* a heading of the same article */
        drop(finder, from, (uint32_t)finder->tree->block_count);
        return;
    }
}

/* The article element around the headline, or 0. */
static uint32_t own_article(const struct finder *finder)
{
    uint32_t number = block_at(finder, finder->headline)->node;
    while (number != 0 && node_at(finder, number)->kind != HTML_ARTICLE)
        number = node_at(finder, number)->parent;
    return number != 0 && prose_of(finder, node_at(finder, number)) >= ARTICLE_WORDS ? number : 0;
}

static void drop_other_articles(struct finder *finder)
{
    if (finder->headline == NONE) return;
    drop_next_article(finder);
    const uint32_t own = own_article(finder);
    for (uint32_t i = own ? node_at(finder, own)->end : (uint32_t)finder->tree->node_count; i < finder->tree->node_count; i++) {
        const struct html_node *node = node_at(finder, i);
        if (node->kind == HTML_ARTICLE) drop(finder, node->first_block, node->end_block);
    }
    weigh(finder);
}

/* ---- The element ---- */

static void vote(struct finder *finder)
{
    memset(finder->votes, 0, finder->tree->node_count * sizeof *finder->votes);
    for (uint32_t i = 0; i < finder->tree->block_count; i++) {
        const struct html_block *block = block_at(finder, i);
        if (finder->states[i] & DROPPED || !is_prose(finder, block)) continue;
        finder->states[i] |= PROSE;
        const uint32_t container = container_of(finder, block);
        const bool near = holds_block(node_at(finder, container), finder->headline);
        finder->votes[container] += finder->weights[i] * (near ? HEADLINE_FACTOR : 1);
        if (container != 0) finder->votes[node_at(finder, container)->parent] += finder->weights[i] / 2;
    }
}

static uint32_t most_voted(const struct finder *finder)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < finder->tree->node_count; i++) {
        if (finder->votes[i] > finder->votes[best]) best = i;
    }
    return best;
}

static void choose_element(struct finder *finder)
{
    vote(finder);
    uint32_t best = most_voted(finder);
    for (uint32_t i = best; i != 0;) {
        i = node_at(finder, i)->parent;
        const struct html_node *node = node_at(finder, best);
        const double prose = prose_of(finder, node);
        const bool whole = holds_block(node, finder->headline) && prose >= ARTICLE_WORDS;
        if (prose_of(finder, node_at(finder, i)) >= prose * (whole ? CLIMB_RATIO_HEADLINE : CLIMB_RATIO) + CLIMB_WORDS) best = i;
    }
    finder->element = best;
}

/* ---- The blocks ---- */

static bool is_dateline(const struct finder *finder, const struct html_block *block)
{
    return html_cue_dateline(text_of(finder, block), block->length, block->words);
}

/* Whether a block that is no prose belongs to it when it stands before, among or behind it. */
static bool fits_before(const struct finder *finder, const struct html_block *block)
{
    const enum html_kind kind = kind_of(finder, block);
    if (link_share(block) > 0 || is_dateline(finder, block)) return false;
    if (kind == HTML_PARAGRAPH) return block->words >= LEAD_WORDS / 2;
    return is_heading(kind) && block->words >= LEAD_WORDS;
}

static bool fits_among(const struct finder *finder, const struct html_block *block)
{
    const char *text = text_of(finder, block);
    const bool sentence = ends_sentence(text, block->length);
    const bool time = block->words == 1 && *text >= '0' && *text <= '9';
    switch (kind_of(finder, block)) {
    case HTML_PRE:
        return true;
    case HTML_PARAGRAPH:
        return !time && link_share(block) <= LINKS_PROSE;
    case HTML_ITEM:
        return link_share(block) <= LINKS_PROSE || block->words * (1 - link_share(block)) >= SENTENCE_WORDS;
    case HTML_CELL:
    case HTML_QUOTE:
    case HTML_AROUND: /* who is quoted; others are dropped */
    case HTML_H1:
    case HTML_HEADING:
        return link_share(block) <= LINKS_PROSE;
    default:
        return block->link_length == 0 && (sentence || block->words >= SENTENCE_WORDS) && !is_dateline(finder, block);
    }
}

static bool fits_behind(const struct finder *finder, const struct html_block *block)
{
    const bool item = kind_of(finder, block) == HTML_ITEM;
    return block->link_length == 0 && (item || !is_dateline(finder, block)) && fits_among(finder, block);
}

/* Prose of the element that is kept: from where to where. */
struct span {
    uint32_t first, last; /* blocks; NONE when there is none */
};

static struct span keep_prose(struct finder *finder, uint32_t from, uint32_t end)
{
    struct span span = {NONE, NONE};
    for (uint32_t i = from; i < end; i++) {
        if (!(finder->states[i] & PROSE) || finder->states[i] & DROPPED) continue;
        const bool start = span.first == NONE || (span.first == span.last && kind_of(finder, block_at(finder, i)) != HTML_PARAGRAPH);
        if (start && is_dateline(finder, block_at(finder, i))) continue;
        finder->states[i] |= KEPT;
        if (span.first == NONE) span.first = i;
        span.last = i;
    }
    return span;
}

static bool fits(const struct finder *finder, uint32_t number, struct span span)
{
    const struct html_block *block = block_at(finder, number);
    if (number > span.last) return fits_behind(finder, block);
    if (number > span.first) return fits_among(finder, block);
    const bool above = number + 1 == span.first && is_heading(kind_of(finder, block));
    return fits_before(finder, block) || (above && block->link_length == 0 && !is_dateline(finder, block));
}

/* Keep prose and what fits to it, of the element from a block on. */
static void keep_blocks(struct finder *finder, uint32_t from)
{
    const uint32_t end = node_at(finder, finder->element)->end_block;
    const struct span span = keep_prose(finder, from, end);
    if (span.first == NONE) return;
    uint32_t kept = span.last;
    for (uint32_t i = from; i < end && (i <= span.last || i - kept <= NEAR_BLOCKS); i++) {
        if (finder->states[i] & (DROPPED | KEPT) || !fits(finder, i, span)) continue;
        finder->states[i] |= KEPT;
        if (i > span.last) kept = i;
    }
}

/* Standfirsts between the headline and the element. */
static void keep_leads(struct finder *finder)
{
    const uint32_t end = node_at(finder, finder->element)->first_block;
    size_t leads = 0;
    if (finder->headline == NONE) return;
    for (uint32_t i = finder->headline + 1; i < end && leads < LEADS_MAX; i++) {
        const struct html_block *block = block_at(finder, i);
        const enum html_kind kind = kind_of(finder, block);
        if (finder->states[i] & DROPPED || block->link_length > 0 || is_dateline(finder, block)) continue;
        const bool sentence = block->words >= SENTENCE_WORDS && ends_sentence(text_of(finder, block), block->length);
        const bool lead = (kind == HTML_PARAGRAPH || is_heading(kind)) && block->words >= LEAD_WORDS;
        if (!sentence && !lead) continue;
        finder->states[i] |= KEPT;
        leads++;
    }
}

/* Paragraphs of prose right behind the element. */
static void keep_tail(struct finder *finder)
{
    const struct html_node *element = node_at(finder, finder->element);
    const uint32_t end = node_at(finder, element->parent)->end_block;
    for (uint32_t i = element->end_block; i < end; i++) {
        const struct html_block *block = block_at(finder, i);
        const bool beside = kind_of(finder, block) == HTML_PARAGRAPH && node_at(finder, block->node)->parent == element->parent;
        if (!beside || !(finder->states[i] & PROSE) || finder->states[i] & DROPPED || block->link_length > 0) return;
        finder->states[i] |= KEPT;
    }
}

/* A heading stays when something of the text stands near behind it. */
static void drop_lone_headings(struct finder *finder)
{
    uint32_t next = NONE;
    for (uint32_t i = (uint32_t)finder->tree->block_count; i > 0; i--) {
        uint8_t *state = &finder->states[i - 1];
        if (!(*state & KEPT)) continue;
        if (!is_heading(kind_of(finder, block_at(finder, i - 1)))) {
            next = i - 1;
        } else if (next == NONE || next - (i - 1) > NEAR_BLOCKS) {
            *state &= (uint8_t)~KEPT;
        }
    }
}

static void keep(struct finder *finder)
{
    const struct html_node *element = node_at(finder, finder->element);
    const bool holds = holds_block(element, finder->headline);
    const double above = holds ? finder->masses[finder->headline].prose - finder->masses[element->first_block].prose : 0;
    const bool begins = holds && above <= prose_of(finder, element) / 2; /* it may also stand below the text, or be another's */
    keep_blocks(finder, begins ? finder->headline + 1 : element->first_block);
    keep_leads(finder);
    if (finder->element != 0) keep_tail(finder);
    drop_lone_headings(finder);
}

/* ---- All of it ---- */

/* Whether two blocks are cells of one row that hold little. */
static bool same_row(const struct finder *finder, const struct html_block *a, const struct html_block *b)
{
    if (kind_of(finder, a) != HTML_CELL || kind_of(finder, b) != HTML_CELL) return false;
    return a->words <= CELL_WORDS && b->words <= CELL_WORDS && a->node != b->node &&
           node_at(finder, a->node)->parent == node_at(finder, b->node)->parent;
}

static ns_status write_text(const struct finder *finder, struct html_text *out, struct ns_error *err)
{
    const struct html_block *before = NULL;
    ns_status status = NS_OK;
    for (uint32_t i = 0; i < finder->tree->block_count && status == NS_OK; i++) {
        if (!(finder->states[i] & KEPT)) continue;
        const struct html_block *block = block_at(finder, i);
        const char *between = !before ? "" : same_row(finder, before, block) ? " " : "\n\n";
        if (!before) out->line = block->line;
        status = buffer_append(&out->text, between, strlen(between), err);
        if (status == NS_OK) status = buffer_append(&out->text, text_of(finder, block), block->length, err);
        before = block;
    }
    return status;
}

static ns_status make_room(struct html_text *out, const struct html_tree *tree, struct ns_error *err)
{
    const size_t blocks = tree->block_count + 1;
    ns_status status = array_reserve((void **)&out->masses, &out->mass_capacity, blocks, sizeof *out->masses, err);
    if (status == NS_OK) status = array_reserve((void **)&out->states, &out->state_capacity, blocks, sizeof *out->states, err);
    if (status == NS_OK) status = array_reserve((void **)&out->weights, &out->weight_capacity, blocks, sizeof *out->weights, err);
    if (status == NS_OK) status = array_reserve((void **)&out->votes, &out->vote_capacity, tree->node_count, sizeof *out->votes, err);
    return status;
}

static void find(struct finder *finder)
{
    memset(finder->states, 0, finder->tree->block_count);
    weigh_all(finder);
    finder->headline = find_headline(finder);
    finder->body = find_body(finder);
    drop_around(finder, BY_HINTS);
    const double prose = all_prose(finder);
    if (prose < ARTICLE_WORDS) {
        drop_around(finder, BY_TAGS);
        if (all_prose(finder) < prose + 2 * ARTICLE_WORDS) drop_around(finder, BY_HINTS);
    }
    drop_told(finder);
    drop_other_articles(finder);
    finder->brief = all_prose(finder) < BRIEF_WORDS;
    if (finder->brief) weigh_all(finder);
    choose_element(finder);
    keep(finder);
}

ns_status html_text_find(struct html_text *out, const struct html_tree *tree, const char *title, struct ns_error *err)
{
    out->text.size = 0;
    out->line = out->headline = 0;
    const ns_status status = make_room(out, tree, err);
    if (status != NS_OK) return status;
    struct finder finder = {
        .tree = tree, .title = title, .masses = out->masses, .weights = out->weights, .states = out->states, .votes = out->votes};
    find(&finder);
    if (finder.headline != NONE) out->headline = block_at(&finder, finder.headline)->line;
    return write_text(&finder, out, err);
}

void html_text_release(struct html_text *text)
{
    buffer_release(&text->text);
    free(text->masses);
    free(text->weights);
    free(text->states);
    free(text->votes);
    memset(text, 0, sizeof *text);
}
