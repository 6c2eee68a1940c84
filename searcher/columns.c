/* columns.c - the columns, and a hit's value in each. */
#include "searcher/columns.h"

#include <inttypes.h>
#include <string.h>

#include "searcher/printer.h"
#include "searcher/source_state.h"

/* ---- Values: each is appended to a buffer; NULL and 0 are not known ---- */

static ns_status append_text(struct buffer *out, const char *text, struct ns_error *err)
{
    return text ? buffer_append(out, text, strlen(text), err) : NS_OK;
}

static ns_status append_number(struct buffer *out, uint64_t number, struct ns_error *err)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    return append_text(out, text, err);
}

static ns_status append_place(struct buffer *out, uint64_t number, struct ns_error *err)
{
    return number ? append_number(out, number, err) : NS_OK;
}

static ns_status put_rank(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return append_number(out, hit->rank, err);
}

static ns_status put_score(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    char text[400]; /* has room for any double */
    (void)printer;
    snprintf(text, sizeof text, "%.6f", hit->score);
    return append_text(out, text, err);
}

static ns_status put_path(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return append_text(out, hit->article.article.path, err);
}

static ns_status put_id(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return append_text(out, hit->article.article.id, err);
}

static ns_status put_line(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return append_place(out, hit->line, err);
}

static ns_status put_column(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return hit->evidence.count ? append_place(out, hit->places[0].column, err) : NS_OK;
}

static ns_status put_begin(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return hit->evidence.count ? append_number(out, hit->places[0].begin, err) : NS_OK;
}

static ns_status put_end(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return hit->evidence.count ? append_number(out, hit->places[0].end, err) : NS_OK;
}

static ns_status put_date(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    char text[DATE_TEXT_SIZE];
    (void)printer;
    return append_text(out, date_text(&hit->article.article.date, 'T', text), err);
}

static ns_status put_title(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return buffer_append(out, hit->title.text.data, hit->title.text.size, err);
}

static ns_status put_section(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return append_text(out, hit->article.article.section, err);
}

static ns_status put_byline(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return append_text(out, hit->article.article.byline, err);
}

static ns_status put_source(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return append_text(out, hit->article.article.source, err);
}

static ns_status put_url(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return append_text(out, hit->article.article.url, err);
}

static ns_status put_passage(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    size_t length;
    (void)printer;
    const char *text = passage_shown(hit, &length);
    return buffer_append(out, text, length, err);
}

static ns_status put_evidence(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    size_t length;
    (void)printer;
    if (hit->evidence.count == 0) return NS_OK;
    const char *text = evidence_text(hit, 0, &length);
    return buffer_append(out, text, length, err);
}

static ns_status put_state(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return append_text(out, source_state_name(source_state(&hit->article.article)), err);
}

static ns_status put_others(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return hit->is_article ? append_number(out, hit->others, err) : NS_OK;
}

static ns_status put_cluster(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return hit->copies.others ? append_number(out, hit->copies.number, err) : NS_OK;
}

static ns_status put_copies(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return hit->copies.others ? append_number(out, hit->copies.others, err) : NS_OK;
}

static ns_status put_first_date(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    char text[DATE_TEXT_SIZE];
    (void)printer;
    return hit->copies.others ? append_text(out, date_text(&hit->copies.first.article.date, 'T', text), err) : NS_OK;
}

static ns_status put_first_source(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return hit->copies.others ? append_text(out, hit->copies.first.article.source, err) : NS_OK;
}

static ns_status put_first_path(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return hit->copies.others ? append_text(out, hit->copies.first.article.path, err) : NS_OK;
}

static ns_status put_first_id(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)printer;
    return hit->copies.others ? append_text(out, hit->copies.first.article.id, err) : NS_OK;
}

static ns_status put_query_id(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)hit;
    return printer->id ? buffer_append(out, printer->id, printer->id_length, err) : NS_OK;
}

static ns_status put_query(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err)
{
    (void)hit;
    return query_print(printer->query, out, err);
}

/* ---- The list ---- */

struct column {
    const char *name;
    ns_status (*put)(const struct printer *printer, const struct hit *hit, struct buffer *out, struct ns_error *err);
};

static const struct column columns[] = {
    {"rank", put_rank},
    {"score", put_score},
    {"path", put_path},
    {"id", put_id},
    {"line", put_line},
    {"column", put_column},
    {"begin", put_begin},
    {"end", put_end},
    {"date", put_date},
    {"title", put_title},
    {"section", put_section},
    {"byline", put_byline},
    {"source", put_source},
    {"url", put_url},
    {"passage", put_passage},
    {"evidence", put_evidence},
    {"state", put_state},
    {"others", put_others},
    {"cluster", put_cluster},
    {"copies", put_copies},
    {"first_date", put_first_date},
    {"first_source", put_first_source},
    {"first_path", put_first_path},
    {"first_id", put_first_id},
    {"query_id", put_query_id},
    {"query", put_query},
};

_Static_assert(sizeof columns / sizeof *columns == COLUMNS_MAX, "a list has room for each column once");

static const struct column *find_column(const char *name, size_t length)
{
    for (size_t i = 0; i < COLUMNS_MAX; i++) {
        if (strlen(columns[i].name) == length && memcmp(columns[i].name, name, length) == 0) return &columns[i];
    }
    return NULL;
}

static ns_status refuse(const char *name, size_t length, struct ns_error *err)
{
    char list[400] = "";
    size_t used = 0;
    for (size_t i = 0; i < COLUMNS_MAX && used < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", columns[i].name);
    return ns_fail(err, NS_ERR_ARG, "--fields: \"%.*s\" is no column; wanted some of %s, with commas between",
                   length < 100 ? (int)length : 100, name, list);
}

static ns_status add_column(struct column_list *list, const char *name, size_t length, struct ns_error *err)
{
    const struct column *column = find_column(name, length);
    if (!column) return refuse(name, length, err);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == column)
            return ns_fail(err, NS_ERR_ARG, "--fields: %s stands there twice; wanted each column once", column->name);
    }
    list->items[list->count++] = column;
    return NS_OK;
}

ns_status column_list_read(const char *names, struct column_list *out, struct ns_error *err)
{
    ns_status status;
    out->count = 0;
    do {
        const size_t length = strcspn(names, ",");
        status = add_column(out, names, length, err);
        names += length;
    } while (status == NS_OK && *names++ == ',');
    return status;
}

/* ---- Rows ---- */

void columns_write_names(FILE *out, const struct column_list *list, char separator)
{
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0) putc(separator, out);
        fputs(list->items[i]->name, out);
    }
    putc('\n', out);
}

ns_status columns_write_hit(const struct printer *printer, const struct hit *hit, char separator, column_writer write, struct ns_error *err)
{
    const struct column_list *list = &printer->options->columns;
    struct buffer value = BUFFER_INIT;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < list->count; i++) {
        value.size = 0;
        status = list->items[i]->put(printer, hit, &value, err);
        if (i > 0) putc(separator, printer->out);
        if (status == NS_OK) write(printer->out, value.size ? value.data : "", value.size, list->count == 1);
    }
    putc('\n', printer->out);
    buffer_release(&value);
    return status;
}
