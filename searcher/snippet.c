/* snippet.c - choosing what to show, and where that begins and ends. */
#include "searcher/snippet.h"

#include "index/unicode.h"

/* A run may grow by up to this many words to begin or end with a sentence. */
#define SENTENCE_REACH 12

static uint32_t run_length(const struct interval *run)
{
    return run->last - run->first + 1;
}

/* The evidences that are shown, in the text's own tokens, those that touch joined. Returns the words that they take. */
static uint32_t pick_runs(const struct hit *hit, struct snippet *snippet)
{
    uint32_t words = 0;
    for (size_t i = 0; i < hit->evidence.count; i++) {
        const struct interval run = {hit->evidence.items[i].first - hit->passage.first_token,
                                     hit->evidence.items[i].last - hit->passage.first_token};
        struct interval *before = snippet->count ? &snippet->runs[snippet->count - 1] : NULL;
        const uint32_t more = before && run.first <= before->last + 1 ? run.last - before->last : run_length(&run);
        if (before && words + more > SNIPPET_WORDS) break;
        if (before && run.first <= before->last + 1) {
            before->last = run.last;
        } else if (snippet->count < SNIPPET_RUNS_MAX) {
            snippet->runs[snippet->count++] = run;
        } else {
            break;
        }
        words += more;
    }
    return words;
}

static bool ends_sentence(const struct hit *hit, uint32_t token)
{
    return hit->text.tokens[token].gap >= GAP_SENTENCE;
}

/* Move the ends of a run out to a sentence's where that is near. */
static void reach_sentence(const struct hit *hit, uint32_t floor, struct interval *run)
{
    const uint32_t count = (uint32_t)hit->text.token_count;
    for (uint32_t i = 0; i <= SENTENCE_REACH && run->first >= floor + i; i++) {
        if (run->first != floor + i && !ends_sentence(hit, run->first - i - 1)) continue;
        run->first -= i;
        break;
    }
    for (uint32_t i = 0; i <= SENTENCE_REACH && run->last + i < count; i++) {
        if (!ends_sentence(hit, run->last + i)) continue;
        run->last += i;
        break;
    }
}

/* The first token that is worth showing: the title is shown anyway, so that its words here are too many unless they are evidence. */
static uint32_t floor_of(const struct hit *hit)
{
    const uint32_t title = (uint32_t)hit->title.token_count;
    const bool has_title = hit->passage.first_token == 0 && title < hit->text.token_count;
    return has_title && (hit->evidence.count == 0 || hit->evidence.items[0].first >= title) ? title : 0;
}

/* Give each run its share of the words that are left, then join what touches. */
static void widen(const struct hit *hit, struct snippet *snippet, uint32_t words)
{
    const uint32_t floor = floor_of(hit);
    const uint32_t last = (uint32_t)hit->text.token_count - 1;
    const uint32_t left = words < SNIPPET_WORDS ? SNIPPET_WORDS - words : 0;
    const uint32_t share = left / (2 * (uint32_t)snippet->count);
    size_t kept = 0;
    for (size_t i = 0; i < snippet->count; i++) {
        struct interval run = snippet->runs[i];
        run.first = run.first - floor > share ? run.first - share : floor;
        run.last = last - run.last > share ? run.last + share : last;
        reach_sentence(hit, floor, &run);
        if (kept && run.first <= snippet->runs[kept - 1].last + 1) {
            if (run.last > snippet->runs[kept - 1].last) snippet->runs[kept - 1].last = run.last;
        } else {
            snippet->runs[kept++] = run;
        }
    }
    snippet->count = kept;
}

struct snippet snippet_of(const struct hit *hit)
{
    struct snippet snippet = {.count = 0};
    const size_t count = hit->text.token_count;
    if (count == 0) return snippet;
    if (count <= SNIPPET_WORDS) {
        snippet.runs[snippet.count++] = (struct interval){floor_of(hit), (uint32_t)count - 1};
        return snippet;
    }
    const uint32_t words = pick_runs(hit, &snippet);
    if (snippet.count == 0) snippet.runs[snippet.count++] = (struct interval){floor_of(hit), floor_of(hit)};
    widen(hit, &snippet, words);
    return snippet;
}

struct shown_text snippet_shown(const struct hit *hit, struct snippet *room)
{
    if (hit->sentences.count > 0)
        return (struct shown_text){&hit->sentence_text, hit->sentence_first, hit->sentences.items, hit->sentences.count};
    *room = snippet_of(hit);
    return (struct shown_text){&hit->text, hit->passage.first_token, room->runs, room->count};
}

/* ---- Its text ---- */

size_t snippet_word_length(const char *text, const char *end)
{
    const char *at = text;
    while (at < end) {
        uint32_t c;
        const size_t size = utf8_decode(at, end, &c);
        if (char_class(c) == CHAR_SPACE) break;
        at += size;
    }
    return (size_t)(at - text);
}

bool snippet_is_marked(const struct hit *hit, uint32_t place)
{
    for (size_t i = 0; i < hit->marks.count; i++) {
        if (place >= hit->marks.items[i].first && place <= hit->marks.items[i].last) return true;
    }
    return false;
}

size_t snippet_run_begin(const struct passage_text *whole, uint32_t first)
{
    const struct token *tokens = whole->tokens;
    const char *text = whole->text.data;
    size_t begin = first ? tokens[first - 1].offset + tokens[first - 1].length : 0;
    for (size_t at = begin; at < tokens[first].offset;) {
        uint32_t c;
        at += utf8_decode(text + at, text + tokens[first].offset, &c);
        if (char_class(c) == CHAR_SPACE) begin = at;
    }
    return begin;
}

size_t snippet_run_end(const struct passage_text *whole, uint32_t last)
{
    const struct token *tokens = whole->tokens;
    const char *text = whole->text.data;
    const size_t limit = last + 1 < whole->token_count ? tokens[last + 1].offset : whole->text.size;
    const size_t end = tokens[last].offset + tokens[last].length;
    return end + snippet_word_length(text + end, text + limit);
}

bool snippet_is_cut_before(const struct passage_text *text, uint32_t first)
{
    return first > 0 && text->tokens[first - 1].gap < GAP_SENTENCE;
}

bool snippet_is_cut_behind(const struct passage_text *text, uint32_t last)
{
    return last + 1 < text->token_count && text->tokens[last].gap < GAP_SENTENCE;
}
