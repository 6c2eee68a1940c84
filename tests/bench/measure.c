/* measure.c - runs a program that makes an index and prints what it took: measure PART COLLECTION CASE ENGINE BYTES COMMAND...
 *
 * BYTES is the size of the text. The figures are lines of the bench's table (engines.h). Ends with the program's own exit status, or
 * with 2.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/child.h"
#include "tests/bench/engines.h"

enum argument {
    PART = 1,
    COLLECTION,
    CASE,
    ENGINE,
    BYTES,
    COMMAND,
};

static void print_cost(char **argv, const struct child_cost *cost)
{
    const double megabytes = strtod(argv[BYTES], NULL) / 1e6;
    print_figure(argv[PART], argv[COLLECTION], argv[CASE], argv[ENGINE], "seconds", cost->seconds);
    print_figure(argv[PART], argv[COLLECTION], argv[CASE], argv[ENGINE], "processor", cost->processor);
    print_figure(argv[PART], argv[COLLECTION], argv[CASE], argv[ENGINE], "MB/s", megabytes / cost->seconds);
    print_figure(argv[PART], argv[COLLECTION], argv[CASE], argv[ENGINE], "peak MB", cost->peak_bytes / 1e6);
}

int main(int argc, char **argv)
{
    if (argc <= COMMAND) {
        fprintf(stderr, "usage: measure PART COLLECTION CASE ENGINE BYTES COMMAND...\n");
        return 2;
    }
    struct ns_error err;
    struct child_cost cost;
    if (child_run(argv + COMMAND, -1, &cost, &err) != NS_OK) {
        fprintf(stderr, "measure: %s\n", err.msg);
        return 2;
    }
    print_cost(argv, &cost);
    return cost.status;
}
