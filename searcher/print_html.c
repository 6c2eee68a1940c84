/* print_html.c - one page for a browser, or for a batch one with a section a query, that needs nothing beside itself: no script, no
 * network.
 *
 * Articles and queries are foreign text. All of it goes through html_write(); where it stands within a line it is set apart by <bdi>, and
 * where it is a paragraph the paragraph has a direction of its own, so that its direction moves nothing else. The page's policy forbids
 * whatever might come through all the same. */
#include <inttypes.h>
#include <string.h>

#include "index/unicode.h"
#include "searcher/format.h"
#include "searcher/html.h"
#include "searcher/snippet.h"
#include "searcher/source_state.h"
#include "searcher/text_stream.h"

static const char *plural(uint64_t number)
{
    return number == 1 ? "" : "s";
}

/* ---- The page ---- */

static void open_page(FILE *out, const struct print_options *options)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
          "form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
          out);
    if (options->title) html_write(out, options->title, strlen(options->title));
    fprintf(out, " \u2013 news search</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n<h1>News search</h1>\n", html_style);
}

static void close_page(FILE *out, const struct print_options *options)
{
    (void)options;
    fputs("</main>\n</body>\n</html>\n", out);
}

/* ---- An answer ---- */

static void put_tagged(FILE *out, const char *begin, const char *text, size_t length, const char *end)
{
    fputs(begin, out);
    html_write(out, text, length);
    fputs(end, out);
}

static ns_status put_query(const struct printer *printer, struct ns_error *err)
{
    FILE *out = printer->out;
    struct buffer canonical = BUFFER_INIT;
    const ns_status status = query_print(printer->query, &canonical, err);
    if (printer->id) put_tagged(out, "<p class=\"id\"><bdi>", printer->id, printer->id_length, "</bdi></p>\n");
    if (printer->text_length > 0) {
        put_tagged(out, "<h2 dir=\"auto\">", printer->text, printer->text_length, "</h2>\n");
    } else {
        fputs("<h2>An empty query</h2>\n", out);
    }
    if (canonical.size > 0) put_tagged(out, "<p class=\"read\">Read as <bdi><code>", canonical.data, canonical.size, "</code></bdi></p>\n");
    buffer_release(&canonical);
    return status;
}

/* How much is shown of what matches. */
static void put_found(const struct printer *printer)
{
    FILE *out = printer->out;
    const uint64_t articles = printer->dates ? printer->dates->articles : 0;
    const char *what = printer->by_article ? "article" : "passage";
    fputs("<p class=\"found\">", out);
    if (printer->matches == 0) {
        fputs("Nothing matches", out);
    } else if (printer->shown == 0 || printer->shown == printer->matches) {
        fprintf(out, "%" PRIu64 " %s%s match%s", printer->matches, what, plural(printer->matches), printer->matches == 1 ? "es" : "");
    } else if (printer->offset == 0 && printer->best_first) {
        fprintf(out, "The best %" PRIu64 " of %" PRIu64 " %ss that match", printer->shown, printer->matches, what);
    } else {
        fprintf(out, "Numbers %" PRIu64 " to %" PRIu64 " of %" PRIu64 " %ss that match", printer->offset + 1,
                printer->offset + printer->shown, printer->matches, what);
    }
    if (articles > 0 && !printer->by_article) fprintf(out, ", in %" PRIu64 " article%s", articles, plural(articles));
    fputs(".</p>\n", out);
}

static ns_status begin(struct printer *printer, struct ns_error *err)
{
    fputs("<section>\n", printer->out);
    const ns_status status = put_query(printer, err);
    put_found(printer);
    if (printer->dates) html_write_chart(printer->out, printer->dates);
    if (printer->shown > 0) fputs("<ol>\n", printer->out);
    return status;
}

static ns_status end(struct printer *printer, struct ns_error *err)
{
    (void)err;
    fputs(printer->shown > 0 ? "</ol>\n</section>\n" : "</section>\n", printer->out);
    return NS_OK;
}

/* ---- What is known of the article ---- */

/* HTML knows no years but those from 1 on. */
static void put_date(FILE *out, const struct article_date *date)
{
    char text[DATE_TEXT_SIZE], machine[DATE_TEXT_SIZE];
    if (!*date_text(date, ' ', text)) return;
    date_text(date, 'T', machine);
    if (*text == '-' || strncmp(text, "0000", 4) == 0) {
        fprintf(out, "<span>%s</span> ", text);
    } else {
        fprintf(out, "<time datetime=\"%s\">%s</time> ", machine, text);
    }
}

static void put_field(FILE *out, const char *text)
{
    if (text) put_tagged(out, "<span><bdi>", text, strlen(text), "</bdi></span> ");
}

