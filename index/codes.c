/* codes.c - the word code and the gap code. */
#include "index/codes.h"

#define STOPPERS WORD_CODE_STOPPERS
#define CONTINUERS (256 - STOPPERS)
#define RUN_ONLY 15       /* a first nibble that is no event */
#define NUMBER_FOLLOWS 15 /* a second nibble that says that the number follows */

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

uint32_t word_code_get(struct cursor *cursor)
{
    uint64_t rest = 0;
    uint8_t byte = cursor_byte(cursor);
    for (; byte >= STOPPERS && rest <= UINT32_MAX; byte = cursor_byte(cursor))
        rest = rest * CONTINUERS + (uint64_t)(byte - STOPPERS) + 1;
    const uint64_t number = rest * STOPPERS + byte;
    if (number > UINT32_MAX) cursor_fail(cursor);
    return cursor->failed ? 0 : (uint32_t)number;
}

void gap_put_implied(struct gap_encoder *encoder)
{
    encoder->implied++;
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
static void next_event(struct gap_decoder *decoder)
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

uint32_t gap_get(struct gap_decoder *decoder)
{
    if (decoder->event == GAP_IMPLIED && decoder->implied == 0) next_event(decoder);
    if (decoder->implied > 0) {
        decoder->implied--;
        return GAP_IMPLIED;
    }
    const uint32_t event = decoder->event;
    decoder->event = GAP_IMPLIED;
    return event;
}
