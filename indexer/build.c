/* build.c - drives the readers over the files and feeds the index. */
#include "indexer/build.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/input.h"
#include "indexer/progress.h"
#include "indexer/walk.h"

struct build {
    const struct build_options *options;
    struct index_writer *writer;
    struct buffer store; /* the file at hand */
    struct progress progress;
    uint64_t files;
    uint64_t passed_over;
    uint64_t problems;
    uint64_t before;           /* bytes of the files before the one at hand */
    const struct input *input; /* the file at hand */
    bool has_target;           /* an index stands at the target already: it is no article */
    dev_t target_device;
    ino_t target_inode;
};

/* Tell of a problem; line 0 means the whole of path, which may be NULL when the message names it. */
static void tell(struct build *build, const char *path, uint64_t line, const char *what)
{
    char message[6000];
    if (path && line) {
        snprintf(message, sizeof message, "%s:%llu: %s", path, (unsigned long long)line, what);
    } else if (path) {
        snprintf(message, sizeof message, "%s: %s", path, what);
    } else {
        snprintf(message, sizeof message, "%s", what);
    }
    progress_clear(&build->progress);
    build->options->problem(message);
    build->problems++;
}

static void on_problem(void *context, const char *path, uint64_t line, const char *what)
{
    tell(context, path, line, what);
}

static ns_status check_stop(const struct build *build, struct ns_error *err)
{
    if (!*build->options->stop) return NS_OK;
    return ns_fail(err, NS_ERR_STOPPED, "stopped; %s is as it was", build->options->output);
}

/* An article that is over a limit is lost, and said to be; the others go on. */
static ns_status on_article(void *context, const struct article *article, struct ns_error *err)
{
    struct build *build = context;
    ns_status status = check_stop(build, err);
    if (status != NS_OK) return status;
    struct ns_error cause;
    status = index_writer_put(build->writer, article, &cause);
    if (status == NS_ERR_LIMIT) {
        tell(build, article->path, article->part_count ? article->parts[0].source_line : 0, cause.msg);
        return NS_OK;
    }
    if (status != NS_OK) return ns_fail(err, status, "%s: %s", article->path, cause.msg);
    build->progress.articles++;
    progress_draw(&build->progress);
    return NS_OK;
}

static bool is_target(const struct build *build, const char *path)
{
    struct stat known;
    return build->has_target && stat(path, &known) == 0 && known.st_dev == build->target_device && known.st_ino == build->target_inode;
}

/* How far the reader has come in the file at hand, in bytes of the file on the disk. */
static void on_place(void *context, size_t offset)
{
    struct build *build = context;
    const struct input *input = build->input;
    build->progress.bytes = build->before + (uint64_t)((double)input->file_size * (double)offset / (double)(input->size ? input->size : 1));
    progress_draw(&build->progress);
}

static ns_status read_input(struct build *build, const struct input *input, struct ns_error *err)
{
    const struct reader_sink sink = {on_article, on_problem, build, on_place};
    build->files++;
    build->input = input;
    return reader_for(input->path)(input, &sink, err);
}

/* A file that cannot be loaded is passed over, even for want of memory, which a smaller one may not lack; what its reader returns ends the
 * build. */
static ns_status on_file(void *context, const char *path, struct ns_error *err)
{
    struct build *build = context;
    ns_status status = check_stop(build, err);
    if (status != NS_OK || is_target(build, path)) return status;
    struct input input;
    struct ns_error cause;
    if (input_load(path, NULL, &build->store, &input, &cause) == NS_OK) {
        status = read_input(build, &input, err);
    } else {
        build->passed_over++;
        tell(build, NULL, 0, cause.msg);
    }
    struct stat known;
    if (build->progress.shown && stat(path, &known) == 0) build->before += (uint64_t)known.st_size;
    build->progress.bytes = build->before;
    progress_draw(&build->progress);
    return status;
}

/* ---- How much there is to do, for the bar ---- */

static ns_status add_size(void *context, const char *path, struct ns_error *err)
{
    (void)err;
    struct stat known;
    struct build *build = context;
    if (!is_target(build, path) && stat(path, &known) == 0) build->progress.total_bytes += (uint64_t)known.st_size;
    return NS_OK;
}

static void ignore_problem(void *context, const char *path, uint64_t line, const char *what)
{
    (void)context, (void)path, (void)line, (void)what;
}

static ns_status start_progress(struct build *build, const char *const *paths, size_t count, struct ns_error *err)
{
    build->progress.began = progress_clock();
    if (!build->options->progress || !isatty(STDERR_FILENO)) return NS_OK;
    build->progress.shown = true;
    const struct walk_sink sink = {add_size, ignore_problem, build};
    return walk_files(paths, count, &sink, err);
}

/* ---- The build ---- */

static void note_target(struct build *build)
{
    struct stat known;
    build->has_target = stat(build->options->output, &known) == 0;
    if (!build->has_target) return;
    build->target_device = known.st_dev;
    build->target_inode = known.st_ino;
}

static ns_status run(struct build *build, const char *const *paths, size_t count, struct build_result *result, struct ns_error *err)
{
    const struct index_writer_options options = {.language = build->options->language};
    const struct walk_sink sink = {on_file, on_problem, build};
    ns_status status = start_progress(build, paths, count, err);
    if (status == NS_OK) status = index_writer_open(build->options->output, &options, &build->writer, err);
    if (status == NS_OK) status = walk_files(paths, count, &sink, err);
    if (status == NS_OK && build->progress.articles == 0) {
        status = ns_fail(err, NS_ERR_FORMAT, "%s: holds no article; no index is written", count == 1 ? paths[0] : "what was given");
    }
    if (status == NS_OK) status = index_writer_finish(build->writer, &result->totals, err);
    return status;
}

ns_status build_index(const struct build_options *options, const char *const *paths, size_t count, struct build_result *result,
                      struct ns_error *err)
{
    struct build build = {.options = options};
    note_target(&build);
    const ns_status status = run(&build, paths, count, result, err);
    progress_clear(&build.progress);
    result->files = build.files;
    result->passed_over = build.passed_over;
    result->problems = build.problems;
    result->seconds = progress_clock() - build.progress.began;
    index_writer_free(build.writer);
    buffer_release(&build.store);
    return status;
}
