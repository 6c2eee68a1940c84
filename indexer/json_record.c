/* json_record.c - looks through the members of an object once, keeps the best value for each field, and makes texts of them. */
#include "indexer/json_record.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/date.h"
#include "indexer/white.h"
#include "indexer/charset.h"
#include "shim/json.h"

/* Where the values of a type that is not wanted are kept, in the order of their fields. */
#define WRONG FIELD_SLOTS
#define SLOT_BITS ((1u << FIELD_SLOTS) - 1)

_Static_assert(FIELD_SLOTS + FIELD_COUNT <= 32, "each has a bit");

/* Room for the text of any 64-bit number with a sign. */
#define NUMBER_ROOM 24

_Static_assert(INPUT_PADDING >= JSON_PADDING, "the last record of an input can be read too");

/* Members whose names are remembered from record to record, and the bytes of such a name: records of one file mostly have the same members
 * in the same order, and need not be looked up again. */
#define MEMO_MEMBERS 32
#define MEMO_NAME 40

/* A member that stands for a field. */
struct found {
    struct json_value value;
    const char *name;
    size_t name_length;
    const struct field_name *as;
    unsigned rank;
};

/* What the name of a member was found to be. */
struct memo {
    const struct field_name *as;
    unsigned rank;
    size_t length;
    char name[MEMO_NAME];
};

struct json_records {
    struct record record;
    const struct field_map *map;
    struct field_map usual; /* when the input has none */
    json_parser *parser;
    struct buffer recoded;                         /* a text that was not UTF-8 */
    uint32_t have;                                 /* a bit for each of `found` that is filled */
    uint32_t twice;                                /* and for one whose name the record has twice */
    struct found found[FIELD_SLOTS + FIELD_COUNT]; /* a slot's value; from WRONG on a field's of a type that is not wanted, its name sure */
    struct memo memos[MEMO_MEMBERS];
    struct buffer joined[FIELD_SLOTS]; /* a value of several strings */
    char number[NUMBER_ROOM];          /* an id that is one */
};

static const char *type_name(enum json_type type)
{
    switch (type) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_NUMBER:
        return "a number";
    case JSON_BOOL:
        return "true or false";
    case JSON_NULL:
        return "null";
    case JSON_ABSENT:
        break;
    }
    return "nothing";
}

/* ---- Which members are taken ---- */

static bool says_nothing(const struct json_value *value)
{
    struct json_walk walk;
    struct json_value first;
    const char *name;
    size_t length;
    if (value->type == JSON_NULL) return true;
    if (value->type == JSON_STRING) return white_only(value->text, value->length);
    if (value->type != JSON_ARRAY && value->type != JSON_OBJECT) return false;
    json_walk_begin(value, &walk);
    return !json_walk_next(&walk, &name, &length, &first);
}

/* Whether the first value of an array is a string, and not an object with who knows what text in it. */
static bool begins_with_string(const struct json_value *array)
{
    struct json_walk walk;
    struct json_value first;
    const char *name;
    size_t length;
    json_walk_begin(array, &walk);
    return json_walk_next(&walk, &name, &length, &first) && first.type == JSON_STRING;
}

static bool fits(enum field field, const struct json_value *value)
{
    switch (value->type) {
    case JSON_STRING:
        return true;
    case JSON_INTEGER:
        return field == RECORD_ID || field == RECORD_DATE;
    case JSON_NUMBER:
        return field == RECORD_DATE;
    case JSON_ARRAY:
        return field == RECORD_BYLINE || field == RECORD_SECTION || (field == RECORD_BODY && begins_with_string(value));
    case JSON_OBJECT:
        return field == RECORD_BYLINE || field == RECORD_SECTION || field == RECORD_SOURCE;
    default:
        return false;
    }
}

/* Take a member for its field, unless a better one is there. */
static void offer(struct json_records *records, const struct found *member)
{
    const struct field_name *as = member->as;
    const enum field field = field_of_slot(as->slot);
    size_t place = as->slot;
    if (says_nothing(&member->value)) return;
    if (!fits(field, &member->value)) {
        if (!field_is_sure(as)) return;
        place = WRONG + field;
    }
    struct found *best = &records->found[place];
    if (!(records->have & 1u << place) || member->rank < best->rank) {
        records->have |= 1u << place;
        records->twice &= ~(1u << place);
        *best = *member;
    } else if (member->rank == best->rank && member->name_length == best->name_length) {
        if (memcmp(member->name, best->name, best->name_length) == 0) records->twice |= 1u << place;
    }
}

/* Find a member's name, and its rank. */
static void find_name(struct json_records *records, const struct field_name *within, size_t position, struct found *member)
{
    struct memo *memo = !within && position < MEMO_MEMBERS && member->name_length <= MEMO_NAME ? &records->memos[position] : NULL;
    if (memo && memo->length == member->name_length && memcmp(memo->name, member->name, memo->length) == 0) {
        member->as = memo->as;
        member->rank = memo->rank;
        return;
    }
    member->as = field_find(records->map, within, member->name, member->name_length);
    member->rank = member->as ? field_rank(records->map, member->as, member->name, member->name_length) : 0;
    if (memo) {
        *memo = (struct memo){.as = member->as, .rank = member->rank, .length = member->name_length};
        memcpy(memo->name, member->name, member->name_length);
    }
}

