/* bus_error.c - see bus_error.h. */
#include "cli/bus_error.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

/* All that a signal handler can reach. */
static struct {
    const char *message;
    size_t size;
    int status;
} ending;

/* Async-signal-safe functions only. */
static void on_bus_error(int number)
{
    (void)number;
    const ssize_t written = write(STDERR_FILENO, ending.message, ending.size);
    (void)written; /* there is nobody else to tell */
    _exit(ending.status);
}

void bus_error_catch(const char *message, int status)
{
    struct sigaction action = {.sa_handler = on_bus_error};
    ending.message = message;
    ending.size = strlen(message);
    ending.status = status;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, NULL);
}
