/* test_codes.c - the word code and the gap code of the streams. */
#include "tests/unit/index_fixture.h"

#include "index/codes.h"

/* ---- Words ---- */

/* One code, read in the most obvious way; sets the cursor's `failed` when it is cut off or no 32-bit number. */
static uint32_t word_code_get(struct cursor *cursor)
{
    uint64_t rest = 0;
    uint8_t byte = cursor_byte(cursor);
    for (; byte >= WORD_CODE_STOPPERS && rest <= UINT32_MAX; byte = cursor_byte(cursor))
        rest = rest * (256 - WORD_CODE_STOPPERS) + (uint64_t)(byte - WORD_CODE_STOPPERS) + 1;
    const uint64_t number = rest * WORD_CODE_STOPPERS + byte;
    if (number > UINT32_MAX) cursor_fail(cursor);
    return cursor->failed ? 0 : (uint32_t)number;
}

static void check_word(uint32_t number, size_t length)
{
    uint8_t code[WORD_CODE_MAX];
    assert_int_equal(word_code_put(code, number), length);
    for (size_t i = 0; i < length; i++)
        assert_int_equal(code[i] < WORD_CODE_STOPPERS, i + 1 == length);
    struct cursor cursor = cursor_over(code, length);
    assert_int_equal(word_code_get(&cursor), number);
    assert_false(cursor.failed);
    assert_ptr_equal(cursor.at, cursor.end);
}

static void test_word_code_edges(void **state)
{
    (void)state;
    static const uint64_t counts[] = {192, 12288, 786432, 50331648, 3221225472u}; /* of the codes of 1, 2, ... bytes */
    check_word(0, 1);
    uint64_t edge = 0;
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        edge += counts[i];
        check_word((uint32_t)edge - 1, i + 1);
        check_word((uint32_t)edge, i + 2);
        check_word((uint32_t)edge + 1, i + 2);
        assert_int_equal(word_codes_up_to((unsigned)i + 1), edge);
    }
    assert_int_equal(word_codes_up_to(0), 0);
    assert_true(word_codes_up_to(WORD_CODE_MAX) > UINT32_MAX);
    check_word(UINT32_MAX, WORD_CODE_MAX);
    check_word(UINT32_MAX - 1, WORD_CODE_MAX);
}

/* Smaller numbers have no longer codes, and codes of one length are in the order of their numbers. */
static void test_word_code_order(void **state)
{
    (void)state;
    uint8_t before[WORD_CODE_MAX];
    size_t before_len = word_code_put(before, 0);
    for (uint32_t number = 1; number < 900000; number++) {
        uint8_t code[WORD_CODE_MAX];
        const size_t length = word_code_put(code, number);
        assert_true(length > before_len || (length == before_len && memcmp(before, code, length) < 0));
        memcpy(before, code, length);
        before_len = length;
    }
}

/* From any byte of a stream, the codes behind the next stopper are found, and the codes before it backwards. */
static void test_word_codes_find_their_step(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    enum { COUNT = 5000 };
    static uint32_t numbers[COUNT];
    static uint8_t stream[COUNT * WORD_CODE_MAX];
    static size_t ends[COUNT];
    size_t size = 0;
    for (size_t i = 0; i < COUNT; i++) {
        numbers[i] = (uint32_t)random_magnitude(&random, 32);
        size += word_code_put(stream + size, numbers[i]);
        ends[i] = size;
    }
    size_t next = 0; /* the code that the byte is in */
    for (size_t at = 0; at < size; at++) {
        if (at == ends[next]) next++;
        size_t begin = at;
        while (begin > 0 && stream[begin - 1] >= WORD_CODE_STOPPERS)
            begin--;
        assert_int_equal(begin, next ? ends[next - 1] : 0);
        struct cursor cursor = cursor_over(stream + begin, size - begin);
        assert_int_equal(word_code_get(&cursor), numbers[next]);
        assert_ptr_equal(cursor.at, stream + ends[next]);
    }
    assert_int_equal(next, COUNT - 1);
    fixture_passed(fixture);
}

