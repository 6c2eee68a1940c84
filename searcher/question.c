/* question.c - what the single query and each of many have in common. */
#include "searcher/question.h"

#include "cli/terminal.h"
#include "searcher/format.h"
#include "searcher/search.h"

ns_status question_read(struct question *question, const struct question_options *options, const char *text, size_t length,
                        struct ns_error *err)
{
    question->text = text;
    question->text_length = length;
    ns_status status;
    if (options->literal) {
        status = query_literal(text, length, &question->query, err);
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

void question_tell_suggestions(const struct question *question, const char *program, const char *file, uint64_t line)
{
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
    for (size_t i = 0; status == NS_OK && i < search_count(search); i++) {
        const struct hit *hit;
        status = search_hit(search, i, &hit, err);
        if (status == NS_OK) status = format->hit(printer, hit, err);
        printer->hits++;
    }
    const ns_status ended = format->end ? format->end(printer, status == NS_OK ? err : NULL) : NS_OK;
    return status == NS_OK ? ended : status;
}

static ns_status print_answer(const struct question *question, const struct question_options *options, struct search *search, FILE *out,
                              struct ns_error *err)
{
    struct printer printer = {.out = out,
                              .options = &options->print,
                              .id = question->id,
                              .id_length = question->id_length,
                              .text = question->text,
                              .text_length = question->text_length,
                              .query = question->query};
    if (options->silent) return NS_OK;
    const struct format *format = options->print.format;
    const ns_status status = format->counts ? format->count(&printer, search_count(search), err) : print_hits(&printer, search, err);
    printer_release(&printer);
    return status;
}

/* All that matches is counted, wherever the hits that are shown would begin; for silence one hit there says enough. */
static struct search_options search_options(const struct question_options *options)
{
    const struct format *format = options->print.format;
    struct search_options wanted = {.limit = options->limit,
                                    .offset = options->offset,
                                    .by_article = options->by_article || format->by_article,
                                    .order = options->order,
                                    .by_sentences = options->by_sentences,
                                    .context = options->context};
    if (options->silent) {
        wanted.limit = 1;
    } else if (format->counts) {
        wanted.limit = wanted.offset = 0;
    }
    if (options->silent || format->counts) wanted.order = RANK_BY_SCORE;
    return wanted;
}

static ns_status search_collection(struct question *question, const struct question_options *options,
                                   const struct collection *collection, FILE *out, bool *found, struct ns_error *err)
{
    const struct search_options wanted = search_options(options);
    struct search *search;
    ns_status status = search_run(collection, question->query, &wanted, &search, err);
    if (status != NS_OK) return status;
    *found = search_count(search) > 0;
    status = print_answer(question, options, search, out, err);
    search_free(search);
    /* It is only offered: where it cannot be found, the answer is as good without. */
    if (status == NS_OK && !*found && options->suggest) suggest(collection, question->query, &question->suggestions, NULL);
    return status;
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
    query_notes_release(&question->notes);
    suggestions_release(&question->suggestions);
    *question = (struct question){0};
}
