/* xml_library.h - libxml2 for several threads, and without memory.
 *
 * It has to be begun once before they use it. And it does not stand a lack of memory: where some is refused it may parse for ever, forget
 * that by the next error, or go on without the text that there was no room for. So whatever asks it for memory runs in here, and ends at the
 * request that is refused: by longjmp(), out of the library, and what it had got is given back.
 */
#ifndef INDEXER_XML_LIBRARY_H
#define INDEXER_XML_LIBRARY_H

#include "index/error.h"

/* Run a function that calls libxml2, not from within another run. While the library calls back, nothing may be held that a longjmp() past it would lose.
 * @work  when memory is out it does not return, and what it has of the library's is gone; else what it has stays until it is freed, which
 *        may be after the return
 * Returns NS_OK when it came back, NS_ERR_NOMEM when it did not. */
ns_status xml_library_run(void (*work)(void *context), void *context, struct ns_error *err);

#endif