static void put_place(FILE *out, const struct hit *hit)
{
    const struct article *article = &hit->article.article;
    put_tagged(out, "<span class=\"place\"><bdi>", article->path, strlen(article->path), "");
    if (article->id) put_tagged(out, "#", article->id, strlen(article->id), "");
    fputs("</bdi>", out);
    if (hit->line) fprintf(out, ":%" PRIu64, hit->line);
    const char *remark = source_state_remark(source_state(article));
    if (*remark) fprintf(out, " (%s)", remark);
    if (hit->others) fprintf(out, " +%" PRIu32 " more", hit->others);
    fputs("</span>", out);
}

static void put_copies(FILE *out, const struct hit_copies *copies)
{
    const struct article *first = &copies->first.article;
    const char *from = first->source ? first->source : first->path;
    if (copies->others == 0) return;
    fprintf(out, "<span>+%" PRIu32 " %s, first ", copies->others, copies->others == 1 ? "copy" : "copies");
    put_date(out, &first->date);
    put_tagged(out, "<bdi>", from, strlen(from), "");
    if (!first->source && first->id) put_tagged(out, "#", first->id, strlen(first->id), "");
    fputs("</bdi></span> ", out);
}

static void put_meta(FILE *out, const struct hit *hit)
{
    const struct article *article = &hit->article.article;
    fputs("<p class=\"meta\">", out);
    put_date(out, &article->date);
    put_field(out, article->source);
    put_field(out, article->section);
    put_field(out, article->byline);
    put_copies(out, &hit->copies);
    put_place(out, hit);
    fputs("</p>\n", out);
}

/* ---- Words with marks ---- */

/* What is being written. */
struct passage_state {
    FILE *out;
    bool paragraphs; /* where the text has some; a heading is one line */
    bool marked;
};

static void set_mark(struct passage_state *state, bool marked)
{
    if (marked != state->marked) fputs(marked ? "<mark>" : "</mark>", state->out);
    state->marked = marked;
}

static void put_text(struct passage_state *state, const char *text, size_t length, bool marked)
{
    if (length == 0) return;
    set_mark(state, marked);
    html_write(state->out, text, length);
}

/* The first run of white space with a line end in what stands between two words. Returns whether there is one. */
static bool find_break(const char *text, size_t length, size_t *begin, size_t *end)
{
    bool ends_line = false;
    *begin = *end = 0;
    for (size_t at = 0, size; at < length; at += size) {
        uint32_t c;
        size = utf8_decode(text + at, text + length, &c);
        if (char_class(c) == CHAR_SPACE) {
            ends_line = ends_line || is_line_end(text, at, length);
            *end = at + size;
        } else if (ends_line) {
            return true;
        } else {
            *begin = *end = at + size;
        }
    }
    return ends_line;
}

/* Write what stands between two words; a paragraph ends in it or does not. */
static void put_gap(struct passage_state *state, const char *text, size_t length, bool paragraph, bool marked)
{
    size_t break_begin, break_end;
    if (!paragraph || !state->paragraphs || !find_break(text, length, &break_begin, &break_end)) {
        put_text(state, text, length, marked);
        return;
    }
    put_text(state, text, break_begin, marked);
    set_mark(state, false);
    fputs("</p>\n<p dir=\"auto\">", state->out);
    put_text(state, text + break_end, length - break_end, marked);
}

/* Write words of a text and what stands between them, from `at` on, the evidence marked. */
static void put_words(struct passage_state *state, const struct shown_text *shown, const struct interval *words, size_t at,
                      const struct hit *hit)
{
    const struct passage_text *text = shown->text;
    const struct token *tokens = text->tokens;
    bool was_marked = false;
    for (uint32_t i = words->first; i <= words->last; i++) {
        const bool marked = snippet_is_marked(hit, shown->first_token + i);
        const bool paragraph = i > words->first && tokens[i - 1].gap == GAP_PARAGRAPH;
        put_gap(state, text->text.data + at, tokens[i].offset - at, paragraph, marked && was_marked);
        put_text(state, text->text.data + tokens[i].offset, tokens[i].length, marked);
        at = tokens[i].offset + tokens[i].length;
        was_marked = marked;
    }
}

/* ---- The title ---- */

/* How many of a text's first words are the title, which the heading shows. */
static uint32_t title_words(const struct hit *hit, const struct shown_text *shown)
{
    const size_t words = hit->title.token_count < shown->text->token_count ? hit->title.token_count : shown->text->token_count;
    return shown->first_token == 0 ? (uint32_t)words : 0;
}

/* Evidence in the title is marked in the heading. A title that goes on behind the passage is too long to be worth that, and in a damaged
 * index its last word may reach beyond it. */
