/* join.c - near, same, sentence and adj. */
#include "searcher/join.h"

#include <stdlib.h>
#include <string.h>

#include "index/analyzer.h"
#include "searcher/lower_bound.h"

#define SLOTS_LEAST 64

/* What making a state or an occurrence costs, in steps. */
#define MAKING_STEPS 8

/* And each word of it that counts. */
#define WORD_STEPS 3

/* A join on its way. */
struct joining {
    const struct join *join;
    struct join_memory *memory;
    struct store *store;
    struct occurrence_list *out;
    struct ns_error *err;
    uint32_t place;                   /* the word at which all occurrences begin that are looked at now */
    struct interval unit;             /* of same and sentence: around the place */
    size_t next[NEAR_CHILDREN_MAX];   /* of each operand: its first occurrence that begins at the place */
    size_t behind[NEAR_CHILDREN_MAX]; /* and the first one that begins behind it */
    size_t before;                    /* open states that were made at places before this one */
    uint32_t floor;                   /* beginnings before it make nothing that is wanted */
};

void join_memory_release(struct join_memory *memory)
{
    free(memory->open.states);
    free(memory->open.slots);
    free(memory->done.states);
    free(memory->done.slots);
    free(memory->words);
    *memory = (struct join_memory){0};
}

static bool has_unit(const struct join *join)
{
    return join->kind == MATCH_SAME || join->kind == MATCH_SENTENCE;
}

/* The paragraph or sentence around a word, as `kind` is same or sentence. */
static struct interval unit_around(const struct match_text *text, enum match_kind kind, uint32_t word)
{
    const uint8_t class = kind == MATCH_SAME ? GAP_PARAGRAPH : GAP_SENTENCE;
    struct interval unit = {word, word};
    while (unit.first > 0 && text->gaps[unit.first - 1] < class)
        unit.first--;
    while (unit.last + 1 < text->words && text->gaps[unit.last] < class)
        unit.last++;
    return unit;
}

static void enter_unit(struct joining *joining, uint32_t word)
{
    joining->unit = unit_around(joining->join->text, joining->join->kind, word);
}

/* ---- States that are one ----
 *
 * Where only the smallest intervals are wanted, of two states with the same future that one will do which begins later. The future of a
 * state whose end and whose words all lie behind us hangs on its reach alone, and a longer reach is better: such states are SETTLED. */

