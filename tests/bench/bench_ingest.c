/* How fast ingest reads: bench_ingest [-s SECONDS] FILE... reads each file again and again and prints, by suffix and in
 * all, bytes a second of one thread. With -j its paragraphs are joined to one file of about 8 MB first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/buf.h"
#include "base/file.h"
#include "ingest/ingest.h"

#define JOINED ((size_t)8 << 20)

struct sum {
    const char *suffix;
    double bytes, seconds;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Copies of the body until there are 8 MB of it; the head of a page stays once. */
static void join(char **bytes, size_t *n)
{
    struct buf out = BUF_INIT;
    char *body = memmem(*bytes, *n, "<body", 5), *end = memmem(*bytes, *n, "</body", 6);
    size_t from = body != NULL ? (size_t)(body - *bytes) : 0, to = end != NULL ? (size_t)(end - *bytes) : *n;
    buf_put(&out, *bytes, from);
    while (out.n < JOINED) {
        buf_put(&out, *bytes + from, to - from);
        buf_putc(&out, '\n');
    }
    free(*bytes);
    *bytes = out.p;
    *n = out.n;
}

static void read_once(const char *path, const char *bytes, size_t n)
{
    struct arena *a = arena_new();
    struct diag *d = diag_new();
    struct articles articles;
    ingest_bytes(a, path, bytes, n, NULL, &articles, d);
    diag_drop(d);
    arena_drop(a);
}

static void measure(const char *path, bool joined, double seconds, struct sum *sum)
{
    struct diag *d = diag_new();
    char *bytes;
    size_t n, times = 0;
    if (file_read(path, FILE_MAX_BYTES, &bytes, &n, d, DIAG_NOWHERE) != 0) {
        diag_print(d, 0, stderr, "en", false, false);
        exit(1);
    }
    if (joined)
        join(&bytes, &n);
    double start = now(), spent;
    do {
        read_once(path, bytes, n);
        times++;
        spent = now() - start;
    } while (spent < seconds);
    double megabytes = (double)n * (double)times / 1e6;
    printf("%-60s %9zu bytes %8.1f MB/s\n", path, n, megabytes / spent);
    sum->bytes += (double)n;
    sum->seconds += spent / (double)times;
    free(bytes);
    diag_drop(d);
}

static struct sum *sum_of(struct sum *sums, const char *path)
{
    const char *dot = strrchr(path, '.');
    size_t i = 0;
    while (sums[i].suffix != NULL && strcasecmp(sums[i].suffix, dot != NULL ? dot : "") != 0)
        i++;
    return &sums[i];
}

int main(int argc, char **argv)
{
    struct sum sums[] = {{".txt", 0, 0}, {".html", 0, 0}, {".md", 0, 0}, {".docx", 0, 0}, {NULL, 0, 0}};
    double seconds = 0.3;
    bool joined = false;
    ingest_init();
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-s") == 0 && i + 1 < argc)
            seconds = atof(argv[++i]);
        else if (strcmp(argv[i], "-j") == 0)
            joined = true;
        else
            measure(argv[i], joined, seconds, sum_of(sums, argv[i]));
    }
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        if (sums[i].seconds > 0)
            printf("%-8s %8.1f MB/s\n", sums[i].suffix != NULL ? sums[i].suffix : "others",
                   sums[i].bytes / sums[i].seconds / 1e6);
    return 0;
}
