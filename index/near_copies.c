/* near_copies.c - sketches of articles, and clusters of those whose sketches are alike. All sums are of whole numbers, so that they are the
 * same everywhere. */
#include "index/near_copies.h"

#include <stdlib.h>
#include <string.h>

/* The bit of a word's hash that says that it has a digit. */
#define WORD_IS_NUMBER 1u

/* Sketches that agree in fewer places are not looked at any closer: so much comes about by chance. */
#define AGREE_LEAST 9

/* How much more has to be shared by texts as short as they may be, in thousandths; it goes down with the square of the length. */
#define SHORT_PENALTY 180

/* Articles before one, with the same places in a band, that it is compared to. */
#define BAND_WINDOW 16

/* What no article has. */
#define NOBODY UINT32_MAX

_Static_assert(SHINGLE_WORDS == 4, "a shingle is four times 16 bits");
_Static_assert(SKETCH_SLOTS == 32, "five bits say in which place an element counts");

/* ---- Words ---- */

/* Odd numbers with about as many bits set as not, as splitmix64 has them (Steele, Lea and Flood 2014). */
static inline uint64_t scatter(uint64_t bits)
{
    bits *= UINT64_C(0xbf58476d1ce4e5b9);
    bits ^= bits >> 32;
    return bits * UINT64_C(0x94d049bb133111eb);
}

/* FNV-1a, scattered. */
uint32_t copy_word_hash(const char *folded, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    bool number = false;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (uint8_t)folded[i]) * UINT64_C(0x100000001b3);
        number |= (unsigned)(folded[i] - '0') < 10;
    }
    const uint32_t bits = (uint32_t)(scatter(hash) >> 32) & ~WORD_IS_NUMBER;
    return number ? bits | WORD_IS_NUMBER : bits;
}

/* ---- Sketches ---- */

void copy_signer_begin(struct copy_signer *signer, bool is_short)
{
    signer->shingle = 0;
    signer->words = 0;
    signer->is_short = is_short;
    memset(signer->least, 0xff, sizeof signer->least);
}

size_t copy_signer_begin_article(struct copy_signer *signer, size_t words, size_t title_words)
{
    const bool is_short = words - title_words < SHORT_WORDS;
    copy_signer_begin(signer, is_short);
    return is_short ? 0 : title_words;
}

/* Of a product the highest bits depend on all there is (multiply-shift; Dietzfelbinger and others 1997). */
static inline void count_element(uint32_t *least, uint64_t element)
{
    const uint64_t bits = element * UINT64_C(0x9e3779b97f4a7c15);
    const uint32_t value = (uint32_t)(bits >> 27);
    uint32_t *slot = &least[bits >> 59];
    *slot = value < *slot ? value : *slot;
}

static inline void count_number(uint32_t *least, uint32_t hash)
{
    const uint64_t bits = hash * UINT64_C(0x94d049bb133111eb);
    for (unsigned i = 1; i <= SKETCH_NUMBER_WEIGHT; i++)
        count_element(least, bits << i | bits >> (64 - i));
}

static void add_all_words(struct copy_signer *signer, const uint32_t *hashes, const uint32_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        signer->shingle = scatter(signer->shingle ^ hashes[words[i]]) + 1;
    signer->words += (uint32_t)count;
}

/* A word that is four words back is shifted out. */
void copy_signer_add(struct copy_signer *signer, const uint32_t *hashes, const uint32_t *words, size_t count)
{
    if (signer->is_short) {
        add_all_words(signer, hashes, words, count);
        return;
    }
    const size_t before = signer->words < SHINGLE_WORDS - 1 ? SHINGLE_WORDS - 1 - signer->words : 0; /* the first whole shingle */
    uint64_t shingle = signer->shingle;
    for (size_t i = 0; i < count; i++) {
        const uint32_t hash = hashes[words[i]];
        shingle = shingle << 16 | hash >> 16;
        if (i >= before) count_element(signer->least, shingle);
        if (hash & WORD_IS_NUMBER) count_number(signer->least, hash);
    }
    signer->shingle = shingle;
    signer->words += (uint32_t)count;
}

/* What a place has whose least hash is the one so far on; all are empty only where there are no words. */
static inline uint8_t slot_byte(uint32_t least, uint32_t distance)
{
    return (uint8_t)(scatter((uint64_t)distance << 32 | least) >> 56);
}