static bool is_settled(const struct joining *joining, const struct join_state *state)
{
    return joining->join->wanted == WANTED_SMALLEST && state->used_count == 0 && state->end <= joining->place;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

/* States of which one may stand for the other have one hash. */
static uint64_t hash_state(const struct joining *joining, const struct join_state *state)
{
    uint64_t hash = 1;
    for (size_t i = 0; i < joining->join->operand_count; i++)
        hash = mix(hash, state->taken[i]);
    if (joining->join->wanted != WANTED_SMALLEST) hash = mix(hash, state->begin);
    if (is_settled(joining, state)) return hash;
    hash = mix(hash, state->end);
    for (uint32_t i = 0; i < state->used_count; i++)
        hash = mix(hash, state->used[i]);
    return hash;
}

/* Whether nothing is lost without b. */
static bool stands_for(const struct joining *joining, const struct join_state *a, const struct join_state *b)
{
    if (a->used_count != b->used_count || memcmp(a->taken, b->taken, sizeof a->taken) != 0) return false;
    if (a->used_count && memcmp(a->used, b->used, a->used_count * sizeof *a->used) != 0) return false;
    if (joining->join->wanted != WANTED_SMALLEST) return a->begin == b->begin && a->end == b->end;
    if (a->end != b->end && !(a->end > b->end && is_settled(joining, a))) return false;
    return a->begin >= b->begin;
}

static void put_slot(struct join_table *table, uint64_t hash, size_t number)
{
    const size_t mask = table->slot_count - 1;
    size_t slot = hash & mask;
    while (table->slots[slot])
        slot = (slot + 1) & mask;
    table->slots[slot] = (uint32_t)number + 1;
}

/* Make the slots anew: `slot_count` of them, a power of 2. */
static ns_status index_table(struct joining *joining, struct join_table *table, size_t slot_count)
{
    void *slots = table->slots;
    const ns_status status = store_reserve(joining->store, &slots, &table->slot_capacity, slot_count, sizeof *table->slots, joining->err);
    table->slots = slots;
    if (status != NS_OK) return status;
    table->slot_count = slot_count;
    memset(table->slots, 0, slot_count * sizeof *table->slots);
    for (size_t i = 0; i < table->count; i++)
        put_slot(table, hash_state(joining, &table->states[i]), i);
    return NS_OK;
}

static ns_status copy_used(struct joining *joining, struct join_state *state)
{
    void *used = NULL;
    if (state->used_count == 0) return NS_OK;
    const size_t size = state->used_count * sizeof *state->used;
    const ns_status status = store_take(joining->store, size, &used, joining->err);
    if (status == NS_OK) state->used = memcpy(used, state->used, size);
    return status;
}

static ns_status append_state(struct joining *joining, struct join_table *table, const struct join_state *state, uint64_t hash)
{
    void *states = table->states;
    ns_status status = store_reserve(joining->store, &states, &table->capacity, table->count + 1, sizeof *table->states, joining->err);
    table->states = states;
    if (status == NS_OK && 2 * (table->count + 1) > table->slot_count) status = index_table(joining, table, 2 * table->slot_count);
    if (status != NS_OK) return status;
    put_slot(table, hash, table->count);
    table->states[table->count] = *state;
    return copy_used(joining, &table->states[table->count++]);
}

/* Put a state into a table, where no other stands for it. Its words are copied. Those that it stands for are no more of use at the places
 * to come; at this one they are, for the new one has a word there.
 * @added  whether it was put there */
static ns_status insert_state(struct joining *joining, struct join_table *table, const struct join_state *state, bool *added)
{
    const uint64_t hash = hash_state(joining, state);
    const size_t mask = table->slot_count - 1;
    uint64_t looks = 0;
    *added = false;
    for (size_t slot = hash & mask; table->slots[slot]; slot = (slot + 1) & mask) {
        struct join_state *other = &table->states[table->slots[slot] - 1];
        looks++;
        if (stands_for(joining, other, state)) return store_spend(joining->store, looks, joining->err);
        if (stands_for(joining, state, other)) other->until = other->until < joining->place ? other->until : joining->place;
    }
    *added = true;
    const ns_status status = store_spend(joining->store, MAKING_STEPS + looks, joining->err);
    return status == NS_OK ? append_state(joining, table, state, hash) : status;
}

/* ---- Taking one more ---- */

/* Keep of words, in place, those that count from now on. */
static void keep_counting(const struct joining *joining, bool complete, struct join_state *state, uint32_t *words)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < state->used_count; i++) {
        const bool to_come = !complete && words[i] > joining->place;
        if (to_come || cover_has(&joining->join->outside, words[i])) words[kept++] = words[i];
    }
    state->used_count = kept;
}

/* The words of a state and of an occurrence together. They stay in joining->memory until the next call. */
static ns_status unite_words(struct joining *joining, bool complete, const struct occurrence *occurrence, struct join_state *state)
{
    const size_t count = (size_t)state->used_count + occurrence->used_count;
    if (count == 0) return NS_OK;
    void *words = joining->memory->words;
    const ns_status status =
        store_reserve(joining->store, &words, &joining->memory->word_capacity, count, sizeof *joining->memory->words, joining->err);
    joining->memory->words = words;
    if (status != NS_OK) return status;
    size_t a = 0, b = 0;
    for (size_t i = 0; i < count; i++) {
        const bool first = b == occurrence->used_count || (a < state->used_count && state->used[a] < occurrence->used[b]);
        joining->memory->words[i] = first ? state->used[a++] : occurrence->used[b++];
    }
    state->used = joining->memory->words;
    state->used_count = (uint32_t)count;
    keep_counting(joining, complete, state, joining->memory->words);
    return NS_OK;
}

static bool is_complete(const struct join *join, const struct join_state *state)
{
    for (size_t i = 0; i < join->operand_count; i++) {
        if (state->taken[i] < join->operands[i].count) return false;
    }
    return true;
}

/* Whether there are too few occurrences left to complete it. */
static bool is_hopeless(const struct joining *joining, const struct join_state *state)
{
    for (size_t i = 0; i < joining->join->operand_count; i++) {
        const struct join_operand *operand = &joining->join->operands[i];
        if (state->taken[i] + (operand->list->count - joining->behind[i]) < operand->count) return true;
    }
    return false;
}

