/* scratch.h - a temporary file that has no name: it is gone when it is closed, whatever ends the process.
 *
 * Bytes are only added behind what is there, and read from any place. One thread adds at a time; what has been added may be read by several
 * at once.
 */
#ifndef INDEX_SCRATCH_H
#define INDEX_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

#include "index/error.h"

struct scratch;

/* Make a file in a folder.
 * @name  of what it is made for, for messages
 * @out   (transfer full) release with scratch_close()
 * Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status scratch_open(const char *folder, const char *name, struct scratch **out, struct ns_error *err);

/* Returns NS_OK, NS_ERR_IO (as on a full disk); then the file can only be closed. */
ns_status scratch_append(struct scratch *scratch, const void *data, size_t size, struct ns_error *err);

/* Bytes that have been added. */
uint64_t scratch_size(const struct scratch *scratch);

/* Read bytes that have been added. Returns NS_OK, NS_ERR_IO. */
ns_status scratch_read(const struct scratch *scratch, uint64_t offset, void *data, size_t size, struct ns_error *err);

/* NULL is allowed. */
void scratch_close(struct scratch *scratch);

#endif
