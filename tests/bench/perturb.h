/* perturb.h - another text of the same kind: one word in a hundred is spelled anew, so that a repeated collection gets new words about as
 * fast as a longer one does. */
#ifndef TESTS_BENCH_PERTURB_H
#define TESTS_BENCH_PERTURB_H

#include <stddef.h>

#include "tests/oracle/random.h"

/* Change a lower-case letter inside some words of five or more letters of ASCII. The length stays, and what the text is made of: UTF-8
 * stays valid, and gaps between words stay as they are. */
void perturb(char *text, size_t size, struct random_source *random);

#endif
