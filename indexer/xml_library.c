/* xml_library.c - the first call begins it, and all others wait for that. */
#include "indexer/xml_library.h"

#include <libxml/parser.h>
#include <pthread.h>

static pthread_once_t begun = PTHREAD_ONCE_INIT;

void xml_library_begin(void)
{
    pthread_once(&begun, xmlInitParser);
}
