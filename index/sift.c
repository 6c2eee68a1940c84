/* sift.c - the plain way, the way of SSSE3, and the choice. */
#include "index/sift.h"

#include "index/bytes.h"
#include "index/codes.h"

#define STOPPERS WORD_CODE_STOPPERS

void byte_set_add(struct byte_set *set, uint8_t byte)
{
    set->has[byte] = 1;
    set->rows[byte / 128][byte % 16] |= (uint8_t)(1u << byte / 16 % 8);
}

void end_set_add(struct end_set *set, const uint8_t *code, size_t size)
{
    byte_set_add(&set->last, code[size - 1]);
    if (size > 1) byte_set_add(&set->before, code[size - 2]);
    for (unsigned byte = 0; size == 1 && !set->before.has[STOPPERS - 1] && byte < STOPPERS; byte++)
        byte_set_add(&set->before, (uint8_t)byte);
}

/* Going over the bytes of a stream. */
struct sieve {
    const uint8_t *begin;
    const struct end_set *set;
    struct sifted *noted; /* behind the last one */
    uint32_t place;
};

/* Every byte is noted, and written over by the next where it is not in the set: so no branch is taken that cannot be foreseen. */
static inline void sift_byte(struct sieve *sieve, const uint8_t *at)
{
    *sieve->noted = (struct sifted){sieve->place, (uint32_t)(at - sieve->begin)};
    sieve->noted += sieve->set->last.has[*at] & (at == sieve->begin || sieve->set->before.has[at[-1]]);
    sieve->place += *at < STOPPERS;
}

static inline void sift_bytes(struct sieve *sieve, const uint8_t *at, const uint8_t *end)
{
    for (; at < end; at++)
        sift_byte(sieve, at);
}

#define STRIDE 8

/* Most strides have none of those, and are counted at once: a byte continues a code when its two high bits are set. */
static inline void sift_stride(struct sieve *sieve, const uint8_t *at)
{
    const uint8_t *has = sieve->set->last.has;
    if (has[at[0]] | has[at[1]] | has[at[2]] | has[at[3]] | has[at[4]] | has[at[5]] | has[at[6]] | has[at[7]]) {
        sift_bytes(sieve, at, at + STRIDE);
        return;
    }
    const uint64_t bytes = load_u64(at);
    const uint64_t continuers = (bytes & bytes << 1) >> 7 & UINT64_C(0x0101010101010101);
    sieve->place += STRIDE - (uint32_t)(continuers * UINT64_C(0x0101010101010101) >> 56);
}

size_t sift_plain(const uint8_t *codes, size_t size, const struct end_set *set, uint32_t *place, struct sifted *out)
{
    struct sieve sieve = {codes, set, out, *place};
    const uint8_t *end = codes + size;
    const uint8_t *at = codes;
    for (; end - at >= STRIDE; at += STRIDE)
        sift_stride(&sieve, at);
    sift_bytes(&sieve, at, end);
    *place = sieve.place;
    return (size_t)(sieve.noted - out);
}

#if defined(__x86_64__)
#include <immintrin.h>

/* A set as the processor looks bytes up in it. */
struct rows {
    __m128i low, high;
};

__attribute__((target("ssse3,popcnt"))) static inline struct rows rows_of(const struct byte_set *set)
{
    return (struct rows){_mm_loadu_si128((const __m128i *)(const void *)set->rows[0]),
                         _mm_loadu_si128((const __m128i *)(const void *)set->rows[1])};
}

/* Which of 16 bytes are in the set, a bit each. The row of a byte is looked up by its low half, in the table of its highest bit: the
 * shuffle gives 0 where that bit is set in what it is asked with. Of the row the bit of the three bits between is asked for. */
__attribute__((target("ssse3,popcnt"))) static inline uint32_t members(__m128i bytes, struct rows rows)
{
    const __m128i halves = _mm_set1_epi8((char)0x8f);
    const __m128i bits = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, (char)128, 1, 2, 4, 8, 16, 32, 64, (char)128);
    const __m128i asked = _mm_and_si128(bytes, halves);
    const __m128i low = _mm_shuffle_epi8(rows.low, asked);
    const __m128i high = _mm_shuffle_epi8(rows.high, _mm_xor_si128(asked, _mm_set1_epi8((char)0x80)));
    const __m128i bit = _mm_shuffle_epi8(bits, _mm_and_si128(_mm_srli_epi16(bytes, 4), _mm_set1_epi8(0x0f)));
    const __m128i met = _mm_and_si128(_mm_or_si128(low, high), bit);
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(met, bit));
}

/* Which of 16 bytes are behind one of the set, or behind none. */
__attribute__((target("ssse3,popcnt"))) static inline uint32_t followers(const uint8_t *codes, size_t at, __m128i bytes, struct rows rows)
{
    if (at == 0) return members(_mm_slli_si128(bytes, 1), rows) | 1;
    return members(_mm_loadu_si128((const __m128i *)(const void *)(codes + at - 1)), rows);
}

__attribute__((target("ssse3,popcnt"))) static size_t sift_ssse3(const uint8_t *codes, size_t size, const struct end_set *set,
                                                                 uint32_t *place, struct sifted *out)
{
    const struct rows last = rows_of(&set->last), before = rows_of(&set->before);
    const __m128i last_stopper = _mm_set1_epi8((char)(STOPPERS - 1));
    struct sieve sieve = {codes, set, out, *place};
    size_t at = 0;
    for (; at + 16 <= size; at += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(codes + at));
        const uint32_t ends = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(bytes, last_stopper), bytes));
        uint32_t left = members(bytes, last);
        if (left) left &= followers(codes, at, bytes, before);
        for (; left; left &= left - 1) {
            const uint32_t below = (left & (0 - left)) - 1;
            *sieve.noted++ =
                (struct sifted){sieve.place + (uint32_t)__builtin_popcount(ends & below), (uint32_t)at + (uint32_t)__builtin_ctz(left)};
        }
        sieve.place += (uint32_t)__builtin_popcount(ends);
    }
    sift_bytes(&sieve, codes + at, codes + size);
    *place = sieve.place;
    return (size_t)(sieve.noted - out);
}

size_t sift(const uint8_t *codes, size_t size, const struct end_set *set, uint32_t *place, struct sifted *out)
{
    const bool fast = __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("popcnt");
    return fast ? sift_ssse3(codes, size, set, place, out) : sift_plain(codes, size, set, place, out);
}
#else
size_t sift(const uint8_t *codes, size_t size, const struct end_set *set, uint32_t *place, struct sifted *out)
{
    return sift_plain(codes, size, set, place, out);
}
#endif
