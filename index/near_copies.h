/* near_copies.h - which articles are copies of one another, as the clients of a news agency print one story: cut at the end, under another
 * headline, byline and dateline, with a paragraph more or less, with words changed here and there.
 *
 * Of each article a sketch of 32 bytes is made, and those of copies agree in many places: MinHash, by one permutation.
 *
 *   - The words are those of the text without its title, folded (normalize.h), each a hash of 32 bits. The set that is sketched holds all
 *     runs of SHINGLE_WORDS words ("shingles"; Broder 1997), and each number, that is each word with a digit in it, SKETCH_NUMBER_WEIGHT
 *     times more: tables, and notices that come again each day in the same words, differ in their numbers.
 *   - The hash of each element says in which of the SKETCH_SLOTS places it counts, and of those that count in one the least is kept (Li,
 *     Owen and Zhang: One Permutation Hashing, 2012), of which a byte is stored (Li and Koenig: b-Bit Minwise Hashing, 2010). A place in
 *     which nothing counts takes what the next one has that is not empty, changed by the distance (Shrivastava and Li: Densifying One
 *     Permutation Hashing via Rotation, 2014).
 *
 * How many places agree tells the resemblance of two sets: what they share of all that they have (Broder: On the Resemblance and
 * Containment of Documents, 1997). A story that is cut to its half resembles the whole by a half only; so it is the containment that
 * decides, what they share of the shorter, which follows from the resemblance and the lengths. Two are copies from SIMILAR_LEAST
 * thousandths on; and the shorter the text, the more has to be shared, for a notice of 50 words and that of the next day differ in little
 * more than a number. A text of less than SHORT_WORDS words is a copy only of one that is the same word by word, with its title.
 *
 * Pairs to compare are those whose sketches agree in the three places of one of SKETCH_BANDS bands (locality-sensitive hashing; Leskovec,
 * Rajaraman and Ullman: Mining of Massive Datasets, chapter 3). Copies are brought together pair by pair, but no chain leads from one story
 * to another: each cluster has a centre, to which every member is similar. Where two clusters meet, all of the smaller have to be similar
 * to the centre of the larger, or the two stay apart.
 *
 * SimHash (Charikar 2002; Manku, Jain and Das Sarma 2007), the other method in use, moves too far with what clients do: its 64 bits find a
 * fifth of the stories that were cut to a half where these places find nine of ten. test_copies_found.c measures both.
 *
 * The same articles in the same order give the same clusters, on any machine and by any number of threads.
 */
#ifndef INDEX_NEAR_COPIES_H
#define INDEX_NEAR_COPIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/error.h"

#define SHINGLE_WORDS 4
#define SHORT_WORDS 40
#define SKETCH_SLOTS 32
#define SKETCH_NUMBER_WEIGHT 4
#define SKETCH_BANDS 48
#define SIMILAR_LEAST 700

/* What is known of an article's words. */
struct copy_sketch {
    uint8_t slots[SKETCH_SLOTS]; /* of a short text: a hash of all its words, in the first 8 */
    uint32_t words;              /* that it is made of; below SHORT_WORDS it is short; 0: there are none, and it is no copy of anything */
};

/* Sketches an article as its words come. The owner's: copy_signer_begin() begins it; it needs no end. */
struct copy_signer {
    uint64_t shingle; /* the last words; of a short text the hash of all */
    uint32_t words;
    bool is_short;
    uint32_t least[SKETCH_SLOTS];
};

/* The hash of a word. @folded  its folded form */
uint32_t copy_word_hash(const char *folded, size_t length);

/* @words  that will come. They are all of the article's if it is_short, and those behind its title otherwise. */
void copy_signer_begin(struct copy_signer *signer, bool is_short);

/* Begin an article of so many words, of which the first ones are its title. A title is another one in each copy, but of a short text it is
 * as good as any words.
 * Returns the first word that is to be added; all behind it are. */
size_t copy_signer_begin_article(struct copy_signer *signer, size_t words, size_t title_words);

/* Add the words that come next. @hashes  of all words; @words  the places there of these */
void copy_signer_add(struct copy_signer *signer, const uint32_t *hashes, const uint32_t *words, size_t count);

void copy_signer_end(const struct copy_signer *signer, struct copy_sketch *out);

/* Whether two articles would be copies by themselves; it is the same both ways. */
bool copy_sketches_similar(const struct copy_sketch *a, const struct copy_sketch *b);

/* Find the clusters among articles. It takes time in proportion to their number, a little more where there are large clusters, and some 30
 * bytes of memory an article.
 * @next  has room for as many numbers: gets of each article that of the next member of its cluster, and of the last that of another one, in
 * a ring; its own if it is alone Returns NS_OK, NS_ERR_NOMEM. */
ns_status copy_clusters_find(const struct copy_sketch *sketches, uint32_t count, uint32_t *next, struct ns_error *err);

#endif