static void test_word_code_cut_off(void **state)
{
    (void)state;
    uint8_t code[WORD_CODE_MAX];
    const size_t length = word_code_put(code, UINT32_MAX);
    for (size_t cut = 0; cut < length; cut++) {
        struct cursor cursor = cursor_over(code, cut);
        assert_int_equal(word_code_get(&cursor), 0);
        assert_true(cursor.failed);
    }
}

/* The bug: a code of more than 32 bits was refused, but what stands behind it could still be read. */
static void test_word_code_too_large(void **state)
{
    (void)state;
    uint8_t code[16];
    word_code_put(code, UINT32_MAX);
    code[WORD_CODE_MAX - 1]++; /* 2^32: the next code of its length */
    code[WORD_CODE_MAX] = 1;
    struct cursor cursor = cursor_over(code, WORD_CODE_MAX + 1);
    assert_int_equal(word_code_get(&cursor), 0);
    assert_true(cursor.failed);
    assert_int_equal(word_code_get(&cursor), 0);
    assert_int_equal(cursor_byte(&cursor), 0);
    for (size_t length = 1; length <= sizeof code; length++) {
        memset(code, 0xff, sizeof code);
        code[length - 1] = 5;
        cursor = cursor_over(code, sizeof code);
        word_code_get(&cursor);
        assert_int_equal(cursor.failed, length > 5);
        if (cursor.failed) assert_int_equal(cursor_byte(&cursor), 0);
    }
}

/* Any bytes are words or a failure, and what was read is written to the same bytes. */
static void test_word_codes_of_random_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    for (int i = 0; i < 100000; i++) {
        uint8_t bytes[8];
        const uint64_t value = random_next(&random) | random_next(&random); /* many high bits */
        memcpy(bytes, &value, sizeof bytes);
        struct cursor cursor = cursor_over(bytes, sizeof bytes);
        const uint32_t number = word_code_get(&cursor);
        uint8_t code[WORD_CODE_MAX];
        if (cursor.failed) {
            assert_int_equal(number, 0);
            continue;
        }
        const size_t length = (size_t)(cursor.at - bytes);
        assert_int_equal(word_code_put(code, number), length);
        assert_memory_equal(code, bytes, length);
    }
    fixture_passed(fixture);
}

enum { CODES = 400 }; /* some streams are longer than what is sifted at once */

/* Read `count` codes one by one and at once. Returns whether they were refused. */
static bool check_many_codes(const uint8_t *codes, size_t size, size_t count, uint32_t limit)
{
    uint32_t numbers[CODES], found[CODES];
    struct cursor one = cursor_over(codes, size), all = one;
    bool below = true;
    for (size_t i = 0; i < count; i++) {
        numbers[i] = word_code_get(&one);
        below = below && numbers[i] < limit;
    }
    word_codes_get(&all, found, count, limit);
    assert_int_equal(all.failed, one.failed || !below);
    if (all.failed) return true;
    assert_ptr_equal(all.at, one.at);
    assert_memory_equal(found, numbers, count * sizeof *numbers);
    return false;
}

/* Some are damaged or cut off, or too large. They are in memory of just their size, so that a byte read behind it is seen. */
static void test_many_word_codes(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    size_t refused = 0;
    for (int round = 0; round < 20000; round++) {
        uint8_t stream[CODES * WORD_CODE_MAX];
        const size_t count = random_below(&random, CODES + 1);
        size_t size = 0;
        for (size_t i = 0; i < count; i++)
            size += word_code_put(stream + size, (uint32_t)random_magnitude(&random, round % 3 ? 14 : 32));
        if (size > 0 && round % 4 == 0) stream[random_below(&random, size)] = (uint8_t)random_next(&random);
        size -= size > 0 && round % 5 == 0;
        uint8_t *codes = malloc(size > 0 ? size : 1);
        assert_non_null(codes);
        memcpy(codes, stream, size);
        refused += check_many_codes(codes, size, count, round % 2 ? UINT32_MAX : 9000);
        free(codes);
    }
    assert_in_range(refused, 2000, 18000);
    fixture_passed(fixture);
}

