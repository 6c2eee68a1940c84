/* glass_code.h - the elementary codes of Xapian's glass format, for the sources of this folder only.
 *
 * Numbers in headers and tags are written low bits first and as short as can be; what stands in keys is written so that the order of the
 * bytes is the order of what they stand for. Numbers in the frame of a block have a fixed width and begin with the high byte.
 */
#ifndef SHIM_GLASS_CODE_H
#define SHIM_GLASS_CODE_H

#include <cstddef>
#include <cstdint>
#include <string>

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

inline void put_u16(unsigned char *to, uint32_t value)
{
    to[0] = static_cast<unsigned char>(value >> 8);
    to[1] = static_cast<unsigned char>(value);
}

inline void put_u32(unsigned char *to, uint32_t value)
{
    put_u16(to, value >> 16);
    put_u16(to + 2, value & 0xffff);
}

/* Append a document's id to a key: 2 bytes hold 15 bits, and each further byte 7 more, which as many 1 bits in front tell. */
inline void append_key_id(std::string &key, uint32_t id)
{
    int longer = 0;
    while (longer < 3 && id >> (15 + 7 * longer) != 0)
        longer++;
    const uint64_t marked = (UINT64_C(0xff00) >> longer & 0xff) << (8 * (longer + 1)) | id;
    for (int shift = 8 * (longer + 1); shift >= 0; shift -= 8)
        key.push_back(static_cast<char>(marked >> shift));
}

/* Append a term to a key, so that a single NUL behind it, or the key's end, is its end. */
inline void append_key_term(std::string &key, const std::string &term)
{
    for (const char byte : term) {
        key.push_back(byte);
        if (byte == '\0') key.push_back('\xff');
    }
}

} // namespace shim::glass

#endif
