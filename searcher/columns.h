/* columns.h - a hit as a row of a table: what the formats tsv and csv share.
 *
 *   rank score path id line column begin end date title section byline source url passage evidence state others cluster copies first_date
 * first_source first_path first_id query_id query
 *
 * What is not known is empty. `line`, `column`, `begin`, `end` and `evidence` are those of the first evidence; without any, `line` is where
 * the passage begins and the others are empty. All else is as hit_json.h tells: `begin` and `end` count in the article's text, and there is
 * no column, where that was taken out of JSON.
 */
#ifndef SEARCHER_COLUMNS_H
#define SEARCHER_COLUMNS_H

#include <stdbool.h>
#include <stdio.h>

#include "index/error.h"

struct printer;
struct hit;

#define COLUMNS_MAX 26

/* Columns in the order in which they are printed, each once. */
struct column_list {
    const struct column *items[COLUMNS_MAX];
    size_t count;
};

/* What is printed when nothing is chosen. The answers of a batch are told apart by their ids. */
#define COLUMNS_DEFAULT "rank,score,path,id,line,date,title,state,passage"
#define COLUMNS_DEFAULT_BATCH "query_id," COLUMNS_DEFAULT

/* Read names with commas between. Returns NS_OK, NS_ERR_ARG (a name that there is not, or one twice, or none at all) with a message that
 * begins with "--fields". */
ns_status column_list_read(const char *names, struct column_list *out, struct ns_error *err);

/* How a format writes a value, which is any bytes. @alone  the row has no other */
typedef void (*column_writer)(FILE *out, const char *value, size_t length, bool alone);

/* Write a row with the names of the columns. */
void columns_write_names(FILE *out, const struct column_list *columns, char separator);

/* Write a row with a hit's values. Returns NS_OK, NS_ERR_NOMEM. */
ns_status columns_write_hit(const struct printer *printer, const struct hit *hit, char separator, column_writer write,
                            struct ns_error *err);

#endif
