/* Runs a build once and lets every allocation of it fail, each in a copy of the process made by fork() at that moment.
 * What a copy does before its end is little, so that tens of thousands of faults take a minute, not hours.
 *
 * A copy that runs out of memory removes the hidden files of the outputs, which are the process's own as well. They get
 * a second name before and their own again after. */
#include "each.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define HIDDEN 8
/* As in lib.sh. */
#define OLD_PDF "the old PDF\n"
#define OLD_EPUB "the old EPUB\n"

static const char *out, *report, *good;
static int messages = -1; /* the copies' stderr */
static long ran, bad, half_written, harmless;
static char hidden[HIDDEN][PATH_MAX], second[HIDDEN][PATH_MAX];
static int n_hidden;

void each_begin(void)
{
    out = getenv("FAULT_OUT");
    report = getenv("FAULT_REPORT");
    good = getenv("FAULT_GOOD");
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s.err", report);
    messages = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

static void complain(long n, const char *what)
{
    FILE *f = fopen(report, "a");
    fprintf(f, "allocation %ld fails: %s\n", n, what);
    fclose(f);
    bad++;
}

static bool holds(const char *name, const char *text)
{
    char path[PATH_MAX], got[64] = "";
    snprintf(path, sizeof path, "%s/%s", out, name);
    FILE *f = fopen(path, "r");
    if (f == NULL)
        return false;
    bool same = fgets(got, sizeof got, f) != NULL && strncmp(got, text, strlen(text)) == 0 && fgetc(f) == EOF;
    fclose(f);
    return same;
}

/* Names in the folder of the outputs that are not the outputs'; each gets a second name if wanted. */
static int others(bool keep)
{
    DIR *d = opendir(out);
    int n = 0;
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || strncmp(e->d_name, "book.", 5) == 0)
            continue;
        if (keep && n < HIDDEN) {
            snprintf(hidden[n], PATH_MAX, "%s/%s", out, e->d_name);
            snprintf(second[n], PATH_MAX, "%s.%d", report, n);
            if (link(hidden[n], second[n]) != 0)
                perror(second[n]);
        }
        n++;
    }
    if (d != NULL)
        closedir(d);
    return n;
}

static void restore(void)
{
    for (int i = 0; i < n_hidden; i++)
        if (rename(second[i], hidden[i]) != 0)
            perror(hidden[i]);
}

static bool has_message(void)
{
    char text[4096];
    ssize_t n = pread(messages, text, sizeof text - 1, 0);
    text[n > 0 ? n : 0] = '\0';
    return strstr(text, "error: ") != NULL;
}

/* Is this output the one of an undisturbed run? */
static bool is_good(const char *name)
{
    char paths[2][PATH_MAX];
    snprintf(paths[0], PATH_MAX, "%s/%s", out, name);
    snprintf(paths[1], PATH_MAX, "%s/%s", good, name);
    FILE *a = fopen(paths[0], "r"), *b = fopen(paths[1], "r");
    int x = EOF, y = EOF;
    bool same = a != NULL && b != NULL;
    while (same && (x = getc(a)) == (y = getc(b)) && x != EOF)
        continue;
    same = same && x == y;
    if (a != NULL)
        fclose(a);
    if (b != NULL)
        fclose(b);
    return same;
}

static void put_old(const char *name, const char *text)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", out, name);
    FILE *f = fopen(path, "w");
    if (f == NULL)
        return; /* found by the next check */
    fputs(text, f);
    fclose(f);
}

/* The fault did not matter: the books are the whole new ones. The old ones are put back for the next copy. */
static void check_harmless(long n)
{
    harmless++;
    if (!is_good("book.pdf") || !is_good("book.epub"))
        complain(n, "status 0, but not the books of an undisturbed run");
    if (others(false) != 0)
        complain(n, "files lie beside the outputs");
    put_old("book.pdf", OLD_PDF);
    put_old("book.epub", OLD_EPUB);
}

static void check(long n, int status)
{
    ran++;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        check_harmless(n);
        return;
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 1)
        complain(n, "the run does not end with status 1");
    if (!has_message())
        complain(n, "there is no message");
    if (!holds("book.pdf", OLD_PDF) || !holds("book.epub", OLD_EPUB))
        complain(n, "an old output is gone");
    if (others(false) != 0)
        complain(n, "files lie beside the outputs");
}

bool each_fails(long n)
{
    if (out == NULL || ftruncate(messages, 0) != 0)
        return false;
    n_hidden = others(true);
    half_written += n_hidden > 0;
    fflush(NULL);
    pid_t copy = fork();
    if (copy == 0) {
        dup2(messages, STDERR_FILENO);
        lseek(STDERR_FILENO, 0, SEEK_SET);
        return true;
    }
    int status = 0;
    if (copy < 0 || waitpid(copy, &status, 0) != copy)
        complain(n, "no copy of the process can be made");
    else
        check(n, status);
    restore();
    return false;
}

void each_end(void)
{
    FILE *f = fopen(report, "a");
    fprintf(f, "memory: %ld calls failed, %ld of them while outputs lay half written, %ld without harm; %ld badly\n",
            ran, half_written, harmless, bad);
    fclose(f);
}
