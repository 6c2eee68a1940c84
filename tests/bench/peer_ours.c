/* peer_ours.c - news-search as an engine of the bench: what news-searcher does for one query, without printing; with "passage" as its
 * first argument, before those that peer.h says, by the plain BM25 of the passages.
 *
 * A query goes from its typed text to the 10 best passages with their text, titles, evidence and places in the source. The index is made by
 * news-indexer itself.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/index_file.h"
#include "searcher/search.h"
#include "tests/bench/peer.h"

/* Every hit is read whole to learn its article; of more hits the articles are not counted. */
#define HITS_COUNTED_MAX 2000

/* As the first argument wants it. */
static enum weighing weighing = WEIGH_IN_ARTICLE;

struct ours {
    struct index_reader *reader;
    struct collection collection; /* of the reader */
    struct buffer typed;
    uint32_t *met; /* by article: the number of the query that met it last */
    uint32_t query_number;
};

static void ours_close(void *engine)
{
    struct ours *ours = engine;
    if (!ours) return;
    index_reader_close(ours->reader);
    buffer_release(&ours->typed);
    free(ours->met);
    free(ours);
}

static ns_status ours_open(const char *path, void **out, struct ns_error *err)
{
    struct ours *ours = calloc(1, sizeof *ours);
    *out = NULL;
    if (!ours) return ns_fail_nomem(err);
    const ns_status status = index_reader_open(path, &ours->reader, err);
    if (status == NS_OK) ours->collection = collection_of(&ours->reader);
    if (status == NS_OK) {
        *out = ours;
    } else {
        ours_close(ours);
    }
    return status;
}

static ns_status run(struct ours *ours, const struct bench_query *query, uint32_t limit, struct search **search, struct ns_error *err)
{
    const struct search_options options = {.limit = limit, .weighing = weighing};
    struct query *tree = NULL;
    ours->typed.size = 0;
    ns_status status = bench_query_write(query, DIALECT_OURS, &ours->typed, err);
    if (status == NS_OK) status = query_parse(ours->typed.data, ours->typed.size, &tree, NULL, err);
    if (status == NS_OK) status = search_run(&ours->collection, tree, &options, search, err);
    query_free(tree);
    return status;
}

static ns_status ours_best(void *engine, const struct bench_query *query, struct peer_answer *answer, struct ns_error *err)
{
    struct search *search = NULL;
    const ns_status status = run(engine, query, PEER_BEST, &search, err);
    answer->hits = status == NS_OK ? search_count(search) : 0;
    search_free(search);
    return status;
}

static ns_status ours_top(void *engine, const struct bench_query *query, struct peer_answer *answer, struct ns_error *err)
{
    struct search *search = NULL;
    ns_status status = run(engine, query, PEER_BEST, &search, err);
    answer->hits = status == NS_OK ? search_count(search) : 0;
    for (size_t i = 0; status == NS_OK && i < answer->hits; i++) {
        const struct hit *hit;
        status = search_hit(search, i, &hit, err);
        if (status == NS_OK) answer->text_bytes += hit->text.text.size;
    }
    search_free(search);
    return status;
}

/* Count the articles that the hits are of. */
static ns_status count_articles(struct ours *ours, struct search *search, struct peer_answer *answer, struct ns_error *err)
{
    ns_status status = NS_OK;
    answer->articles = 0;
    ours->query_number++;
    for (size_t i = 0; status == NS_OK && i < answer->hits; i++) {
        const struct hit *hit;
        status = search_hit(search, i, &hit, err);
        if (status != NS_OK) break;
        uint32_t *met = &ours->met[hit->passage.article];
        answer->articles += *met != ours->query_number;
        *met = ours->query_number;
    }
    return status;
}

static ns_status ours_all(void *engine, const struct bench_query *query, struct peer_answer *answer, struct ns_error *err)
{
    struct ours *ours = engine;
    const struct index_info *info = index_reader_info(ours->reader);
    struct search *search = NULL;
    if (!ours->met) ours->met = calloc(info->articles + 1, sizeof *ours->met);
    if (!ours->met) return ns_fail_nomem(err);
    ns_status status = run(ours, query, info->passages > 0 ? (uint32_t)info->passages : 1, &search, err);
    answer->hits = status == NS_OK ? search_count(search) : 0;
    if (status == NS_OK && answer->hits <= HITS_COUNTED_MAX) status = count_articles(ours, search, answer, err);
    search_free(search);
    return status;
}

static const char *ours_version(void)
{
    static char text[80];
    snprintf(text, sizeof text, "news-search, index version %d, Xapian %s", INDEX_VERSION, xap_version());
    return text;
}

int main(int argc, char **argv)
{
    static const struct peer_ops ops = {
        .name = "peer_ours",
        .version = ours_version,
        .open = ours_open,
        .top = ours_top,
        .best = ours_best,
        .all = ours_all,
        .close = ours_close,
    };
    if (argc < 2 || strcmp(argv[1], "passage") != 0) return peer_main(&ops, argc, argv);
    weighing = WEIGH_PASSAGE;
    return peer_main(&ops, argc - 1, argv + 1);
}
