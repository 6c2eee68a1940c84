/* source_state.c - one look at a file beside what the index has of it. */
#include "searcher/source_state.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

/* The length of the path of the folder that a path is in; 0 if it names none that is its own. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash) return 0;
    const size_t length = (size_t)(slash - path);
    if (*path == '/') return length > 0 ? length : 1;
    return strspn(path, "./") < length ? length : 0;
}

static bool folder_is_there(const char *path)
{
    char folder[PATH_MAX];
    struct stat found;
    const size_t length = folder_length(path);
    if (length == 0 || length >= sizeof folder) return false;
    memcpy(folder, path, length);
    folder[length] = '\0';
    return stat(folder, &found) == 0 && S_ISDIR(found.st_mode);
}

enum source_state source_state(const struct article *article)
{
    struct stat found;
    if (stat(article->path, &found) != 0) return errno == ENOENT && folder_is_there(article->path) ? SOURCE_GONE : SOURCE_UNKNOWN;
    const bool same = S_ISREG(found.st_mode) && (uint64_t)found.st_size == article->source_size && found.st_mtime == article->source_mtime;
    return same ? SOURCE_SAME : SOURCE_CHANGED;
}

const char *source_state_name(enum source_state state)
{
    static const char *const names[] = {
#define SOURCE_STATE_NAME(state, name, remark) [state] = name,
        SOURCE_STATE_LIST(SOURCE_STATE_NAME)
#undef SOURCE_STATE_NAME
    };
    return names[state];
}

const char *source_state_remark(enum source_state state)
{
    static const char *const remarks[] = {
#define SOURCE_STATE_REMARK(state, name, remark) [state] = remark,
        SOURCE_STATE_LIST(SOURCE_STATE_REMARK)
#undef SOURCE_STATE_REMARK
    };
    return remarks[state];
}
