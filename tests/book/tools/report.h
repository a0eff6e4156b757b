/* Findings of a check: a line each on standard output, and their count. */
#ifndef BOOK_REPORT_H
#define BOOK_REPORT_H

#include <stddef.h>

/* Prints "FAIL rule: …" and counts it. After 20 of one rule the others are counted only. */
void report_fail(const char *rule, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Prints "note rule: …". */
void report_note(const char *rule, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* How many failures there were. */
size_t report_failures(void);

#endif
