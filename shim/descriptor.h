/* descriptor.h - file descriptors for Xapian, which closes those it is given. For the sources of this folder only. */
#ifndef SHIM_DESCRIPTOR_H
#define SHIM_DESCRIPTOR_H

namespace shim
{

/* Another descriptor of the file behind fd, at offset 0, for the taker to close.
 * @access  O_RDONLY or O_RDWR
 * Throws failure{XAP_ERR_IO}. */
int own_descriptor(int fd, int access);

} // namespace shim

#endif
