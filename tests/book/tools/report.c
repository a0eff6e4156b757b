#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "report.h"

enum { MAX_SHOWN = 20, MAX_RULES = 64 };

static struct {
    const char *name;
    unsigned n;
} rules[MAX_RULES];
static size_t failures;

static unsigned count_rule(const char *name)
{
    for (size_t i = 0; i < MAX_RULES; i++) {
        if (rules[i].name == NULL)
            rules[i].name = name;
        if (strcmp(rules[i].name, name) == 0)
            return ++rules[i].n;
    }
    return 1;
}

void report_fail(const char *rule, const char *fmt, ...)
{
    failures++;
    unsigned n = count_rule(rule);
    if (n > MAX_SHOWN)
        return;
    va_list ap;
    va_start(ap, fmt);
    printf("FAIL %s: ", rule);
    vprintf(fmt, ap);
    puts(n == MAX_SHOWN ? " (further ones not shown)" : "");
    va_end(ap);
}

void report_note(const char *rule, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("note %s: ", rule);
    vprintf(fmt, ap);
    puts("");
    va_end(ap);
}

size_t report_failures(void)
{
    return failures;
}
