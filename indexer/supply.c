/* supply.c - a walk, and the file of JSON Lines that it has come to. */
#include "indexer/supply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/lines.h"
#include "indexer/reader.h"
#include "indexer/walk.h"

/* What opening a file costs, in bytes that could be read meanwhile; and so does telling a problem. */
#define ITEM_COST 4096

/* The least that is asked of a file at a time: a job that is nearly full would have a long line read in crumbs. */
#define LINES_LEAST ((uint64_t)64 << 10)

struct supply {
    struct walk *walk;
    bool has_target; /* the target is there already */
    dev_t target_device;
    ino_t target_inode;
    bool in_lines; /* in the middle of a file of JSON Lines */
    struct line_stream lines;
    uint64_t taken;        /* of its bytes on the disk */
    struct job *job;       /* the one that is being filled */
    ns_status status;      /* of what was found on the way by functions that cannot return it */
    struct ns_error cause; /* of status */
};

/* ---- Problems ---- */

static ns_status add_problem(struct supply *supply, const char *message, bool passed_over, struct ns_error *err)
{
    supply->job->cost += ITEM_COST;
    return job_add(supply->job, (struct job_item){.kind = JOB_PROBLEM, .passed_over = passed_over}, message, err);
}

/* Something that the walk passes over. */
static void on_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)kind, (void)line;
    struct supply *supply = context;
    char message[6000];
    snprintf(message, sizeof message, "%s: %s", path, what);
    if (supply->status == NS_OK) supply->status = add_problem(supply, message, false, &supply->cause);
}

/* ---- JSON Lines ---- */

/* A file that cannot be opened is passed over, even for want of memory, which a smaller one may not lack. */
static ns_status begin_lines(struct supply *supply, const char *path, struct ns_error *err)
{
    struct ns_error cause;
    supply->taken = 0;
    supply->in_lines = line_stream_open(&supply->lines, path, &cause) == NS_OK;
    return supply->in_lines ? NS_OK : add_problem(supply, cause.msg, true, err);
}

/* What ended the reading of a file. */
static ns_status tell_failure(struct supply *supply, const char *what, struct ns_error *err)
{
    char message[6000];
    const uint64_t lines = supply->lines.lines;
    if (lines == 0) return add_problem(supply, what, true, err);
    snprintf(message, sizeof message, "%s; its first %llu lines are read", what, (unsigned long long)lines);
    return add_problem(supply, message, false, err);
}

/* Add the next lines of the file to the job, as many as it has room for. */
static ns_status add_lines(struct supply *supply, struct ns_error *err)
{
    struct job *job = supply->job;
    struct line_stream *stream = &supply->lines;
    struct line_slice slice;
    struct ns_error cause;
    const bool first = stream->lines == 0;
    const uint64_t room = JOB_COST - job->cost;
    const ns_status read = line_stream_next(stream, &job->lines, room > LINES_LEAST ? room : LINES_LEAST, &slice, &cause);
    const struct job_item item = {.kind = JOB_LINES,
                                  .begin = slice.begin,
                                  .size = slice.size,
                                  .lines_before = slice.lines_before,
                                  .left_out = slice.left_out,
                                  .file_size = (uint64_t)stream->input.stat.st_size,
                                  .mtime = (int64_t)stream->input.stat.st_mtime,
                                  .first = first};
    ns_status status = NS_OK;
    job->cost += slice.size + ITEM_COST;
    job->bytes += stream->input.taken - supply->taken;
    supply->taken = stream->input.taken;
    if (read == NS_OK || stream->lines > slice.lines_before) status = job_add(job, item, stream->input.path, err);
    if (status == NS_OK && read != NS_OK) status = tell_failure(supply, cause.msg, err);
    if (stream->ended) {
        line_stream_close(stream);
        supply->in_lines = false;
    }
    return status;
}

/* ---- Files ---- */

static bool is_target(const struct supply *supply, const struct stat *found)
{
    return supply->has_target && found->st_dev == supply->target_device && found->st_ino == supply->target_inode;
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
    if (!*more || is_target(supply, &found)) return status;
    if (reader_for(path) == read_jsonl) return begin_lines(supply, path, err);
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
        status = supply->in_lines ? add_lines(supply, err) : add_file(supply, &more, err);
    return status;
}

ns_status supply_open(const char *const *paths, size_t count, const char *target, struct supply **out, struct ns_error *err)
{
    struct stat known;
    *out = NULL;
    struct supply *supply = calloc(1, sizeof *supply);
    if (!supply) return ns_fail_nomem(err);
    supply->has_target = stat(target, &known) == 0;
    if (supply->has_target) {
        supply->target_device = known.st_dev;
        supply->target_inode = known.st_ino;
    }
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
    if (supply->in_lines) line_stream_close(&supply->lines);
    walk_close(supply->walk);
    free(supply);
}