/* What was added is found with the value that it was first added with, and nothing else is. */
static void test_word_set(void **state)
{
    enum { FORMS = 3000 };
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    uint32_t values[FORMS] = {0}, value;
    struct word_set set = {0};
    assert_false(word_set_find(&set, 0, &value));
    for (uint32_t i = 1; i <= FORMS / 2; i++) {
        const uint32_t form = random_below(&random, FORMS);
        assert_int_equal(word_set_add(&set, form, i, NULL), NS_OK);
        if (values[form] == 0) values[form] = i;
    }
    for (uint32_t form = 0; form < FORMS; form++) {
        assert_int_equal(word_set_find(&set, form, &value), values[form] > 0);
        if (values[form] > 0) assert_int_equal(value, values[form]);
    }
    word_set_release(&set);
    fixture_passed(fixture);
}

enum { SET_FORMS = 1 << 15 };

/* A set of forms, and the same as a bit a form. */
struct forms {
    struct word_set set;
    uint8_t bits[SET_FORMS / 8];
};

static void add_form(struct forms *forms, uint32_t form)
{
    forms->bits[form / 8] |= (uint8_t)(1u << form % 8);
    assert_int_equal(word_set_add(&forms->set, form, form + 1, NULL), NS_OK);
}

static bool has_form(const struct forms *forms, uint32_t form)
{
    return forms->bits[form / 8] >> form % 8 & 1;
}

/* Find a set among codes, and hold it against all of them. Returns whether they were refused. */
static bool check_found(const uint8_t *codes, size_t size, size_t count, const struct forms *forms, uint32_t limit)
{
    uint32_t numbers[CODES];
    struct found_word found[CODES * WORD_CODE_MAX + 1];
    struct cursor all = cursor_over(codes, size), cursor = all;
    const uint32_t place = 1000;
    word_codes_get(&all, numbers, count, limit);
    const size_t hits = word_codes_find(&cursor, count, &forms->set, place, limit, found);
    assert_ptr_equal(cursor.at, cursor.end);
    if (cursor.failed) {
        assert_true(all.failed || all.at != all.end);
        assert_int_equal(hits, 0);
        return true;
    }
    size_t next = 0;
    for (size_t i = 0; !all.failed && i < count; i++) {
        if (!has_form(forms, numbers[i])) continue;
        assert_in_range(next, 0, hits - 1);
        assert_int_equal(found[next].place, place + i);
        assert_int_equal(found[next++].form, numbers[i]);
    }
    if (!all.failed) assert_int_equal(next, hits);
    for (size_t i = 0; i < hits; i++)
        assert_true(found[i].form < limit && has_form(forms, found[i].form) && found[i].place - place < count);
    return false;
}

/* Forms of codes of one, two and three bytes, few and many, some of which are in the stream. */
static void choose_forms(struct forms *forms, struct random_source *random, uint32_t limit)
{
    word_set_release(&forms->set);
    memset(forms->bits, 0, sizeof forms->bits);
    for (uint64_t left = random_magnitude(random, 7); left > 0; left--)
        add_form(forms, (uint32_t)random_magnitude(random, 15) % limit);
}

