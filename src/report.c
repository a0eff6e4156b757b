/* The report as JSON, with cJSON. */
#include "report.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

static cJSON *records(const struct record *items, size_t n)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < n; i++) {
        cJSON *o = cJSON_CreateObject();
        cJSON_AddNumberToObject(o, "line", items[i].line);
        cJSON_AddStringToObject(o, "rule", items[i].rule);
        cJSON_AddStringToObject(o, "text", items[i].text);
        cJSON_AddItemToArray(list, o);
    }
    return list;
}

static cJSON *changes(const struct record_change *items, size_t n)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < n; i++) {
        cJSON *o = cJSON_CreateObject();
        cJSON_AddNumberToObject(o, "line", items[i].line);
        cJSON_AddStringToObject(o, "rule", items[i].rule);
        cJSON_AddStringToObject(o, "before", items[i].before);
        cJSON_AddStringToObject(o, "after", items[i].after);
        cJSON_AddItemToArray(list, o);
    }
    return list;
}

static cJSON *file_report(const struct article *article)
{
    const struct records *r = &article->records;
    cJSON *o = cJSON_CreateObject();
    cJSON_AddStringToObject(o, "file", article->meta.file);
    cJSON_AddStringToObject(o, "encoding", article->meta.encoding != NULL ? article->meta.encoding : "UTF-8");
    cJSON_AddItemToObject(o, "dropped", records(r->dropped, r->n_dropped));
    cJSON_AddItemToObject(o, "merged", records(r->merged, r->n_merged));
    cJSON_AddItemToObject(o, "guessed", records(r->guessed, r->n_guessed));
    cJSON_AddItemToObject(o, "changed", changes(r->changed, r->n_changed));
    return o;
}

static cJSON *place(const struct contradiction_place *p)
{
    cJSON *o = cJSON_CreateObject();
    cJSON_AddStringToObject(o, "file", p->file != NULL ? p->file : "");
    cJSON_AddNumberToObject(o, "line", p->line);
    if (p->value[0] != '\0')
        cJSON_AddStringToObject(o, "value", p->value);
    cJSON_AddStringToObject(o, "text", p->text);
    return o;
}

static cJSON *contradictions(const struct contradictions *c)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < c->n; i++) {
        cJSON *o = cJSON_CreateObject(), *places = cJSON_CreateArray();
        cJSON_AddStringToObject(o, "rule", contradiction_rule_id(c->items[i].rule));
        if (c->items[i].subject[0] != '\0')
            cJSON_AddStringToObject(o, "subject", c->items[i].subject);
        if (c->items[i].rule == PASSAGE_TWICE)
            cJSON_AddNumberToObject(o, "share", c->items[i].share);
        cJSON_AddItemToArray(places, place(&c->items[i].places[0]));
        cJSON_AddItemToArray(places, place(&c->items[i].places[1]));
        cJSON_AddItemToObject(o, "places", places);
        cJSON_AddItemToArray(list, o);
    }
    return list;
}

int report_write(const char *path, struct article *const *articles, size_t n, const struct report_book *book,
                 struct diag *d)
{
    cJSON *report = cJSON_CreateObject(), *files = cJSON_AddArrayToObject(report, "files");
    for (size_t i = 0; i < n; i++)
        cJSON_AddItemToArray(files, file_report(articles[i]));
    cJSON *same = cJSON_AddArrayToObject(report, "duplicates");
    for (size_t i = 0; i < book->n_duplicates; i++)
        cJSON_AddItemToArray(same, cJSON_CreateStringArray(book->duplicates[i].names, (int)book->duplicates[i].n));
    cJSON_AddItemToObject(report, "contradictions", contradictions(book->contradictions));
    cJSON *torn = cJSON_AddObjectToObject(report, "torn");
    cJSON_AddNumberToObject(torn, "lines", (double)book->torn);
    cJSON_AddNumberToObject(torn, "cost", (double)book->torn_cost);
    char *text = cJSON_Print(report);
    cJSON_Delete(report);
    struct out_file *out = text != NULL ? out_open(path, d) : NULL;
    int status = -1;
    if (out != NULL) {
        out_write(out, text, strlen(text));
        out_write(out, "\n", 1);
        if (out_finish(out, d) != 0)
            out_abandon(out);
        else
            status = out_commit(out, d);
    }
    free(text);
    return status;
}
