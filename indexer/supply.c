/* supply.c - a walk, and the container that it has come to. */
#include "indexer/supply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/walk.h"

/* What opening a file costs, in bytes that could be read meanwhile; and so does telling a problem. */
#define ITEM_COST 4096

/* The least that is asked of a file at a time: a job that is nearly full would have a long record read in crumbs. */
#define SLICE_LEAST ((uint64_t)64 << 10)

/* A file from this size on is looked at here, whatever its name: it may be a container, which is worth being shared among threads. */
#define CONTAINER_LEAST ((off_t)4 << 20)

/* A file that is there. */
struct file_identity {
    dev_t device;
    ino_t inode;
};

struct supply {
    struct walk *walk;
    struct file_identity made[SUPPLY_MADE]; /* no inputs */
    size_t made_count;
    struct intake_options intake_options;
    bool in_intake; /* in the middle of one */
    struct intake intake;
    uint64_t taken;        /* of its bytes on the disk */
    struct job *job;       /* the one that is being filled */
    ns_status status;      /* of what was found on the way by functions that cannot return it */
    struct ns_error cause; /* of status */
};

/* ---- Problems ---- */

static ns_status add_problem(struct supply *supply, enum problem_kind kind, const char *message, bool passed_over, struct ns_error *err)
{
    supply->job->cost += ITEM_COST;
    return job_add(supply->job, (struct job_item){.kind = JOB_PROBLEM, .problem = kind, .passed_over = passed_over}, message, err);
}

/* Something that the walk passes over. */
static void on_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)line;
    struct supply *supply = context;
    char message[6000];
    snprintf(message, sizeof message, "%s: %s", path, what);
    if (supply->status == NS_OK) supply->status = add_problem(supply, kind, message, false, &supply->cause);
}

/* ---- Sources ---- */

/* A file that cannot be opened is passed over, even for want of memory, which a smaller one may not lack. */
static ns_status begin_intake(struct supply *supply, const char *path, struct ns_error *err)
{
    struct ns_error cause;
    supply->taken = 0;
    supply->in_intake = intake_open(&supply->intake, path, &supply->intake_options, &cause) == NS_OK;
    return supply->in_intake ? NS_OK : add_problem(supply, problem_of_status(cause.code), cause.msg, true, err);
}

/* What ended the reading of a file. That it was to stop is no problem of the file, but the end of all. */
static ns_status tell_failure(struct supply *supply, const struct ns_error *cause, struct ns_error *err)
{
    char message[6000];
    if (cause->code == NS_ERR_STOPPED) return ns_fail(err, cause->code, "%s", cause->msg);
    const uint64_t lines = supply->intake.lines;
    const enum problem_kind kind = problem_of_status(cause->code);
    if (lines == 0) return add_problem(supply, kind, cause->msg, true, err);
    snprintf(message, sizeof message, "%s; its first %llu lines are read", cause->msg, (unsigned long long)lines);
    return add_problem(supply, kind, message, false, err);
}

/* Make an item of a slice, which lies in the job's data already. */
static ns_status add_slice(struct supply *supply, const struct slice *slice, struct ns_error *err)
{
    struct job *job = supply->job;
    struct job_item item = {.kind = JOB_SLICE, .format = supply->intake.format, .data = slice->begin, .first = slice->first};
    item.input = intake_input(&supply->intake, &job->data, slice);
    item.head = job->data.size;
    ns_status status = buffer_append(&job->data, item.input.head, item.input.head_size, err);
    if (status == NS_OK) status = buffer_pad(&job->data, INPUT_PADDING, err);
    return status == NS_OK ? job_add(job, item, supply->intake.input.path, err) : status;
}

/* Add the next records of the file to the job, as many as it has room for. */
static ns_status add_records(struct supply *supply, struct ns_error *err)
{
    struct job *job = supply->job;
    struct intake *intake = &supply->intake;
    struct slice slice;
    struct ns_error cause;
    const uint64_t room = JOB_COST - job->cost;
    const ns_status read = intake_next(intake, &job->data, room > SLICE_LEAST ? room : SLICE_LEAST, &slice, &cause);
    ns_status status = NS_OK;
    job->cost += slice.size + ITEM_COST;
    job->bytes += intake->input.taken - supply->taken;
    supply->taken = intake->input.taken;
    if (read == NS_OK || slice.size > 0 || slice.left_out > 0) status = add_slice(supply, &slice, err);
    if (status == NS_OK && read != NS_OK) status = tell_failure(supply, &cause, err);
    if (intake->ended) {
        intake_close(intake);
        supply->in_intake = false;
    }
    return status;
}

/* ---- Files ---- */

static void note_made(struct supply *supply, const char *path)
{
    struct stat found;
    if (path && stat(path, &found) == 0) supply->made[supply->made_count++] = (struct file_identity){found.st_dev, found.st_ino};
}

static bool is_made(const struct supply *supply, const struct stat *found)
{
    for (size_t i = 0; i < supply->made_count; i++) {
        if (found->st_dev == supply->made[i].device && found->st_ino == supply->made[i].inode) return true;
    }
    return false;
}

/* Whether a file is cut into slices here, or may be: what is no container comes as one slice. */
static bool is_container(const struct supply *supply, const char *path, const struct stat *found)
{
    const struct input_format *format = supply->intake_options.format ? supply->intake_options.format : input_format_by_path(path);
    return (format && format->split) || !S_ISREG(found->st_mode) || found->st_size >= CONTAINER_LEAST;
}

/* Go on to the next file. *more says whether there is one. */
static ns_status add_file(struct supply *supply, bool *more, struct ns_error *err)
{
    struct job *job = supply->job;
    const char *path;
    struct stat found;
    ns_status status = walk_next(supply->walk, &path, &found, err);
    if (status == NS_OK && supply->status != NS_OK) {
        status = supply->status;
        if (err) *err = supply->cause;
    }
    *more = status == NS_OK && path;
    if (!*more || is_made(supply, &found)) return status;
    if (is_container(supply, path, &found)) return begin_intake(supply, path, err);
    job->cost += (uint64_t)found.st_size + ITEM_COST;
    job->bytes += (uint64_t)found.st_size;
    return job_add(job, (struct job_item){.kind = JOB_FILE}, path, err);
}

ns_status supply_next(struct supply *supply, struct job *job, struct ns_error *err)
{
    ns_status status = NS_OK;
    bool more = true;
    supply->job = job;
    while (status == NS_OK && more && job->cost < JOB_COST)
        status = supply->in_intake ? add_records(supply, err) : add_file(supply, &more, err);
    return status;
}

ns_status supply_open(const char *const *paths, size_t count, const struct supply_options *options, struct supply **out,
                      struct ns_error *err)
{
    *out = NULL;
    struct supply *supply = calloc(1, sizeof *supply);
    if (!supply) return ns_fail_nomem(err);
    supply->intake_options = options->intake;
    for (size_t i = 0; i < SUPPLY_MADE; i++)
        note_made(supply, options->made[i]);
    const ns_status status = walk_open(paths, count, on_problem, supply, &supply->walk, err);
    if (status == NS_OK) {
        *out = supply;
    } else {
        supply_close(supply);
    }
    return status;
}

void supply_close(struct supply *supply)
{
    if (!supply) return;
    if (supply->in_intake) intake_close(&supply->intake);
    walk_close(supply->walk);
    free(supply);
}
