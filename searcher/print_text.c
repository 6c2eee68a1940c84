/* print_text.c - hits for people to read, on a terminal or in a pipe: rank, title, score; date and place; sentences with the evidence,
 * which is marked in colour. In a batch each answer stands behind a line "# ID<TAB>QUERY"; no line of a hit begins so. */
#include <inttypes.h>
#include <string.h>

#include "cli/terminal.h"
#include "index/unicode.h"
#include "searcher/format.h"
#include "searcher/print_facet.h"
#include "searcher/snippet.h"
#include "searcher/source_state.h"

#define INDENT 4

#define STYLE_TITLE "\033[1m"
#define STYLE_PLACE "\033[35m"
#define STYLE_QUIET "\033[2m"
#define STYLE_EVIDENCE "\033[1;31m"
#define STYLE_END "\033[0m"

static void style(const struct printer *printer, const char *sequence)
{
    if (printer->options->colored) fputs(sequence, printer->out);
}

/* ---- Text that wraps ---- */

struct line {
    const struct printer *printer;
    const char *end; /* of the text at hand, of which words may be written part by part */
    size_t column;   /* columns written on this line behind the indent */
    bool space;      /* a space is due before the next word */
    bool paragraph;  /* a new line is due before the next word */
    bool marked;     /* the evidence's colour is on */
};

static void set_mark(struct line *line, bool marked)
{
    if (marked != line->marked) style(line->printer, marked ? STYLE_EVIDENCE : STYLE_END);
    line->marked = marked;
}

static void new_line(struct line *line)
{
    const bool marked = line->marked;
    set_mark(line, false);
    fprintf(line->printer->out, "\n%*s", INDENT, "");
    set_mark(line, marked);
    line->column = 0;
}

/* Whether the word that begins here, all of it, still fits on the line behind a space. */
static bool fits(const struct line *line, const char *text)
{
    const size_t width = line->printer->options->width;
    return width == 0 || INDENT + line->column + 1 + terminal_columns(text, snippet_word_length(text, line->end)) <= width;
}

/* Write a run of characters without white space, which may be a part of a word; on a new line if this one is full. */
static void put_word(struct line *line, const char *text, size_t length, bool marked)
{
    if (line->marked && !marked) set_mark(line, false);
    if (line->column && (line->paragraph || (line->space && !fits(line, text)))) {
        new_line(line);
    } else if (line->space && line->column) {
        putc(' ', line->printer->out);
        line->column++;
    }
    set_mark(line, marked);
    terminal_write(line->printer->out, text, length, TERMINAL_TEXT);
    line->column += terminal_columns(text, length);
    line->space = line->paragraph = false;
}

/* What white space in a text stands for. */
enum white_kind { WHITE_SPACE, WHITE_PARAGRAPH };

/* Write text; a run of white space is one space, where the line may end, or the end of a paragraph, where it does. */
static void put_text(struct line *line, const char *text, size_t length, enum white_kind white, bool marked)
{
    size_t size;
    for (size_t begin = 0, end = 0; end <= length; end += size) {
        uint32_t c = ' ';
        size = end < length ? utf8_decode(text + end, text + length, &c) : 1;
        if (end < length && char_class(c) != CHAR_SPACE) continue;
        if (end > begin) put_word(line, text + begin, end - begin, marked);
        if (end < length) line->space = true;
        if (end < length && white == WHITE_PARAGRAPH) line->paragraph = true;
        begin = end + size;
    }
}

/* ---- The parts of a hit ---- */

/* The first of them is told by its date and its publication, or else where it is. */
static void put_copies(FILE *out, const struct hit_copies *copies)
{
    const struct article *first = &copies->first.article;
    char date[DATE_TEXT_SIZE];
    if (copies->others == 0) return;
    fprintf(out, "  +%" PRIu32 " %s, first ", copies->others, copies->others == 1 ? "copy" : "copies");
    if (*date_text(&first->date, ' ', date)) fprintf(out, "%s ", date);
    if (first->source) {
        terminal_write(out, first->source, strlen(first->source), TERMINAL_TEXT);
    } else {
        print_address(out, first);
    }
}

