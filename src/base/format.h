/* The formats that most calls have, without the work of printf(). */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* Writes at most `room` bytes, a NUL among them, as vsnprintf() does, and returns the count without the NUL. Knows %s,
 * %d, %u, %zu, %c and %%, all without flags; at another one, or when room is short, returns SIZE_MAX: `out` and `args`
 * are then of no more use. */
size_t format_simple(char *out, size_t room, const char *fmt, va_list args);

#endif