/* Some streams are damaged, cut off, of other numbers than the limit allows, or of one word more or less than they should be. */
static void test_found_words(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    struct forms forms = {0};
    size_t refused = 0;
    for (int round = 0; round < 20000; round++) {
        uint8_t stream[CODES * WORD_CODE_MAX];
        size_t count = random_below(&random, CODES), size = 0;
        for (size_t i = 0; i < count; i++)
            size += word_code_put(stream + size, (uint32_t)random_magnitude(&random, round % 7 ? 15 : 17));
        if (size > 0 && round % 4 == 0) stream[random_below(&random, size)] = (uint8_t)random_next(&random);
        if (size > 0 && round % 16 == 0) memset(stream + random_below(&random, size), 0xff, 1); /* may make a code of any length */
        size -= size > 0 && round % 5 == 0;
        if (round % 11 == 0) count += count > 0 && round % 2 ? (size_t)-1 : 1;
        uint8_t *codes = malloc(size > 0 ? size : 1);
        assert_non_null(codes);
        memcpy(codes, stream, size);
        const uint32_t limit = round % 2 ? SET_FORMS : 1 + random_below(&random, SET_FORMS);
        choose_forms(&forms, &random, limit);
        refused += check_found(codes, size, count, &forms, limit);
        free(codes);
    }
    assert_in_range(refused, 2000, 18000);
    word_set_release(&forms.set);
    fixture_passed(fixture);
}

/* Find a set around anchors in all codes, of which those from `first` on to the end are looked through for anchors. The obvious way looks
 * at all words within reach of each of them. */
static void check_found_around(const uint8_t *codes, size_t size, size_t first_byte, size_t count, size_t first, const struct forms *forms,
                               const struct forms *anchors, uint32_t reach)
{
    uint32_t numbers[CODES];
    struct found_word found[CODES + 1];
    struct cursor all = cursor_over(codes, size), piece = cursor_over(codes + first_byte, size - first_byte);
    struct anchored_find find = {.anchors = &anchors->set,
                                 .set = &forms->set,
                                 .reach = reach,
                                 .limit = SET_FORMS,
                                 .begin = codes,
                                 .behind = all,
                                 .words = (uint32_t)count,
                                 .found = found};
    word_codes_get(&all, numbers, count, SET_FORMS);
    word_codes_find_around(&find, &piece, count - first, (uint32_t)first);
    assert_false(find.behind.failed || piece.failed);
    assert_ptr_equal(piece.at, piece.end);
    const struct found_word *next = found;
    for (size_t i = 0; i < count; i++) {
        bool near = false;
        for (size_t j = first; j < count; j++)
            near = near || (has_form(anchors, numbers[j]) && (i < j ? j - i : i - j) <= reach);
        if (!near || !has_form(forms, numbers[i])) continue;
        assert_true(next < find.found);
        assert_int_equal(next->place, i);
        assert_int_equal(next++->form, numbers[i]);
    }
    assert_ptr_equal(next, find.found);
}

/* Anchors are some of the forms; streams are of few different words, so that there are some. */
static void test_found_words_around(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    struct forms forms = {0}, anchors = {0};
    for (int round = 0; round < 4000; round++) {
        uint8_t stream[CODES * WORD_CODE_MAX];
        const size_t count = random_below(&random, CODES), first = count > 0 ? random_below(&random, count) : 0;
        size_t size = 0, first_byte = 0;
        choose_forms(&forms, &random, SET_FORMS);
        choose_forms(&anchors, &random, SET_FORMS);
        for (size_t i = 0; i < count; i++) {
            if (i == first) first_byte = size;
            const uint32_t number = (uint32_t)random_magnitude(&random, 15);
            size += word_code_put(stream + size, number);
            if (random_chance(&random, 3)) add_form(&anchors, number);
            if (random_chance(&random, 9)) add_form(&forms, number);
        }
        uint8_t *codes = malloc(size > 0 ? size : 1);
        assert_non_null(codes);
        memcpy(codes, stream, size);
        check_found_around(codes, size, first_byte, count, first, &forms, &anchors, random_below(&random, 40));
        free(codes);
    }
    word_set_release(&forms.set);
    word_set_release(&anchors.set);
    fixture_passed(fixture);
}