static ns_status add_complete(struct joining *joining, const struct join_state *state)
{
    const struct join *join = joining->join;
    struct occurrence made = {state->begin, state->end, 0, NULL};
    if (join->wanted == WANTED_SMALLEST) {
        /* Whatever begins no later than this and takes one more ends later. */
        if (state->end == joining->place && state->begin >= joining->floor) joining->floor = state->begin + 1;
        return occurrence_add(joining->store, joining->out, made, joining->err);
    }
    if (join->wanted == WANTED_TARGET && state->end != join->target.last) return NS_OK;
    struct join_table *done = &joining->memory->done;
    bool added;
    ns_status status = insert_state(joining, done, state, &added);
    if (status != NS_OK || !added) return status;
    made.used = done->states[done->count - 1].used;
    made.used_count = state->used_count;
    return occurrence_add(joining->store, joining->out, made, joining->err);
}

/* The last word at which one more may begin. */
static uint32_t reach(const struct joining *joining, uint32_t end)
{
    if (has_unit(joining->join)) return joining->unit.last;
    const uint64_t last = (uint64_t)end + joining->join->distance;
    return last < UINT32_MAX ? (uint32_t)last : UINT32_MAX;
}

/* Make of a state the one that has this occurrence, too. */
static ns_status extend(struct joining *joining, struct join_state state, size_t operand, const struct occurrence *occurrence)
{
    state.taken[operand]++;
    const bool complete = is_complete(joining->join, &state);
    ns_status status =
        store_spend(joining->store, MAKING_STEPS + WORD_STEPS * ((uint64_t)state.used_count + occurrence->used_count), joining->err);
    if (status != NS_OK || (!complete && is_hopeless(joining, &state))) return status;
    if (occurrence->last > state.end) state.end = occurrence->last;
    status = unite_words(joining, complete, occurrence, &state);
    if (status != NS_OK) return status;
    if (complete) return add_complete(joining, &state);
    state.until = reach(joining, state.end);
    /* In a unit, an end behind us says nothing more: the next one ends later. */
    if (has_unit(joining->join) && state.end <= joining->place) state.end = 0;
    bool added;
    return insert_state(joining, &joining->memory->open, &state, &added);
}

static bool is_dead(const struct joining *joining, const struct join_state *state)
{
    return state->until < joining->place || state->begin < joining->floor;
}

static bool fits(const struct joining *joining, const struct join_state *state, size_t operand, const struct occurrence *occurrence)
{
    const struct join *join = joining->join;
    if (is_dead(joining, state) || state->taken[operand] == join->operands[operand].count) return false;
    if (join->solid || join->kind == MATCH_ADJ) return occurrence->first > state->end;
    return !words_meet(state->used, state->used_count, occurrence->used, occurrence->used_count);
}

static bool may_begin(const struct join *join, size_t operand, const struct occurrence *occurrence)
{
    if (join->kind == MATCH_ADJ && operand != 0) return false;
    return join->wanted != WANTED_TARGET || occurrence->first == join->target.first;
}

static ns_status take(struct joining *joining, size_t operand, const struct occurrence *occurrence)
{
    if (has_unit(joining->join) && occurrence->last > joining->unit.last) return NS_OK;
    const struct join_table *open = &joining->memory->open;
    ns_status status = store_spend(joining->store, joining->before + 1, joining->err);
    for (size_t i = 0; status == NS_OK && i < joining->before; i++) {
        if (fits(joining, &open->states[i], operand, occurrence)) status = extend(joining, open->states[i], operand, occurrence);
    }
    const struct join_state none = {.begin = joining->place};
    if (status == NS_OK && may_begin(joining->join, operand, occurrence)) status = extend(joining, none, operand, occurrence);
    return status;
}

/* ---- From place to place ---- */

static bool next_place(struct joining *joining)
{
    bool found = false;
    for (size_t i = 0; i < joining->join->operand_count; i++) {
        const struct occurrence_list *list = joining->join->operands[i].list;
        joining->next[i] = joining->behind[i];
        if (joining->next[i] == list->count) continue;
        const uint32_t first = list->items[joining->next[i]].first;
        if (!found || first < joining->place) joining->place = first;
        found = true;
    }
    for (size_t i = 0; i < joining->join->operand_count; i++) {
        const struct occurrence_list *list = joining->join->operands[i].list;
        while (joining->behind[i] < list->count && list->items[joining->behind[i]].first == joining->place)
            joining->behind[i]++;
    }
    return found;
}

