/* peer_xapian.cc - Xapian's own way as an engine of the bench, over its C++ API: a TermGenerator puts every stem with its positions into a
 * database of passages, the text as each document's data.
 *
 * Words are stemmed in phrases too, as ours are, so that the same rows match. The settings are the library's own.
 */
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include <xapian.h>

extern "C" {
#include "tests/bench/peer.h"
}

namespace
{

struct engine_state {
    Xapian::Database database;
    Xapian::Stem stem{"english"};

    explicit engine_state(const char *path) : database(path)
    {
    }
};

/* Xapian's errors have no base in std. */
template <typename F> ns_status guarded(struct ns_error *err, F body)
{
    try {
        return body();
    } catch (const Xapian::Error &error) {
        return ns_fail(err, NS_ERR_IO, "Xapian: %s", error.get_description().c_str());
    } catch (const std::exception &error) {
        return ns_fail(err, NS_ERR_INTERNAL, "%s", error.what());
    }
}

ns_status add_all(Xapian::WritableDatabase &database, struct source *source, struct ns_error *err)
{
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("english"));
    generator.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
    for (;;) {
        const char *text;
        size_t size;
        const ns_status status = source_next(source, &text, &size, err);
        if (status != NS_OK || !text) return status;
        Xapian::Document document;
        document.set_data(std::string(text, size));
        generator.set_document(document);
        generator.set_termpos(0);
        generator.index_text(Xapian::Utf8Iterator(text, size));
        database.add_document(document);
    }
}

ns_status xapian_build(struct source *source, const char *path, struct ns_error *err)
{
    return guarded(err, [&] {
        Xapian::WritableDatabase database(path, Xapian::DB_CREATE_OR_OVERWRITE);
        const ns_status status = add_all(database, source, err);
        if (status == NS_OK) database.commit();
        return status;
    });
}

/* The compact database takes the place of the other under its name. */
ns_status xapian_pack(const char *path, struct ns_error *err)
{
    return guarded(err, [&] {
        const std::string packed = std::string(path) + ".packed";
        Xapian::Database(path).compact(packed, Xapian::DBCOMPACT_SINGLE_FILE);
        std::filesystem::remove_all(path);
        std::filesystem::rename(packed, path);
        return NS_OK;
    });
}

ns_status xapian_open(const char *path, void **out, struct ns_error *err)
{
    return guarded(err, [&] {
        *out = new engine_state(path);
        return NS_OK;
    });
}

void xapian_close(void *engine)
{
    delete static_cast<engine_state *>(engine);
}

Xapian::Query query_of(const engine_state &state, const struct bench_query &query)
{
    static const Xapian::Query::op operators[BENCH_KINDS] = {Xapian::Query::OP_AND, Xapian::Query::OP_OR, Xapian::Query::OP_PHRASE,
                                                             Xapian::Query::OP_NEAR};
    std::string stems[BENCH_WORDS_MAX];
    for (size_t i = 0; i < query.count; i++)
        stems[i] = state.stem(query.words[i]);
    /* A window counts the words at both its ends; 0 is as many as there are words, where a window has a sense. */
    const Xapian::termcount window = query.kind == BENCH_NEAR_PAIR ? BENCH_NEAR + 1 : 0;
    return Xapian::Query(operators[query.kind], stems, stems + query.count, window);
}

ns_status xapian_top(void *engine, const struct bench_query *query, struct peer_answer *answer, struct ns_error *err)
{
    const engine_state &state = *static_cast<engine_state *>(engine);
    return guarded(err, [&] {
        Xapian::Enquire enquire(state.database);
        enquire.set_query(query_of(state, *query));
        const Xapian::MSet set = enquire.get_mset(0, PEER_BEST);
        answer->hits = set.size();
        for (Xapian::MSetIterator hit = set.begin(); hit != set.end(); ++hit)
            answer->text_bytes += hit.get_document().get_data().size();
        return NS_OK;
    });
}

ns_status xapian_all(void *engine, const struct bench_query *query, struct peer_answer *answer, struct ns_error *err)
{
    const engine_state &state = *static_cast<engine_state *>(engine);
    return guarded(err, [&] {
        Xapian::Enquire enquire(state.database);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_query(query_of(state, *query));
        answer->hits = enquire.get_mset(0, 0, state.database.get_doccount()).get_matches_estimated();
        return NS_OK;
    });
}

const char *xapian_version()
{
    static char text[80];
    snprintf(text, sizeof text, "Xapian %s through its API, with positions", Xapian::version_string());
    return text;
}

} // namespace

int main(int argc, char **argv)
{
    const peer_ops ops = {"peer_xapian", xapian_version, xapian_build, xapian_pack, xapian_open, xapian_top, nullptr, xapian_all, xapian_close};
    return peer_main(&ops, argc, argv);
}
