/* parted.c - looks into the passages where the parts of a word may stand side by side. */
#include "searcher/parted.h"

#include <stdlib.h>

#include "searcher/lower_bound.h"
#include "searcher/meeting.h"

/* Of parted_amend(): passages of a parting's rarest part, and passages that are looked into: each takes up to half a millisecond or so.
 * Without postings a query takes five and more in 60 MB of text, so that little is lost where we give up. Of fifty such words in queries
 * for that text all but three are told of: ii, southeast and today, whose parts are common words. */
#define RAREST_MAX 6000
#define LOOKS_MAX 1000

/* One way to part the word. */
struct parting {
    struct postings **parts; /* behind the first of them the rarest of the others */
    size_t count;
    bool found;
    uint32_t passage; /* where the parts may begin to stand side by side next, once that was found */
};

struct parted {
    const struct index_reader *reader;
    const struct spans *spans;
    const struct leaf_set *leaves;
    const struct match_node *any;
    struct parting *partings;
    size_t parting_count;
    uint32_t documents;           /* passages in which parts may begin, at most */
    uint32_t most_words;          /* that `any` can span */
    struct word_set words;        /* the forms of the leaves of `any`; the value is the leaf */
    struct interval_list *places; /* of each leaf in the passages at hand */
    size_t place_count;           /* leaves, of which others may be added later */
    struct found_words found;
    struct matcher matcher;
    struct interval_list evidence;
};

void parted_free(struct parted *parted)
{
    if (!parted) return;
    for (size_t i = 0; i < parted->parting_count; i++) {
        for (size_t j = 0; j < parted->partings[i].count; j++)
            postings_free(parted->partings[i].parts[j]);
        free(parted->partings[i].parts);
    }
    for (size_t i = 0; parted->places && i < parted->place_count; i++)
        interval_list_release(&parted->places[i]);
    free(parted->partings);
    free(parted->places);
    word_set_release(&parted->words);
    found_words_release(&parted->found);
    matcher_release(&parted->matcher);
    interval_list_release(&parted->evidence);
    free(parted);
}

/* ---- Opening ---- */

static bool has_leaf(const struct match_node *node, uint32_t leaf)
{
    if (node->kind == MATCH_LEAF) return node->leaf == leaf;
    for (size_t i = 0; i < node->child_count; i++) {
        if (has_leaf(node->children[i], leaf)) return true;
    }
    return false;
}

/* A form has one stem, and so is of one leaf. */
static ns_status open_words(struct parted *parted, struct ns_error *err)
{
    const struct leaf_set *leaves = parted->leaves;
    parted->place_count = leaves->count;
    parted->places = calloc(leaves->count, sizeof *parted->places);
    ns_status status = parted->places ? NS_OK : ns_fail_nomem(err);
    for (size_t i = 0; status == NS_OK && i < leaves->form_count; i++) {
        const struct leaf_form *form = &leaves->forms[i];
        if (has_leaf(parted->any, form->leaf)) status = word_set_add(&parted->words, form->form, form->leaf, err);
    }
    return status;
}

static ns_status open_parts(const struct parted *parted, const struct match_node *phrase, struct parting *parting, struct ns_error *err)
{
    ns_status status = NS_OK;
    parting->parts = calloc(phrase->child_count, sizeof *parting->parts);
    if (!parting->parts) return ns_fail_nomem(err);
    for (; status == NS_OK && parting->count < phrase->child_count; parting->count++) {
        const struct leaf *leaf = &parted->leaves->items[phrase->children[parting->count]->leaf];
        status = leaf_postings(leaf, parted->reader, &parting->parts[parting->count], err);
    }
    return status;
}

static void order_parts(struct parting *parting)
{
    for (size_t i = 2; i < parting->count; i++) {
        struct postings *part = parting->parts[i];
        if (postings_documents(part) >= postings_documents(parting->parts[1])) continue;
        parting->parts[i] = parting->parts[1];
        parting->parts[1] = part;
    }
}