static void put_title_text(FILE *out, const struct hit *hit)
{
    const struct passage_text *title = &hit->title;
    const struct token *last = title->token_count > 0 ? &title->tokens[title->token_count - 1] : NULL;
    const struct shown_text passage = {.text = &hit->text, .first_token = hit->passage.first_token};
    const struct shown_text heading = {.text = title};
    const bool whole = last && title_words(hit, &passage) == title->token_count;
    const bool marked = whole && last->offset + last->length <= title->text.size;
    const size_t end_of_words = marked ? last->offset + last->length : 0;
    const struct interval words = {0, (uint32_t)title->token_count - 1};
    struct passage_state state = {.out = out};
    if (marked) put_words(&state, &heading, &words, 0, hit);
    set_mark(&state, false);
    html_write(out, title->text.data + end_of_words, title->text.size - end_of_words);
}

static void put_title(FILE *out, const struct hit *hit)
{
    const char *url = hit->article.article.url;
    const bool linked = url && html_is_link(url);
    fputs("<h3 dir=\"auto\">", out);
    if (linked) put_tagged(out, "<a href=\"", url, strlen(url), "\">");
    if (hit->title.text.size) {
        put_title_text(out, hit);
    } else if (hit->opening.token_count) {
        const struct token *last = &hit->opening.tokens[hit->opening.token_count - 1];
        html_write(out, hit->opening.text.data, last->offset + last->length);
        fputs(" \u2026", out);
    } else {
        fputs("(untitled)", out);
    }
    fputs(linked ? "</a></h3>\n" : "</h3>\n", out);
}

/* ---- The passage ---- */

static void put_run(struct passage_state *state, const struct hit *hit, const struct shown_text *shown, const struct interval *run)
{
    const struct passage_text *text = shown->text;
    const struct token *last = &text->tokens[run->last];
    const size_t at = last->offset + last->length;
    put_words(state, shown, run, snippet_run_begin(text, run->first), hit);
    put_text(state, text->text.data + at, snippet_run_end(text, run->last) - at, false);
    set_mark(state, false);
}

/* What is shown of the passage, without what the heading shows of it. */
static void put_passage(FILE *out, const struct hit *hit)
{
    struct snippet room;
    const struct shown_text shown = snippet_shown(hit, &room);
    const uint32_t title = title_words(hit, &shown);
    struct passage_state state = {.out = out, .paragraphs = true};
    bool begun = false;
    for (size_t i = 0; i < shown.run_count; i++) {
        struct interval run = shown.runs[i];
        if (run.last < title) continue;
        if (run.first < title) run.first = title;
        fputs(begun ? " \u2026 " : "<div class=\"passage\"><p dir=\"auto\">", out);
        if (!begun && snippet_is_cut_before(&shown, run.first)) fputs("\u2026 ", out);
        put_run(&state, hit, &shown, &run);
        begun = true;
    }
    if (!begun) return;
    fputs(snippet_is_cut_behind(&shown, shown.runs[shown.run_count - 1].last) ? " \u2026</p></div>\n" : "</p></div>\n", out);
}

/* ---- Why it is one ---- */

static void put_lines(FILE *out, const char *text, size_t size)
{
    for (const char *at = text, *text_end = text + size; at < text_end;) {
        const char *line_end = memchr(at, '\n', (size_t)(text_end - at));
        const size_t length = line_end ? (size_t)(line_end - at) : (size_t)(text_end - at);
        html_write(out, at, length);
        putc('\n', out);
        at += length + 1;
    }
}

/* What the explanation says in lines is written aside, and then as text of the page. */
static ns_status put_explanation(const struct printer *printer, const struct hit *hit, struct ns_error *err)
{
    struct text_stream text = {.text = BUFFER_INIT};
    ns_status status = text_stream_open(&text, err);
    if (status != NS_OK) return status;
    print_explanation(&(struct printer){.out = text.file, .options = printer->options}, hit);
    status = text_stream_close(&text, err);
    if (status == NS_OK) {
        fputs("<details class=\"why\"><summary>Why it is found</summary><pre>\n", printer->out);
        put_lines(printer->out, text.text.data, text.text.size);
        fputs("</pre></details>\n", printer->out);
    }
    buffer_release(&text.text);
    return status;
}

static ns_status put_hit(struct printer *printer, const struct hit *hit, struct ns_error *err)
{
    FILE *out = printer->out;
    fprintf(out, "<li value=\"%" PRIu32 "\"><article>\n", hit->rank);
    put_title(out, hit);
    put_meta(out, hit);
    put_passage(out, hit);
    const ns_status status = printer->options->explain ? put_explanation(printer, hit, err) : NS_OK;
    fputs("</article></li>\n", out);
    return status;
}

const struct format format_html = {.name = "html",
                                   .wants_dates = true,
                                   .copies = COPIES_IF_UNIQUE,
                                   .open = open_page,
                                   .close = close_page,
                                   .begin = begin,
                                   .hit = put_hit,
                                   .end = end};