/* Take dead states out, once they are most of all. */
static ns_status drop_dead(struct joining *joining)
{
    struct join_table *open = &joining->memory->open;
    size_t dead = 0;
    for (size_t i = 0; i < open->count; i++)
        dead += is_dead(joining, &open->states[i]);
    if (2 * dead <= open->count) return NS_OK;
    size_t kept = 0;
    for (size_t i = 0; i < open->count; i++) {
        if (!is_dead(joining, &open->states[i])) open->states[kept++] = open->states[i];
    }
    open->count = kept;
    size_t slot_count = open->slot_count;
    while (slot_count > SLOTS_LEAST && slot_count > 8 * kept)
        slot_count /= 2;
    return index_table(joining, open, slot_count);
}

static ns_status take_place(struct joining *joining)
{
    const struct join *join = joining->join;
    if (has_unit(join) && joining->place > joining->unit.last) enter_unit(joining, joining->place);
    ns_status status = drop_dead(joining);
    joining->before = joining->memory->open.count;
    for (size_t i = 0; status == NS_OK && i < join->operand_count; i++) {
        for (size_t k = joining->next[i]; status == NS_OK && k < joining->behind[i]; k++)
            status = take(joining, i, &join->operands[i].list->items[k]);
    }
    return status;
}

static ns_status join_all(struct joining *joining)
{
    joining->memory->open.count = 0;
    joining->memory->done.count = 0;
    ns_status status = index_table(joining, &joining->memory->open, SLOTS_LEAST);
    if (status == NS_OK) status = index_table(joining, &joining->memory->done, SLOTS_LEAST);
    while (status == NS_OK && next_place(joining))
        status = take_place(joining);
    return status;
}

/* ---- Two operands, of which the nearest are wanted ----
 *
 * Where no operand's occurrence contains another of the same, the smallest interval that begins with one of them ends with the next one of
 * the other: it ends first, and begins nearest. */

static bool is_nearest_enough(const struct join *join)
{
    if (join->wanted != WANTED_SMALLEST || !(join->solid || join->kind == MATCH_ADJ)) return false;
    if (join->operand_count == 1) return join->operands[0].count == 2 && !occurrence_list_is_nested(join->operands[0].list);
    if (join->operand_count > 2 || join->operands[0].count > 1 || join->operands[1].count > 1) return false;
    return !occurrence_list_is_nested(join->operands[0].list) && !occurrence_list_is_nested(join->operands[1].list);
}

/* Add the interval of occurrence number i of one operand and the first one of the other, from *from on, that begins behind it. Where the
 * next one of its own stands between them, that one makes a smaller interval. */
static ns_status add_nearest(struct joining *joining, const struct occurrence_list *own, size_t i, const struct occurrence_list *others,
                             size_t *from)
{
    const struct occurrence *occurrence = &own->items[i];
    while (*from < others->count && others->items[*from].first <= occurrence->last)
        (*from)++;
    if (*from == others->count) return NS_OK;
    const struct occurrence *other = &others->items[*from];
    if (i + 1 < own->count && own->items[i + 1].last < other->first) return NS_OK;
    if (has_unit(joining->join)) {
        if (occurrence->first > joining->unit.last) enter_unit(joining, occurrence->first);
        if (other->last > joining->unit.last) return NS_OK;
    } else if (other->first - occurrence->last > joining->join->distance) {
        return NS_OK;
    }
    const struct occurrence made = {occurrence->first, other->last, 0, NULL};
    return occurrence_add(joining->store, joining->out, made, joining->err);
}

static ns_status join_nearest(struct joining *joining)
{
    const struct join *join = joining->join;
    const struct occurrence_list *a = join->operands[0].list;
    const struct occurrence_list *b = join->operands[join->operand_count - 1].list;
    const bool either = a != b && join->kind != MATCH_ADJ;
    size_t i = 0, j = 0, behind_a = 0, behind_b = 0;
    ns_status status = store_spend(joining->store, a->count + b->count, joining->err);
    while (status == NS_OK && (i < a->count || (either && j < b->count))) {
        if (!either || j == b->count || (i < a->count && a->items[i].first <= b->items[j].first)) {
            status = add_nearest(joining, a, i++, b, &behind_a);
        } else {
            status = add_nearest(joining, b, j++, a, &behind_b);
        }
    }
    return status;
}

ns_status join_run(const struct join *join, struct join_memory *memory, struct store *store, struct occurrence_list *out,
                   struct ns_error *err)
{
    struct joining joining = {.join = join, .memory = memory, .store = store, .out = out, .err = err};
    if (has_unit(join)) enter_unit(&joining, 0);
    const ns_status status = is_nearest_enough(join) ? join_nearest(&joining) : join_all(&joining);
    return status == NS_OK ? occurrence_list_order(store, out, err) : status;
}

