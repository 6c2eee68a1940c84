/* analysis.h - what the analyzers of code are told before each source of C (make analyze). They look at one source alone, and would follow
 * paths on which a function that tells of a failure returns NS_OK, so that nothing is where it was to be put. The headers say that none does;
 * here the analyzers see it. IN_x is defined in x.c, where the functions themselves are, and OF_x in what is of x/. */
#ifndef IN_error
#include "index/error.h"
#define ns_fail(err, code, ...) (ns_fail(err, code, __VA_ARGS__), (code))
#define ns_fail_errno(err, code, ...) (ns_fail_errno(err, code, __VA_ARGS__), (code))
#define ns_fail_nomem(err) (ns_fail_nomem(err), NS_ERR_NOMEM)
#define ns_fail_xap(err, status, cause, what) (ns_fail_xap(err, status, cause, what), NS_ERR_INTERNAL)
#endif

#if defined(OF_index) || defined(OF_searcher)

#ifndef IN_index_file
#include "index/index_file.h"
#define index_file_damaged(file, section, what, err) (index_file_damaged(file, section, what, err), NS_ERR_CORRUPT)
#endif

#ifndef IN_index_reader
#include "index/index_reader.h"
#define index_reader_fail_postings(reader, cause, err) (index_reader_fail_postings(reader, cause, err), NS_ERR_CORRUPT)
#endif

#ifndef IN_spool
#include "index/spool.h"
#define spool_damaged(err) (spool_damaged(err), NS_ERR_CORRUPT)
#endif

#endif
