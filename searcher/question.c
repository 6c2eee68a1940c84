/* question.c - what the single query and each of many have in common. */
#include "searcher/question.h"

#include "cli/terminal.h"
#include "searcher/facet.h"
#include "searcher/format.h"
#include "searcher/search.h"

ns_status question_read(struct question *question, const struct question_options *options, const char *text, size_t length,
                        struct ns_error *err)
{
    question->text = text;
    question->text_length = length;
    if (options->literal) return query_literal(text, length, &question->query, err);
    return query_parse(text, length, &question->query, &question->notes, err);
}

void question_tell_notes(const struct question *question, const char *program, const char *file, uint64_t line)
{
    const struct query_notes *notes = &question->notes;
    const size_t kept = notes->count < QUERY_NOTES_MAX ? notes->count : QUERY_NOTES_MAX;
    for (size_t i = 0; i < kept; i++)
        terminal_complain_at(program, file, line, notes->lines[i].data);
    if (notes->count > kept) terminal_complain_at(program, file, line, "there is more to say of this query; it was cut off here");
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
    for (size_t i = 0; status == NS_OK && i < printer->shown; i++) {
        const struct hit *hit;
        status = search_hit(search, i, &hit, err);
        if (status == NS_OK) status = format->hit(printer, hit, err);
        printer->hits++;
    }
    return status == NS_OK && format->end ? format->end(printer, err) : status;
}

static ns_status print_with_dates(struct printer *printer, struct search *search, const struct index_reader *reader, struct ns_error *err)
{
    struct facet dates = {.field = FACET_DAY};
    ns_status status = facet_count(&dates, search, reader, err);
    printer->dates = &dates;
    if (status == NS_OK) status = print_hits(printer, search, err);
    printer->dates = NULL;
    facet_release(&dates);
    return status;
}

static ns_status print_facet(struct printer *printer, const struct search *search, const struct index_reader *reader, struct ns_error *err)
{
    struct facet facet = {.field = printer->options->facet};
    ns_status status = facet_count(&facet, search, reader, err);
    if (status == NS_OK) status = facet_fill(&facet, err);
    if (status == NS_OK) status = printer->options->format->facet(printer, &facet, err);
    facet_release(&facet);
    return status;
}

static ns_status print_what_is_wanted(struct printer *printer, struct search *search, const struct index_reader *reader,
                                      struct ns_error *err)
{
    const struct format *format = printer->options->format;
    if (printer->options->facet != FACET_NONE) return print_facet(printer, search, reader, err);
    if (format->counts) return format->count(printer, printer->matches, err);
    return format->wants_dates ? print_with_dates(printer, search, reader, err) : print_hits(printer, search, err);
}

static ns_status print_answer(const struct question *question, const struct question_options *options, struct search *search,
                              const struct index_reader *reader, FILE *out, struct ns_error *err)
{
    const size_t matches = search_count(search);
    struct printer printer = {.out = out,
                              .options = &options->print,
                              .id = question->id,
                              .id_length = question->id_length,
                              .text = question->text,
                              .text_length = question->text_length,
                              .query = question->query,
                              .shown = matches < options->limit ? matches : options->limit,
                              .matches = matches};
    if (options->silent) return NS_OK;
    const ns_status status = print_what_is_wanted(&printer, search, reader, err);
    printer_release(&printer);
    return status;
}

static bool counts_all(const struct print_options *options)
{
    return options->facet != FACET_NONE || options->format->counts || options->format->wants_dates;
}

/* Whatever is counted is wanted whole. */
static uint32_t hits_wanted(const struct question_options *options, const struct index_reader *reader)
{
    const uint64_t passages = index_reader_info(reader)->passages;
    if (options->silent) return 1;
    if (!counts_all(&options->print)) return options->limit;
    return passages > 0 ? (uint32_t)passages : 1;
}

static ns_status search_index(const struct question *question, const struct question_options *options, const struct index_reader *reader,
                              FILE *out, bool *found, struct ns_error *err)
{
    const struct search_options wanted = {.limit = hits_wanted(options, reader)};
    struct search *search;
    ns_status status = search_run(reader, question->query, &wanted, &search, err);
    if (status != NS_OK) return status;
    *found = search_count(search) > 0;
    status = print_answer(question, options, search, reader, out, err);
    search_free(search);
    return status;
}

ns_status question_answer(const struct question *question, const struct question_options *options, const struct index_reader *reader,
                          FILE *out, bool *found, struct ns_error *err)
{
    *found = options->parse;
    ns_status status = options->parse ? print_canonical(question->query, out, err) : NS_OK;
    if (status == NS_OK && options->strict && question->notes.count > 0)
        status = ns_fail(err, NS_ERR_ARG, "--strict: the query is not searched; wanted one that can be read in one way only");
    if (status == NS_OK && !options->parse) status = search_index(question, options, reader, out, found, err);
    return status;
}

void question_release(struct question *question)
{
    query_free(question->query);
    query_notes_release(&question->notes);
    *question = (struct question){0};
}
