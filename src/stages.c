/* The names that --dump and --trace take. */
#include "stages.h"

#include <stdlib.h>
#include <string.h>

#include "layout/layout.h"

#define MAX_NAME 64

static int unknown(enum msg msg, const char *name, size_t n, const char *known, struct diag *d)
{
    char shown[MAX_NAME + 1] = {0};
    memcpy(shown, name, n < MAX_NAME ? n : MAX_NAME);
    diag_add(d, msg, DIAG_NOWHERE, shown, known, NULL);
    return -1;
}

static int read_dump(const char *name, struct stages *out, struct diag *d)
{
    if (strcmp(name, "doc") == 0)
        out->doc = true;
    else if (strcmp(name, "book") == 0)
        out->book = true;
    else if (strcmp(name, "breaks") == 0)
        out->explain |= EXPLAIN_BREAKS;
    else if (strcmp(name, "hlist") == 0)
        out->explain |= EXPLAIN_BREAKS | EXPLAIN_HLIST;
    else if (strcmp(name, "pages") == 0)
        out->pages = true;
    else if (strcmp(name, "starts") == 0)
        out->starts = true;
    else
        return unknown(MSG_UNKNOWN_STAGE, name, strlen(name), "doc, book, hlist, breaks, pages, starts", d);
    return 0;
}

static const struct {
    const char *name;
    unsigned explain;
} traces[] = {{"linebreak", EXPLAIN_LINEBREAK}, {"pagebreak", EXPLAIN_PAGEBREAK}, {"time", 0}};

static int read_trace(const char *list, struct stages *out, struct diag *d)
{
    for (const char *at = list;; at++) {
        size_t n = strcspn(at, ","), i = 0, known = sizeof traces / sizeof *traces;
        while (i < known && (strlen(traces[i].name) != n || memcmp(traces[i].name, at, n) != 0))
            i++;
        if (i == known)
            return unknown(MSG_UNKNOWN_TRACE, at, n, "linebreak, pagebreak, time", d);
        out->explain |= traces[i].explain;
        out->time = out->time || strcmp(traces[i].name, "time") == 0;
        at += n;
        if (*at == '\0')
            return 0;
    }
}

int stages_read(const char *dump, const char *trace, struct stages *out, struct diag *d)
{
    *out = (struct stages){0};
    if (dump != NULL && read_dump(dump, out, d) != 0)
        return -1;
    return trace != NULL ? read_trace(trace, out, d) : 0;
}
