#include "depfile.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

/* A file's name as Make reads it: spaces and the like escaped. */
static void put_name(struct buf *b, const char *name)
{
    for (; *name != '\0'; name++) {
        if (*name == ' ' || *name == '#' || *name == '\\')
            buf_putc(b, '\\');
        if (*name == '$')
            buf_putc(b, '$');
        buf_putc(b, *name);
    }
}

/* Names seen already: pictures inside one archive are all named by it. */
struct seen {
    const char *name;
    UT_hash_handle hh;
};

static bool is_new(struct seen **all, struct seen *slot, const char *name)
{
    struct seen *found;
    HASH_FIND_STR(*all, name, found);
    if (found != NULL)
        return false;
    slot->name = name;
    HASH_ADD_KEYPTR(hh, *all, slot->name, strlen(name), slot);
    return true;
}

int depfile_write(const char *path, const char *const *outputs, size_t n_outputs, const char *const *inputs,
                  size_t n_inputs, struct diag *d)
{
    struct buf text = BUF_INIT, rules = BUF_INIT;
    for (size_t i = 0; i < n_outputs; i++)
        if (outputs[i] != NULL) {
            put_name(&text, outputs[i]);
            buf_putc(&text, ' ');
        }
    buf_puts(&text, ":");
    struct seen *all = NULL, *slots = mem_calloc(n_inputs + 1, sizeof *slots);
    for (size_t i = 0; i < n_inputs; i++) {
        if (inputs[i] == NULL || strcmp(inputs[i], "-") == 0 || !is_new(&all, &slots[i], inputs[i]))
            continue;
        buf_puts(&text, " \\\n  ");
        put_name(&text, inputs[i]);
        put_name(&rules, inputs[i]);
        buf_puts(&rules, ":\n");
    }
    buf_putc(&text, '\n');
    buf_put(&text, rules.p != NULL ? rules.p : "", rules.n);
    struct out_file *out = out_open(path, d);
    int status = -1;
    if (out != NULL) {
        out_write(out, text.p, text.n);
        status = out_commit(out, d);
    }
    HASH_CLEAR(hh, all);
    free(slots);
    buf_free(&text);
    buf_free(&rules);
    return status;
}
