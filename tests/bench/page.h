/* page.h - a text as a page of a news site has it: with a head, navigation, links to other stories, comments and a footer around it, some
 * 15 kB that are none of the article. */
#ifndef TESTS_BENCH_PAGE_H
#define TESTS_BENCH_PAGE_H

#include "index/buffer.h"

/* Make the page of a text, a paragraph a line, in place of what `out` held.
 * @number  of the article, for what differs between pages
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status page_make(const char *text, size_t size, uint64_t number, struct buffer *out, struct ns_error *err);

#endif