/* Codes around that are fewer than the words that they should be, or over the limit, and places that do not fit them. */
static void test_damaged_words_around(void **state)
{
    (void)state;
    static struct forms forms;
    static const uint8_t codes[] = {1, 8, 3, 0xff, 0xbf, 4, 8, 5};
    static const struct {
        uint32_t words, place, limit;
        bool sound;
    } cases[] = {{7, 0, SET_FORMS, true}, {9, 0, SET_FORMS, false}, {7, 1, SET_FORMS, false}, {7, 0, 9, false}};
    add_form(&forms, 8);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct found_word found[16];
        struct cursor piece = cursor_over(codes, sizeof codes);
        struct anchored_find find = {.anchors = &forms.set,
                                     .set = &forms.set,
                                     .reach = 3,
                                     .limit = cases[i].limit,
                                     .begin = codes,
                                     .behind = piece,
                                     .words = cases[i].words,
                                     .place = cases[i].place,
                                     .found = found};
        word_codes_find_around(&find, &piece, 7, 0);
        assert_int_equal(!find.behind.failed, cases[i].sound);
    }
    word_set_release(&forms.set);
}

/* What stands before a run is not part of its first code, and the limit itself is no form. */
static void test_found_words_at_the_edges(void **state)
{
    (void)state;
    static struct forms forms;
    static const uint8_t codes[] = {0xff, 8, 0xc0, 8, 0xff}; /* of which 8 and 200 are the run */
    struct found_word found[4];
    add_form(&forms, 8);
    add_form(&forms, 201); /* of which the second code has a byte, too, so that it is decoded */
    struct cursor cursor = cursor_over(codes + 1, 3);
    assert_int_equal(word_codes_find(&cursor, 2, &forms.set, 7, 201, found), 1);
    assert_false(cursor.failed);
    assert_int_equal(found[0].place, 7);
    assert_int_equal(found[0].form, 8);
    cursor = cursor_over(codes + 1, 3);
    assert_int_equal(word_codes_find(&cursor, 2, &forms.set, 7, 200, found), 0);
    assert_true(cursor.failed);
    word_set_release(&forms.set);
}

/* A long run of bytes that all continue is one code that is too large, whose number is not worked out to its end. */
static void test_found_words_of_endless_codes(void **state)
{
    (void)state;
    static struct forms forms;
    static uint8_t codes[1 << 16];
    static struct found_word found[COUNT_OF(codes) + 1];
    memset(codes, 0xff, sizeof codes);
    add_form(&forms, 5);
    add_form(&forms, 12295); /* the bytes 0xff and 7 */
    codes[sizeof codes - 1] = 5;
    struct cursor cursor = cursor_over(codes, sizeof codes);
    assert_int_equal(word_codes_find(&cursor, 1, &forms.set, 0, SET_FORMS, found), 0);
    assert_true(cursor.failed);
    codes[sizeof codes - 1] = 6; /* which no word of the set ends with */
    cursor = cursor_over(codes, sizeof codes);
    assert_int_equal(word_codes_find(&cursor, 1, &forms.set, 0, SET_FORMS, found), 0);
    assert_false(cursor.failed);
    codes[sizeof codes - 1] = 0xff;
    cursor = cursor_over(codes, sizeof codes);
    assert_int_equal(word_codes_find(&cursor, 0, &forms.set, 0, SET_FORMS, found), 0);
    assert_true(cursor.failed);
    word_set_release(&forms.set);
}

/* ---- Gaps ---- */

static void put_gaps(struct buffer *out, const uint32_t *gaps, size_t count)
{
    struct gap_encoder encoder = {0};
    out->size = 0;
    for (size_t i = 0; i < count; i++) {
        if (gaps[i] == GAP_IMPLIED) {
            encoder.implied++;
        } else {
            assert_int_equal(gap_put(&encoder, out, gaps[i], NULL), NS_OK);
        }
    }
}