static void put_head(const struct printer *printer, const struct hit *hit)
{
    FILE *out = printer->out;
    fprintf(out, "%" PRIu32 ". ", hit->rank);
    style(printer, STYLE_TITLE);
    if (hit->title.text.size) {
        terminal_write(out, hit->title.text.data, hit->title.text.size, TERMINAL_TEXT);
    } else if (hit->opening.token_count) {
        const struct token *last = &hit->opening.tokens[hit->opening.token_count - 1];
        terminal_write(out, hit->opening.text.data, last->offset + last->length, TERMINAL_TEXT);
        fputs(" \u2026", out);
    } else {
        fputs("(untitled)", out);
    }
    style(printer, STYLE_END);
    style(printer, STYLE_QUIET);
    fprintf(out, "  [%.2f]", hit->score);
    if (hit->others) fprintf(out, "  +%" PRIu32 " more", hit->others);
    put_copies(out, &hit->copies);
    style(printer, STYLE_END);
    putc('\n', out);
}

static void put_place(const struct printer *printer, const struct hit *hit)
{
    const struct article *article = &hit->article.article;
    FILE *out = printer->out;
    char date[DATE_TEXT_SIZE];
    fprintf(out, "%*s", INDENT, "");
    if (*date_text(&article->date, ' ', date)) fprintf(out, "%s  ", date);
    style(printer, STYLE_PLACE);
    print_address(out, article);
    if (hit->line) fprintf(out, ":%" PRIu64, hit->line);
    style(printer, STYLE_END);
    const char *remark = source_state_remark(source_state(article));
    if (*remark) fprintf(out, "  (%s)", remark);
    putc('\n', out);
}

static void put_run(struct line *line, const struct hit *hit, const struct shown_text *shown, const struct interval *run)
{
    const struct token *tokens = shown->text->tokens;
    const char *text = shown->text->text.data;
    size_t at = snippet_run_begin(shown->text, run->first);
    const size_t end = snippet_run_end(shown->text, run->last);
    bool was_marked = false;
    line->end = text + end;
    for (uint32_t i = run->first; i <= run->last; i++) {
        const bool marked = snippet_is_marked(hit, shown->first_token + i);
        const bool paragraph = i > run->first && tokens[i - 1].gap == GAP_PARAGRAPH;
        put_text(line, text + at, tokens[i].offset - at, paragraph ? WHITE_PARAGRAPH : WHITE_SPACE, marked && was_marked);
        put_text(line, text + tokens[i].offset, tokens[i].length, WHITE_SPACE, marked);
        at = tokens[i].offset + tokens[i].length;
        was_marked = marked;
    }
    put_text(line, text + at, end - at, WHITE_SPACE, false);
}

static void put_ellipsis(struct line *line)
{
    static const char ellipsis[] = "\u2026";
    line->end = ellipsis + sizeof ellipsis - 1;
    put_text(line, ellipsis, sizeof ellipsis - 1, WHITE_SPACE, false);
    line->space = true;
}

static void put_snippet(const struct printer *printer, const struct hit *hit)
{
    struct snippet room;
    const struct shown_text shown = snippet_shown(hit, &room);
    if (shown.run_count == 0) return;
    struct line line = {.printer = printer};
    fprintf(printer->out, "%*s", INDENT, "");
    for (size_t i = 0; i < shown.run_count; i++) {
        const struct interval *run = &shown.runs[i];
        if (i > 0 || snippet_is_cut_before(&shown, run->first)) put_ellipsis(&line);
        put_run(&line, hit, &shown, run);
        line.space = true;
    }
    if (snippet_is_cut_behind(&shown, shown.runs[shown.run_count - 1].last)) put_ellipsis(&line);
    set_mark(&line, false);
    putc('\n', printer->out);
}

static ns_status begin(struct printer *printer, struct ns_error *err)
{
    (void)err;
    if (!printer->id) return NS_OK;
    fputs("# ", printer->out);
    print_id(printer->out, printer->id, printer->id_length);
    terminal_write(printer->out, printer->text, printer->text_length, TERMINAL_MESSAGE);
    putc('\n', printer->out);
    return NS_OK;
}

static ns_status put_hit(struct printer *printer, const struct hit *hit, struct ns_error *err)
{
    (void)err;
    if (printer->hits > 0) putc('\n', printer->out);
    put_head(printer, hit);
    put_place(printer, hit);
    put_snippet(printer, hit);
    if (printer->options->explain) print_explanation(printer, hit);
    return NS_OK;
}

const struct format format_text = {
    .name = "text", .copies = COPIES_IF_UNIQUE, .between = "\n", .begin = begin, .hit = put_hit, .facet = print_facet_text};
