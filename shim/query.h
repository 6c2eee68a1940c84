/* query.h - what a query handle holds, for the sources of this folder only: query.cc makes it, reader.cc searches with it. */
#ifndef SHIM_QUERY_H
#define SHIM_QUERY_H

#include "shim/xap.h"

#include <xapian.h>

struct xap_query {
    Xapian::Query query;
};

#endif
