/* input_format.h - the formats that articles come in: how each is told, where a record ends, and what reads it. One row a format. */
#ifndef INDEXER_INPUT_FORMAT_H
#define INDEXER_INPUT_FORMAT_H

#include "indexer/reader.h"

/* Bytes of an input's beginning that tell its format. */
#define INPUT_FORMAT_HEAD 4096

struct input_format {
    const char *name;     /* as --format takes it */
    const char *suffixes; /* of paths that are of this format whatever they hold: in lower case, a space between; "" for none */

    /* Whether what begins with these bytes, up to INPUT_FORMAT_HEAD, is of this format; NULL when only the path tells. */
    bool (*recognise)(const char *data, size_t size);

    /* For formats of many records: how many of these bytes, which begin at a record, are whole records for sure; 0 for none. NULL when an
     * input can only be read as a whole. */
    size_t (*split)(const char *data, size_t size);

    /* How many bytes at the beginning of an input each of its slices has to know (struct input, head); NULL for none. */
    size_t (*head)(const char *data, size_t size);

    bool by_line; /* a record is a line: one that is longer than JSONL_LINE_MAX is left out and the next begins behind its end */
    bool text;    /* what nothing tells: a NUL byte, but for UTF-16 and UTF-32 with a byte order mark, means that it is no text at all */
    reader_function *read;
};

/* In the order in which they are asked; the last one takes all. */
extern const struct input_format input_formats[];

/* The names of all, ending with NULL, for a row of options. */
extern const char *const input_format_names[];

/* The format of a path by its end, in any letter case, one ".gz" behind not counted; NULL when that tells none. */
const struct input_format *input_format_by_path(const char *path);

/* The format of an input: by its path, else by its first bytes. Never NULL. */
const struct input_format *input_format_of(const char *path, const char *data, size_t size);

#endif
