/* walk.c - walks folders with a stack of its own.
 *
 * A folder is read whole, closed, and its names are sorted; then they are visited one by one, and a folder among them is pushed on
 * the stack. So memory holds the names of the folders that lead to the present place, and one folder is open at a time.
 */
#include "indexer/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "index/buffer.h"
#include "indexer/input.h"

/* A folder on the way to the present place. */
struct frame {
    char *prefix;        /* what its names are appended to: its path and a slash, or nothing */
    struct buffer names; /* one behind the other, each with its NUL */
    const char **sorted; /* into names */
    size_t count;
    size_t next; /* the name to visit */
};

/* A real folder. */
struct folder {
    dev_t device;
    ino_t inode;
    bool used; /* the slot of the table is */
};

/* The folders that were visited: a hash table with linear probing, at most half full. */
struct folder_table {
    struct folder *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

struct walk {
    const char *const *given;
    size_t given_count;
    size_t next_given;
    problem_function *problem;
    void *context; /* of problem */
    struct frame *frames;
    size_t frame_count;
    size_t frame_capacity;
    struct folder_table visited;
    struct buffer path; /* of what is being visited */
};

static void tell(const struct walk *walk, enum problem_kind kind, const char *path, const char *what)
{
    walk->problem(walk->context, kind, path, 0, what);
}

/* ---- The folders that were visited ---- */

/* The slot where a folder is or would be. */
static struct folder *table_slot(const struct folder_table *table, dev_t device, ino_t inode)
{
    const uint64_t mixed = ((uint64_t)inode ^ ((uint64_t)device << 32)) * UINT64_C(0x9e3779b97f4a7c15); /* 2^64 over the golden ratio */
    size_t at = (size_t)(mixed >> 32) & (table->capacity - 1);
    while (table->slots[at].used && (table->slots[at].device != device || table->slots[at].inode != inode))
        at = (at + 1) & (table->capacity - 1);
    return &table->slots[at];
}

static ns_status table_grow(struct folder_table *table, struct ns_error *err)
{
    struct folder_table grown = {.capacity = table->capacity ? table->capacity * 2 : 64, .count = table->count};
    grown.slots = calloc(grown.capacity, sizeof *grown.slots);
    if (!grown.slots) return ns_fail_nomem(err);
    for (size_t i = 0; i < table->capacity; i++) {
        const struct folder *old = &table->slots[i];
        if (old->used) *table_slot(&grown, old->device, old->inode) = *old;
    }
    free(table->slots);
    *table = grown;
    return NS_OK;
}

/* Enter a folder in the table; *is_new tells whether it was not there yet. */
static ns_status table_add(struct folder_table *table, const struct stat *stat, bool *is_new, struct ns_error *err)
{
    if (table->count >= table->capacity / 2) {
        const ns_status status = table_grow(table, err);
        if (status != NS_OK) return status;
    }
    struct folder *slot = table_slot(table, stat->st_dev, stat->st_ino);
    *is_new = !slot->used;
    table->count += *is_new;
    *slot = (struct folder){stat->st_dev, stat->st_ino, true};
    return NS_OK;
}

/* ---- Reading one folder ---- */

static void frame_release(struct frame *frame)
{
    free(frame->prefix);
    free(frame->sorted);
    buffer_release(&frame->names);
}

static int compare_names(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

/* Read the names of an open folder that do not begin with '.'. What could be read before an error is kept. */
static ns_status read_names(const struct walk *walk, DIR *folder, const char *path, struct frame *frame, struct ns_error *err)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (!entry) break;
        if (entry->d_name[0] == '.') continue;
        const ns_status status = buffer_append(&frame->names, entry->d_name, strlen(entry->d_name) + 1, err);
        if (status != NS_OK) return status;
        frame->count++;
    }
    if (errno != 0) tell(walk, PROBLEM_UNREADABLE, path, strerror(errno));
    return NS_OK;
}

static ns_status sort_names(struct frame *frame, struct ns_error *err)
{
    if (frame->count == 0) return NS_OK;
    frame->sorted = malloc(frame->count * sizeof *frame->sorted);
    if (!frame->sorted) return ns_fail_nomem(err);
    const char *name = frame->names.data;
    for (size_t i = 0; i < frame->count; i++) {
        frame->sorted[i] = name;
        name += strlen(name) + 1;
    }
    qsort(frame->sorted, frame->count, sizeof *frame->sorted, compare_names);
    return NS_OK;
}

/* The path of a folder as its names are appended to it. */
static char *prefix_of(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    if (length == 1 && path[0] == '.') length = 0;
    const bool slash = length > 0 && path[length - 1] != '/';
    char *prefix = malloc(length + 2);
    if (!prefix) return NULL;
    memcpy(prefix, path, length);
    if (slash) prefix[length++] = '/';
    prefix[length] = '\0';
    return prefix;
}

/* Read a folder and push it on the stack; one that was visited or cannot be read is passed over. */
static ns_status enter(struct walk *walk, const char *path, const struct stat *stat, struct ns_error *err)
{
    bool is_new = false;
    ns_status status = table_add(&walk->visited, stat, &is_new, err);
    if (status != NS_OK || !is_new) return status;
    void *frames = walk->frames;
    status = array_reserve(&frames, &walk->frame_capacity, walk->frame_count + 1, sizeof *walk->frames, err);
    walk->frames = frames;
    if (status != NS_OK) return status;
    DIR *folder = opendir(path);
    if (!folder) {
        tell(walk, PROBLEM_UNREADABLE, path, strerror(errno));
        return NS_OK;
    }
    struct frame frame = {.prefix = prefix_of(path), .names = BUFFER_INIT};
    if (!frame.prefix) status = ns_fail_nomem(err);
    if (status == NS_OK) status = read_names(walk, folder, path, &frame, err);
    if (status == NS_OK) status = sort_names(&frame, err);
    closedir(folder);
    if (status == NS_OK)
        walk->frames[walk->frame_count++] = frame;
    else
        frame_release(&frame);
    return status;
}