/* ---- Negated ---- */

/* For each b, the furthest end of it and those before it. */
static ns_status furthest_ends(struct store *store, const struct occurrence_list *list, uint32_t **out, struct ns_error *err)
{
    void *memory = NULL;
    const ns_status status = store_take(store, (list->count + 1) * sizeof **out, &memory, err);
    *out = memory;
    for (size_t i = 0; status == NS_OK && i < list->count; i++)
        (*out)[i] = i && (*out)[i - 1] > list->items[i].last ? (*out)[i - 1] : list->items[i].last;
    return status;
}

/* Where a second operand has to lie, for an occurrence of the first, to stand so. */
struct surrounding {
    uint64_t first_from; /* it begins here at the earliest, */
    uint64_t first_to;   /* here at the latest, */
    uint64_t last_from;  /* and ends here at the earliest, */
    uint64_t last_to;    /* here at the latest */
};

/* @unit  the paragraph or sentence that was looked at last; the first operand's occurrences come in order of where they begin */
static struct surrounding surrounding_of(const struct join *join, const struct occurrence *a, struct interval *unit)
{
    const uint64_t reach = (uint64_t)a->last + join->distance;
    if (join->kind == MATCH_ADJ) return (struct surrounding){(uint64_t)a->last + 1, reach, 0, UINT32_MAX};
    if (join->kind == MATCH_NEAR) {
        return (struct surrounding){0, reach, a->first > join->distance ? a->first - join->distance : 0, UINT32_MAX};
    }
    if (a->first > unit->last || a->first < unit->first) *unit = unit_around(join->text, join->kind, a->first);
    if (a->last > unit->last) return (struct surrounding){1, 0, 0, 0}; /* nowhere */
    return (struct surrounding){unit->first, unit->last, 0, unit->last};
}

static bool share(const struct join *join, const struct occurrence *a, const struct occurrence *b)
{
    if (join->solid) return a->first <= b->last && b->first <= a->last;
    return words_meet(a->used, a->used_count, b->used, b->used_count);
}

/* Whether a second operand stands so to an occurrence of the first.
 * @ends   of the second operand, from furthest_ends()
 * @unit   see surrounding_of()
 * @looks  how many were looked at is added */
static bool stands_so(const struct join *join, const struct occurrence *a, const struct occurrence_list *b, const uint32_t *ends,
                      struct interval *unit, uint64_t *looks)
{
    const struct surrounding where = surrounding_of(join, a, unit);
    size_t i = occurrence_lower_bound(b, where.first_from);
    const size_t ending = lower_bound(ends, b->count, sizeof(uint32_t), where.last_from);
    if (i < ending) i = ending;
    for (; i < b->count && b->items[i].first <= where.first_to; i++) {
        const struct occurrence *second = &b->items[i];
        (*looks)++;
        if (second->last < where.last_from || second->last > where.last_to) continue;
        if (join->kind == MATCH_ADJ || !share(join, a, second)) return true;
    }
    return false;
}

/* An occurrence of the first operand with those of its words only that count outside. */
static ns_status add_first(struct store *store, const struct join *join, struct occurrence first, struct occurrence_list *out,
                           struct ns_error *err)
{
    void *memory = NULL;
    ns_status status = NS_OK;
    if (first.used_count) status = store_take(store, first.used_count * sizeof *first.used, &memory, err);
    if (status != NS_OK) return status;
    uint32_t *used = memory;
    uint32_t count = 0;
    for (uint32_t i = 0; i < first.used_count; i++) {
        if (cover_has(&join->outside, first.used[i])) used[count++] = first.used[i];
    }
    first.used = used;
    first.used_count = count;
    return occurrence_add(store, out, first, err);
}

ns_status join_negated(const struct join *join, struct store *store, struct occurrence_list *out, struct ns_error *err)
{
    const struct occurrence_list *a = join->operands[0].list, *b = join->operands[1].list;
    struct interval unit = {1, 0}; /* none yet */
    uint32_t *ends;
    ns_status status = furthest_ends(store, b, &ends, err);
    for (size_t i = 0; status == NS_OK && i < a->count; i++) {
        uint64_t looks = 1;
        const bool excluded = stands_so(join, &a->items[i], b, ends, &unit, &looks);
        status = store_spend(store, looks, err);
        if (status == NS_OK && !excluded) status = add_first(store, join, a->items[i], out, err);
    }
    return status == NS_OK ? occurrence_list_order(store, out, err) : status;
}