static uint8_t borrowed_byte(const struct copy_signer *signer, uint32_t slot)
{
    uint32_t distance = 1;
    while (distance < SKETCH_SLOTS && signer->least[(slot + distance) % SKETCH_SLOTS] == UINT32_MAX)
        distance++;
    return slot_byte(signer->least[(slot + distance) % SKETCH_SLOTS], distance);
}

/* A text is short for its words without the title; with them there may be more. */
void copy_signer_end(const struct copy_signer *signer, struct copy_sketch *out)
{
    const bool with_title = signer->is_short && signer->words >= SHORT_WORDS;
    *out = (struct copy_sketch){.words = with_title ? SHORT_WORDS - 1 : signer->words};
    for (uint32_t i = 0; !signer->is_short && i < SKETCH_SLOTS; i++)
        out->slots[i] = signer->least[i] != UINT32_MAX ? slot_byte(signer->least[i], 0) : borrowed_byte(signer, i);
    for (uint32_t i = 0; signer->is_short && i < sizeof signer->shingle; i++)
        out->slots[i] = (uint8_t)(signer->shingle >> (8 * i));
}

/* ---- Likeness ---- */

static inline uint64_t load(const uint8_t *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* How many places agree: bytes that are 0 where one is taken from the other, eight at a time. */
static uint32_t agreement(const struct copy_sketch *a, const struct copy_sketch *b)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), low = UINT64_C(0x7f7f7f7f7f7f7f7f);
    uint64_t sum = 0;
    for (size_t i = 0; i < SKETCH_SLOTS; i += 8) {
        const uint64_t differing = load(a->slots + i) ^ load(b->slots + i);
        sum += ~((((differing & low) + low) | differing) >> 7) & ones;
    }
    return (uint32_t)(sum * ones >> 56);
}

static bool are_equal(const struct copy_sketch *a, const struct copy_sketch *b)
{
    return a->words == b->words && memcmp(a->slots, b->slots, SKETCH_SLOTS) == 0;
}

/* Of 32 places that agree, one in 256 does so by chance: with `agree` of them the resemblance is about r = (8 agree - 1) / 255, and
 * the containment r / (1 + r) times the lengths' sum by the lesser. */
bool copy_sketches_similar(const struct copy_sketch *a, const struct copy_sketch *b)
{
    const uint64_t words = a->words < b->words ? a->words : b->words;
    if (words < SHORT_WORDS) return words > 0 && are_equal(a, b);
    const uint64_t agree = agreement(a, b);
    if (agree < AGREE_LEAST) return false;
    const uint64_t wanted = SIMILAR_LEAST + (uint64_t)SHORT_PENALTY * SHORT_WORDS * SHORT_WORDS / (words * words);
    return (8 * agree - 1) * ((uint64_t)a->words + b->words) * 1000 >= wanted * (8 * agree + 254) * words;
}

/* ---- Clusters ---- */

struct member {
    uint32_t centre; /* of its cluster */
    uint32_t size;   /* of a centre: how many there are with it */
    bool apart;      /* of a centre: some with it are not similar to that of a larger cluster, and it joins none any more */
    bool twin;       /* its sketch is that of an article before it */
};

struct clustering {
    const struct copy_sketch *sketches;
    uint32_t count;
    uint32_t *next; /* the rings */
    struct member *members;
    uint32_t *last;   /* by the hash of a key: the last article that had it, */
    uint32_t *before; /* and of each article the one before it */
    unsigned shift;   /* from a hash of 32 bits to a place in `last` */
};

/* Whether all of a cluster are similar to the centre of another one. */
static bool fits(struct clustering *all, uint32_t centre, uint32_t other)
{
    if (!copy_sketches_similar(&all->sketches[centre], &all->sketches[other])) return false;
    for (uint32_t at = all->next[other]; at != other; at = all->next[at]) {
        if (copy_sketches_similar(&all->sketches[centre], &all->sketches[at])) continue;
        all->members[other].apart = true;
        return false;
    }
    return true;
}

/* Bring the clusters of two articles together, if they fit: the smaller one, or else the later, comes to the other, so that none comes to
 * another more often than the logarithm of the number of articles; and it is looked through in vain once at the most. */
static void join(struct clustering *all, uint32_t a, uint32_t b)
{
    struct member *members = all->members;
    uint32_t centre = members[a].centre, other = members[b].centre;
    if (centre == other) return;
    if (members[centre].size < members[other].size || (members[centre].size == members[other].size && other < centre)) {
        const uint32_t kept = centre;
        centre = other;
        other = kept;
    }
    if (members[other].apart || !fits(all, centre, other)) return;
    members[centre].size += members[other].size;
    uint32_t at = other;
    do {
        members[at].centre = centre;
        at = all->next[at];
    } while (at != other);
    const uint32_t next = all->next[centre];
    all->next[centre] = all->next[other];
    all->next[other] = next;
}

