/* word_set.c - the table grows twofold. */
#include "index/word_set.h"

#include <stdlib.h>
#include <string.h>

#include "index/codes.h"

#define SLOTS_LEAST 16

void word_set_release(struct word_set *set)
{
    free(set->slots);
    *set = (struct word_set){0};
}

static ns_status grow(struct word_set *set, struct ns_error *err)
{
    const struct word_set old = *set;
    const size_t count = old.slots ? 2 * ((size_t)old.mask + 1) : SLOTS_LEAST;
    struct word_slot *slots = malloc(count * sizeof *slots);
    if (!slots) return ns_fail_nomem(err);
    memset(slots, 0xff, count * sizeof *slots); /* WORD_SLOT_FREE */
    set->slots = slots;
    set->mask = (uint32_t)(count - 1);
    for (size_t i = 0; old.slots && i <= old.mask; i++) {
        if (old.slots[i].form != WORD_SLOT_FREE) *word_set_slot(set, old.slots[i].form) = old.slots[i];
    }
    free(old.slots);
    return NS_OK;
}

ns_status word_set_add(struct word_set *set, uint32_t form, uint32_t value, struct ns_error *err)
{
    if (!set->slots || set->count > set->mask / 2) {
        const ns_status status = grow(set, err);
        if (status != NS_OK) return status;
    }
    struct word_slot *slot = word_set_slot(set, form);
    if (slot->form == form) return NS_OK;
    *slot = (struct word_slot){form, value};
    set->count++;
    uint8_t code[WORD_CODE_MAX];
    end_set_add(&set->ends, code, word_code_put(code, form));
    return NS_OK;
}
