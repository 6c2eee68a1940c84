/* glass_code.h - numbers and keys of Xapian's glass format (glass.h), appended to strings. For the sources of this folder only. */
#ifndef SHIM_GLASS_CODE_H
#define SHIM_GLASS_CODE_H

#include <cstddef>
#include <cstdint>
#include <string>

#include "shim/glass.h"
#include "shim/xap.h"

namespace shim::glass
{

/* The most bytes that put_number() writes of a 32-bit number. */
constexpr size_t NUMBER_MAX = 5;

/* Write a number in groups of 7 bits. Returns the place behind it. */
inline unsigned char *put_number(unsigned char *to, uint64_t number)
{
    while (number >= 0x80) {
        *to++ = static_cast<unsigned char>(number | 0x80);
        number >>= 7;
    }
    *to++ = static_cast<unsigned char>(number);
    return to;
}

/* How many bytes put_number() writes. */
inline size_t number_size(uint64_t number)
{
    size_t size = 1;
    for (; number >= 0x80; number >>= 7)
        size++;
    return size;
}

inline void append_number(std::string &to, uint64_t number)
{
    unsigned char bytes[10];
    const unsigned char *end = put_number(bytes, number);
    to.append(reinterpret_cast<const char *>(bytes), static_cast<size_t>(end - bytes));
}

inline void append_key_docid(std::string &key, uint32_t docid)
{
    uint8_t bytes[GLASS_DOCID_MAX];
    key.append(reinterpret_cast<const char *>(bytes), glass_put_docid(docid, bytes));
}

/* A NUL takes two bytes. */
inline void append_key_term(std::string &key, const std::string &term)
{
    uint8_t bytes[2 * XAP_TERM_MAX];
    key.append(reinterpret_cast<const char *>(bytes), glass_put_term(term.data(), term.size(), bytes, sizeof bytes));
}

} // namespace shim::glass

#endif
