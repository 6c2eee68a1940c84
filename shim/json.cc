/* json.cc - simdjson's tree of a text, of which the members of the root are looked through once. */
#include "shim/json.h"

#include <simdjson.h>

#include <cstring>
#include <new>

namespace dom = simdjson::dom;

static_assert(JSON_PADDING >= simdjson::SIMDJSON_PADDING, "simdjson reads no further behind a text");
static_assert(JSON_DEPTH_MAX == simdjson::DEFAULT_MAX_DEPTH, "simdjson's own limit holds");

struct json_parser {
    dom::parser parser;
};

namespace
{

const char *description(simdjson::error_code error) noexcept
{
    switch (error) {
    case simdjson::EMPTY:
        return "nothing there";
    case simdjson::UTF8_ERROR:
        return "not valid UTF-8";
    case simdjson::UNCLOSED_STRING:
        return "a string that has no end";
    case simdjson::UNESCAPED_CHARS:
        return "a control character in a string";
    case simdjson::STRING_ERROR:
        return "a bad escape in a string";
    case simdjson::NUMBER_ERROR:
        return "a number that is none, or is too large";
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
        return "a word that is not true, false or null";
    case simdjson::DEPTH_ERROR:
        return "arrays or objects nested too deep";
    default:
        return "a comma, colon, bracket, brace or value missing or in the wrong place";
    }
}

json_type type_of(const dom::element &element) noexcept
{
    switch (element.type()) {
    case dom::element_type::ARRAY:
        return JSON_ARRAY;
    case dom::element_type::OBJECT:
        return JSON_OBJECT;
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
        return JSON_INTEGER;
    case dom::element_type::DOUBLE:
        return JSON_NUMBER;
    case dom::element_type::STRING:
        return JSON_STRING;
    case dom::element_type::BOOL:
        return JSON_BOOL;
    default:
        return JSON_NULL;
    }
}

void fill(json_value &value, const dom::element &element) noexcept
{
    value.type = type_of(element);
    if (value.type == JSON_STRING) {
        std::string_view text;
        if (element.get(text) == simdjson::SUCCESS) {
            value.text = text.data();
            value.length = text.size();
        }
    } else if (element.is_int64()) {
        int64_t integer = 0;
        if (element.get(integer) == simdjson::SUCCESS) {
            value.negative = integer < 0;
            value.magnitude = value.negative ? 0 - static_cast<uint64_t>(integer) : static_cast<uint64_t>(integer);
        }
    } else if (value.type == JSON_INTEGER && element.get(value.magnitude) != simdjson::SUCCESS) {
        value.magnitude = 0;
    }
}

void fill_all(const dom::object &object, const char *const *names, size_t count, json_value *values) noexcept
{
    for (const dom::key_value_pair member : object) {
        for (size_t i = 0; i < count; i++) {
            if (member.key != names[i]) continue;
            values[i].twice = values[i].type != JSON_ABSENT;
            if (!values[i].twice) fill(values[i], member.value);
        }
    }
}

} // namespace

json_parser *json_parser_new(void)
{
    return new (std::nothrow) json_parser;
}

void json_parser_free(json_parser *parser)
{
    delete parser;
}

enum json_status json_read(json_parser *parser, const char *text, size_t length, enum json_type *root, const char *const *names,
                           size_t count, struct json_value *values, const char **what)
{
    dom::element element;
    *root = JSON_ABSENT;
    *what = nullptr;
    for (size_t i = 0; i < count; i++)
        values[i] = json_value{};
    const simdjson::error_code error = parser->parser.parse(text, length, false).get(element);
    if (error == simdjson::MEMALLOC) return JSON_NOMEM;
    if (error != simdjson::SUCCESS) {
        *what = description(error);
        return JSON_WRONG;
    }
    *root = type_of(element);
    dom::object object;
    if (element.get(object) == simdjson::SUCCESS) fill_all(object, names, count, values);
    return JSON_OK;
}
