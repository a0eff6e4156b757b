/* Names in rules for Make. */
#include "build_files.h"

/* A space in a file name must be escaped for Make. */
void build_put_make_name(struct buf *b, const char *name)
{
    for (; *name != '\0'; name++) {
        if (*name == ' ' || *name == '#' || *name == '\\')
            buf_putc(b, '\\');
        if (*name == '$')
            buf_putc(b, '$');
        buf_putc(b, *name);
    }
}