/* How many passages the rarest of the parts has. */
static uint32_t documents_of(const struct parting *parting)
{
    const uint32_t first = postings_documents(parting->parts[0]), other = postings_documents(parting->parts[1]);
    return first < other ? first : other;
}

static ns_status open_partings(struct parted *parted, struct ns_error *err)
{
    const size_t count = parted->any->child_count - 1;
    parted->partings = calloc(count, sizeof *parted->partings);
    ns_status status = parted->partings ? NS_OK : ns_fail_nomem(err);
    while (status == NS_OK && parted->parting_count < count) {
        struct parting *parting = &parted->partings[parted->parting_count++];
        status = open_parts(parted, parted->any->children[parted->parting_count], parting, err);
        if (status != NS_OK) break;
        order_parts(parting);
        const uint32_t left = UINT32_MAX - parted->documents, more = documents_of(parting);
        parted->documents += more < left ? more : left;
        if (parting->count > parted->most_words) parted->most_words = (uint32_t)parting->count;
    }
    return status;
}

ns_status parted_open(const struct index_reader *reader, const struct leaf_set *leaves, const struct match_node *any, struct parted **out,
                      struct ns_error *err)
{
    *out = NULL;
    struct parted *parted = calloc(1, sizeof *parted);
    if (!parted) return ns_fail_nomem(err);
    parted->reader = reader;
    parted->spans = index_reader_spans(reader);
    parted->leaves = leaves;
    parted->any = any;
    ns_status status = open_partings(parted, err);
    if (status == NS_OK) status = open_words(parted, err);
    if (status == NS_OK) {
        *out = parted;
    } else {
        parted_free(parted);
    }
    return status;
}

uint32_t parted_passages(const struct parted *parted)
{
    return parted->documents;
}

/* ---- Where the parts may begin ---- */

/* Go to the first passage, at or behind parting->passage, that has the first part and is reached by all others. */
static ns_status find_begin(const struct parted *parted, struct parting *parting, struct ns_error *err)
{
    const uint32_t words = (uint32_t)parting->count;
    ns_status status = postings_seek(parting->parts[0], parting->passage, &parting->passage, err);
    for (size_t i = 1; status == NS_OK && i < parting->count && parting->passage < parted->spans->passages; i++) {
        uint32_t found;
        const uint32_t last = meeting_reach(parted->spans, parting->passage, words).last;
        status = postings_seek(parting->parts[i], parting->passage, &found, err);
        if (status != NS_OK || found <= last) continue;
        uint32_t from = found < parted->spans->passages ? meeting_reach(parted->spans, found, words).first : found;
        if (from <= parting->passage) from = parting->passage + 1;
        status = postings_seek(parting->parts[0], from, &parting->passage, err);
        i = 0;
    }
    return status;
}

ns_status parted_seek(struct parted *parted, uint32_t from, uint32_t *passage, struct ns_error *err)
{
    ns_status status = NS_OK;
    *passage = XAP_END;
    for (size_t i = 0; status == NS_OK && i < parted->parting_count; i++) {
        struct parting *parting = &parted->partings[i];
        if (!parting->found || parting->passage < from) {
            parting->passage = from;
            status = find_begin(parted, parting, err);
            parting->found = status == NS_OK;
        }
        if (parting->passage < *passage) *passage = parting->passage;
    }
    return status;
}

/* ---- In a passage ---- */

/* Find the leaves in a passage and those behind it that what begins there can reach. */
static ns_status place_words(struct parted *parted, uint32_t passage, struct ns_error *err)
{
    const uint32_t last = meeting_reach(parted->spans, passage, parted->most_words).last;
    const struct article_extent extent = {.first_passage = passage, .passages = last - passage + 1};
    ns_status status = index_reader_find_words(parted->reader, &extent, &parted->words, NULL, &parted->found, err);
    for (size_t i = 0; i < parted->place_count; i++)
        parted->places[i].count = 0;
    for (size_t i = 0; status == NS_OK && i < parted->found.count; i++) {
        const struct found_word *word = &parted->found.items[i];
        uint32_t leaf;
        if (word_set_find(&parted->words, word->form, &leaf))
            status = interval_list_add(&parted->places[leaf], word->place, word->place, err);
    }
    return status;
}

