/* guard.h - the wall between C++ exceptions and C, for the sources of this folder only.
 *
 * Xapian reports nearly everything by throwing, its iterators too, and an exception that reaches a C frame ends the program. So each
 * function of xap.h runs its body inside guard(), and translate() is the one place that knows which exception is which status.
 */
#ifndef SHIM_GUARD_H
#define SHIM_GUARD_H

#include "shim/xap.h"

#include <string>

namespace shim
{

/* What this folder itself throws: a status that the caller gets as it is. */
struct failure {
    xap_status code;
    std::string message;
};

/* Throw XAP_ERR_IO with the text of errno. */
[[noreturn]] void throw_errno(const char *what);

/* Turn the exception in flight into a status, and describe it in *err. */
xap_status translate(xap_error *err) noexcept;

/* Copy text into a C string of a fixed size; what does not fit is cut off, though never inside a UTF-8 character. */
void copy_text(char *to, size_t size, const char *text, size_t len) noexcept;

/* A caller may pass NULL for no bytes, which std::string does not promise to take. */
inline std::string bytes(const char *text, size_t len)
{
    return len == 0 ? std::string() : std::string(text, len);
}

template <typename F> xap_status guard(xap_error *err, F body) noexcept
{
    try {
        body();
        return XAP_OK;
    } catch (...) {
        return translate(err);
    }
}

} // namespace shim

#endif
