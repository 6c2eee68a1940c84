/* error.h - what can go wrong in index/ and in the readers that feed it, and how it is told.
 *
 * A function that can fail returns a status and takes a struct ns_error last. The error belongs to the caller, holds no memory, and is
 * written only on failure; NULL is allowed where the caller does not want the text. The first error wins: who passes one on does not
 * rewrite it. Messages name the input, what is wrong with it and what was wanted; they carry no program name and no line end.
 */
#ifndef INDEX_ERROR_H
#define INDEX_ERROR_H

#include "shim/xap.h"

/* The numbers are frozen: append. */
#define NS_STATUS_LIST(X)                                                                                                                  \
    X(NS_OK, 0, "ok")                                                                                                                      \
    X(NS_ERR_NOMEM, 1, "out of memory")                                                                                                    \
    X(NS_ERR_ARG, 2, "bad argument")                                                                                                       \
    X(NS_ERR_CORRUPT, 3, "damaged index")                                                                                                  \
    X(NS_ERR_IO, 4, "input or output failed")                                                                                              \
    X(NS_ERR_FORMAT, 5, "not in the expected format")                                                                                      \
    X(NS_ERR_LIMIT, 6, "over a limit")                                                                                                     \
    X(NS_ERR_INTERNAL, 7, "internal error")                                                                                                \
    X(NS_ERR_STOPPED, 8, "stopped")

typedef enum ns_status {
#define NS_STATUS_ENUM(name, number, text) name = number,
    NS_STATUS_LIST(NS_STATUS_ENUM)
#undef NS_STATUS_ENUM
} ns_status;

/* The message has room for a path as long as the system takes and for what is wrong with it. */
struct ns_error {
    ns_status code;
    char msg[4096 + 512];
};

/* The text for a status, never NULL, valid for ever. */
const char *ns_status_text(ns_status status);

/* Fill an error (which may be NULL) and return its status, so that a failing function can end with `return ns_fail(...)`. A message
 * that is too long is cut. */
ns_status ns_fail(struct ns_error *err, ns_status code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same, with the text of errno (taken at the call) behind the message and a colon. */
ns_status ns_fail_errno(struct ns_error *err, ns_status code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Out of memory: what every failed allocation returns. */
ns_status ns_fail_nomem(struct ns_error *err);

/* Turn a failure of the shim into one of ours; what names the thing that was being done. status is not XAP_OK. */
ns_status ns_fail_xap(struct ns_error *err, xap_status status, const xap_error *cause, const char *what);

#endif
