/* info.h - what an index holds, for who wants to know that and not what is in its articles. */
#ifndef SEARCHER_INFO_H
#define SEARCHER_INFO_H

#include <stdio.h>

#include "index/index_file.h"
#include "index/index_reader.h"

struct index_facts {
    const char *path;               /* borrowed from the reader */
    const struct index_info *index; /* borrowed from the reader */
    uint32_t version;               /* of the format */
    uint64_t forms;                 /* different words, as they are written */
    uint64_t compounds;             /* different runs of words that hyphens join */
    uint64_t copies;                /* articles that are copies of one that came before */
    struct article_date oldest;     /* of what is known of all dates; DATE_UNKNOWN if nothing is */
    struct article_date newest;
    uint64_t undated;                 /* articles whose date is not known */
    int64_t written_at;               /* index_reader_written_at() */
    uint64_t sections[SECTION_COUNT]; /* bytes of each */
};

/* Find them. Every article's row is read, some 100,000 in a tenth of a second.
 * @reader  must outlive *out
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status info_read(const struct index_reader *reader, struct index_facts *out, struct ns_error *err);

/* Write them for people: a name and a value a line, and the sections as a table. Times are UTC. */
void info_print(const struct index_facts *facts, FILE *out);

/* Write them for scripts, as an object of JSON on a line:
 *
 *   version   INFO_JSON_VERSION
 *   path, format, generation, language, articles, copies, passages, words, forms, compounds, undated
 *             as info_print() has them, but that bytes of the path which are no UTF-8 are U+FFFD
 *   written   with the time zone, Z
 *   oldest, newest
 *             the first and the last date, as much as is known of it
 *   text_bytes, index_bytes
 *   sections  an object with the bytes of each, and of the footer
 *
 * What is not known is absent. Returns NS_OK, NS_ERR_NOMEM. */
ns_status info_print_json(const struct index_facts *facts, FILE *out, struct ns_error *err);

/* Another one if a member is taken away or comes to mean something else. */
#define INFO_JSON_VERSION 1

#endif
