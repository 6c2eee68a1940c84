/* codes.c - the word code and the gap code. */
#include "index/codes.h"

#include <stdlib.h>

#include "index/bytes.h"

#define STOPPERS WORD_CODE_STOPPERS
#define CONTINUERS (256 - STOPPERS)
#define RUN_ONLY 15       /* a first nibble that is no event */
#define NUMBER_FOLLOWS 15 /* a second nibble that says that the number follows */

uint64_t word_codes_up_to(unsigned bytes)
{
    uint64_t numbers = 0;
    for (uint64_t some = STOPPERS; bytes > 0; bytes--, some *= CONTINUERS)
        numbers += some;
    return numbers;
}

/* The digits of a dense code come out last first; a number of k digits is preceded by all numbers of fewer. */
size_t word_code_put(uint8_t *out, uint32_t number)
{
    uint8_t digits[WORD_CODE_MAX];
    size_t count = 0;
    digits[count++] = (uint8_t)(number % STOPPERS);
    for (uint32_t rest = number / STOPPERS; rest > 0; rest = (rest - 1) / CONTINUERS) {
        digits[count++] = (uint8_t)(STOPPERS + (rest - 1) % CONTINUERS);
    }
    for (size_t i = 0; i < count; i++)
        out[i] = digits[count - 1 - i];
    return count;
}

/* Numbers whose codes have three bytes or fewer. */
#define SHORT_CODES (STOPPERS + STOPPERS * CONTINUERS + STOPPERS * CONTINUERS * CONTINUERS)

ns_status word_codes_make(struct word_codes *codes, uint32_t numbers, struct ns_error *err)
{
    const uint32_t count = numbers < SHORT_CODES ? numbers : SHORT_CODES;
    codes->codes = malloc(((size_t)count + 1) * sizeof *codes->codes);
    if (!codes->codes) return ns_fail_nomem(err);
    codes->count = count;
    for (uint32_t number = 0; number < count; number++) {
        uint8_t bytes[WORD_CODE_MAX] = {0};
        const uint32_t size = (uint32_t)word_code_put(bytes, number);
        codes->codes[number] = size << 24 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[1] << 8 | bytes[0];
    }
    return NS_OK;
}

void word_codes_release(struct word_codes *codes)
{
    free(codes->codes);
    *codes = (struct word_codes){0};
}

/* Whether a byte ends a code cannot be foreseen, and a branch that is foreseen wrongly takes longer than all else here: so each byte is
 * taken for the last of its code, and where it is not, the next one writes over it. A number only grows as its code goes on, so that one
 * may be refused before its end; and as it grows by 6 bits a byte, one that is too large is seen long before 64 bits are full. */
void word_codes_get(struct cursor *cursor, uint32_t *numbers, size_t count, uint32_t limit)
{
    const uint8_t *at = cursor->at;
    const uint8_t *end = cursor->end;
    uint64_t rest = 0;
    uint64_t beyond = 0;
    size_t read = 0;
    while (read < count && at < end) {
        const uint64_t byte = *at++;
        const uint64_t number = rest * STOPPERS + byte;
        const uint64_t last = byte < STOPPERS;
        numbers[read] = (uint32_t)number;
        beyond |= number >= limit;
        rest = (rest * CONTINUERS + byte - STOPPERS + 1) & (last - 1); /* 0 behind a last byte */
        read += last;
    }
    cursor->at = at;
    if (read < count || beyond) cursor_fail(cursor);
}

/* The number whose code ends with the byte `last`; one of more than 32 bits is not taken further than to see that. */
static uint64_t long_number_before(const uint8_t *begin, const uint8_t *last)
{
    uint64_t number = *last;
    uint64_t weight = STOPPERS;
    while (last > begin && last[-1] >= STOPPERS && number <= UINT32_MAX) {
        last--;
        number += (*last - (uint64_t)STOPPERS + 1) * weight;
        weight *= CONTINUERS;
    }
    return number;
}

/* The same. Few codes are of more than two bytes; whether one is of one or two cannot be foreseen, and is no branch. Two bytes both
 * continue when what is set in both has the two high bits. */
