/* query.cc - query trees.
 *
 * A Xapian::Query is a counted reference to an immutable tree, so making a query of others copies none of them. The counts are not
 * atomic: parts are taken over rather than shared, so that no two handles refer to the same tree.
 */
#include "shim/guard.h"
#include "shim/query.h"

#include <cmath>
#include <memory>
#include <vector>

static Xapian::Query::op xapian_op(xap_op op)
{
    switch (op) {
    case XAP_AND:
        return Xapian::Query::OP_AND;
    case XAP_OR:
        return Xapian::Query::OP_OR;
    case XAP_AND_MAYBE:
        return Xapian::Query::OP_AND_MAYBE;
    }
    throw shim::failure{XAP_ERR_ARG, "a query cannot be made with this operator"};
}

xap_status xap_query_term(const char *term, size_t len, xap_query **out, xap_error *err)
{
    *out = nullptr;
    return shim::guard(err, [&] {
        /* Xapian takes the empty term for every document. */
        if (len == 0) throw shim::failure{XAP_ERR_ARG, "a query for an empty term"};
        *out = new xap_query{Xapian::Query(std::string(term, len))};
    });
}

xap_status xap_query_combine(xap_op op, xap_query *const *parts, size_t count, xap_query **out, xap_error *err)
{
    *out = nullptr;
    const xap_status status = shim::guard(err, [&] {
        if (count == 0) throw shim::failure{XAP_ERR_ARG, "a query made of no parts"};
        std::vector<Xapian::Query> queries;
        for (size_t i = 0; i < count; i++) {
            if (parts[i] == nullptr) throw shim::failure{XAP_ERR_ARG, "a part of a query is missing"};
            queries.push_back(parts[i]->query);
        }
        *out = new xap_query{Xapian::Query(xapian_op(op), queries.begin(), queries.end())};
    });
    for (size_t i = 0; i < count; i++)
        xap_query_free(parts[i]);
    return status;
}

xap_status xap_query_scale(xap_query **query, double factor, xap_error *err)
{
    std::unique_ptr<xap_query> old(*query);
    *query = nullptr;
    return shim::guard(err, [&] {
        if (!std::isfinite(factor) || factor < 0) throw shim::failure{XAP_ERR_ARG, "the factor of a query is not 0 or more"};
        old->query = Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, old->query, factor);
        *query = old.release();
    });
}

xap_status xap_query_describe(const xap_query *query, char *buf, size_t size, xap_error *err)
{
    shim::copy_text(buf, size, "", 0);
    return shim::guard(err, [&] {
        const std::string text = query->query.get_description();
        shim::copy_text(buf, size, text.data(), text.size());
    });
}

void xap_query_free(xap_query *query)
{
    delete query;
}
