/* print_tsv.c - counts by a field as tab-separated values. */
#include "searcher/format.h"
#include "searcher/print_facet.h"

const struct format format_tsv = {.name = "tsv", .facet = print_facet_tsv};
