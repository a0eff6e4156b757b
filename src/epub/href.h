/* Addresses that may stand in a book: http, https and mailto, written so that every checker takes them. */
#ifndef EPUB_HREF_H
#define EPUB_HREF_H

#include "base/arena.h"

/* The address with everything percent-encoded that a URL may not hold, or NULL when it is none of the three kinds, has
 * no proper host, or hides a user name before the host. */
const char *href_external(struct arena *a, const char *url);

#endif
