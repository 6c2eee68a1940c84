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

/* A document's id as keys have it: 2 bytes hold 15 bits, and each further byte 7 more, which as many 1 bits in front tell. */
constexpr unsigned key_id_size(uint32_t id)
{
    unsigned size = 2;
    while (uint64_t{id} >> (size * 7 + 1) != 0)
        size++;
    return size;
}

constexpr uint64_t key_id(uint32_t id)
{
    const unsigned size = key_id_size(id);
    return (UINT64_C(0xff00) >> (size - 2) & 0xff) << (8 * (size - 1)) | id;
}

inline void append_key_id(std::string &key, uint32_t id)
{
    for (unsigned left = key_id_size(id); left > 0; left--)
        key.push_back(static_cast<char>(key_id(id) >> (8 * (left - 1))));
}

/* No test makes as many documents as it takes for the longest of them. */
static_assert(key_id(1) == 0x0001 && key_id(0x7fff) == 0x7fff && key_id(0x8000) == 0x808000 && key_id(0x3fffff) == 0xbfffff);
static_assert(key_id(0x400000) == 0xc0400000 && key_id(0x1fffffff) == 0xdfffffff);
static_assert(key_id(0x20000000) == 0xe020000000 && key_id(UINT32_MAX) == 0xe0ffffffff);

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
