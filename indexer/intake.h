/* intake.h - a file, or standard input, on its way to a reader: its format is told by its path or its first bytes, and it is given as a
 * whole or slice by slice, each of whole records, so that a large container is never in memory as a whole.
 */
#ifndef INDEXER_INTAKE_H
#define INDEXER_INTAKE_H

#include "indexer/input.h"
#include "indexer/input_format.h"

/* Bytes of a record behind which nobody waits any longer for its end: what there is is given to the reader, which knows its own limits. */
#define RECORD_MAX JSONL_LINE_MAX

struct intake_options {
    const struct input_format *format; /* what every source is; NULL to be told by itself */
    uint64_t inflated_max;             /* bytes; 0 for INPUT_INFLATED_MAX */
    const atomic_int *stop;            /* as struct input_options has it */
};

/* The owner's: intake_open() begins it, intake_close() ends it. */
struct intake {
    struct input_stream input;
    const struct input_format *format; /* NULL until the first slice, unless it was given */
    struct buffer rest;                /* the beginning of a record that goes on behind what was read */
    struct buffer head;                /* of the format, what every slice but the first has to know of the beginning */
    uint64_t lines;                    /* that were given */
    uint64_t checked;                  /* bytes that are known to hold no NUL, of a text */
    bool wide;                         /* its characters are of several bytes: it is given as a whole */
    bool begun;                        /* a slice was given */
    bool ended;                        /* all of it was */
};

/* Some records, or all of a source. */
struct slice {
    size_t begin; /* in the store, bytes */
    size_t size;
    uint64_t lines_before; /* in the source */
    uint64_t left_out;     /* bytes of a line behind these that is longer than JSONL_LINE_MAX and was not kept; 0 if there is none */
    bool first;            /* of its source */
};

/* @path     borrowed; "-" is standard input
 * @options  NULL for the defaults
 * Returns what input_open() does. */
ns_status intake_open(struct intake *intake, const char *path, const struct intake_options *options, struct ns_error *err);

/* Append the next records to a store, about `wanted` bytes or the longest one, with INPUT_PADDING bytes behind them; all that is left when
 * the format has no records.
 * Returns what input_read() does, and NS_ERR_FORMAT for what is neither text nor anything else. Then the source has ended, and the slice
 * has the whole records that stand before the place that could not be read. */
ns_status intake_next(struct intake *intake, struct buffer *store, size_t wanted, struct slice *out, struct ns_error *err);

void intake_close(struct intake *intake);

/* The bytes of a slice as a reader gets them: valid as long as the store and the source. */
struct input intake_input(const struct intake *intake, const struct buffer *store, const struct slice *slice);

/* Load all of a regular file.
 * @store    the caller's; what it held is overwritten. It is kept from file to file so that small files cost no allocation
 * @out      its data lies in store and is valid until that is used again; never NULL on success
 * @format   what it is
 * Returns what intake_next() does; every message names the file. On failure *out is empty. */
ns_status intake_load(const char *path, const struct intake_options *options, struct buffer *store, struct input *out,
                      const struct input_format **format, struct ns_error *err);

#endif
