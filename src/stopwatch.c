/* Clocks and memory of the running process. */
#include "stopwatch.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

static int64_t now(clockid_t clock)
{
    struct timespec t;
    return clock_gettime(clock, &t) == 0 ? (int64_t)t.tv_sec * 1000000000 + t.tv_nsec : 0;
}

void stopwatch_start(struct stopwatch *w, bool on, bool warm)
{
    *w = (struct stopwatch){.on = on};
    if (!on)
        return;
    w->wall = now(CLOCK_MONOTONIC);
    w->cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    w->laps[w->n++] = (struct lap){.name = "start", .cpu = warm ? 0 : w->cpu}; /* what loading the program took */
}

void stopwatch_lap(struct stopwatch *w, const char *name)
{
    struct rusage usage;
    if (!w->on || w->n == STOPWATCH_LAPS)
        return;
    int64_t wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    getrusage(RUSAGE_SELF, &usage);
    w->laps[w->n++] = (struct lap){name, wall - w->wall, cpu - w->cpu, usage.ru_maxrss};
    w->wall = wall;
    w->cpu = cpu;
}

static void print_lap(const struct lap *lap)
{
    fprintf(stderr, "%s\t%lld.%03lld\t%lld.%03lld\t%ld\n", lap->name, (long long)(lap->wall / 1000000),
            (long long)(lap->wall / 1000 % 1000), (long long)(lap->cpu / 1000000), (long long)(lap->cpu / 1000 % 1000),
            lap->peak);
}

void stopwatch_print(const struct stopwatch *w)
{
    struct lap all = {.name = "all"};
    for (unsigned i = 0; i < w->n; i++) {
        print_lap(&w->laps[i]);
        all.wall += w->laps[i].wall;
        all.cpu += w->laps[i].cpu;
        all.peak = w->laps[i].peak > all.peak ? w->laps[i].peak : all.peak;
    }
    if (w->on)
        print_lap(&all);
}
