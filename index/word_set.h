/* word_set.h - forms that are looked for among the words of a stream. Its size is that of what is looked for, and not that of the index. */
#ifndef INDEX_WORD_SET_H
#define INDEX_WORD_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/error.h"
#include "index/sift.h"

#define WORD_SLOT_FREE UINT32_MAX /* no form has this number */

struct word_slot {
    uint32_t form;
    uint32_t value; /* the owner's */
};

/* A hash table with open addressing. The owner's: begin with all zero, end with word_set_release(). */
struct word_set {
    struct word_slot *slots; /* at most half of them are taken; NULL as long as there is no form */
    uint32_t mask;           /* slots - 1 */
    uint32_t count;          /* forms */
    struct end_set ends;     /* of the forms' codes (codes.h) */
};

void word_set_release(struct word_set *set);

/* Add a form with a value; one that is there already keeps its own. Returns NS_OK, NS_ERR_NOMEM. */
ns_status word_set_add(struct word_set *set, uint32_t form, uint32_t value, struct ns_error *err);

/* The form's slot, or the free one where it belongs; there is one. Mixing is by multiplication with 2^32 over the golden ratio. */
static inline struct word_slot *word_set_slot(const struct word_set *set, uint32_t form)
{
    uint32_t at = (form * UINT32_C(0x9e3779b9) >> 7) & set->mask;
    while (set->slots[at].form != form && set->slots[at].form != WORD_SLOT_FREE)
        at = (at + 1) & set->mask;
    return &set->slots[at];
}

/* Whether a form is in the set; if it is, *value is its value. */
static inline bool word_set_find(const struct word_set *set, uint32_t form, uint32_t *value)
{
    if (set->count == 0) return false;
    const struct word_slot *slot = word_set_slot(set, form);
    *value = slot->value;
    return slot->form == form;
}

#endif
