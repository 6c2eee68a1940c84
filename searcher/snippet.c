/* snippet.c - choosing what to show, and where that begins and ends. */
#include "searcher/snippet.h"

#include <strings.h>

#include "index/unicode.h"

/* Words on either side of an evidence in a sentence that is cut, however little room there is. */
#define MARGIN_WORDS 5

/* Words that are told apart, letter case aside; an evidence that has others besides is shown in any case. */
#define KINDS_MAX 64

/* What a snippet is chosen from. Tokens are those of the hit's text. */
struct source {
    const struct hit *hit;
    uint32_t floor; /* the first token that may be shown */
    uint32_t last;  /* the last one */
    const struct token *kinds[KINDS_MAX];
    size_t kind_count;
    /* Of each evidence, up to a number that is past all use. */
    struct interval runs[PASSAGE_MAX]; /* the sentences that it lies in, or it alone where they are too long */
    uint64_t words[PASSAGE_MAX];       /* a bit for each kind that is among the words that make it */
    bool taken[PASSAGE_MAX];
    size_t count;
};

static uint32_t run_length(const struct interval *run)
{
    return run->last - run->first + 1;
}

/* Add a run behind the others, or to the last one where they touch or there is no place for more. */
static void add_run(struct snippet *snippet, struct interval run)
{
    struct interval *before = snippet->count ? &snippet->runs[snippet->count - 1] : NULL;
    if (!before || (run.first > before->last + 1 && snippet->count < SNIPPET_RUNS_MAX)) {
        snippet->runs[snippet->count++] = run;
    } else if (run.last > before->last) {
        before->last = run.last;
    }
}

/* The words that there is still room for. */
static uint32_t room_left(const struct snippet *snippet)
{
    uint32_t words = 0;
    for (size_t i = 0; i < snippet->count; i++)
        words += run_length(&snippet->runs[i]);
    return words < SNIPPET_WORDS ? SNIPPET_WORDS - words : 0;
}

/* ---- Sentences ---- */

static bool begins_sentence(const struct source *source, uint32_t token)
{
    return token <= source->floor || source->hit->text.tokens[token - 1].gap >= GAP_SENTENCE;
}

static bool ends_sentence(const struct source *source, uint32_t token)
{
    return token == source->last || source->hit->text.tokens[token].gap >= GAP_SENTENCE;
}

/* The sentence that a token lies in; of one that there is no room for, at least so much that this is seen. */
static struct interval sentence_of(const struct source *source, uint32_t token)
{
    struct interval sentence = {token, token};
    while (!begins_sentence(source, sentence.first) && token - sentence.first < SNIPPET_WORDS)
        sentence.first--;
    while (!ends_sentence(source, sentence.last) && sentence.last - token < SNIPPET_WORDS)
        sentence.last++;
    return sentence;
}

/* Move the ends of a run out to those of their sentences, where these are not too long. */
static struct interval whole_sentences(const struct source *source, struct interval run)
{
    const struct interval first = sentence_of(source, run.first), last = sentence_of(source, run.last);
    return (struct interval){run_length(&first) <= SNIPPET_WORDS ? first.first : run.first,
                             run_length(&last) <= SNIPPET_WORDS ? last.last : run.last};
}

/* ---- The words of the evidence ---- */

static bool is_same_word(const struct passage_text *text, const struct token *a, const struct token *b)
{
    return a->length == b->length && strncasecmp(text->text.data + a->offset, text->text.data + b->offset, a->length) == 0;
}

/* The number of a word's kind, or KINDS_MAX if there are too many. */
static size_t kind_of(struct source *source, const struct token *word)
{
    size_t kind = 0;
    while (kind < source->kind_count && !is_same_word(&source->hit->text, source->kinds[kind], word))
        kind++;
    if (kind == source->kind_count && kind < KINDS_MAX) source->kinds[source->kind_count++] = word;
    return kind;
}

/* Note the kinds of the words that make an evidence. Returns whether there are others besides. */
static bool note_words(struct source *source, size_t i)
{
    const struct hit *hit = source->hit;
    const struct interval *evidence = &hit->evidence.items[i];
    bool others = false;
    for (size_t m = 0; m < hit->marks.count; m++) {
        const struct interval *mark = &hit->marks.items[m];
        if (mark->first < evidence->first || mark->last > evidence->last) continue;
        for (uint32_t place = mark->first; place <= mark->last; place++) {
            const size_t kind = kind_of(source, &hit->text.tokens[place - hit->passage.first_token]);
            if (kind < KINDS_MAX) source->words[i] |= (uint64_t)1 << kind;
            others |= kind == KINDS_MAX;
        }
    }
    return others;
}

/* The title is shown anyway, so that its words are too many here unless they are evidence. */
static uint32_t floor_of(const struct hit *hit)
{
    const uint32_t title = (uint32_t)hit->title.token_count;
    const bool has_title = hit->passage.first_token == 0 && title < hit->text.token_count;
    const bool is_evidence = hit->evidence.count > 0 && hit->evidence.items[0].first < title;
    return has_title && !is_evidence ? title : 0;
}

/* The first evidence, whose line the hit tells, is taken in any case. */
static void source_init(struct source *source, const struct hit *hit)
{
    const uint32_t first_token = hit->passage.first_token;
    *source = (struct source){.hit = hit, .floor = floor_of(hit), .last = (uint32_t)hit->text.token_count - 1};
    source->count = hit->evidence.count < PASSAGE_MAX ? hit->evidence.count : PASSAGE_MAX;
    for (size_t i = 0; i < source->count; i++) {
        const struct interval *evidence = &hit->evidence.items[i];
        source->runs[i] = whole_sentences(source, (struct interval){evidence->first - first_token, evidence->last - first_token});
        source->taken[i] = note_words(source, i) || i == 0;
    }
}

