/* reader.h - what a reader handle holds, for the sources of this folder only: reader.cc makes it, cursor.cc goes through its postings. */
#ifndef SHIM_READER_H
#define SHIM_READER_H

#include "shim/xap.h"

#include <xapian.h>

struct xap_reader {
    Xapian::Database database;
};

#endif