/* ---- Visiting ---- */

/* Why a path could not be examined. A link that is there itself leads nowhere. */
static const char *examine_problem(const char *path)
{
    const int cause = errno;
    struct stat stat;
    if (cause == ENOENT && lstat(path, &stat) == 0 && S_ISLNK(stat.st_mode)) return "the link leads to nothing that exists";
    return strerror(cause);
}

static const char *special_problem(mode_t mode)
{
    if (S_ISFIFO(mode)) return "it is a FIFO; a file or a folder was wanted";
    if (S_ISSOCK(mode)) return "it is a socket; a file or a folder was wanted";
    return "it is a device; a file or a folder was wanted";
}

/* Visit what was examined: a folder, or something that is passed over; a regular file is left to the caller. *is_file tells which. */
static ns_status visit(struct walk *walk, const char *path, const struct stat *stat, bool *is_file, struct ns_error *err)
{
    *is_file = S_ISREG(stat->st_mode);
    if (S_ISDIR(stat->st_mode)) return enter(walk, path, stat, err);
    if (!*is_file) tell(walk, PROBLEM_SPECIAL, path, special_problem(stat->st_mode));
    return NS_OK;
}

static bool is_readme(const char *name)
{
    static const char readme[] = "README";
    const size_t length = sizeof readme - 1;
    return strncmp(name, readme, length) == 0 && (name[length] == '\0' || name[length] == '.');
}

/* Visit the next name of the folder on top of the stack. */
static ns_status visit_name(struct walk *walk, struct stat *found, bool *is_file, struct ns_error *err)
{
    struct frame *top = &walk->frames[walk->frame_count - 1];
    const char *name = top->sorted[top->next++];
    walk->path.size = 0;
    ns_status status = buffer_append(&walk->path, top->prefix, strlen(top->prefix), err);
    if (status == NS_OK) status = buffer_append(&walk->path, name, strlen(name) + 1, err);
    if (status != NS_OK) return status;
    const char *path = walk->path.data;
    if (stat(path, found) != 0) {
        tell(walk, PROBLEM_UNREADABLE, path, examine_problem(path));
        return NS_OK;
    }
    if (S_ISREG(found->st_mode) && is_readme(name)) return NS_OK;
    return visit(walk, path, found, is_file, err);
}

/* Standard input is no file that could be looked at; it is what it is. */
static ns_status examine_given(const char *path, struct stat *found, struct ns_error *err)
{
    *found = (struct stat){0};
    if (strcmp(path, INPUT_STANDARD) == 0) return NS_OK;
    if (stat(path, found) == 0) return NS_OK;
    return ns_fail(err, NS_ERR_IO, "%s: %s", path, examine_problem(path));
}

/* Visit the next of the paths that were given. */
static ns_status visit_given(struct walk *walk, struct stat *found, bool *is_file, struct ns_error *err)
{
    const char *path = walk->given[walk->next_given++];
    walk->path.size = 0;
    ns_status status = examine_given(path, found, err);
    if (status == NS_OK) status = buffer_append(&walk->path, path, strlen(path) + 1, err);
    *is_file = found->st_mode == 0;
    return status == NS_OK && !*is_file ? visit(walk, path, found, is_file, err) : status;
}

ns_status walk_open(const char *const *paths, size_t count, problem_function *problem, void *context, struct walk **out,
                    struct ns_error *err)
{
    struct stat found;
    ns_status status = NS_OK;
    *out = NULL;
    for (size_t i = 0; i < count && status == NS_OK; i++)
        status = examine_given(paths[i], &found, err);
    if (status != NS_OK) return status;
    struct walk *walk = calloc(1, sizeof *walk);
    if (!walk) return ns_fail_nomem(err);
    *walk = (struct walk){.given = paths, .given_count = count, .problem = problem, .context = context};
    *out = walk;
    return NS_OK;
}

ns_status walk_next(struct walk *walk, const char **path, struct stat *found, struct ns_error *err)
{
    ns_status status = NS_OK;
    bool is_file = false;
    *path = NULL;
    while (status == NS_OK && !is_file) {
        struct frame *top = walk->frame_count > 0 ? &walk->frames[walk->frame_count - 1] : NULL;
        if (top && top->next < top->count) {
            status = visit_name(walk, found, &is_file, err);
        } else if (top) {
            frame_release(top);
            walk->frame_count--;
        } else if (walk->next_given < walk->given_count) {
            status = visit_given(walk, found, &is_file, err);
        } else {
            return NS_OK;
        }
    }
    if (status == NS_OK) *path = walk->path.data;
    return status;
}

void walk_close(struct walk *walk)
{
    if (!walk) return;
    while (walk->frame_count > 0)
        frame_release(&walk->frames[--walk->frame_count]);
    free(walk->frames);
    free(walk->visited.slots);
    buffer_release(&walk->path);
    free(walk);
}
