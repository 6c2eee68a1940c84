/* json.cc - simdjson's tree of a text, whose values are walked over. Places in it go through C as so many bytes. */
#include "shim/json.h"

#include <simdjson.h>

#include <cstdlib>
#include <cstring>
#include <new>
#include <type_traits>

namespace dom = simdjson::dom;

static_assert(JSON_PADDING >= simdjson::SIMDJSON_PADDING, "simdjson reads no further behind a text");
static_assert(JSON_DEPTH_MAX == simdjson::DEFAULT_MAX_DEPTH, "simdjson's own limit holds");

struct json_parser {
    dom::parser parser;
};

/* Simdjson chooses the code for this processor when it is first used, where a lack of memory would end the program. So it does that when the
 * program begins, if there is room, of which it needs far less. */
static bool choose_code() noexcept
{
    constexpr size_t ROOM = 65536;
    void *volatile block = std::malloc(ROOM); /* volatile: a compiler may leave out a request of which nothing else is seen */
    const bool room = block != nullptr;
    std::free(block);
    return room && !simdjson::get_active_implementation()->name().empty();
}

static const bool is_chosen = choose_code();

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

/* Keep a place, or take it up again. */
template <typename P> void put_place(uint64_t (&room)[2], const P &place) noexcept
{
    static_assert(sizeof(P) <= sizeof room && std::is_trivially_copyable<P>::value, "a place is plain bytes, and there is room for it");
    std::memcpy(room, &place, sizeof place);
}

template <typename P> P get_place(const uint64_t (&room)[2]) noexcept
{
    P place;
    std::memcpy(static_cast<void *>(&place), room, sizeof place);
    return place;
}

void fill_integer(json_value &value, const dom::element &element) noexcept
{
    int64_t integer = 0;
    if (element.get(integer) == simdjson::SUCCESS) {
        value.negative = integer < 0;
        value.magnitude = value.negative ? 0 - static_cast<uint64_t>(integer) : static_cast<uint64_t>(integer);
    } else if (element.get(value.magnitude) != simdjson::SUCCESS) {
        value.magnitude = 0;
    }
}

void fill(json_value &value, const dom::element &element) noexcept
{
    value = json_value{};
    value.type = type_of(element);
    if (value.type == JSON_STRING) {
        std::string_view text;
        value.text = "";
        if (element.get(text) == simdjson::SUCCESS) {
            value.text = text.data();
            value.length = text.size();
        }
    } else if (value.type == JSON_INTEGER) {
        fill_integer(value, element);
    } else if (value.type == JSON_NUMBER) {
        if (element.get(value.number) != simdjson::SUCCESS) value.number = 0;
    } else if (value.type == JSON_ARRAY || value.type == JSON_OBJECT) {
        uint64_t place[2] = {};
        put_place(place, element);
        value.tree = place[0];
        value.length = place[1];
    }
}

/* Parses a text; the status, and what is wrong with it. */
json_status parse(json_parser *parser, const char *text, size_t length, dom::element &element, const char **what) noexcept
{
    const simdjson::error_code error = parser->parser.parse(text, length, false).get(element);
    if (error == simdjson::MEMALLOC) return JSON_NOMEM;
    if (error == simdjson::SUCCESS) return JSON_OK;
    *what = description(error);
    return JSON_WRONG;
}

/* Where a walk is; it goes on to the next. */
template <typename I> I step(json_walk &walk) noexcept
{
    const I at = get_place<I>(walk.at);
    I next = at;
    ++next;
    put_place(walk.at, next);
    return at;
}

} // namespace

json_parser *json_parser_new(void)
{
    return is_chosen ? new (std::nothrow) json_parser : nullptr;
}

void json_parser_free(json_parser *parser)
{
    delete parser;
}

enum json_status json_read(json_parser *parser, const char *text, size_t length, struct json_value *root, const char **what)
{
    dom::element element;
    *root = json_value{};
    *what = nullptr;
    const json_status status = parse(parser, text, length, element, what);
    if (status == JSON_OK) fill(*root, element);
    return status;
}

void json_walk_begin(const struct json_value *container, struct json_walk *walk)
{
    *walk = json_walk{};
    if (container->type != JSON_ARRAY && container->type != JSON_OBJECT) return;
    const uint64_t place[2] = {container->tree, container->length};
    const dom::element element = get_place<dom::element>(place);
    dom::object object;
    dom::array array;
    walk->named = element.get(object) == simdjson::SUCCESS;
    if (walk->named) {
        put_place(walk->at, object.begin());
        put_place(walk->end, object.end());
    } else if (element.get(array) == simdjson::SUCCESS) {
        put_place(walk->at, array.begin());
        put_place(walk->end, array.end());
    }
}

bool json_walk_next(struct json_walk *walk, const char **name, size_t *name_length, struct json_value *value)
{
    *name = nullptr;
    *name_length = 0;
    if (std::memcmp(walk->at, walk->end, sizeof walk->at) == 0) return false;
    if (walk->named) {
        const auto member = step<dom::object::iterator>(*walk);
        const std::string_view key = member.key();
        *name = key.data();
        *name_length = key.size();
        fill(*value, member.value());
    } else {
        fill(*value, *step<dom::array::iterator>(*walk));
    }
    return true;
}
