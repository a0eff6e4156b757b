/* How long it takes from the save of an article until both outputs have their names, under build --watch.
 *
 *   watch_latency BRIEFBOOK BOOK OUT [EDITS]
 *
 * Watches the folder BOOK, changes a word in the last paragraph of EDITS (20) of its articles in turn, each by putting
 * a new file in the place of the old one, and looks for the new OUT/book.pdf and OUT/book.epub. Prints the median,
 * least and largest of milliseconds by the clock (from the save), and the median of what the build itself takes by the
 * clock and of all processors (--trace=time), and the peak memory in KiB; tabs between them. */
#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST 1000

struct bench {
    const char *book, *out;
    char **articles;
    size_t n_articles;
    pid_t pid;
    FILE *said; /* what the program tells of its times */
};

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "watch_latency: %s\n", what);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int is_article(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 3 && strcmp(e->d_name + n - 3, ".md") == 0;
}

static void list_articles(struct bench *b)
{
    struct dirent **list;
    int n = scandir(b->book, &list, is_article, alphasort);
    if (n <= 0)
        fail("no articles (*.md)");
    b->articles = calloc((size_t)n, sizeof *b->articles);
    if (b->articles == NULL)
        fail("no memory");
    for (int i = 0; i < n; i++)
        b->articles[b->n_articles++] = strdup(list[i]->d_name);
}

static void start(struct bench *b, const char *program)
{
    int ends[2];
    if (pipe(ends) != 0)
        fail("no pipe");
    b->pid = fork();
    if (b->pid == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        execl(program, program, "build", "--watch", b->book, "-o", b->out, "--quiet", "--trace", "time", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    b->said = fdopen(ends[0], "r");
    if (b->pid < 0 || b->said == NULL)
        fail("the program cannot be started");
}

/* Reads until a build has told its times: milliseconds by the clock and of all processors, KiB. */
static void read_times(const struct bench *b, double *wall, double *cpu, long *peak)
{
    char line[4096];
    while (fgets(line, sizeof line, b->said) != NULL)
        if (strncmp(line, "all\t", 4) == 0) {
            char *rest;
            *wall = strtod(line + 4, &rest);
            *cpu = strtod(rest, &rest);
            *peak = strtol(rest, NULL, 10);
            return;
        }
    fail("the program has ended");
}

static unsigned long long inode_of(const struct bench *b, const char *name)
{
    char path[4096];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", b->out, name);
    return stat(path, &st) == 0 ? (unsigned long long)st.st_ino << 20 ^ (unsigned long long)st.st_mtim.tv_nsec : 0;
}

/* Writes the article with a sentence at its end into a hidden file and puts that in its place. Returns when. */
static double save(const struct bench *b, const char *article, unsigned edit)
{
    char path[4096], hidden[4096], bytes[1 << 16];
    snprintf(path, sizeof path, "%s/%s", b->book, article);
    snprintf(hidden, sizeof hidden, "%s/.new", b->book);
    FILE *from = fopen(path, "r"), *to = fopen(hidden, "w");
    if (from == NULL || to == NULL)
        fail("an article cannot be changed");
    size_t n = fread(bytes, 1, sizeof bytes, from);
    while (n > 0 && bytes[n - 1] == '\n')
        n--;
    fwrite(bytes, 1, n, to);
    fprintf(to, " Câu thêm lần thứ %u.\n", edit);
    fclose(from);
    fclose(to);
    double at = now();
    if (rename(hidden, path) != 0)
        fail("an article cannot be replaced");
    return at;
}

/* One edit. Returns the milliseconds until both outputs were replaced. */
static double edit(const struct bench *b, unsigned i)
{
    static const struct timespec step = {0, 200000};
    unsigned long long pdf = inode_of(b, "book.pdf"), epub = inode_of(b, "book.epub");
    double at = save(b, b->articles[i * 7919 % b->n_articles], i), deadline = at + 30000;
    while (inode_of(b, "book.pdf") == pdf || inode_of(b, "book.epub") == epub) {
        if (now() > deadline)
            fail("no new outputs came");
        nanosleep(&step, NULL);
    }
    return now() - at;
}

static int compare(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static double median(double *list, unsigned n)
{
    qsort(list, n, sizeof *list, compare);
    return list[n / 2];
}

int main(int argc, char **argv)
{
    static double latency[MOST], wall[MOST], cpu[MOST];
    double first_wall, first_cpu;
    long peak = 0;
    if (argc < 4)
        fail("usage: watch_latency BRIEFBOOK BOOK OUT [EDITS]");
    struct bench b = {.book = argv[2], .out = argv[3]};
    unsigned n = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 20;
    if (n < 1 || n > MOST)
        fail("too many edits");
    list_articles(&b);
    start(&b, argv[1]);
    read_times(&b, &first_wall, &first_cpu, &peak);
    sleep(4); /* until files are known by their times */
    for (unsigned i = 0; i < n; i++) {
        latency[i] = edit(&b, i + 1);
        read_times(&b, &wall[i], &cpu[i], &peak);
        usleep(200000);
    }
    kill(b.pid, SIGTERM);
    waitpid(b.pid, NULL, 0);
    double middle = median(latency, n);
    printf("%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%ld\n", middle, latency[0], latency[n - 1], median(wall, n), median(cpu, n),
           peak);
    return 0;
}
