/* operator.c - which words are operators, from a table. */
#include "searcher/operator.h"

#include <string.h>

/* How a name is written as an operator. */
enum form {
    FORM_ALONE = 1,    /* near */
    FORM_SLASH = 2,    /* near/5 */
    FORM_JOINED = 4,   /* near5 */
    FORM_STRICT = 8,   /* letters behind it can only be a mistaken number */
    FORM_FOREIGN = 16, /* an operator elsewhere, and with a number only */
};

static const struct row {
    const char *name; /* where one is the beginning of another, the longer comes first */
    enum operator_kind kind;
    enum query_kind proximity;
    unsigned forms;
    bool bare;
    uint32_t number;
} rows[] = {
    {"and", OPERATOR_AND, 0, FORM_ALONE, true, 0},
    {"or", OPERATOR_OR, 0, FORM_ALONE, true, 0},
    {"not", OPERATOR_NOT, 0, FORM_ALONE, true, 0},
    {"near", OPERATOR_PROXIMITY, QUERY_NEAR, FORM_ALONE | FORM_SLASH | FORM_JOINED, true, NEAR_DEFAULT},
    {"adj", OPERATOR_PROXIMITY, QUERY_ADJ, FORM_ALONE | FORM_SLASH | FORM_JOINED, true, ADJ_DEFAULT},
    {"same", OPERATOR_PROXIMITY, QUERY_SAME, FORM_ALONE, true, 0},
    {"sentence", OPERATOR_PROXIMITY, QUERY_SENTENCE, FORM_ALONE, true, 0},
    {"w/p", OPERATOR_PROXIMITY, QUERY_SAME, FORM_ALONE, false, 0},
    {"w/s", OPERATOR_PROXIMITY, QUERY_SENTENCE, FORM_ALONE, false, 0},
    {"w", OPERATOR_PROXIMITY, QUERY_NEAR, FORM_SLASH, false, 0},
    {"pre", OPERATOR_PROXIMITY, QUERY_ADJ, FORM_SLASH, false, 0},
    {"n", OPERATOR_MALFORMED, 0, FORM_SLASH | FORM_FOREIGN, false, 0},
    {"", OPERATOR_MALFORMED, 0, FORM_SLASH | FORM_FOREIGN, false, 0},
    {"first", OPERATOR_FIRST, 0, FORM_SLASH, false, 0},
    {"atleast", OPERATOR_ATLEAST, 0, FORM_SLASH | FORM_JOINED | FORM_STRICT, false, 0},
};

bool ascii_is(const char *text, size_t length, const char *word)
{
    if (strlen(word) != length) return false;
    for (size_t i = 0; i < length; i++) {
        const char lower = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] | 0x20) : text[i];
        if (lower != word[i]) return false;
    }
    return true;
}

bool ascii_is_capital(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] >= 'a' && text[i] <= 'z') return false;
    }
    return true;
}

bool number_read(const char *text, size_t length, uint32_t *number)
{
    *number = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        *number = *number * 10 + (uint32_t)(text[i] - '0');
        if (*number > NUMBER_MAX) *number = NUMBER_MAX + 1;
    }
    return length > 0;
}

static bool is_alphanumeric(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char lower = (char)(text[i] | 0x20);
        if (!(lower >= 'a' && lower <= 'z') && !(text[i] >= '0' && text[i] <= '9')) return false;
    }
    return true;
}

/* What a text is that begins with the name of a row, by what stands behind that. */
static enum operator_kind kind_by_rest(const struct row *row, const char *rest, size_t length, uint32_t *number)
{
    if (length == 0) return row->forms & FORM_ALONE ? row->kind : OPERATOR_NONE;
    if (rest[0] == '/' && row->forms & FORM_SLASH) {
        if (number_read(rest + 1, length - 1, number)) return row->kind;
        return row->forms & FORM_FOREIGN ? OPERATOR_NONE : OPERATOR_MALFORMED;
    }
    if (row->forms & FORM_JOINED && number_read(rest, length, number)) return row->kind;
    return row->forms & FORM_STRICT && is_alphanumeric(rest, length) ? OPERATOR_MALFORMED : OPERATOR_NONE;
}

struct operator_reading operator_read(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        const size_t name = strlen(row->name);
        if (length < name || !ascii_is(text, name, row->name)) continue;
        struct operator_reading found = {.proximity = row->proximity, .number = row->number};
        found.kind = kind_by_rest(row, text + name, length - name, &found.number);
        found.bare = row->bare && length == name;
        if (found.kind != OPERATOR_NONE) return found;
    }
    return (struct operator_reading){.kind = OPERATOR_NONE};
}
