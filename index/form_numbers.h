/* form_numbers.h - which form has which number: the section form_rows.
 *
 * A number is all that a stream has of a form, and all that it costs there is the length of its code (codes.h). So the most frequent forms
 * have the numbers with the shortest codes; but of numbers whose codes are of one length any may be any form's, and those in order of the
 * rows need no list: a bit a row tells them. The COMMON numbers, whose codes have one or two bytes, are by occurrences all the same: nearly
 * all that is read is these, and a list of them is short. The others are in TIERS, one for each length of the code. The section is:
 *   u32 for each common number: its row
 *   for each tier that has numbers, for each ROW_GROUP rows, the last ones filled up with none:
 *     u32 the number of the first row of the tier that stands in the group, or would
 *     a bit a row, the lowest of a byte first: whether it is of the tier
 *   u32 how many numbers there are
 * A row of a common number has that number with it (index_file.h).
 */
#ifndef INDEX_FORM_NUMBERS_H
#define INDEX_FORM_NUMBERS_H

#include "index/codes.h"
#include "index/table.h"

/* The number of a form that is in no stream. */
#define NO_NUMBER UINT32_MAX

#define ROW_GROUP 256
#define ROW_GROUP_SIZE (4 + ROW_GROUP / 8)

/* Codes of a common number have at most so many bytes; each longer one is a tier. */
#define COMMON_CODE_MAX 2
#define NUMBER_TIERS_MAX (WORD_CODE_MAX - COMMON_CODE_MAX)

/* ---- Writing ---- */

/* Turn ranks by occurrences into numbers.
 * @numbers  of each row: its rank, below `count` and each once, or NO_NUMBER */
void form_numbers_settle(uint32_t *numbers, uint64_t rows, uint32_t count);

/* Whether a number is common; NO_NUMBER is not. */
bool form_number_is_common(uint32_t number);

/* Append the section. @numbers  as form_numbers_settle() left them. Returns NS_OK, NS_ERR_NOMEM. */
ns_status form_numbers_put(struct buffer *out, const uint32_t *numbers, uint64_t rows, uint32_t count, struct ns_error *err);

/* ---- Reading ---- */

/* The section of an open file; borrows the file. */
struct form_numbers {
    struct index_file *file;
    uint64_t rows;
    uint32_t count;                        /* of numbers */
    unsigned tiers;                        /* that have any */
    uint32_t begins[NUMBER_TIERS_MAX + 1]; /* the first number of each tier; behind the last one `count` */
};

/* @rows  of the section `forms`. Returns NS_OK, NS_ERR_CORRUPT. */
ns_status form_numbers_open(struct index_file *file, uint64_t rows, struct form_numbers *out, struct ns_error *err);

/* The row of a number. Returns NS_OK, NS_ERR_CORRUPT (a number that no form has, since numbers come from the file). */
ns_status form_numbers_row(const struct form_numbers *numbers, uint32_t number, uint32_t *row, struct ns_error *err);

/* The numbers of the rows of one block of `forms`, but for common ones. */
struct block_numbers {
    uint32_t next[NUMBER_TIERS_MAX]; /* for each tier: the number of its first row in the block */
    uint16_t bits[NUMBER_TIERS_MAX]; /* a bit a row: whether it is of the tier */
};

/* @block  of the table. Returns NS_OK, NS_ERR_CORRUPT. */
ns_status form_numbers_block(const struct form_numbers *numbers, uint64_t block, struct block_numbers *out, struct ns_error *err);

/* The number of a row by its place in the block; NO_NUMBER if it is of no tier, or of one that has no such number. */
uint32_t form_numbers_get(const struct form_numbers *numbers, const struct block_numbers *block, unsigned place);

#endif
