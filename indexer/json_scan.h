/* json_scan.h - finds the objects in a JSON document by its strings and brackets alone, so that each can be parsed by itself and a damaged
 * one does not cost the others.
 *
 * Between objects commas, white space and closing brackets and braces and opening brackets are passed over, whether they fit or not. So an
 * array is the objects in it, texts one behind the other are too, and any part of a document that begins and ends between two objects can
 * be read like a whole one.
 *
 * Where an object has no end that fits, it is taken to end before the next line that begins with an object (a comma may come first) and is
 * indented no further than the line of its own start; from there on every object ends before such a line at the latest. The time taken
 * grows with the length.
 */
#ifndef INDEXER_JSON_SCAN_H
#define INDEXER_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

enum json_piece_kind {
    JSON_PIECE_OBJECT,  /* whole, as far as brackets and strings tell */
    JSON_PIECE_DAMAGED, /* the start of an object whose end was not found */
    JSON_PIECE_OTHER,   /* something between objects that is none */
};

struct json_piece {
    enum json_piece_kind kind;
    const char *text;
    size_t length;
    bool to_the_end; /* of a damaged one: all was read in search of its end */

    /* Of an object: the largest array of objects that is a member of it, or of an object that is a member; NULL if there is none. Of one
     * that goes on behind the end: such an array, as far as it goes, if the end is in it. */
    const char *list;
    size_t list_length;
    size_t whole; /* of one that goes on: its bytes up to the end of the last element of that list; 0 for none */
};

struct json_scan {
    const char *at, *end;
    const char *line;  /* the start of the one at `at` */
    bool mending;      /* an object without an end was met: */
    size_t indent;     /* of its line */
    const char *bound; /* the next line where an object may begin */
};

struct json_scan json_scan_over(const char *text, size_t length);

/* Go to the next piece; false at the end. */
bool json_scan_next(struct json_scan *scan, struct json_piece *piece);

#endif
