/* What each stage of a build takes: --trace=time. Goes to standard error alone: no output depends on a clock. */
#ifndef STOPWATCH_H
#define STOPWATCH_H

#include <stdbool.h>
#include <stdint.h>

#define STOPWATCH_LAPS 24

struct stopwatch {
    bool on;
    unsigned n;
    int64_t wall, cpu; /* nanoseconds, when the last lap ended */
    struct lap {
        const char *name;
        int64_t wall, cpu;
        long peak; /* KiB: largest resident memory of the process up to here */
    } laps[STOPWATCH_LAPS];
};

/* Begins the first lap; off, nothing is measured or printed. `warm`: the program has been at work before, and what it
 * has taken so far is not counted. */
void stopwatch_start(struct stopwatch *w, bool on, bool warm);

/* Ends a lap and begins the next. The name is borrowed. */
void stopwatch_lap(struct stopwatch *w, const char *name);

/* Prints the laps to standard error, one a line: name, milliseconds by the clock, milliseconds of all processors, peak
 * memory in KiB; tabs between them, and a last line for the whole. */
void stopwatch_print(const struct stopwatch *w);

#endif