/* Look through the members of an object, and of those in it that lead to names of ours. Names are at most FIELD_DEPTH_MAX in one another,
 * and so is this. Returns whether any was ours. */
static bool look_through(struct json_records *records, const struct json_value *object, const struct field_name *within)
{
    struct json_walk walk;
    struct found member;
    bool any = false;
    json_walk_begin(object, &walk);
    for (size_t position = 0; json_walk_next(&walk, &member.name, &member.name_length, &member.value); position++) {
        find_name(records, within, position, &member);
        const struct field_name *as = member.as;
        if (!as) continue;
        any = true;
        if (as->leads && member.value.type == JSON_OBJECT && look_through(records, &member.value, as)) continue;
        if (as->slot < FIELD_SLOTS) offer(records, &member);
    }
    return any;
}

/* ---- What their values say ---- */

static void tell_wrong(const struct json_records *records, enum field field, const struct found *found)
{
    const struct record *record = &records->record;
    const char *wanted = field == RECORD_ID ? "a string or an integer" : field == RECORD_DATE ? "a string or a number" : "a string";
    reader_problem(record->input, record->sink, PROBLEM_FIELD, record->line, "\"%s\" is %s, %s was wanted; it is passed over", found->name,
                   type_name(found->value.type), wanted);
}

/* The string that a value is, or the "name" of the object that it is; false if it is neither. */
static bool text_in(const struct json_value *value, struct json_value *out)
{
    struct json_walk walk;
    const char *name;
    size_t length;
    *out = *value;
    if (value->type != JSON_OBJECT) return value->type == JSON_STRING;
    json_walk_begin(value, &walk);
    while (json_walk_next(&walk, &name, &length, out)) {
        if (out->type == JSON_STRING && length == 4 && memcmp(name, "name", 4) == 0) return true;
    }
    return false;
}

/* Join the strings of an array. */
static ns_status join(const struct json_value *array, const char *parting, struct buffer *out, struct ns_error *err)
{
    struct json_walk walk;
    struct json_value value, text;
    const char *name;
    size_t length;
    ns_status status = NS_OK;
    out->size = 0;
    json_walk_begin(array, &walk);
    while (status == NS_OK && json_walk_next(&walk, &name, &length, &value)) {
        if (!text_in(&value, &text) || white_only(text.text, text.length)) continue;
        if (out->size > 0) status = buffer_append(out, parting, strlen(parting), err);
        if (status == NS_OK) status = buffer_append(out, text.text, text.length, err);
    }
    return status == NS_OK ? buffer_pad(out, 1, err) : status;
}

/* What stands between the strings of an array. */
static const char *parting_of(enum field field)
{
    return field == RECORD_BODY ? "\n\n" : field == RECORD_SECTION ? " / " : ", ";
}

/* Take what an array or an object says. */
static ns_status take_structure(struct json_records *records, size_t slot, const struct found *found, struct ns_error *err)
{
    const enum field field = field_of_slot(slot);
    struct record_value *out = &records->record.values[slot];
    struct buffer *joined = &records->joined[slot];
    struct json_value text;
    ns_status status = NS_OK;
    if (found->value.type == JSON_ARRAY) {
        status = join(&found->value, parting_of(field), joined, err);
        if (status == NS_OK && joined->size > 0) *out = (struct record_value){joined->data, joined->size, found->name};
    } else if (text_in(&found->value, &text)) {
        *out = (struct record_value){text.text, text.length, found->name};
    }
    if (status == NS_OK && !out->text) tell_wrong(records, field, found);
    return status;
}

static void take_date(struct json_records *records, const struct found *found)
{
    const struct json_value *value = &found->value;
    struct record *record = &records->record;
    const bool fits_sign = value->magnitude <= INT64_MAX;
    if (value->type == JSON_NUMBER) {
        record->date = date_of_seconds(value->number);
    } else if (fits_sign) {
        record->date = date_of_integer(value->negative ? -(int64_t)value->magnitude : (int64_t)value->magnitude);
    }
    if (record->date.precision != DATE_UNKNOWN || (value->type == JSON_INTEGER && value->magnitude == 0)) return;
    reader_problem(record->input, record->sink, PROBLEM_DATE, record->line, "the number of \"%s\" is no date that can be read",
                   found->name);
}

/* Make a value of what was found. */
static ns_status take(struct json_records *records, size_t slot, const struct found *found, struct ns_error *err)
{
    const struct json_value *value = &found->value;
    const enum field field = field_of_slot(slot);
    struct record_value *out = &records->record.values[slot];
    switch (value->type) {
    case JSON_STRING:
        *out = (struct record_value){value->text, value->length, found->name};
        return NS_OK;
    case JSON_INTEGER:
    case JSON_NUMBER:
        if (field == RECORD_DATE) {
            take_date(records, found);
            return NS_OK;
        }
        const int length = snprintf(records->number, NUMBER_ROOM, "%s%" PRIu64, value->negative ? "-" : "", value->magnitude);
        *out = (struct record_value){records->number, (size_t)length, found->name};
        return NS_OK;
    case JSON_ARRAY:
    case JSON_OBJECT:
        return take_structure(records, slot, found, err);
    default:
        return NS_OK;
    }
}

