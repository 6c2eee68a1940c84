/* form_numbers.c - numbers and rows, by bits that are counted. */
#include "index/form_numbers.h"

#include <stdlib.h>

#include "index/bytes.h"

#define ROW_BITS_SIZE (ROW_GROUP / 8)

/* The first number of a tier, if there are so many. */
static uint64_t tier_begin(unsigned tier)
{
    return word_codes_up_to(COMMON_CODE_MAX + tier);
}

/* Where the tiers of so many numbers begin, and behind the last one their end. Returns how many tiers there are. */
static unsigned find_tiers(uint32_t count, uint32_t begins[NUMBER_TIERS_MAX + 1])
{
    unsigned tiers = 0;
    for (; tiers < NUMBER_TIERS_MAX && tier_begin(tiers) < count; tiers++)
        begins[tiers] = (uint32_t)tier_begin(tiers);
    begins[tiers] = count;
    return tiers;
}

/* The tier of a number that is not common. */
static unsigned tier_of(const uint32_t *begins, unsigned tiers, uint32_t number)
{
    unsigned tier = 0;
    while (tier + 1 < tiers && number >= begins[tier + 1])
        tier++;
    return tier;
}

static uint64_t group_count(uint64_t rows)
{
    return rows / ROW_GROUP + (rows % ROW_GROUP != 0);
}

static unsigned count_bits(uint64_t bits)
{
    return (unsigned)__builtin_popcountll(bits);
}

/* ---- Writing ---- */

bool form_number_is_common(uint32_t number)
{
    return number < tier_begin(0);
}

void form_numbers_settle(uint32_t *numbers, uint64_t rows, uint32_t count)
{
    uint32_t begins[NUMBER_TIERS_MAX + 1], next[NUMBER_TIERS_MAX + 1];
    const unsigned tiers = find_tiers(count, begins);
    find_tiers(count, next);
    for (uint64_t row = 0; row < rows; row++) {
        if (numbers[row] == NO_NUMBER || numbers[row] < begins[0]) continue;
        numbers[row] = next[tier_of(begins, tiers, numbers[row])]++;
    }
}

static ns_status put_common(struct buffer *out, const uint32_t *numbers, uint64_t rows, uint32_t common, struct ns_error *err)
{
    uint32_t *list = calloc((size_t)common + 1, sizeof *list);
    ns_status status = list ? NS_OK : ns_fail_nomem(err);
    for (uint64_t row = 0; status == NS_OK && row < rows; row++) {
        if (numbers[row] < common) list[numbers[row]] = (uint32_t)row;
    }
    for (uint32_t number = 0; status == NS_OK && number < common; number++)
        status = buffer_append_u32(out, list[number], err);
    free(list);
    return status;
}

/* The rows from `row` on whose numbers are from `begin` up to `end`, as bits. Returns how many these are. */
static unsigned find_rows(const uint32_t *numbers, uint64_t row, uint64_t rows, uint32_t begin, uint32_t end, uint8_t bits[ROW_BITS_SIZE])
{
    unsigned found = 0;
    for (unsigned place = 0; place < ROW_GROUP; place++) {
        const bool has = row + place < rows && numbers[row + place] >= begin && numbers[row + place] < end;
        bits[place / 8] = (uint8_t)((place % 8 ? bits[place / 8] : 0) | has << place % 8);
        found += has;
    }
    return found;
}

static ns_status put_tier(struct buffer *out, const uint32_t *numbers, uint64_t rows, uint32_t begin, uint32_t end, struct ns_error *err)
{
    uint8_t bits[ROW_BITS_SIZE];
    uint32_t next = begin;
    ns_status status = NS_OK;
    for (uint64_t row = 0; status == NS_OK && row < rows; row += ROW_GROUP) {
        status = buffer_append_u32(out, next, err);
        next += find_rows(numbers, row, rows, begin, end, bits);
        if (status == NS_OK) status = buffer_append(out, bits, sizeof bits, err);
    }
    return status;
}

ns_status form_numbers_put(struct buffer *out, const uint32_t *numbers, uint64_t rows, uint32_t count, struct ns_error *err)
{
    uint32_t begins[NUMBER_TIERS_MAX + 1];
    const unsigned tiers = find_tiers(count, begins);
    ns_status status = put_common(out, numbers, rows, begins[0], err);
    for (unsigned tier = 0; status == NS_OK && tier < tiers; tier++)
        status = put_tier(out, numbers, rows, begins[tier], begins[tier + 1], err);
    return status == NS_OK ? buffer_append_u32(out, count, err) : status;
}

/* ---- Reading ---- */

static ns_status damaged(const struct form_numbers *numbers, const char *what, struct ns_error *err)
{
    return index_file_damaged(numbers->file, SECTION_FORM_ROWS, what, err);
}

ns_status form_numbers_open(struct index_file *file, uint64_t rows, struct form_numbers *out, struct ns_error *err)
{
    const uint64_t size = index_file_section_size(file, SECTION_FORM_ROWS);
    struct form_numbers numbers = {.file = file, .rows = rows};
    const uint8_t *data;
    if (size < 4) return damaged(&numbers, "it is too short", err);
    const ns_status status = index_file_bytes(file, SECTION_FORM_ROWS, size - 4, 4, &data, err);
    if (status != NS_OK) return status;
    numbers.count = load_u32(data);
    numbers.tiers = find_tiers(numbers.count, numbers.begins);
    const uint64_t wanted = numbers.begins[0] * UINT64_C(4) + numbers.tiers * group_count(rows) * ROW_GROUP_SIZE + 4;
    if (numbers.count > rows || rows >= NO_NUMBER || size != wanted) {
        return damaged(&numbers, "its size does not fit the numbers of rows and forms", err);
    }
    *out = numbers;
    return NS_OK;
}

