/* allocator.h - the program's allocator, for all of it and its libraries: grants every request, but for those that it is told to refuse, and
 * knows what has not been given back.
 */
#ifndef TESTS_STARVE_ALLOCATOR_H
#define TESTS_STARVE_ALLOCATOR_H

#include <stdbool.h>

/* Count from now on.
 * @refused  the number of the request that is refused, from 1; 0 for none
 * @and_all  refuse all those behind it too */
void allocator_begin(long refused, bool and_all);

/* Stop counting. Returns how many requests there were.
 * @kept  gets how many of the blocks that were granted meanwhile have not been given back */
long allocator_end(long *kept);

/* Write to a file where the blocks that were kept come from: the addresses that the requests were made at, for a debugger. */
void allocator_tell_kept(int fd);

#endif
