/* sift.h - goes over the bytes of a stream of word codes (codes.h) for those that may end the code of a word that is looked for.
 *
 * It is most of the work of a phrase or proximity that holds in few of the articles that have its words. There are two ways that give the
 * same: one in plain C, and one for processors that have SSSE3 and POPCNT, as all of x86 since 2008 have, several times as fast.
 */
#ifndef INDEX_SIFT_H
#define INDEX_SIFT_H

#include <stddef.h>
#include <stdint.h>

/* Bytes that end a code. */
struct end_set {
    uint8_t has[256];
    uint8_t rows[2][16]; /* the same: of byte b, bit b / 16 % 8 of rows[b / 128][b % 16] */
};

void end_set_add(struct end_set *set, uint8_t byte);

/* A byte that is in the set. */
struct sifted {
    uint32_t place;  /* of its code: how many codes end before it, and where counting began */
    uint32_t offset; /* of the byte */
};

/* Note the bytes that are in a set, in order.
 * @place  of the first code; where counting begins. Set to the place behind the last code that ends.
 * @out    room for one more than there are bytes
 * Returns how many were noted. */
typedef size_t sifter(const uint8_t *codes, size_t size, const struct end_set *set, uint32_t *place, struct sifted *out);

sifter sift_plain;

/* The fastest that this processor has. */
sifter sift;

#endif