static uint32_t count_before(const struct interval_list *list, uint32_t end)
{
    return (uint32_t)lower_bound(list->items, list->count, sizeof *list->items, end);
}

ns_status parted_count(struct parted *parted, uint32_t passage, uint32_t *count, struct ns_error *err)
{
    ns_status status = place_words(parted, passage, err);
    const struct match_text text = {.leaves = parted->places, .words = parted->found.words};
    if (status == NS_OK) status = match_find(&parted->matcher, parted->any, &text, &parted->evidence, err);
    *count = status == NS_OK ? count_before(&parted->evidence, spans_words(parted->spans, passage)) : 0;
    return status;
}

/* ---- All passages ---- */

/* What is to be known of all passages before a search begins. */
struct survey {
    struct parted *parted;
    const struct leaf *word;
    struct postings *whole; /* of the word, as the index has them */
    struct entry_list *amendments;
    uint64_t compounds; /* that the postings count in the passages that were looked into */
};

/* Amend the postings of the word in a passage, if they need it.
 * @posted  set to whether they tell of it then: postings cannot be taken away */
static ns_status amend_passage(struct survey *survey, uint32_t passage, bool *posted, struct ns_error *err)
{
    const struct parted *parted = survey->parted;
    xap_entry entry = {0};
    uint32_t found = 0;
    ns_status status = parted_count(survey->parted, passage, &found, err);
    if (status == NS_OK) status = postings_find(survey->whole, passage, &entry, err);
    if (status != NS_OK) return status;
    const uint32_t told = entry.document == passage ? entry.wdf : 0;
    survey->compounds += told - count_before(&parted->places[parted->any->children[0]->leaf], spans_words(parted->spans, passage));
    *posted = told == 0 || found > 0;
    return *posted && found != told ? entry_list_add(survey->amendments, (xap_entry){passage, found}, err) : NS_OK;
}

/* Elsewhere no parts stand side by side, and the postings tell of the word itself; unless they count compounds there, too. */
static ns_status amend_passages(struct survey *survey, bool *posted, struct ns_error *err)
{
    uint32_t passage;
    struct parted *parted = survey->parted;
    ns_status status = parted_seek(parted, 0, &passage, err);
    for (uint32_t looks = 0; status == NS_OK && *posted && passage < parted->spans->passages; looks++) {
        *posted = looks < LOOKS_MAX;
        if (*posted) status = amend_passage(survey, passage, posted, err);
        if (status == NS_OK && *posted) status = parted_seek(parted, passage + 1, &passage, err);
    }
    if (survey->compounds != survey->word->compounds) *posted = false;
    return status;
}

/* Whether every parting has a part that is rare. */
static bool are_rare(const struct parted *parted)
{
    for (size_t i = 0; i < parted->parting_count; i++) {
        if (documents_of(&parted->partings[i]) > RAREST_MAX) return false;
    }
    return true;
}

ns_status parted_amend(const struct index_reader *reader, const struct leaf_set *leaves, const struct match_node *any,
                       struct entry_list *amendments, bool *posted, struct ns_error *err)
{
    struct survey survey = {.word = &leaves->items[any->children[0]->leaf], .amendments = amendments};
    ns_status status = parted_open(reader, leaves, any, &survey.parted, err);
    *posted = status == NS_OK && are_rare(survey.parted);
    if (*posted) status = leaf_postings(survey.word, reader, &survey.whole, err);
    if (status == NS_OK && *posted) status = amend_passages(&survey, posted, err);
    postings_free(survey.whole);
    parted_free(survey.parted);
    return status;
}