/* ---- Choosing ---- */

/* The runs of what is taken; without evidence, the first sentence. */
static void take_runs(const struct source *source, struct snippet *snippet)
{
    snippet->count = 0;
    for (size_t i = 0; i < source->count; i++) {
        if (source->taken[i]) add_run(snippet, source->runs[i]);
    }
    if (source->count == 0) add_run(snippet, whole_sentences(source, (struct interval){source->floor, source->floor}));
}

/* The kinds of the evidence that all of a run shows. */
static uint64_t words_in(const struct source *source, const struct interval *run)
{
    uint64_t words = 0;
    for (size_t i = 0; i < source->count; i++) {
        if (source->runs[i].first >= run->first && source->runs[i].last <= run->last) words |= source->words[i];
    }
    return words;
}

/* Take the evidence whose run has the most words that the snippet has not. Returns whether there is one. */
static bool take_most_words(struct source *source, const struct snippet *snippet)
{
    uint64_t shown = 0;
    uint32_t most = 0;
    size_t best = 0;
    for (size_t i = 0; i < snippet->count; i++)
        shown |= words_in(source, &snippet->runs[i]);
    for (size_t i = 0; i < source->count; i++) {
        const uint32_t count = (uint32_t)__builtin_popcountll(words_in(source, &source->runs[i]) & ~shown);
        if (count <= most) continue;
        most = count;
        best = i;
    }
    if (most > 0) source->taken[best] = true;
    return most > 0;
}

/* Take evidence until each of its words is shown, and then what there is room for. */
static void take_evidence(struct source *source, struct snippet *snippet)
{
    do {
        take_runs(source, snippet);
    } while (take_most_words(source, snippet));
    for (size_t i = 0; i < source->count; i++) {
        if (source->taken[i] || run_length(&source->runs[i]) > room_left(snippet)) continue;
        source->taken[i] = true;
        take_runs(source, snippet);
    }
}

/* Where a sentence is cut the room that is left goes to the words around, an equal share to each cut. */
static void widen_cuts(const struct source *source, struct snippet *snippet)
{
    const struct snippet narrow = *snippet;
    uint32_t cuts = 0;
    for (size_t i = 0; i < narrow.count; i++)
        cuts += !begins_sentence(source, narrow.runs[i].first) + !ends_sentence(source, narrow.runs[i].last);
    if (cuts == 0) return;
    const uint32_t share = room_left(&narrow) / cuts > MARGIN_WORDS ? room_left(&narrow) / cuts : MARGIN_WORDS;
    snippet->count = 0;
    for (size_t i = 0; i < narrow.count; i++) {
        struct interval run = narrow.runs[i];
        for (uint32_t words = share; words > 0 && !begins_sentence(source, run.first); words--)
            run.first--;
        for (uint32_t words = share; words > 0 && !ends_sentence(source, run.last); words--)
            run.last++;
        add_run(snippet, run);
    }
}

/* Add the sentence behind a run or before it, where there is room for all of it. A run that others touch on that side stays as it is. */
static bool add_behind(const struct source *source, struct interval *run, const struct interval *next, uint32_t room)
{
    if (run->last == source->last || !ends_sentence(source, run->last) || (next && next->first == run->last + 1)) return false;
    const struct interval sentence = sentence_of(source, run->last + 1);
    if (run_length(&sentence) > room) return false;
    run->last = sentence.last;
    return true;
}

static bool add_before(const struct source *source, struct interval *run, const struct interval *previous, uint32_t room)
{
    if (run->first == source->floor || !begins_sentence(source, run->first) || (previous && previous->last + 1 == run->first)) return false;
    const struct interval sentence = sentence_of(source, run->first - 1);
    if (run_length(&sentence) > room) return false;
    run->first = sentence.first;
    return true;
}

/* Let the runs grow in turn by a sentence, as long as there is one that fits, and join what touches. */
static void add_neighbours(const struct source *source, struct snippet *snippet)
{
    bool grown = true;
    while (grown) {
        grown = false;
        for (size_t i = 0; i < snippet->count; i++) {
            struct interval *run = &snippet->runs[i];
            grown |= add_behind(source, run, i + 1 < snippet->count ? run + 1 : NULL, room_left(snippet));
            grown |= add_before(source, run, i > 0 ? run - 1 : NULL, room_left(snippet));
        }
    }
    const struct snippet apart = *snippet;
    snippet->count = 0;
    for (size_t i = 0; i < apart.count; i++)
        add_run(snippet, apart.runs[i]);
}

struct snippet snippet_of(const struct hit *hit)
{
    struct snippet snippet = {.count = 0};
    if (hit->text.token_count == 0) return snippet;
    struct source source;
    source_init(&source, hit);
    take_evidence(&source, &snippet);
    widen_cuts(&source, &snippet);
    add_neighbours(&source, &snippet);
    return snippet;
}

struct shown_text snippet_shown(const struct hit *hit, struct snippet *room)
{
    if (hit->sentences.count > 0)
        return (struct shown_text){&hit->sentence_text, hit->sentence_first, hit->sentences.items, hit->sentences.count,
                                   hit->sentence_is_cut};
    *room = snippet_of(hit);
    return (struct shown_text){&hit->text, hit->passage.first_token, room->runs, room->count, hit->is_cut};
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

bool snippet_is_cut_before(const struct shown_text *shown, uint32_t first)
{
    return first > 0 ? shown->text->tokens[first - 1].gap < GAP_SENTENCE : shown->is_cut;
}

bool snippet_is_cut_behind(const struct shown_text *shown, uint32_t last)
{
    return shown->text->tokens[last].gap < GAP_SENTENCE;
}
