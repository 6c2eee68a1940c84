/* format.c - the list of formats. */
#include "searcher/format.h"

/* The names stand twice, as a row of options wants them in an array of their own; a test holds the two equal. */
const char *const format_names[] = {"text", "paths", "count", "json", "jsonl", "tsv", "csv", "grep", "trec", "html", NULL};

static const struct format *const formats[] = {&format_text, &format_paths, &format_count, &format_json, &format_jsonl,
                                               &format_tsv,  &format_csv,   &format_grep,  &format_trec, &format_html};

_Static_assert(sizeof formats / sizeof *formats + 1 == sizeof format_names / sizeof *format_names, "each format has a name");

const struct format *format_of(int number)
{
    return formats[number];
}
