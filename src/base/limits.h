/* What one run may use of the machine. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

struct limits {
    unsigned memory;  /* MiB of data; 0: no limit */
    unsigned seconds; /* of time on the clock; 0: no limit */
};

#define LIMITS_DEFAULT ((struct limits){.memory = 8192, .seconds = 3600})

/* Sets them, once and early. Over the first the program ends like any that runs out of memory (base/mem.h), over the
 * second with a message and exit status 1; both remove unfinished outputs. */
void limits_set(struct limits l);

/* A program that waits between runs: its clock stands still until limits_set() starts it again. */
void limits_pause(void);

#endif
