/* Every single allocation of one run fails, each in a copy of the process: see faults.c for the rest. */
#ifndef FAULTS_EACH_H
#define FAULTS_EACH_H

#include <stdbool.h>

/* Reads FAULT_OUT (the folder of the outputs) and FAULT_REPORT (where complaints and the sum go). */
void each_begin(void);

/* Called before the n-th allocation: copies the process, and is true in the copy, where that allocation is to fail.
 * In the process itself waits for the copy's end, checks what it left behind, and is false. */
bool each_fails(long n);

/* Writes the sum: how many copies ran and how many of them ended otherwise than they should. */
void each_end(void);

#endif
