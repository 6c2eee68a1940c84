/* xml_library.c - the library's memory comes from here: each block is in the ring of those that were asked for in one run, so that all can
 * be given back when the run ends too early. */
#include "indexer/xml_library.h"

#include <libxml/globals.h>
#include <libxml/parser.h>
#include <libxml/threads.h>
#include <libxml/xmlerror.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* ---- Rings of blocks ---- */

/* What stands in front of each block, which is aligned as malloc() would. */
union link {
    struct {
        union link *before, *behind;
    } ring;
    max_align_t alignment;
};

/* A run, in a thread. */
struct run {
    union link blocks; /* the ring begins and ends here */
    jmp_buf failed;
};

static _Thread_local struct run *at_hand;

static void ring_begin(union link *link)
{
    link->ring.before = link->ring.behind = link;
}

static void ring_leave(union link *link)
{
    link->ring.before->ring.behind = link->ring.behind;
    link->ring.behind->ring.before = link->ring.before;
    ring_begin(link);
}

/* Outside of a run a block is in a ring of its own. */
static void ring_join(union link *link)
{
    ring_begin(link);
    if (!at_hand) return;
    union link *first = &at_hand->blocks;
    link->ring.before = first;
    link->ring.behind = first->ring.behind;
    first->ring.behind->ring.before = link;
    first->ring.behind = link;
}

/* ---- The library's memory ---- */

/* Set where the library lacked memory outside of a run, which is where it is begun: it is good for nothing then. */
static bool incomplete;

static void *give(union link *link)
{
    if (link) {
        ring_join(link);
        return link + 1;
    }
    if (at_hand) longjmp(at_hand->failed, 1);
    incomplete = true;
    return NULL;
}

static void *xml_malloc(size_t size)
{
    return give(size <= SIZE_MAX - sizeof(union link) ? malloc(sizeof(union link) + size) : NULL);
}

static void xml_free(void *block)
{
    if (!block) return;
    union link *link = (union link *)block - 1;
    ring_leave(link);
    free(link);
}

/* What cannot be made larger is in its ring still. */
static void *xml_realloc(void *block, size_t size)
{
    if (!block) return xml_malloc(size);
    union link *link = (union link *)block - 1;
    ring_leave(link);
    union link *moved = size <= SIZE_MAX - sizeof *link ? realloc(link, sizeof *link + size) : NULL;
    if (!moved) ring_join(link);
    return give(moved);
}

static char *xml_strdup(const char *text)
{
    const size_t size = strlen(text) + 1;
    char *copy = xml_malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

/* ---- Runs ---- */

static pthread_once_t begun = PTHREAD_ONCE_INIT;

static void be_silent(void *context, const char *message, ...)
{
    (void)context, (void)message;
}

/* The library keeps something for each thread but the first, and where there is no memory for it, it uses it all the same. */
static bool begin_thread(void)
{
#if LIBXML_VERSION < 21300
    return xmlIsMainThread() || xmlGetGlobalState();
#else
    return xmlCheckThreadLocalStorage() == 0;
#endif
}

static void begin(void)
{
    incomplete = !begin_thread();
    if (incomplete) return;
    xmlMemSetup(xml_free, xml_malloc, xml_realloc, xml_strdup);
    xmlSetGenericErrorFunc(NULL, be_silent);
    xmlInitParser();
    atexit(xmlCleanupParser); /* which the library does by itself where its memory is the system's */
}

static bool come_back(struct run *run, void (*work)(void *context), void *context)
{
    if (setjmp(run->failed) != 0) return false;
    work(context);
    return true;
}

static void give_back(struct run *run)
{
    union link *link = run->blocks.ring.behind;
    while (link != &run->blocks) {
        union link *behind = link->ring.behind;
        free(link);
        link = behind;
    }
    ring_begin(&run->blocks);
}

/* The last error holds memory of the run, and would hold it for longer. */
ns_status xml_library_run(void (*work)(void *context), void *context, struct ns_error *err)
{
    struct run run;
    pthread_once(&begun, begin);
    if (incomplete || !begin_thread()) return ns_fail_nomem(err);
    ring_begin(&run.blocks);
    at_hand = &run;
    const bool done = come_back(&run, work, context);
    at_hand = NULL;
    xmlResetLastError();
    if (!done) give_back(&run);
    ring_leave(&run.blocks);
    return done ? NS_OK : ns_fail_nomem(err);
}
