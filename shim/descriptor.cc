/* descriptor.cc - how Xapian gets a descriptor of its own for a file that the caller has open.
 *
 * Xapian keeps and closes the descriptor it is given, and takes the place where its offset stands for the start of the database. A dup
 * would share that offset with the caller's descriptor, so two threads that open readers of one file could move it under each other, and
 * it would share the memory of a failed write-back, which Xapian's own fsync would use up unseen. Opening the file again through /proc
 * shares neither. Where that cannot be done (no /proc, or permissions that have changed since) a dup is still right for a caller that
 * uses the descriptor from one thread, which is why the offset of a borrowed descriptor is undefined after such a call.
 */
#include "shim/descriptor.h"
#include "shim/guard.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace shim
{

int own_descriptor(int fd, int access)
{
    const std::string path = "/proc/self/fd/" + std::to_string(fd);
    /* O_NONBLOCK means nothing to a file, and keeps a pipe from holding us up. */
    int own = open(path.c_str(), access | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (own < 0) own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (own < 0) throw_errno("cannot use the file descriptor");
    /* Xapian would lose the descriptor on finding that it cannot be positioned, as with a pipe. */
    if (lseek(own, 0, SEEK_SET) != 0) {
        const int number = errno;
        close(own);
        errno = number;
        throw_errno("cannot go to the start of the file");
    }
    return own;
}

} // namespace shim
