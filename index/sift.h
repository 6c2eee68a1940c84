/* sift.h - goes over the bytes of a stream of word codes (codes.h) for those that may end the code of a word that is looked for.
 *
 * It is most of the work of a phrase or proximity that holds in few of the articles that have its words. There are two ways that give the
 * same: one in plain C, and one for processors that have SSSE3 and POPCNT, as all of x86 since 2008 have, several times as fast.
 */
#ifndef INDEX_SIFT_H
#define INDEX_SIFT_H

#include <stddef.h>
#include <stdint.h>

struct byte_set {
    uint8_t has[256];
    uint8_t rows[2][16]; /* the same: of byte b, bit b / 16 % 8 of rows[b / 128][b % 16] */
};

void byte_set_add(struct byte_set *set, uint8_t byte);

/* How codes end: most that end with a byte of some word's code have another before it, as the commonest words are one byte. */
struct end_set {
    struct byte_set last;
    struct byte_set before; /* of a code of one byte, what ends the code before */
};

/* Add the end of a code. @size  in bytes, from 1 */
void end_set_add(struct end_set *set, const uint8_t *code, size_t size);

/* A byte that may end a code. */
struct sifted {
    uint32_t place;  /* of its code: how many codes end before it, and where counting began */
    uint32_t offset; /* of the byte */
};

/* Note the bytes that are among the last of a set and behind one that may be before those, or behind none, in order.
 * @place  of the first code; where counting begins. Set to the place behind the last code that ends.
 * @out    room for one more than there are bytes
 * Returns how many were noted. */
typedef size_t sifter(const uint8_t *codes, size_t size, const struct end_set *set, uint32_t *place, struct sifted *out);

sifter sift_plain;

/* The fastest that this processor has. */
sifter sift;

#endif
