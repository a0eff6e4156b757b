/* A node a line, two spaces a level; a leaf's text stands in quotes at the end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tree_read.h"

enum { MAX_DEPTH = 64 };

struct line {
    size_t depth;
    char kind[32];
    const char *text, *end; /* inside of the quotes; NULL: none */
};

/* The last text in quotes that stands free: " “…”", not alt="…". */
static void split(struct line *l, const char *s)
{
    const char *p = s + strspn(s, " ");
    l->depth = (size_t)(p - s) / 2;
    size_t n = strcspn(p, " \n");
    snprintf(l->kind, sizeof l->kind, "%.*s", (int)n, p);
    l->text = l->end = NULL;
    for (p += n; *p != '\0'; p++) {
        if (*p != '"')
            continue;
        const char *from = p + 1;
        bool free_standing = p[-1] == ' ';
        for (p = from; *p != '\0' && *p != '"'; p++)
            p += *p == '\\' && p[1] != '\0';
        if (free_standing) {
            l->text = from;
            l->end = p;
        }
        if (*p == '\0')
            return;
    }
}

/* `behind`: what the outputs put behind the text without a space. */
static void put_text(struct flow *f, const char *s, const char *end, const char *behind)
{
    flow_space(f);
    for (; s < end; s++) {
        if (*s == '\\' && s + 1 < end) {
            s++;
            flow_text(f, *s == 'n' ? "\n" : s, 1);
            continue;
        }
        const char *from = s;
        while (s + 1 < end && s[1] != '\\')
            s++;
        flow_text(f, from, (size_t)(s + 1 - from));
    }
    flow_text(f, behind, strlen(behind));
    flow_space(f);
}

/* Containers have no text; what stands in quotes there is part of a name. */
static bool is_container(const char *kind)
{
    static const char *const kinds[] = {"book",   "chapter",   "part",    "matter",       "contents", "entry",
                                        "cover",  "titlepage", "source",  "source-block", "index",    "field",
                                        "figure", "list",      "item",    "quote",        "table",    "row",
                                        "note",   "div",       "imprint", "sources",      "records",  "record"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i], kind) == 0)
            return true;
    return false;
}

static void take(struct tree *t, char (*stack)[32], const struct line *l, bool title_page)
{
    bool note = false, index = false;
    if (l->depth < MAX_DEPTH)
        memcpy(stack[l->depth], l->kind, sizeof l->kind);
    for (size_t i = 0; i < l->depth && i < MAX_DEPTH; i++) {
        if (strcmp(stack[i], "cover") == 0 || (!title_page && strcmp(stack[i], "titlepage") == 0))
            return;
        note |= strcmp(stack[i], "note") == 0;
        index |= strcmp(stack[i], "index") == 0 && i + 2 < l->depth;
    }
    if (l->text == NULL || is_container(l->kind))
        return;
    /* Numbers of sources are labels of list items. */
    if (strcmp(l->kind, "label") != 0 || l->depth == 0 || strcmp(stack[l->depth - 1], "source") != 0)
        put_text(note ? &t->notes : &t->flow, l->text, l->end, index && strcmp(l->kind, "title") == 0 ? "," : "");
}

int tree_read(struct tree *t, const char *dump_file, bool title_page)
{
    *t = (struct tree){.flow = FLOW_INIT, .notes = FLOW_INIT};
    FILE *f = fopen(dump_file, "r");
    if (f == NULL)
        return -1;
    static char stack[MAX_DEPTH][32];
    char *s = NULL;
    size_t cap = 0;
    struct line l;
    while (getline(&s, &cap, f) > 0) {
        split(&l, s);
        take(t, stack, &l, title_page);
    }
    free(s);
    fclose(f);
    return 0;
}

void tree_free(struct tree *t)
{
    flow_free(&t->flow);
    flow_free(&t->notes);
}