/* Put an article behind those with the same hash. Returns the last of them, or NOBODY. */
static uint32_t enter(struct clustering *all, uint32_t article, uint32_t hash)
{
    uint32_t *last = &all->last[hash >> all->shift];
    const uint32_t before = *last;
    all->before[article] = before;
    *last = article;
    return before;
}

static void forget(struct clustering *all)
{
    memset(all->last, 0xff, (size_t)((UINT64_C(1) << (32 - all->shift)) * sizeof *all->last));
}

static uint32_t sketch_hash(const struct copy_sketch *sketch)
{
    uint64_t hash = sketch->words;
    for (size_t i = 0; i < SKETCH_SLOTS; i++)
        hash = (hash ^ sketch->slots[i]) * UINT64_C(0x100000001b3);
    return (uint32_t)(scatter(hash) >> 32);
}

/* Articles with the same sketch are together whatever else; the first of them stands for all in what follows. */
static void join_twins(struct clustering *all)
{
    forget(all);
    for (uint32_t i = 0; i < all->count; i++) {
        const struct copy_sketch *sketch = &all->sketches[i];
        if (sketch->words == 0) continue;
        const uint32_t hash = sketch_hash(sketch);
        uint32_t other = all->last[hash >> all->shift];
        while (other != NOBODY && !are_equal(sketch, &all->sketches[other]))
            other = all->before[other];
        all->members[i].twin = other != NOBODY;
        if (other == NOBODY) {
            enter(all, i, hash);
        } else {
            join(all, other, i);
        }
    }
}

/* The places of a band are far apart, for neighbours may have taken from one another. */
static void band_places(uint32_t band, uint32_t places[3])
{
    const bool further = band >= SKETCH_SLOTS;
    places[0] = band % SKETCH_SLOTS;
    places[1] = (band + (further ? 5 : 7)) % SKETCH_SLOTS;
    places[2] = (band + (further ? 14 : 18)) % SKETCH_SLOTS;
}

static uint32_t band_key(const struct copy_sketch *sketch, const uint32_t places[3])
{
    return (uint32_t)sketch->slots[places[0]] << 16 | (uint32_t)sketch->slots[places[1]] << 8 | sketch->slots[places[2]];
}

static void join_band(struct clustering *all, const uint32_t places[3])
{
    forget(all);
    for (uint32_t i = 0; i < all->count; i++) {
        const struct copy_sketch *sketch = &all->sketches[i];
        if (sketch->words < SHORT_WORDS || all->members[i].twin) continue;
        const uint32_t key = band_key(sketch, places);
        uint32_t other = enter(all, i, key * UINT32_C(0x9e3779b1));
        for (int left = BAND_WINDOW; left > 0 && other != NOBODY; left--, other = all->before[other]) {
            const struct copy_sketch *known = &all->sketches[other];
            if (band_key(known, places) != key || all->members[other].centre == all->members[i].centre) continue;
            if (copy_sketches_similar(sketch, known)) join(all, other, i);
        }
    }
}

static ns_status begin(struct clustering *all, struct ns_error *err)
{
    const size_t count = all->count;
    for (all->shift = 31; all->shift > 0 && UINT64_C(1) << (32 - all->shift) < count;)
        all->shift--;
    all->members = malloc((count + 1) * sizeof *all->members);
    all->before = malloc((count + 1) * sizeof *all->before);
    all->last = malloc((size_t)((UINT64_C(1) << (32 - all->shift)) * sizeof *all->last));
    if (!all->members || !all->before || !all->last) return ns_fail_nomem(err);
    for (uint32_t i = 0; i < all->count; i++) {
        all->next[i] = i;
        all->members[i] = (struct member){.centre = i, .size = 1};
    }
    return NS_OK;
}

ns_status copy_clusters_find(const struct copy_sketch *sketches, uint32_t count, uint32_t *next, struct ns_error *err)
{
    struct clustering all = {.sketches = sketches, .count = count, .next = next};
    const ns_status status = begin(&all, err);
    if (status == NS_OK) join_twins(&all);
    for (uint32_t band = 0; status == NS_OK && band < SKETCH_BANDS; band++) {
        uint32_t places[3];
        band_places(band, places);
        join_band(&all, places);
    }
    free(all.members);
    free(all.before);
    free(all.last);
    return status;
}
