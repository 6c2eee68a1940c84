/* question.c - what the single query and each of many have in common. */
#include "searcher/question.h"

#include "cli/terminal.h"
#include "searcher/facet.h"
#include "searcher/format.h"
#include "searcher/like.h"
#include "searcher/search.h"

ns_status question_read(struct question *question, const struct question_options *options, const char *text, size_t length,
                        struct ns_error *err)
{
    question->text = text;
    question->text_length = length;
    ns_status status;
    if (options->like) return NS_OK;
    if (options->literal) {
        status = query_literal(text, length, &question->query, err);
    } else if (options->words) {
        status = query_words(text, length, &question->query, err);
    } else {
        status = query_parse(text, length, &question->query, &question->notes, err);
    }
    return status == NS_OK ? query_rewrite(&options->rewrite, &question->query, &question->notes, err) : status;
}

void question_tell_notes(const struct question *question, const char *program, const char *file, uint64_t line)
{
    const struct query_notes *notes = &question->notes;
    const size_t kept = notes->count < QUERY_NOTES_MAX ? notes->count : QUERY_NOTES_MAX;
    for (size_t i = 0; i < kept; i++)
        terminal_complain_at(program, file, line, notes->lines[i].data);
    if (notes->count > kept) terminal_complain_at(program, file, line, "there is more to say of this query; it was cut off here");
}

void question_tell_findings(const struct question *question, const char *program, const char *file, uint64_t line)
{
    if (question->broadening.size > 0) terminal_complain_at(program, file, line, question->broadening.data);
    for (size_t i = 0; i < question->suggestions.count; i++)
        terminal_complain_at(program, file, line, question->suggestions.lines[i].data);
}

static ns_status print_canonical(const struct query *query, FILE *out, struct ns_error *err)
{
    struct buffer text = BUFFER_INIT;
    const ns_status status = query_print(query, &text, err);
    if (status == NS_OK) fwrite(text.data, 1, text.size, out);
    if (status == NS_OK) putc('\n', out);
    buffer_release(&text);
    return status;
}

static ns_status print_hits(struct printer *printer, struct search *search, struct ns_error *err)
{
    const struct format *format = printer->options->format;
    ns_status status = format->begin ? format->begin(printer, err) : NS_OK;
    if (status != NS_OK) return status;
    for (size_t i = 0; status == NS_OK && i < printer->shown; i++) {
        const struct hit *hit;
        status = search_hit(search, i, &hit, err);
        if (status == NS_OK) status = format->hit(printer, hit, err);
        printer->hits++;
    }
    const ns_status ended = format->end ? format->end(printer, status == NS_OK ? err : NULL) : NS_OK;
    return status == NS_OK ? ended : status;
}

static ns_status print_with_dates(struct printer *printer, struct search *search, const struct collection *collection,
                                  struct ns_error *err)
{
    struct facet dates = {.field = FACET_DAY};
    ns_status status = facet_count(&dates, search, collection, err);
    printer->dates = &dates;
    if (status == NS_OK) status = print_hits(printer, search, err);
    printer->dates = NULL;
    facet_release(&dates);
    return status;
}

static ns_status print_facet(struct printer *printer, const struct search *search, const struct collection *collection,
                             struct ns_error *err)
{
    struct facet facet = {.field = printer->options->facet};
    ns_status status = facet_count(&facet, search, collection, err);
    if (status == NS_OK) status = facet_fill(&facet, err);
    if (status == NS_OK) status = printer->options->format->facet(printer, &facet, err);
    facet_release(&facet);
    return status;
}

static ns_status print_what_is_wanted(struct printer *printer, struct search *search, const struct collection *collection,
                                      struct ns_error *err)
{
    const struct format *format = printer->options->format;
    if (printer->options->facet != FACET_NONE) return print_facet(printer, search, collection, err);
    if (format->counts) return format->count(printer, printer->matches, err);
    return format->wants_dates ? print_with_dates(printer, search, collection, err) : print_hits(printer, search, err);
}

static bool ranks_articles(const struct question_options *options)
{
    return options->by_article || options->print.format->by_article;
}

static ns_status print_answer(const struct question *question, const struct question_options *options, struct search *search,
                              const struct collection *collection, FILE *out, struct ns_error *err)
{
    const size_t hits = search_count(search);
    struct printer printer = {.out = out,
                              .options = &options->print,
                              .id = question->id,
                              .id_length = question->id_length,
                              .text = question->text,
                              .text_length = question->text_length,
                              .query = question->query,
                              .by_article = ranks_articles(options),
                              .best_first = options->order == RANK_BY_SCORE,
                              .offset = options->offset,
                              .shown = hits < options->limit ? hits : options->limit,
                              .matches = search_matches(search)};
    if (options->silent) return NS_OK;
    const ns_status status = print_what_is_wanted(&printer, search, collection, err);
    printer_release(&printer);
    return status;
}