static ns_status group_bytes(const struct form_numbers *numbers, unsigned tier, uint64_t group, uint64_t size, const uint8_t **data,
                             struct ns_error *err)
{
    const uint64_t place = numbers->begins[0] * UINT64_C(4) + (tier * group_count(numbers->rows) + group) * ROW_GROUP_SIZE;
    return index_file_bytes(numbers->file, SECTION_FORM_ROWS, place, size, data, err);
}

/* The last group that begins with this number or one before it; the first one if there is none. */
static ns_status find_group(const struct form_numbers *numbers, unsigned tier, uint32_t number, uint64_t *group, struct ns_error *err)
{
    uint64_t low = 0;
    uint64_t high = group_count(numbers->rows);
    while (high - low > 1) {
        const uint64_t middle = low + (high - low) / 2;
        const uint8_t *data;
        const ns_status status = group_bytes(numbers, tier, middle, 4, &data, err);
        if (status != NS_OK) return status;
        if (load_u32(data) <= number) {
            low = middle;
        } else {
            high = middle;
        }
    }
    *group = low;
    return NS_OK;
}

/* The place of the bit before which so many are set; ROW_GROUP if there are not so many. */
static unsigned find_bit(const uint8_t *bits, uint32_t before)
{
    unsigned word = 0;
    uint64_t left = 0;
    for (; word < ROW_GROUP / 64; word++) {
        left = load_u64(bits + word * 8);
        if (before < count_bits(left)) break;
        before -= count_bits(left);
    }
    if (word == ROW_GROUP / 64) return ROW_GROUP;
    for (; before > 0; before--)
        left &= left - 1;
    return word * 64 + (unsigned)__builtin_ctzll(left);
}

static ns_status find_row(const struct form_numbers *numbers, uint32_t number, uint64_t *row, struct ns_error *err)
{
    const unsigned tier = tier_of(numbers->begins, numbers->tiers, number);
    uint64_t group = 0;
    const uint8_t *data;
    ns_status status = find_group(numbers, tier, number, &group, err);
    if (status == NS_OK) status = group_bytes(numbers, tier, group, ROW_GROUP_SIZE, &data, err);
    if (status != NS_OK) return status;
    const unsigned place = load_u32(data) <= number ? find_bit(data + 4, number - load_u32(data)) : ROW_GROUP;
    *row = place < ROW_GROUP ? group * ROW_GROUP + place : numbers->rows;
    return NS_OK;
}

ns_status form_numbers_row(const struct form_numbers *numbers, uint32_t number, uint32_t *row, struct ns_error *err)
{
    if (number >= numbers->count) return damaged(numbers, "a form has a number that is none", err);
    const uint8_t *data;
    uint64_t found = 0;
    ns_status status;
    if (number < numbers->begins[0]) {
        status = index_file_bytes(numbers->file, SECTION_FORM_ROWS, (uint64_t)number * 4, 4, &data, err);
        if (status == NS_OK) found = load_u32(data);
    } else {
        status = find_row(numbers, number, &found, err);
    }
    if (status == NS_OK && found >= numbers->rows) status = damaged(numbers, "it names a form that is not there", err);
    if (status == NS_OK) *row = (uint32_t)found;
    return status;
}

/* How many of the first bits are set; their number is a multiple of 16. */
static unsigned count_before(const uint8_t *bits, unsigned place)
{
    unsigned count = 0;
    unsigned at = 0;
    for (; at + 64 <= place; at += 64)
        count += count_bits(load_u64(bits + at / 8));
    return at < place ? count + count_bits(load_u64(bits + at / 8) & ((UINT64_C(1) << (place - at)) - 1)) : count;
}

ns_status form_numbers_block(const struct form_numbers *numbers, uint64_t block, struct block_numbers *out, struct ns_error *err)
{
    const uint64_t row = block * TABLE_BLOCK;
    const unsigned place = row % ROW_GROUP;
    for (unsigned tier = 0; tier < numbers->tiers; tier++) {
        const uint8_t *data;
        const ns_status status = group_bytes(numbers, tier, row / ROW_GROUP, ROW_GROUP_SIZE, &data, err);
        if (status != NS_OK) return status;
        out->next[tier] = load_u32(data) + count_before(data + 4, place);
        out->bits[tier] = (uint16_t)load_u16(data + 4 + place / 8);
    }
    return NS_OK;
}

uint32_t form_numbers_get(const struct form_numbers *numbers, const struct block_numbers *block, unsigned place)
{
    for (unsigned tier = 0; tier < numbers->tiers; tier++) {
        const uint32_t bits = block->bits[tier];
        if (!(bits >> place & 1)) continue;
        const uint32_t number = block->next[tier] + count_bits(bits & ((1u << place) - 1));
        return number >= numbers->begins[tier] && number < numbers->begins[tier + 1] ? number : NO_NUMBER;
    }
    return NO_NUMBER;
}
