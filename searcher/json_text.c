/* json_text.c - jansson, which takes UTF-8 only and escapes but the controls of ASCII; what it leaves is done here. */
#include "searcher/json_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/terminal.h"
#include "index/buffer.h"
#include "index/unicode.h"

/* Significant digits of real numbers: more than ranks depend on, and fewer than differ from one processor to another. */
#define REAL_DIGITS 9

#define REPLACEMENT "\xef\xbf\xbd"

static ns_status append_valid(struct buffer *out, const char *text, size_t length)
{
    const char *const end = text + length;
    const char *begin = text; /* of what is not appended yet */
    ns_status status = NS_OK;
    size_t size;
    for (const char *at = text; status == NS_OK && at < end; at += size) {
        uint32_t c;
        size = utf8_decode(at, end, &c);
        if (c != CODE_POINT_INVALID) continue;
        status = buffer_append(out, begin, (size_t)(at - begin), NULL);
        if (status == NS_OK) status = buffer_append(out, REPLACEMENT, strlen(REPLACEMENT), NULL);
        begin = at + size;
    }
    return status == NS_OK ? buffer_append(out, begin, (size_t)(end - begin), NULL) : status;
}

bool json_put(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new_nocheck(object, key, value) == 0;
}

bool json_put_text(json_t *object, const char *key, const char *text, size_t length)
{
    struct buffer valid = BUFFER_INIT;
    if (length == 0) return json_put(object, key, json_string_nocheck(""));
    const bool made = append_valid(&valid, text, length) == NS_OK;
    const bool put = made && json_put(object, key, json_stringn_nocheck(valid.data, valid.size));
    buffer_release(&valid);
    return put;
}

bool json_put_known(json_t *object, const char *key, const char *text)
{
    return !text || json_put_text(object, key, text, strlen(text));
}

bool json_put_real(json_t *object, const char *key, double number)
{
    return !isfinite(number) || json_put(object, key, json_real(number));
}

bool json_put_count(json_t *object, const char *key, uint64_t number)
{
    return number > INT64_MAX || json_put(object, key, json_integer((json_int_t)number));
}

/* Characters that are forbidden can only stand in strings of JSON, where an escape is the same; all of them are of the first plane. */
static void write_tame(FILE *out, const char *text, size_t length)
{
    const char *const end = text + length;
    const char *begin = text; /* of what is not written yet */
    size_t size;
    for (const char *at = text; at < end; at += size) {
        uint32_t c;
        size = utf8_decode(at, end, &c);
        if (!terminal_forbids((int32_t)c)) continue;
        fwrite(begin, 1, (size_t)(at - begin), out);
        fprintf(out, "\\u%04X", (unsigned)c);
        begin = at + size;
    }
    fwrite(begin, 1, (size_t)(end - begin), out);
}

/* Text on its way from jansson, which goes on behind a member's name that could not be taken: a failure stays. */
struct dump {
    struct buffer text;
    ns_status status;
};

static int take_text(const char *text, size_t size, void *context)
{
    struct dump *dump = context;
    if (dump->status == NS_OK) dump->status = buffer_append(&dump->text, text, size, NULL);
    return dump->status == NS_OK ? 0 : -1;
}

ns_status json_write(FILE *out, const char *before, const json_t *value, size_t flags, struct ns_error *err)
{
    struct dump dump = {.text = BUFFER_INIT};
    flags |= JSON_COMPACT | JSON_REAL_PRECISION(REAL_DIGITS);
    const bool made = value && json_dump_callback(value, take_text, &dump, flags) == 0 && dump.status == NS_OK;
    if (made) {
        fputs(before, out);
        write_tame(out, dump.text.data, dump.text.size);
    }
    buffer_release(&dump.text);
    return made ? NS_OK : ns_fail_nomem(err);
}