static inline uint64_t number_before(const uint8_t *begin, const uint8_t *last)
{
    const uint8_t *before = last - (last > begin);
    if (before > begin && (before[-1] & before[0]) >= STOPPERS) return long_number_before(begin, last);
    const uint64_t goes_on = *before >= STOPPERS;
    return *last + (((*before - (uint64_t)STOPPERS + 1) * STOPPERS) & (0 - goes_on));
}

/* Bytes that are gone over at once; hardly any passage has more. */
#define SIFT_BYTES 512

/* Decode the codes that were noted in a stretch of the run, and keep the words of the set. Returns behind the last of those. */
static struct found_word *keep_found(struct cursor *run, const uint8_t *stretch, const struct sifted *noted, size_t count,
                                     const struct word_set *set, uint32_t limit, struct found_word *found)
{
    for (size_t i = 0; i < count; i++) {
        const uint64_t number = number_before(run->at, stretch + noted[i].offset);
        if (number >= limit) {
            cursor_fail(run);
            break;
        }
        uint32_t value;
        *found = (struct found_word){noted[i].place, (uint32_t)number};
        found += word_set_find(set, (uint32_t)number, &value);
    }
    return found;
}

size_t word_codes_find(struct cursor *cursor, size_t count, const struct word_set *set, uint32_t place, uint32_t limit,
                       struct found_word *found)
{
    struct sifted noted[SIFT_BYTES + 1];
    struct found_word *kept = found;
    uint32_t behind = place;
    for (const uint8_t *at = cursor->at; at < cursor->end && !cursor->failed;) {
        const size_t size = cursor->end - at < SIFT_BYTES ? (size_t)(cursor->end - at) : SIFT_BYTES;
        const size_t some = sift(at, size, &set->ends, &behind, noted);
        kept = keep_found(cursor, at, noted, some, set, limit, kept);
        at += size;
    }
    const bool cut_off = cursor->end > cursor->at && cursor->end[-1] >= STOPPERS;
    if (cut_off || behind - place != count) cursor_fail(cursor);
    cursor->at = cursor->end;
    return cursor->failed ? 0 : (size_t)(kept - found);
}

/* Step back over at most `count` codes from where one begins, down to `floor`, where another does. Returns over how many. */
static uint32_t step_back(const uint8_t **at, const uint8_t *floor, uint32_t count)
{
    uint32_t steps = 0;
    while (steps<count && * at> floor) {
        --*at;
        while (*at > floor && (*at)[-1] >= STOPPERS)
            --*at;
        steps++;
    }
    return steps;
}

/* Numbers that are decoded at once. */
#define AROUND 32

/* Look at the words up to a place, and keep those of the set. */
static void look_up_to(struct anchored_find *find, uint32_t end)
{
    uint32_t numbers[AROUND];
    while (find->place < end && !find->behind.failed) {
        const uint32_t some = end - find->place < AROUND ? end - find->place : AROUND;
        word_codes_get(&find->behind, numbers, some, find->limit);
        for (uint32_t i = 0; i < some && !find->behind.failed; i++) {
            uint32_t value;
            *find->found = (struct found_word){find->place + i, numbers[i]};
            find->found += word_set_find(find->set, numbers[i], &value);
        }
        find->place += some;
    }
}

/* Go to where the words around an anchor begin; where that was looked at already, behind it. Where the places of the codes do not fit what
 * was counted before, the codes are not as many as they should be. @last  the last byte of the anchor's code */
static void go_before(struct anchored_find *find, const uint8_t *last, uint32_t place)
{
    const uint8_t *at = last + 1;
    const uint32_t steps = step_back(&at, find->behind.at, find->reach + 1); /* the anchor is one, too */
    if (last < find->behind.at || steps > place + 1 - find->place) {
        cursor_fail(&find->behind);
        return;
    }
    find->behind.at = at;
    find->place = place + 1 - steps;
}

static void look_around(struct anchored_find *find, const uint8_t *last, uint32_t place)
{
    const uint64_t end = (uint64_t)place + find->reach + 1;
    if (place >= find->place) go_before(find, last, place);
    look_up_to(find, end < find->words ? (uint32_t)end : find->words);
}

