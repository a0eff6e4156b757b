/* Two passwords from a file of two lines, which nobody else ever sees. */
#ifndef BASE_PASSWORD_H
#define BASE_PASSWORD_H

#include "base/diag.h"

#define PASSWORD_MAX 127 /* bytes: ISO 32000-2, 7.6.4.3.3 */

struct passwords {
    char user[PASSWORD_MAX + 1], owner[PASSWORD_MAX + 1]; /* UTF-8, prepared by SASLprep (RFC 4013) */
};

/* Reads the file ("-": standard input; /dev/fd/3: a descriptor): the first line opens the document, the second gives
 * all rights to it. UTF-8, with or without a mark, lines ending with LF or CRLF; blank lines behind them are passed
 * over. From then on the process leaves no core files. Returns -1 after a message, which never holds a password; *p is
 * then wiped. */
int passwords_read(struct passwords *p, const char *path, struct diag *d);

/* Overwrites them, however clever the compiler. */
void passwords_wipe(struct passwords *p);

#endif
