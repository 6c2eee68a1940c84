/* codes.h - the two byte codes of an article's stream.
 *
 * Words: (s,c)-dense codes (Brisaboa, Farina, Navarro and Esteller 2003) with s = 192 and c = 64. Values below 192 end a code and values
 * from 192 on continue one, so that codes can be told apart from any byte, forwards and backwards. Numbers below 192 take one byte, the
 * next 12,288 two, the next 786,432 three, and so on; forms are numbered by frequency, so that most words take one or two.
 *
 * Gaps, which are what stands between words: the single space is not written (spaceless words: de Moura, Navarro, Ziviani and
 * Baeza-Yates 2000). Any other gap is an event of one byte: 4 bits tell how many gaps not written stand before it, 4 bits which gap
 * it is; 15 in the second says that gap number - 15 follows as a varint. 15 in the first says that there is no event, only
 * 15 + (the second) gaps that are not written.
 */
#ifndef INDEX_CODES_H
#define INDEX_CODES_H

#include <stddef.h>
#include <stdint.h>

#include "index/buffer.h"
#include "index/word_set.h"

/* Longest code of a 32-bit number. */
#define WORD_CODE_MAX 6

/* How many numbers have codes of at most so many bytes, up to WORD_CODE_MAX; may be over 2^32. */
uint64_t word_codes_up_to(unsigned bytes);

/* First byte value that continues a code. */
#define WORD_CODE_STOPPERS 192

/* Write the code of a number at out, which has room for WORD_CODE_MAX bytes. Returns its length. */
size_t word_code_put(uint8_t *out, uint32_t number);

/* The codes of the numbers up to some number, ready to be copied. The owner's: begin with all zero, end with word_codes_release(). */
struct word_codes {
    uint32_t *codes; /* the bytes, the first one lowest, and in the highest byte how many there are */
    uint32_t count;
};

/* Room that word_code_copy() needs behind the code. */
#define WORD_CODE_ROOM 4

/* For all numbers below `numbers` that have a code of three bytes at most. Returns NS_OK, NS_ERR_NOMEM. */
ns_status word_codes_make(struct word_codes *codes, uint32_t numbers, struct ns_error *err);

void word_codes_release(struct word_codes *codes);

/* Ask memory for what word_code_copy() will need. */
static inline void word_code_fetch(const struct word_codes *codes, uint32_t number)
{
    __builtin_prefetch(&codes->codes[number < codes->count ? number : 0]);
}

/* As word_code_put(), faster. Out has room for WORD_CODE_ROOM bytes more, which may be written over. */
static inline size_t word_code_copy(const struct word_codes *codes, uint8_t *out, uint32_t number)
{
    if (number >= codes->count) return word_code_put(out, number);
    const uint32_t code = codes->codes[number];
    out[0] = (uint8_t)code;
    out[1] = (uint8_t)(code >> 8);
    out[2] = (uint8_t)(code >> 16);
    return code >> 24;
}

/* Read `count` codes of numbers that have to be below `limit`; sets the cursor's `failed` when one is not, or is cut off. */
void word_codes_get(struct cursor *cursor, uint32_t *numbers, size_t count, uint32_t limit);

/* A word of a set, and where it stands. */
struct found_word {
    uint32_t place;
    uint32_t form;
};

/* Find the words of a set among the `count` codes that a run of bytes is made of; only those that end like one of the set are decoded.
 * @place  of the first of the codes
 * @limit  of the form numbers
 * @found  room for one more than the run has bytes; as many as are returned are written, ascending by place
 * Goes to the end of the run. Sets the cursor's `failed`, and returns 0, when there are not as many codes, the last one is cut off, or one
 * that was decoded is not below the limit. */
size_t word_codes_find(struct cursor *cursor, size_t count, const struct word_set *set, uint32_t place, uint32_t limit,
                       struct found_word *found);

/* Finds the words of a set that stand near some of them, the anchors, which are looked for. The caller's. */
struct anchored_find {
    const struct word_set *anchors; /* some of the set */
    const struct word_set *set;
    uint32_t reach;           /* words on either side of an anchor that are looked at, below UINT32_MAX */
    uint32_t limit;           /* of the form numbers */
    const uint8_t *begin;     /* of all codes that may be looked at */
    struct cursor behind;     /* the codes of them that were not looked at yet */
    uint32_t words;           /* that all of the codes are */
    uint32_t place;           /* of the first that was not looked at */
    struct found_word *found; /* room for one more than there are words: goes behind the last that was written */
};

/* Look for anchors among the `count` codes of a piece of find->begin and on, and around each of them among all. Pieces come in order.
 * @place  of the first of the piece
 * Goes to the end of the piece. Sets the piece's `failed` as word_codes_find() does, and find->behind.failed when the codes around are not
 * as many as they should be, or not below the limit. */
void word_codes_find_around(struct anchored_find *find, struct cursor *piece, size_t count, uint32_t place);

/* Longest that the codes of the gaps can be, for each of them: of one that is written, and an event's share of those that are not. */
#define GAP_CODE_MAX 7

/* Writes the gaps of one passage. The caller's: begin with all zero. */
struct gap_encoder {
    uint64_t implied; /* gaps since the last one that was put: the caller counts here those that are not written */
};

/* Put a gap that is written, by its number. */
ns_status gap_put(struct gap_encoder *encoder, struct buffer *out, uint32_t number, struct ns_error *err);

/* What gap_get() gives for a gap that is not written. */
#define GAP_IMPLIED UINT32_MAX

/* Reads the gaps of one passage, the caller's. */
struct gap_decoder {
    struct cursor cursor;
    uint64_t implied; /* gaps that are not written before what comes next */
    uint32_t event;   /* the gap behind them, or GAP_IMPLIED when there is none yet */
};

struct gap_decoder gap_decoder_over(const void *data, size_t size);

/* For gap_get() only: the number of the next gap where none is known to be implied. */
uint32_t gap_get_event(struct gap_decoder *decoder);

/* The number of the next gap, or GAP_IMPLIED; past the last event every gap is implied. Sets decoder->cursor.failed on damage. */
static inline uint32_t gap_get(struct gap_decoder *decoder)
{
    if (decoder->implied == 0) return gap_get_event(decoder);
    decoder->implied--;
    return GAP_IMPLIED;
}

/* Go over the gaps that are implied, and tell how many, to the next one that is not. Returns its number, or GAP_IMPLIED when there is none
 * any more. Sets decoder->cursor.failed on damage. */
uint32_t gap_next_event(struct gap_decoder *decoder, uint64_t *implied);

#endif
