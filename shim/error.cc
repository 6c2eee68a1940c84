/* error.cc - statuses, their texts, and the one list that says which exception is which status.
 *
 * Xapian::Error does not derive from std::exception, and its classes overlap: the same DatabaseError stands for a disk that failed and
 * for bytes that make no sense. What tells them apart is whether the operating system had an error to report.
 */
#include "shim/guard.h"

#include <xapian.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <stdexcept>
#include <system_error>

namespace shim
{

void throw_errno(const char *what)
{
    const int number = errno;
    throw failure{XAP_ERR_IO, std::string(what) + ": " + std::generic_category().message(number)};
}

void copy_text(char *to, size_t size, const char *text, size_t len) noexcept
{
    if (size == 0) return;
    size_t end = len;
    if (end >= size) {
        end = size - 1;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
            end--;
    }
    if (end > 0) memcpy(to, text, end);
    to[end] = '\0';
}

static xap_status report(xap_error *err, xap_status code, const char *message) noexcept
{
    if (err != nullptr) {
        err->code = code;
        copy_text(err->msg, sizeof err->msg, message, strlen(message));
    }
    return code;
}

static xap_status report_xapian(xap_error *err, xap_status code, const Xapian::Error &error)
{
    const char *system_text = error.get_error_string();
    std::string message = error.get_msg();
    if (system_text != nullptr) message += std::string(": ") + system_text;
    return report(err, code, message.c_str());
}

/* Without an error of the operating system it is the content that is wrong. */
static xap_status database_status(const Xapian::Error &error)
{
    return error.get_error_string() != nullptr ? XAP_ERR_IO : XAP_ERR_CORRUPT;
}

/* Derived classes come before their bases. Classes that a file cannot provoke here fall through to XAP_ERR_INTERNAL. */
static xap_status classify(xap_error *err)
{
    try {
        throw;
    } catch (const failure &error) {
        return report(err, error.code, error.message.c_str());
    } catch (const Xapian::InvalidArgumentError &error) {
        return report_xapian(err, XAP_ERR_ARG, error);
    } catch (const Xapian::DatabaseCreateError &error) {
        return report_xapian(err, XAP_ERR_IO, error);
    } catch (const Xapian::DatabaseLockError &error) {
        return report_xapian(err, XAP_ERR_IO, error);
    } catch (const Xapian::DatabaseError &error) {
        return report_xapian(err, database_status(error), error);
    } catch (const Xapian::DocNotFoundError &error) { /* a posting names a document that has no length */
        return report_xapian(err, XAP_ERR_CORRUPT, error);
    } catch (const Xapian::RangeError &error) { /* a number in a posting list does not fit its type */
        return report_xapian(err, XAP_ERR_CORRUPT, error);
    } catch (const Xapian::SerialisationError &error) {
        return report_xapian(err, XAP_ERR_CORRUPT, error);
    } catch (const Xapian::Error &error) {
        return report_xapian(err, XAP_ERR_INTERNAL, error);
    } catch (const std::bad_alloc &) {
        return report(err, XAP_ERR_NOMEM, xap_status_text(XAP_ERR_NOMEM));
    } catch (const std::length_error &) { /* a container asked for more than could ever be had */
        return report(err, XAP_ERR_NOMEM, xap_status_text(XAP_ERR_NOMEM));
    } catch (const std::exception &error) {
        return report(err, XAP_ERR_INTERNAL, error.what());
    } catch (...) {
        return report(err, XAP_ERR_INTERNAL, "an exception of unknown type");
    }
}

xap_status translate(xap_error *err) noexcept
{
    try {
        return classify(err);
    } catch (...) { /* composing the message needs memory, so this is all that can go wrong with it */
        return report(err, XAP_ERR_NOMEM, xap_status_text(XAP_ERR_NOMEM));
    }
}

} // namespace shim

/* No default: the compiler finds a status that has no text. */
const char *xap_status_text(xap_status status)
{
    switch (status) {
#define XAP_STATUS_TEXT(name, number, text)                                                                                                \
    case name:                                                                                                                             \
        return text;
        XAP_STATUS_LIST(XAP_STATUS_TEXT)
#undef XAP_STATUS_TEXT
    }
    return "unknown status";
}

/* Xapian returns the address of a constant here, so nothing can be thrown. */
const char *xap_version(void)
{
    return Xapian::version_string();
}
