/* near_forms.h - the words of an index that are spelled nearly like one that it has not.
 *
 * The dictionary is in order, so that words which begin alike stand together: where a beginning is already too far from what is wanted, all
 * of them are passed over at once, and the next beginning that can be near is looked up. (Distances are kept a character at a time, as in a
 * trie: Shang and Merrett 1996.) Of a dictionary of 450,000 forms that takes some milliseconds.
 */
#ifndef SEARCHER_NEAR_FORMS_H
#define SEARCHER_NEAR_FORMS_H

#include "index/buffer.h"
#include "index/lexicon.h"

#define NEAR_FORMS_MAX 5

/* Code points of a word that has near ones. Shorter words are near to any other, longer ones are no words. One of fewer than
 * NEAR_TWO_EDITS may be 1 edit away, others 2; an edit is that of wildcard.h. */
#define NEAR_POINTS_MIN 3
#define NEAR_POINTS_MAX 40
#define NEAR_TWO_EDITS 6

struct near_form {
    struct buffer form;   /* as it is spelled most often; a NUL that `size` does not count ends it */
    uint64_t occurrences; /* of all its spellings */
    uint32_t edits;
};

/* The nearest first, then the more frequent; those that occur only once come last. The owner's: begin with all zero, end with
 * near_forms_release(). */
struct near_forms {
    struct near_form items[NEAR_FORMS_MAX];
    size_t count;
};

void near_forms_release(struct near_forms *forms);

/* Find them, and put them among those that `out` holds, of other indexes; one that is there already counts once.
 * @folded  the folded form of a word (normalize.h); those that are folded to the same are not among what is found
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status near_forms_find(const struct lexicon *lexicon, const char *folded, size_t length, struct near_forms *out, struct ns_error *err);

#endif
