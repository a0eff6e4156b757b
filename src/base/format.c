#include "base/format.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"

/* Room that must be left for whatever is no string. */
#define ENOUGH (DECIMAL_ROOM + 1)

size_t format_simple(char *out, size_t room, const char *fmt, va_list args)
{
    char *to = out, *end = out + room;
    for (; *fmt != '\0'; fmt++) {
        if (end - to < ENOUGH)
            return SIZE_MAX;
        if (*fmt != '%') {
            *to++ = *fmt;
            continue;
        }
        const char *s;
        size_t n;
        switch (*++fmt) {
        case 's':
            s = va_arg(args, const char *);
            n = s != NULL ? strlen(s) : SIZE_MAX;
            if (n >= (size_t)(end - to))
                return SIZE_MAX;
            memcpy(to, s, n);
            to += n;
            break;
        case 'd': /* NOLINT(bugprone-branch-clone): of another type than the next */
            to = decimal_put(to, va_arg(args, int));
            break;
        case 'u':
            to = decimal_put(to, va_arg(args, unsigned));
            break;
        case 'z':
            n = *++fmt == 'u' ? va_arg(args, size_t) : SIZE_MAX;
            if (n > INT64_MAX)
                return SIZE_MAX;
            to = decimal_put(to, (int64_t)n);
            break;
        case 'c':
            *to++ = (char)va_arg(args, int);
            break;
        case '%':
            *to++ = '%';
            break;
        default:
            return SIZE_MAX;
        }
    }
    if (to == end)
        return SIZE_MAX;
    *to = '\0';
    return (size_t)(to - out);
}