/* Look around those of the codes noted in a stretch of the piece that are anchors. */
static void look_around_noted(struct anchored_find *find, struct cursor *piece, const uint8_t *stretch, const struct sifted *noted,
                              size_t count)
{
    for (size_t i = 0; i < count && !find->behind.failed; i++) {
        uint32_t value;
        const uint8_t *last = stretch + noted[i].offset;
        const uint64_t number = number_before(piece->at, last);
        if (number >= find->limit) {
            cursor_fail(piece);
        } else if (word_set_find(find->anchors, (uint32_t)number, &value)) {
            look_around(find, last, noted[i].place);
        }
    }
}

void word_codes_find_around(struct anchored_find *find, struct cursor *piece, size_t count, uint32_t place)
{
    struct sifted noted[SIFT_BYTES + 1];
    uint32_t behind = place;
    const uint8_t *end = piece->end;
    for (const uint8_t *at = piece->at; at < end && !find->behind.failed;) {
        const size_t size = end - at < SIFT_BYTES ? (size_t)(end - at) : SIFT_BYTES;
        const size_t some = sift(at, size, &find->anchors->ends, &behind, noted);
        look_around_noted(find, piece, at, noted, some);
        at += size;
    }
    const bool cut_off = end > piece->at && end[-1] >= STOPPERS;
    if (cut_off || behind - place != count) cursor_fail(piece);
    piece->at = end;
}

ns_status gap_put(struct gap_encoder *encoder, struct buffer *out, uint32_t number, struct ns_error *err)
{
    ns_status status = NS_OK;
    while (status == NS_OK && encoder->implied >= RUN_ONLY) {
        const uint64_t more = encoder->implied - RUN_ONLY < 15 ? encoder->implied - RUN_ONLY : 15;
        status = buffer_append_byte(out, (uint8_t)(RUN_ONLY << 4 | more), err);
        encoder->implied -= RUN_ONLY + more;
    }
    if (status != NS_OK) return status;
    const uint8_t which = number < NUMBER_FOLLOWS ? (uint8_t)number : NUMBER_FOLLOWS;
    status = buffer_append_byte(out, (uint8_t)(encoder->implied << 4 | which), err);
    if (status == NS_OK && which == NUMBER_FOLLOWS) status = buffer_append_varint(out, number - NUMBER_FOLLOWS, err);
    encoder->implied = 0;
    return status;
}

struct gap_decoder gap_decoder_over(const void *data, size_t size)
{
    return (struct gap_decoder){cursor_over(data, size), 0, GAP_IMPLIED};
}

/* Read up to and with the next event; without one left, gaps are implied for ever. */
static void read_event(struct gap_decoder *decoder)
{
    struct cursor *cursor = &decoder->cursor;
    while (cursor->at < cursor->end) {
        const uint8_t byte = cursor_byte(cursor);
        if (byte >> 4 == RUN_ONLY) {
            decoder->implied += RUN_ONLY + (byte & 15u);
            continue;
        }
        decoder->implied += byte >> 4;
        decoder->event = byte & 15u;
        if (decoder->event == NUMBER_FOLLOWS) {
            decoder->event = NUMBER_FOLLOWS + (uint32_t)cursor_varint_max(cursor, UINT32_MAX - 1 - NUMBER_FOLLOWS);
        }
        return;
    }
}

uint32_t gap_get_event(struct gap_decoder *decoder)
{
    if (decoder->event == GAP_IMPLIED) read_event(decoder);
    if (decoder->implied > 0) {
        decoder->implied--;
        return GAP_IMPLIED;
    }
    const uint32_t event = decoder->event;
    decoder->event = GAP_IMPLIED;
    return event;
}

uint32_t gap_next_event(struct gap_decoder *decoder, uint64_t *implied)
{
    if (decoder->event == GAP_IMPLIED) read_event(decoder);
    const uint32_t event = decoder->event;
    *implied = decoder->implied;
    decoder->implied = 0;
    decoder->event = GAP_IMPLIED;
    return event;
}
