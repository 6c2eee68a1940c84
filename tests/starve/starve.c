/* starve.c - runs a program's main() again and again, each time without the memory for another of its requests.
 *
 *   starved-news-searcher ARGUMENT...     as the program's own, which is linked into this one
 *
 * Each run is a child process. The first has all the memory that it asks for; what it writes and its exit status are what is right. Of
 * the others, one request is refused, and in every other one all behind that too; with LONG=1 each request is refused in both ways. Each
 * has to come to one of three ends:
 *
 *   failed    exit status 2, and a message that says that memory is out
 *   told      exit status 1, and the same: an index is made, without something
 *   harmless  all is as it was in the first run, to the byte
 *
 * and may not end by a signal or by the clock, keep a block of memory more than the first, leave a file behind, or touch the target of a
 * build that failed. STARVE_TARGET names that; each run begins with what it held before the first. STARVE_RUNS is about how many runs there
 * are, all of the first requests and a sample of the rest, drawn with SEED; with LONG=1 there are ten times as many requests. STARVE_SHOW=1
 * says what each came to, and STARVE_AT=N has only request N refused, with STARVE_REST=1 all behind it too.
 *
 * Exit status: 0 each run came to such an end, 1 not, 2 this could not be tried.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/starve/allocator.h"
#include "tests/oracle/random.h"

int __real_main(int argc, char **argv);
int __wrap_main(int argc, char **argv);

/* gcov's, where the programs are built to count the lines that they run. */
void __gcov_dump(void) __attribute__((weak));

#define RUNS_USUAL 60
#define RUNS_LONG 10    /* times as many */
#define SECONDS_MOST 60 /* of the clock, on a machine that may be busy */

/* What the child tells. */
struct told {
    int status; /* of main() */
    long requests, kept;
    bool ended;
};

/* What a run came to. */
struct run {
    struct told told;
    int wait_status;
    char *out, *err, *target;
    size_t out_size, err_size, target_size;
    bool left_files; /* behind: a name in the folder is new */
};

struct starving {
    int argc;
    char **argv;
    bool makes_index;   /* so that status 1 may say that there is one, without something */
    const char *target; /* NULL for none */
    char *old;          /* what it held */
    size_t old_size;
    struct told *told; /* shared with the child */
    struct run first;
    bool both_ways; /* try each request alone, and with all behind it */
    long runs, failed, harmless, reported, wrong;
};

static void give_up(const char *what)
{
    perror(what);
    exit(2);
}

/* ---- What there is after a run ---- */

static char *take_stream(FILE *file, size_t *size)
{
    char *text = malloc(1);
    *size = 0;
    rewind(file);
    for (size_t got = 1; text && got > 0; *size += got) {
        text = realloc(text, *size + 65536);
        got = text ? fread(text + *size, 1, 65535, file) : 0;
    }
    if (!text) give_up("reading what was written");
    text[*size] = '\0';
    fclose(file);
    return text;
}

