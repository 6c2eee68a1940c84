/* child.c - starts programs, measures them, talks to them. */
#include "tests/bench/child.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static int exit_status(int waited)
{
    return WIFSIGNALED(waited) ? 128 + WTERMSIG(waited) : WEXITSTATUS(waited);
}

/* Start a program with other descriptors, where they are not -1, for standard input and output. */
static ns_status spawn(char *const *argv, int input, int output, pid_t *pid, struct ns_error *err)
{
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return ns_fail_nomem(err);
    int failure = input >= 0 ? posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) : 0;
    if (failure == 0 && output >= 0) failure = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    if (failure == 0) failure = posix_spawnp(pid, argv[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    errno = failure;
    return failure == 0 ? NS_OK : ns_fail_errno(err, NS_ERR_IO, "%s", argv[0]);
}

ns_status child_run(char *const *argv, int output, struct child_cost *cost, struct ns_error *err)
{
    struct rusage usage;
    pid_t pid;
    int waited;
    const double begin = clock_seconds();
    const ns_status status = spawn(argv, -1, output, &pid, err);
    if (status != NS_OK) return status;
    while (wait4(pid, &waited, 0, &usage) < 0) {
        if (errno != EINTR) return ns_fail_errno(err, NS_ERR_IO, "%s", argv[0]);
    }
    cost->seconds = clock_seconds() - begin;
    cost->processor = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    cost->peak_bytes = (double)usage.ru_maxrss * 1024;
    cost->status = exit_status(waited);
    return NS_OK;
}

/* ---- Conversation ---- */

static ns_status read_line(struct child *child, struct ns_error *err)
{
    if (getline(&child->line, &child->capacity, child->from) < 0)
        return ns_fail(err, NS_ERR_IO, "%s: ended without an answer", child->name);
    child->line[strcspn(child->line, "\n")] = 0;
    return NS_OK;
}

ns_status child_start(char *const *argv, struct child *child, struct ns_error *err)
{
    int in[2], out[2];
    child->name = argv[0];
    if (pipe2(in, O_CLOEXEC) != 0) return ns_fail_errno(err, NS_ERR_IO, "%s: a pipe", argv[0]);
    child->to = fdopen(in[1], "w");
    if (pipe2(out, O_CLOEXEC) != 0) {
        close(in[0]);
        return ns_fail_errno(err, NS_ERR_IO, "%s: a pipe", argv[0]);
    }
    child->from = fdopen(out[0], "r");
    ns_status status = child->to && child->from ? spawn(argv, in[0], out[1], &child->pid, err) : ns_fail_nomem(err);
    close(in[0]);
    close(out[1]);
    return status == NS_OK ? read_line(child, err) : status;
}

ns_status child_ask(struct child *child, const char *first, const char *second, struct ns_error *err)
{
    fprintf(child->to, "%s %s\n", first, second);
    if (fflush(child->to) != 0) return ns_fail_errno(err, NS_ERR_IO, "%s", child->name);
    return read_line(child, err);
}

ns_status child_private_bytes(const struct child *child, double *bytes, struct ns_error *err)
{
    char path[64], line[256];
    unsigned long kilobytes = 0;
    bool found = false;
    snprintf(path, sizeof path, "/proc/%ld/smaps_rollup", (long)child->pid);
    FILE *file = fopen(path, "re");
    if (!file) return ns_fail_errno(err, NS_ERR_IO, "%s", path);
    while (!found && fgets(line, sizeof line, file))
        found = sscanf(line, "Anonymous: %lu kB", &kilobytes) == 1;
    fclose(file);
    *bytes = (double)kilobytes * 1024;
    return found ? NS_OK : ns_fail(err, NS_ERR_IO, "%s: wanted a line Anonymous", path);
}

ns_status child_stop(struct child *child, struct ns_error *err)
{
    int waited = 0;
    if (child->to) fclose(child->to);
    if (child->pid > 0) waitpid(child->pid, &waited, 0);
    if (child->from) fclose(child->from);
    free(child->line);
    const char *name = child->name;
    *child = (struct child){0};
    return exit_status(waited) == 0 ? NS_OK : ns_fail(err, NS_ERR_IO, "%s: ended with status %d", name, exit_status(waited));
}