/* From one gap that is written to the next. */
static void check_events(const struct buffer *code, const uint32_t *gaps, size_t count)
{
    struct gap_decoder decoder = gap_decoder_over(code->data, code->size);
    uint64_t implied, wanted = 0;
    for (size_t i = 0; i < count; i++, wanted++) {
        if (gaps[i] == GAP_IMPLIED) continue;
        assert_int_equal(gap_next_event(&decoder, &implied), gaps[i]);
        assert_int_equal(implied, wanted);
        wanted = UINT64_MAX; /* 0 from the next one on */
    }
    for (int past = 0; past < 2; past++) {
        assert_int_equal(gap_next_event(&decoder, &implied), GAP_IMPLIED);
        assert_int_equal(implied, 0);
    }
    assert_false(decoder.cursor.failed);
}

static void check_gaps(struct buffer *out, const uint32_t *gaps, size_t count)
{
    put_gaps(out, gaps, count);
    check_events(out, gaps, count);
    struct gap_decoder decoder = gap_decoder_over(out->data, out->size);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(gap_get(&decoder), gaps[i]);
    assert_ptr_equal(decoder.cursor.at, decoder.cursor.end);
    for (int past = 0; past < 40; past++)
        assert_int_equal(gap_get(&decoder), GAP_IMPLIED);
    assert_false(decoder.cursor.failed);
}

/* What each is in bytes, as codes.h draws it. */
static void test_gap_code_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *out = &fixture->bytes[0];
    static const struct {
        size_t implied;
        uint32_t number;
        const char *bytes;
        size_t size;
    } rows[] = {
        {0, 0, "\x00", 1},
        {0, 14, "\x0e", 1},
        {0, 15, "\x0f\x00", 2},
        {0, 16, "\x0f\x01", 2},
        {3, 2, "\x32", 1},
        {14, 14, "\xee", 1},
        {15, 0, "\xf0\x00", 2},
        {16, 0, "\xf1\x00", 2},
        {30, 1, "\xff\x01", 2},
        {31, 1, "\xff\x11", 2},
        {44, 1, "\xff\xe1", 2},
        {45, 1, "\xff\xf0\x01", 3},
        {60, 1, "\xff\xff\x01", 3},
        {14, 15 + 128, "\xef\x80\x01", 3},
        {0, UINT32_MAX - 1, "\x0f\xef\xff\xff\xff\x0f", 6},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint32_t gaps[64];
        for (size_t gap = 0; gap < rows[i].implied; gap++)
            gaps[gap] = GAP_IMPLIED;
        gaps[rows[i].implied] = rows[i].number;
        check_gaps(out, gaps, rows[i].implied + 1);
        assert_int_equal(out->size, rows[i].size);
        assert_memory_equal(out->data, rows[i].bytes, out->size);
    }
}

static void test_gaps_that_are_all_implied(void **state)
{
    struct fixture *fixture = *state;
    static const uint32_t gaps[] = {GAP_IMPLIED, GAP_IMPLIED, GAP_IMPLIED};
    check_gaps(&fixture->bytes[0], gaps, 3);
    assert_int_equal(fixture->bytes[0].size, 0);
    check_gaps(&fixture->bytes[0], gaps, 0);
}

static void test_long_run_of_implied_gaps(void **state)
{
    struct fixture *fixture = *state;
    struct gap_encoder encoder = {0};
    for (int i = 0; i < 1000000; i++)
        encoder.implied++;
    assert_int_equal(gap_put(&encoder, &fixture->bytes[0], 7, NULL), NS_OK);
    assert_int_equal(gap_put(&encoder, &fixture->bytes[0], 8, NULL), NS_OK);
    assert_in_range(fixture->bytes[0].size, 1000000 / 30, 1000000 / 30 + 4);
    struct gap_decoder decoder = gap_decoder_over(fixture->bytes[0].data, fixture->bytes[0].size);
    for (int i = 0; i < 1000000; i++)
        assert_int_equal(gap_get(&decoder), GAP_IMPLIED);
    assert_int_equal(gap_get(&decoder), 7);
    assert_int_equal(gap_get(&decoder), 8);
    assert_int_equal(gap_get(&decoder), GAP_IMPLIED);
    assert_false(decoder.cursor.failed);
    uint64_t implied;
    decoder = gap_decoder_over(fixture->bytes[0].data, fixture->bytes[0].size);
    gap_get(&decoder); /* the two ways to read may take turns */
    assert_int_equal(gap_next_event(&decoder, &implied), 7);
    assert_int_equal(implied, 999999);
    assert_int_equal(gap_get(&decoder), 8);
}

