/* error.c - statuses as text, and the one place that fills an error. */
#include "index/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *ns_status_text(ns_status status)
{
    switch (status) {
#define NS_STATUS_CASE(name, number, text)                                                                                                 \
    case name:                                                                                                                             \
        return text;
        NS_STATUS_LIST(NS_STATUS_CASE)
#undef NS_STATUS_CASE
    }
    return "unknown status";
}

__attribute__((format(printf, 3, 0))) static void fill(struct ns_error *err, ns_status code, const char *format, va_list args)
{
    if (!err) return;
    err->code = code;
    vsnprintf(err->msg, sizeof err->msg, format, args);
}

ns_status ns_fail(struct ns_error *err, ns_status code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, code, format, args);
    va_end(args);
    return code;
}

ns_status ns_fail_errno(struct ns_error *err, ns_status code, const char *format, ...)
{
    const int cause = errno;
    va_list args;
    va_start(args, format);
    fill(err, code, format, args);
    va_end(args);
    if (!err) return code;
    /* The cause is worth more than the end of a long path. */
    const char *text = strerror(cause);
    const size_t room = sizeof err->msg - strlen(text) - sizeof ": ";
    const size_t used = strlen(err->msg) < room ? strlen(err->msg) : room;
    snprintf(err->msg + used, sizeof err->msg - used, ": %s", text);
    return code;
}

ns_status ns_fail_nomem(struct ns_error *err)
{
    return ns_fail(err, NS_ERR_NOMEM, "%s", ns_status_text(NS_ERR_NOMEM));
}

/* The shim knows fewer things that can go wrong than we do; each has its place among ours. */
static ns_status from_xap(xap_status status)
{
    switch (status) {
    case XAP_OK:
        return NS_OK;
    case XAP_ERR_NOMEM:
        return NS_ERR_NOMEM;
    case XAP_ERR_ARG:
        return NS_ERR_ARG;
    case XAP_ERR_CORRUPT:
        return NS_ERR_CORRUPT;
    case XAP_ERR_IO:
        return NS_ERR_IO;
    case XAP_ERR_STOPPED:
    case XAP_ERR_INTERNAL:
        return NS_ERR_INTERNAL;
    }
    return NS_ERR_INTERNAL;
}

ns_status ns_fail_xap(struct ns_error *err, xap_status status, const xap_error *cause, const char *what)
{
    return ns_fail(err, from_xap(status), "%s: %s", what, cause->msg);
}