static char *take_file(const char *path, size_t *size)
{
    FILE *file = path ? fopen(path, "rb") : NULL;
    *size = 0;
    return file ? take_stream(file, size) : NULL;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* The names of the files that are here. */
static char *take_names(void)
{
    size_t size;
    struct dirent **entries;
    FILE *names = tmpfile();
    const int count = scandir(".", &entries, NULL, by_name);
    if (!names || count < 0) give_up("listing the folder");
    for (int i = 0; i < count; i++) {
        fprintf(names, "%s\n", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return take_stream(names, &size);
}

/* Whether any of the names is none of those before. A run that ended in a way that is not judged may have left some, which the next
 * removes. */
static bool has_new_name(const char *names, const char *before)
{
    for (const char *name = names; *name;) {
        const size_t length = strcspn(name, "\n") + 1;
        const char *found = before;
        while (*found && strncmp(found, name, length) != 0)
            found += strcspn(found, "\n") + 1;
        if (!*found) return true;
        name += length;
    }
    return false;
}

static void run_release(struct run *run)
{
    free(run->out);
    free(run->err);
    free(run->target);
}

/* ---- A run ---- */

static void put_old_target(const struct starving *starving)
{
    FILE *file = fopen(starving->target, "wb");
    if (!file || fwrite(starving->old, 1, starving->old_size, file) != starving->old_size || fclose(file) != 0) give_up(starving->target);
}

/* The buffers of the streams are given back before what is kept is counted. */
static void run_child(const struct starving *starving, long refused, bool and_all, FILE *out, FILE *err)
{
    struct told *told = starving->told;
    const int show = getenv("STARVE_SHOW") && refused == 0 ? dup(STDERR_FILENO) : -1;
    alarm(SECONDS_MOST);
    if (dup2(fileno(out), STDOUT_FILENO) < 0 || dup2(fileno(err), STDERR_FILENO) < 0) _exit(2);
    allocator_begin(refused, and_all);
    const int status = __real_main(starving->argc, starving->argv);
    fclose(stdout);
    fclose(stderr);
    *told = (struct told){.status = status, .ended = true};
    told->requests = allocator_end(&told->kept);
    if (show >= 0) allocator_tell_kept(show);
    if (__gcov_dump) __gcov_dump();
    _exit(0);
}

static struct run run_starved(const struct starving *starving, long refused, bool and_all)
{
    struct run run = {0};
    FILE *out = tmpfile(), *err = tmpfile();
    if (!out || !err) give_up("making a temporary file");
    if (starving->target) put_old_target(starving);
    char *before = take_names();
    *starving->told = (struct told){0};
    const pid_t child = fork();
    if (child < 0) give_up("fork");
    if (child == 0) run_child(starving, refused, and_all, out, err);
    while (waitpid(child, &run.wait_status, 0) < 0 && errno == EINTR)
        continue;
    run.told = *starving->told;
    run.out = take_stream(out, &run.out_size);
    run.err = take_stream(err, &run.err_size);
    run.target = take_file(starving->target, &run.target_size);
    char *behind = take_names();
    run.left_files = has_new_name(behind, before);
    free(before);
    free(behind);
    return run;
}

/* ---- What it came to ---- */

static bool same(const char *a, size_t a_size, const char *b, size_t b_size)
{
    return a_size == b_size && (a_size == 0 || memcmp(a, b, a_size) == 0);
}

static bool is_harmless(const struct run *run, const struct run *first)
{
    return run->told.status == first->told.status && same(run->out, run->out_size, first->out, first->out_size) &&
           same(run->err, run->err_size, first->err, first->err_size) &&
           same(run->target, run->target_size, first->target, first->target_size);
}

static bool says_why(const struct run *run)
{
    return strstr(run->err, "out of memory") || strstr(run->err, strerror(ENOMEM));
}

static bool has_old_target(const struct starving *starving, const struct run *run)
{
    return !starving->target || same(run->target, run->target_size, starving->old, starving->old_size);
}

/* What is wrong with a run; NULL for nothing. @end  gets what it came to */
static const char *judge(const struct starving *starving, const struct run *run, const char **end)
{
    const struct run *first = &starving->first;
    const int status = run->told.status;
    *end = "wrong";
    if (strstr(run->err, "CHECK failed: sanitizer_")) { /* it needs memory itself, for each thread */
        *end = "the sanitizer failed";
        return NULL;
    }
    if (WIFSIGNALED(run->wait_status)) return WTERMSIG(run->wait_status) == SIGALRM ? "it did not end" : "it was ended by a signal";
    if (!run->told.ended) return "it ended before main() returned";
    if (run->told.kept > first->told.kept) return "it kept memory";
    if (run->left_files) return "it left a file behind";
    if (is_harmless(run, first)) {
        *end = "harmless";
    } else if (status == 2 && says_why(run)) {
        if (!has_old_target(starving, run)) return "it failed, and the target is not the old one";
        *end = "failed";
    } else if (status == 1 && starving->makes_index && says_why(run)) {
        if (starving->target && has_old_target(starving, run)) return "it made no index";
        *end = "told";
    } else {
        return status == 0 || status == 1 ? "something was lost without a word" : "it does not say that memory is out";
    }
    return NULL;
}

/* Tell where what was written begins to be another, if it does. */
static void tell_difference(const struct run *run, const struct run *first)
{
    size_t at = 0;
    while (at < run->out_size && at < first->out_size && run->out[at] == first->out[at])
        at++;
    if (same(run->out, run->out_size, first->out, first->out_size)) return;
    const size_t from = at > 40 ? at - 40 : 0;
    printf("\n  it wrote: %.80s\n  and not:  %.80s", run->out + from, first->out + from);
}

/* What led to a finding, for who has to look into it. */
static void tell_finding(const struct starving *starving, const struct run *run, long refused, bool and_all, const char *what)
{
    printf("%s\n  request %ld of %ld refused%s: exit status %d, signal %d, %ld blocks kept (%ld without refusal)\n  it said: %.600s\n  of:",
           what, refused, starving->first.told.requests, and_all ? ", and all behind it" : "", run->told.status,
           WIFSIGNALED(run->wait_status) ? WTERMSIG(run->wait_status) : 0, run->told.kept, starving->first.told.kept, run->err);
    for (int i = 1; i < starving->argc; i++)
        printf(" '%s'", starving->argv[i]);
    tell_difference(run, &starving->first);
    putchar('\n');
}

static void try_request(struct starving *starving, long refused, bool and_all)
{
    struct run run = run_starved(starving, refused, and_all);
    const char *end;
    const char *wrong = judge(starving, &run, &end);
    starving->runs++;
    starving->failed += strcmp(end, "failed") == 0;
    starving->harmless += strcmp(end, "harmless") == 0;
    starving->reported += strcmp(end, "told") == 0;
    if (getenv("STARVE_SHOW")) printf("%ld%s: %s: %s", refused, and_all ? "+" : "", end, run.err_size > 0 ? run.err : "\n");
    if (wrong && starving->wrong++ < 3) tell_finding(starving, &run, refused, and_all, wrong);
    run_release(&run);
}

static void try_in_turn(struct starving *starving, long refused, bool and_all)
{
    try_request(starving, refused, and_all);
    if (starving->both_ways) try_request(starving, refused, !and_all);
}

/* Each of the first requests, half as many as there may be runs, and a sample of the rest. */
static void try_all(struct starving *starving, long most)
{
    const long requests = starving->first.told.requests;
    struct random_source random = {environment_number("SEED", 20210301)};
    const long each = requests <= most ? requests : most / 2;
    for (long request = 1; request <= each; request++)
        try_in_turn(starving, request, request % 2 == 0);
    for (long i = each; requests > most && i < most; i++) {
        const long request = each + 1 + (long)(random_next(&random) % (uint64_t)(requests - each));
        try_in_turn(starving, request, random_chance(&random, 50));
    }
}

/* Whether a refusal arrives, without which every run would be harmless. */
static bool refuses(void)
{
    long kept;
    allocator_begin(1, false);
    void *volatile block = malloc(1);
    const bool refused = block == NULL;
    allocator_end(&kept);
    free(block);
    return refused;
}

int __wrap_main(int argc, char **argv)
{
    struct starving starving = {.argc = argc, .argv = argv, .target = getenv("STARVE_TARGET")};
    starving.makes_index = strstr(argv[0], "indexer") != NULL;
    const long at = (long)environment_number("STARVE_AT", 0);
    starving.both_ways = environment_number("LONG", 0) != 0;
    const long factor = starving.both_ways ? RUNS_LONG : 1;
    starving.told = mmap(NULL, sizeof *starving.told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (starving.told == MAP_FAILED) give_up("mmap");
    if (!refuses()) give_up("the allocator does not refuse");
    setvbuf(stdout, NULL, _IONBF, 0);
    starving.old = take_file(starving.target, &starving.old_size);
    if (starving.target && !starving.old) give_up(starving.target);
    starving.first = run_starved(&starving, 0, false);
    if (!starving.first.told.ended || starving.first.told.requests == 0 || starving.first.told.status > 1) {
        tell_finding(&starving, &starving.first, 0, false, "it does not run with all the memory either");
        return 2;
    }
    if (at > 0) {
        try_request(&starving, at, environment_number("STARVE_REST", 0) != 0);
    } else {
        try_all(&starving, (long)environment_number("STARVE_RUNS", RUNS_USUAL) * factor / FEWER);
    }
    if (getenv("STARVE_SHOW")) {
        printf("%ld requests, %ld kept; %ld runs: %ld failed, %ld told, %ld harmless, %ld wrong\n", starving.first.told.requests,
               starving.first.told.kept, starving.runs, starving.failed, starving.reported, starving.harmless, starving.wrong);
    }
    run_release(&starving.first);
    free(starving.old);
    return starving.wrong > 0 ? 1 : 0;
}