static void test_random_gaps(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    enum { COUNT = 400 };
    uint32_t gaps[COUNT];
    for (int i = 0; i < 3000; i++) {
        const uint64_t rare = 1 + random_magnitude(&random, 7);
        const unsigned bits = 1 + random_below(&random, 32);
        const size_t count = random_below(&random, COUNT + 1);
        for (size_t gap = 0; gap < count; gap++) {
            const uint32_t number = (uint32_t)random_magnitude(&random, bits);
            gaps[gap] = random_below(&random, rare) ? GAP_IMPLIED : number == UINT32_MAX ? 0 : number;
        }
        if (count && gaps[count - 1] == GAP_IMPLIED) gaps[count - 1] = 3; /* so that the code ends with the last gap */
        check_gaps(&fixture->bytes[0], gaps, count);
    }
    fixture_passed(fixture);
}

/* Cut off in a number, or with one that is too large: the failure is told, and nothing runs on for ever. */
static void test_damaged_gaps(void **state)
{
    (void)state;
    static const char *const texts[] = {"\x0f",        "\x0f\x80", "\x0f\xff", "\x0f\xf0\xff\xff\xff\x0f", "\x0f\xff\xff\xff\xff\x1f",
                                        "\xff\xff\x3f"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct gap_decoder decoder = gap_decoder_over(texts[i], strlen(texts[i]));
        for (int gap = 0; gap < 100; gap++)
            gap_get(&decoder);
        assert_true(decoder.cursor.failed);
    }
}

/* Codes that were made beforehand are those that are made one by one; beyond three bytes there are none. */
static void test_copied_codes(void **state)
{
    (void)state;
    static const uint32_t numbers[] = {0, 1, 191, 192, 193, 12479, 12480, 12481, 798911, 798912, 798913, 51130000, UINT32_MAX};
    for (uint32_t made = 0; made < 900000; made = made * 3 + 100) {
        struct word_codes codes;
        assert_int_equal(word_codes_make(&codes, made, NULL), NS_OK);
        assert_true(codes.count <= 798912);
        for (size_t i = 0; i < COUNT_OF(numbers); i++) {
            uint8_t wanted[WORD_CODE_MAX], found[WORD_CODE_MAX + WORD_CODE_ROOM];
            const size_t size = word_code_put(wanted, numbers[i]);
            assert_int_equal(word_code_copy(&codes, found, numbers[i]), size);
            assert_memory_equal(found, wanted, size);
        }
        word_codes_release(&codes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_word_code_edges),
        cmocka_unit_test(test_word_code_order),
        FIXTURE_TEST(test_word_codes_find_their_step),
        cmocka_unit_test(test_word_code_cut_off),
        cmocka_unit_test(test_word_code_too_large),
        FIXTURE_TEST(test_word_codes_of_random_bytes),
        FIXTURE_TEST(test_many_word_codes),
        FIXTURE_TEST(test_word_set),
        FIXTURE_TEST(test_found_words),
        FIXTURE_TEST(test_found_words_around),
        cmocka_unit_test(test_found_words_of_endless_codes),
        cmocka_unit_test(test_found_words_at_the_edges),
        cmocka_unit_test(test_damaged_words_around),
        cmocka_unit_test(test_copied_codes),
        FIXTURE_TEST(test_gap_code_bytes),
        FIXTURE_TEST(test_gaps_that_are_all_implied),
        FIXTURE_TEST(test_long_run_of_implied_gaps),
        FIXTURE_TEST(test_random_gaps),
        cmocka_unit_test(test_damaged_gaps),
    };
    return cmocka_run_group_tests_name("codes", tests, NULL, NULL);
}