/* The place of the lowest bit, which is cut off. */
static size_t next_bit(uint32_t *bits)
{
    const size_t place = (size_t)__builtin_ctz(*bits);
    *bits &= *bits - 1;
    return place;
}

static ns_status take_found(struct json_records *records, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (uint32_t wrong = records->have & ~SLOT_BITS; wrong;) {
        const size_t place = next_bit(&wrong);
        tell_wrong(records, (enum field)(place - WRONG), &records->found[place]);
    }
    for (uint32_t slots = records->have & SLOT_BITS; slots && status == NS_OK;) {
        const size_t slot = next_bit(&slots);
        status = take(records, slot, &records->found[slot], err);
    }
    return status;
}

static ns_status take_object(struct json_records *records, const struct json_value *object, struct ns_error *err)
{
    struct record *record = &records->record;
    records->have = records->twice = 0;
    record_clear(record);
    look_through(records, object, NULL);
    uint32_t twice = records->twice & SLOT_BITS;
    if (twice) {
        reader_problem(record->input, record->sink, PROBLEM_DAMAGED, record->line, "has \"%s\" twice, once was wanted",
                       records->found[next_bit(&twice)].name);
        return NS_OK;
    }
    const ns_status status = take_found(records, err);
    return status == NS_OK ? record_put(record, err) : status;
}

/* A text that is not UTF-8 is read as what it is taken for, with U+FFFD where there is no character. Another that is wrong stays so. */
static enum json_status read_recoded(struct json_records *records, const char *text, size_t length, struct json_value *root,
                                     const char **what)
{
    const struct record *record = &records->record;
    struct charset_text decoded;
    if (charset_decode(text, length, NULL, 0, &records->recoded, &decoded, NULL) != NS_OK) return JSON_NOMEM;
    if (!decoded.recoded) return JSON_WRONG;
    reader_bad_places(record->input, record->sink, record->line, decoded.bad);
    return json_read(records->parser, decoded.text, decoded.size, root, what);
}

ns_status json_records_read(struct json_records *records, const char *text, size_t length, uint64_t line, struct ns_error *err)
{
    struct record *record = &records->record;
    struct json_value root;
    const char *what;
    record->line = line;
    enum json_status status = json_read(records->parser, text, length, &root, &what);
    if (status == JSON_WRONG) status = read_recoded(records, text, length, &root, &what);
    switch (status) {
    case JSON_OK:
        if (root.type == JSON_OBJECT) return take_object(records, &root, err);
        reader_problem(record->input, record->sink, PROBLEM_DAMAGED, line, "%s, an object was wanted", type_name(root.type));
        return NS_OK;
    case JSON_WRONG:
        reader_problem(record->input, record->sink, PROBLEM_DAMAGED, line, "cannot be read as JSON: %s", what);
        return NS_OK;
    case JSON_NOMEM:
        break;
    }
    return ns_fail_nomem(err);
}

ns_status json_records_outline(struct json_records *records, const char *text, size_t length, struct json_outline *out,
                               struct ns_error *err)
{
    struct json_value root;
    const char *what;
    *out = (struct json_outline){false, false};
    const enum json_status status = json_read(records->parser, text, length, &root, &what);
    if (status == JSON_NOMEM) return ns_fail_nomem(err);
    if (status != JSON_OK || root.type != JSON_OBJECT) return NS_OK;
    records->have = records->twice = 0;
    look_through(records, &root, NULL);
    const bool body = records->have & 1u << RECORD_BODY;
    out->has_text = body || (records->have & 1u << RECORD_TITLE);
    out->has_body = body && !field_is_summary(records->map, records->found[RECORD_BODY].as);
    return NS_OK;
}

ns_status json_records_new(const struct input *input, const struct reader_sink *sink, struct json_records **out, struct ns_error *err)
{
    struct json_records *records = calloc(1, sizeof *records);
    *out = records;
    if (!records) return ns_fail_nomem(err);
    records->record = (struct record){.input = input, .sink = sink};
    records->map = input->fields ? input->fields : &records->usual;
    records->parser = json_parser_new();
    ns_status status = records->parser ? NS_OK : ns_fail_nomem(err);
    if (status == NS_OK && !input->fields) status = field_map_init(&records->usual, NULL, 0, err);
    if (status == NS_OK) return NS_OK;
    json_records_free(records);
    *out = NULL;
    return status;
}

void json_records_free(struct json_records *records)
{
    if (!records) return;
    json_parser_free(records->parser);
    buffer_release(&records->recoded);
    record_release(&records->record);
    for (size_t slot = 0; slot < FIELD_SLOTS; slot++)
        buffer_release(&records->joined[slot]);
    free(records);
}