/* Whether all that matches is counted by what its articles are. */
static bool counts_articles(const struct print_options *options)
{
    return options->facet != FACET_NONE || options->format->wants_dates;
}

/* What is counted is wanted whole, wherever the hits that are shown would begin; for silence one hit there says enough. */
static struct search_options search_options(const struct question_options *options, const struct collection *collection)
{
    const struct print_options *print = &options->print;
    struct search_options wanted = {.limit = options->limit,
                                    .offset = options->offset,
                                    .by_article = ranks_articles(options),
                                    .unique = options->unique,
                                    .copies = print->format->copies == COPIES_ALWAYS || (print->format->copies && options->unique),
                                    .order = options->order,
                                    .weighing = options->weighing,
                                    .explain = print->explain,
                                    .by_sentences = options->by_sentences,
                                    .context = options->context};
    if (options->silent) {
        wanted.limit = 1;
    } else if (counts_articles(print)) {
        wanted.limit = collection->passages > 0 ? (uint32_t)collection->passages : 1;
    } else if (print->format->counts) {
        wanted.limit = 0;
    }
    const bool only_counts = print->facet != FACET_NONE || print->format->counts;
    if (only_counts && !options->silent) wanted.offset = 0;
    if (only_counts || options->silent) wanted.order = RANK_BY_SCORE;
    return wanted;
}

static ns_status read_like(struct question *question, const struct question_options *options, const struct collection *collection,
                           struct like *like, struct ns_error *err)
{
    const ns_status status = like_read(collection, question->text, like, err);
    question->query = like->query;
    return status == NS_OK ? query_rewrite(&options->rewrite, &question->query, &question->notes, err) : status;
}

/* The query as it was read stays what is printed and what suggestions are about. */
static ns_status broaden_query(struct question *question, const struct question_options *options, const struct collection *collection,
                               const struct article_place *without, struct ns_error *err)
{
    const struct broaden_options wanted = {options->weighing, options->expand, without};
    ns_status status = query_copy(question->query, &question->broadened, err);
    if (status == NS_OK) status = broaden(collection, &wanted, &question->broadened, &question->broadening, err);
    if (!options->print.explain || options->silent) question->broadening.size = 0;
    return status;
}

static ns_status search_and_print(struct question *question, const struct question_options *options,
                                  const struct collection *collection, FILE *out, bool *found, struct ns_error *err)
{
    struct search_options wanted = search_options(options, collection);
    struct like like = {0};
    struct search *search;
    ns_status status = options->like ? read_like(question, options, collection, &like, err) : NS_OK;
    if (like.is_article) wanted.without = &like.place;
    if (status == NS_OK && options->expand) status = broaden_query(question, options, collection, wanted.without, err);
    if (status == NS_OK)
        status = search_run(collection, question->broadened ? question->broadened : question->query, &wanted, &search, err);
    if (status != NS_OK) return status;
    *found = search_count(search) > 0;
    status = print_answer(question, options, search, collection, out, err);
    search_free(search);
    return status == NS_OK && !*found && options->suggest ? suggest(collection, question->query, &question->suggestions, err) : status;
}

/* Of an index that is written over meanwhile neither the answer is one, nor is it damaged as it would seem. */
static ns_status search_collection(struct question *question, const struct question_options *options,
                                   const struct collection *collection, FILE *out, bool *found, struct ns_error *err)
{
    const ns_status before = collection_check_unchanged(collection, err);
    if (before != NS_OK) return before;
    const ns_status status = search_and_print(question, options, collection, out, found, err);
    const ns_status after = collection_check_unchanged(collection, err);
    if (after == NS_OK) return status;
    *found = false;
    return after;
}

ns_status question_answer(struct question *question, const struct question_options *options, const struct collection *collection,
                          FILE *out, bool *found, struct ns_error *err)
{
    *found = options->parse;
    ns_status status = options->parse ? print_canonical(question->query, out, err) : NS_OK;
    if (status == NS_OK && options->strict && question->notes.count > 0)
        status = ns_fail(err, NS_ERR_ARG, "--strict: the query is not searched; wanted one that can be read in one way only");
    if (status == NS_OK && !options->parse) status = search_collection(question, options, collection, out, found, err);
    return status;
}

void question_release(struct question *question)
{
    query_free(question->query);
    query_free(question->broadened);
    buffer_release(&question->broadening);
    query_notes_release(&question->notes);
    suggestions_release(&question->suggestions);
    *question = (struct question){0};
}
