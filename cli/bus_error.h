/* bus_error.h - files that are mapped: a part of one that is not there any more, or that the disk does not give, is an error like others, and
 * not a crash. */
#ifndef CLI_BUS_ERROR_H
#define CLI_BUS_ERROR_H

/* From now on SIGBUS writes `message`, a line that lives as long as the process, to standard error, and ends the process with `status`. What
 * was not sent to standard output yet is lost. */
void bus_error_catch(const char *message, int status);

#endif
