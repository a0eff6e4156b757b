/* gen_data OUT.c FILE.yaml...: compiles src/data/<language>/<name>.yaml into the table of lang/data_entry.h.
 *
 * Runs while building, before any library of the project exists, so it stands on libyaml alone. Its input is the
 * project's own: it stops at the first mistake, with file, line and column.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "lang/data_entry.h"

#define MAX_PATH_BYTES 400

struct entry {
    char *lang;
    char *path;
    char **items;
    unsigned n;
    const char *file; /* for the message about a path that occurs twice */
    size_t line;
};

struct table {
    struct entry *entries;
    size_t n;
};

/* A file being read: one event of look-ahead is enough. */
struct source {
    const char *file;
    char lang[16];
    yaml_parser_t parser;
    yaml_event_t event;
    bool have_event;
    struct table *table;
};

static _Noreturn void stop(const char *file, size_t line, size_t column, const char *fmt, ...)
{
    va_list args;

    fprintf(stderr, "%s:", file);
    if (line)
        fprintf(stderr, "%zu:%zu:", line, column);
    fputs(" error: ", stderr);
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

static void *grown(void *p, size_t n, size_t size)
{
    void *q = realloc(p, n * size);
    if (!q)
        stop("gen_data", 0, 0, "out of memory");
    return q;
}

static char *copied(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(grown(NULL, n, 1), s, n);
}

static void next_event(struct source *s)
{
    if (s->have_event)
        yaml_event_delete(&s->event);
    s->have_event = yaml_parser_parse(&s->parser, &s->event);
    if (!s->have_event)
        stop(s->file, s->parser.problem_mark.line + 1, s->parser.problem_mark.column + 1, "%s",
             s->parser.problem ? s->parser.problem : "not valid YAML");
}

static _Noreturn void stop_here(const struct source *s, const char *what)
{
    stop(s->file, s->event.start_mark.line + 1, s->event.start_mark.column + 1, "%s", what);
}

static struct entry *add_entry(struct source *s, const char *path)
{
    struct table *t = s->table;

    if (t->n % 256 == 0)
        t->entries = grown(t->entries, t->n + 256, sizeof *t->entries);
    struct entry *e = &t->entries[t->n++];
    *e = (struct entry){copied(s->lang), copied(path), NULL, 0, s->file, s->event.start_mark.line + 1};
    return e;
}

static void add_item(struct entry *e, const char *text)
{
    e->items = grown(e->items, e->n + 1, sizeof *e->items);
    e->items[e->n++] = copied(text);
}

static const char *scalar_text(const struct source *s)
{
    const yaml_event_t *e = &s->event;

    if (memchr(e->data.scalar.value, 0, e->data.scalar.length))
        stop_here(s, "a text holds U+0000");
    return (const char *)e->data.scalar.value;
}

static void path_push(const struct source *s, char path[MAX_PATH_BYTES], const char *part)
{
    size_t n = strlen(path);

    if (snprintf(path + n, MAX_PATH_BYTES - n, "%s%s", n ? "." : "", part) >= (int)(MAX_PATH_BYTES - n))
        stop_here(s, "the keys down to here are too long together");
}

static void read_value(struct source *s, char path[MAX_PATH_BYTES]);

/* Reads the children of a map; the event is its first one and afterwards the one behind its end. */
static void read_map(struct source *s, char path[MAX_PATH_BYTES])
{
    size_t end = strlen(path);

    while (s->event.type != YAML_MAPPING_END_EVENT) {
        if (s->event.type != YAML_SCALAR_EVENT)
            stop_here(s, "a key must be a text");
        path_push(s, path, scalar_text(s));
        next_event(s);
        read_value(s, path);
        path[end] = '\0';
    }
    next_event(s);
}

/* Moves the items read so far, all scalars, to numbered entries of their own: another kind of item has come. */
static void number_items(struct source *s, const char *path, size_t entry)
{
    struct entry list = s->table->entries[entry];

    s->table->n--;
    for (unsigned i = 0; i < list.n; i++) {
        char numbered[MAX_PATH_BYTES], number[16];
        snprintf(numbered, sizeof numbered, "%s", path);
        snprintf(number, sizeof number, "%u", i);
        path_push(s, numbered, number);
        add_item(add_entry(s, numbered), list.items[i]);
        free(list.items[i]);
    }
    free(list.items);
    free(list.lang);
    free(list.path);
}

/* Reads the items of a list, as read_map(). */
static void read_list(struct source *s, char path[MAX_PATH_BYTES])
{
    size_t end = strlen(path);
    size_t entry = s->table->n;
    unsigned n = 0;

    add_entry(s, path);
    for (; s->event.type == YAML_SCALAR_EVENT; n++) {
        add_item(&s->table->entries[entry], scalar_text(s));
        next_event(s);
    }
    if (s->event.type != YAML_SEQUENCE_END_EVENT)
        number_items(s, path, entry);
    for (; s->event.type != YAML_SEQUENCE_END_EVENT; n++) {
        char number[16];
        snprintf(number, sizeof number, "%u", n);
        path_push(s, path, number);
        read_value(s, path);
        path[end] = '\0';
    }
    next_event(s);
}

/* Reads the value at the event and moves behind it. */
static void read_value(struct source *s, char path[MAX_PATH_BYTES])
{
    switch (s->event.type) {
    case YAML_SCALAR_EVENT:
        add_item(add_entry(s, path), scalar_text(s));
        next_event(s);
        break;
    case YAML_MAPPING_START_EVENT:
        next_event(s);
        read_map(s, path);
        break;
    case YAML_SEQUENCE_START_EVENT:
        next_event(s);
        read_list(s, path);
        break;
    default:
        stop_here(s, "aliases are not supported");
    }
}

/* Takes language and name from ".../<language>/<name>.yaml". */
static void name_source(struct source *s, char name[MAX_PATH_BYTES])
{
    const char *base = strrchr(s->file, '/');
    const char *dir = base;

    while (dir && dir > s->file && dir[-1] != '/')
        dir--;
    if (!base || base - dir >= (ptrdiff_t)sizeof s->lang || base == dir)
        stop(s->file, 0, 0, "the file must lie in a folder named after its language");
    snprintf(s->lang, sizeof s->lang, "%.*s", (int)(base - dir), dir);
    const char *dot = strrchr(base, '.');
    if (!dot || strcmp(dot, ".yaml") != 0)
        stop(s->file, 0, 0, "the name must end in .yaml");
    snprintf(name, MAX_PATH_BYTES, "%.*s", (int)(dot - base - 1), base + 1);
}

static void read_file(struct table *t, const char *file)
{
    struct source s = {.file = file, .table = t};
    char path[MAX_PATH_BYTES];

    name_source(&s, path);
    FILE *in = fopen(file, "rb");
    if (!in)
        stop(file, 0, 0, "%s", strerror(errno));
    if (!yaml_parser_initialize(&s.parser))
        stop(file, 0, 0, "out of memory");
    yaml_parser_set_input_file(&s.parser, in);
    next_event(&s); /* stream */
    next_event(&s); /* document, or the end of an empty file */
    if (s.event.type == YAML_DOCUMENT_START_EVENT) {
        next_event(&s);
        if (s.event.type != YAML_MAPPING_START_EVENT)
            stop_here(&s, "the file must be a map");
        read_value(&s, path);
        next_event(&s);
        if (s.event.type != YAML_STREAM_END_EVENT)
            stop_here(&s, "a second document begins here");
    }
    yaml_event_delete(&s.event);
    yaml_parser_delete(&s.parser);
    fclose(in);
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int c = strcmp(x->lang, y->lang);

    return c ? c : strcmp(x->path, y->path);
}

static void sort_table(struct table *t)
{
    if (t->n == 0)
        return;
    qsort(t->entries, t->n, sizeof *t->entries, compare_entries);
    for (size_t i = 1; i < t->n; i++)
        if (compare_entries(&t->entries[i - 1], &t->entries[i]) == 0)
            stop(t->entries[i].file, t->entries[i].line, 1, "'%s' stands twice", t->entries[i].path);
}

/* Writes a C string literal. Octal escapes end after three digits, so what follows cannot join them. */
static void put_literal(FILE *out, const char *s)
{
    fputc('"', out);
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7F)
            fprintf(out, "\\%03o", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void put_table(FILE *out, const struct table *t)
{
    fputs("/* Made by gen_data from src/data; changes here are lost. */\n#include \"lang/data_entry.h\"\n\n"
          "#include <stddef.h>\n\n",
          out);
    for (size_t i = 0; i < t->n; i++) {
        const struct entry *e = &t->entries[i];
        if (e->n == 0)
            continue;
        fprintf(out, "static const char *const items_%zu[] = {\n", i);
        for (unsigned k = 0; k < e->n; k++) {
            fputs("    ", out);
            put_literal(out, e->items[k]);
            fputs(",\n", out);
        }
        fputs("};\n", out);
    }
    fputs("\nconst struct data_entry data_entries[] = {\n", out);
    for (size_t i = 0; i < t->n; i++) {
        const struct entry *e = &t->entries[i];
        fputs("    {", out);
        put_literal(out, e->lang);
        fputs(", ", out);
        put_literal(out, e->path);
        if (e->n)
            fprintf(out, ", items_%zu, %u},\n", i, e->n);
        else
            fputs(", NULL, 0},\n", out);
    }
    if (t->n == 0) /* C knows no empty array */
        fputs("    {\"\", \"\", NULL, 0},\n", out);
    fprintf(out, "};\n\nconst unsigned n_data_entries = %zu;\n", t->n);
}

/* The table of data_slots. */
static void put_slots(FILE *out, const struct table *t)
{
    unsigned n = 4;
    while (n < 2 * t->n + 1)
        n *= 2;
    if (t->n >= UINT16_MAX)
        stop("gen_data", 0, 0, "too many entries");
    uint16_t *slots = grown(NULL, n, sizeof *slots);
    memset(slots, 0, n * sizeof *slots);
    for (size_t i = 0; i < t->n; i++) {
        uint32_t at = data_hash(t->entries[i].lang, strlen(t->entries[i].lang), t->entries[i].path);
        while (slots[at & (n - 1)] != 0)
            at++;
        slots[at & (n - 1)] = (uint16_t)(i + 1);
    }
    fputs("\nconst uint16_t data_slots[] = {", out);
    for (unsigned i = 0; i < n; i++)
        fprintf(out, "%s%u,", i % 16 == 0 ? "\n    " : " ", slots[i]);
    fprintf(out, "\n};\n\nconst unsigned n_data_slots = %u;\n", n);
    free(slots);
}

static void drop_table(struct table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        for (unsigned k = 0; k < t->entries[i].n; k++)
            free(t->entries[i].items[k]);
        free(t->entries[i].items);
        free(t->entries[i].lang);
        free(t->entries[i].path);
    }
    free(t->entries);
}

int main(int argc, char **argv)
{
    struct table table = {NULL, 0};

    if (argc < 2) {
        fputs("usage: gen_data OUT.c FILE.yaml...\n", stderr);
        return 2;
    }
    for (int i = 2; i < argc; i++)
        read_file(&table, argv[i]);
    sort_table(&table);
    FILE *out = fopen(argv[1], "wb");
    if (!out)
        stop(argv[1], 0, 0, "%s", strerror(errno));
    put_table(out, &table);
    put_slots(out, &table);
    bool failed = ferror(out);
    if (fclose(out) != 0 || failed)
        stop(argv[1], 0, 0, "cannot write: %s", strerror(errno));
    drop_table(&table);
    return 0;
}
