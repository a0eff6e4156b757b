#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "pdf_read.h"
#include "pdf_text.h"
#include "report.h"

struct reading {
    struct pdf *out;
    bool cover;
    struct pdf_json j;
    const cJSON *catalog;
    size_t *page_objects; /* object number of each page */
    struct page_text *texts;
    const cJSON *role_map;
    const cJSON **parents; /* by key of the ParentTree */
    size_t n_parents, cap_parents;
};

/* ---- pages, labels, destinations ---- */

static void collect_pages(struct reading *r, const cJSON *ref, size_t *cap, unsigned depth)
{
    const cJSON *node = json_value(&r->j, ref), *kid;
    const cJSON *kids = json_get(&r->j, node, "/Kids");
    if (kids != NULL && depth < 30) {
        cJSON_ArrayForEach(kid, kids) collect_pages(r, kid, cap, depth + 1);
        return;
    }
    struct pdf *p = r->out;
    mem_grow((void **)&r->page_objects, cap, p->n_pages + 1, sizeof *r->page_objects);
    r->page_objects[p->n_pages++] = json_number(ref);
}

static size_t page_of(const struct reading *r, const cJSON *ref)
{
    size_t number = json_number(ref);
    for (size_t i = 0; number > 0 && i < r->out->n_pages; i++)
        if (r->page_objects[i] == number)
            return i;
    return SIZE_MAX;
}

/* Calls `take` for each pair of a number or name tree. */
static void walk_tree(struct reading *r, const cJSON *node, const char *key, unsigned depth,
                      void (*take)(struct reading *, const cJSON *, const cJSON *))
{
    const cJSON *kid, *pairs = json_get(&r->j, node, key);
    for (const cJSON *k = pairs != NULL ? pairs->child : NULL; k != NULL && k->next != NULL; k = k->next->next)
        take(r, k, k->next);
    if (depth < 20)
        cJSON_ArrayForEach(kid, json_get(&r->j, node, "/Kids"))
            walk_tree(r, json_value(&r->j, kid), key, depth + 1, take);
}

static const char *number_label(struct arena *a, const char *style, const char *prefix, unsigned n)
{
    if (style == NULL)
        return prefix;
    if (strcmp(style, "D") == 0)
        return arena_printf(a, "%s%u", prefix, n);
    static const struct {
        unsigned value;
        const char *text;
    } roman[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
                 {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
    const char *s = prefix;
    for (size_t i = 0; i < sizeof roman / sizeof *roman; i++)
        for (; n >= roman[i].value; n -= roman[i].value)
            s = arena_printf(a, "%s%s", s, roman[i].text);
    if (strcmp(style, "r") != 0)
        report_fail("pdf-labels", "labels of style %s", style);
    return s;
}

static void take_label(struct reading *r, const cJSON *key, const cJSON *value)
{
    struct pdf *p = r->out;
    const cJSON *range = json_value(&r->j, value), *first = json_get(&r->j, range, "/St");
    const char *style = json_name(json_get(&r->j, range, "/S"));
    const char *prefix = json_text(json_get(&r->j, range, "/P"), p->a);
    unsigned n = cJSON_IsNumber(first) ? (unsigned)first->valueint : 1;
    for (size_t i = (size_t)key->valueint; i < p->n_pages; i++)
        p->pages[i].label = number_label(p->a, style, prefix != NULL ? prefix : "", n++);
}

static size_t page_of_dest(const struct reading *r, const cJSON *dest)
{
    const cJSON *d = json_value(&r->j, dest);
    if (cJSON_IsObject(d))
        d = json_get(&r->j, d, "/D");
    if (cJSON_IsArray(d))
        return page_of(r, cJSON_GetArrayItem(d, 0));
    const char *name = json_bytes(d);
    for (size_t i = 0; name != NULL && i < r->out->n_dests; i++)
        if (strcmp(r->out->dests[i].name, name) == 0)
            return r->out->dests[i].page;
    return SIZE_MAX;
}

static void take_dest(struct reading *r, const cJSON *key, const cJSON *value)
{
    const char *name = json_bytes(key);
    size_t page = page_of_dest(r, value);
    if (name == NULL || page == SIZE_MAX) {
        report_fail("pdf-dests", "destination %s leads to no page", name != NULL ? name : "without name");
        return;
    }
    struct pdf *p = r->out;
    if (p->n_dests > 0 && strcmp(p->dests[p->n_dests - 1].name, name) >= 0)
        report_fail("pdf-dests", "destination %s is out of order", name);
    mem_grow((void **)&p->dests, &p->cap_dests, p->n_dests + 1, sizeof *p->dests);
    p->dests[p->n_dests++] = (struct pdf_dest){arena_strdup(p->a, name), page};
}

static void take_parent(struct reading *r, const cJSON *key, const cJSON *value)
{
    size_t k = (size_t)key->valueint;
    mem_grow((void **)&r->parents, &r->cap_parents, k + 1, sizeof *r->parents);
    for (; r->n_parents <= k; r->n_parents++)
        r->parents[r->n_parents] = NULL;
    r->parents[k] = value;
}

/* ---- links, outline ---- */

static size_t page_of_action(const struct reading *r, const cJSON *holder)
{
    const cJSON *dest = json_get(&r->j, holder, "/Dest"), *action = json_get(&r->j, holder, "/A");
    const char *kind = json_name(json_get(&r->j, action, "/S"));
    if (dest == NULL && kind != NULL && strcmp(kind, "GoTo") == 0)
        dest = json_get(&r->j, action, "/D");
    return dest != NULL ? page_of_dest(r, dest) : SIZE_MAX;
}

static void check_links(struct reading *r, size_t page)
{
    const cJSON *annot, *dict = r->j.objects[r->page_objects[page]];
    dict = cJSON_GetObjectItemCaseSensitive(dict, "value");
    cJSON_ArrayForEach(annot, json_get(&r->j, dict, "/Annots"))
    {
        const char *kind = json_name(json_get(&r->j, annot, "/Subtype"));
        if (kind == NULL || strcmp(kind, "Link") != 0)
            continue;
        r->out->n_links++;
        const char *uri = json_bytes(json_get(&r->j, json_get(&r->j, annot, "/A"), "/URI"));
        if (uri == NULL ? page_of_action(r, annot) == SIZE_MAX
                        : strncmp(uri, "http://", 7) != 0 && strncmp(uri, "https://", 8) != 0 &&
                              strncmp(uri, "mailto:", 7) != 0)
            report_fail("pdf-links", "page %zu: a link leads nowhere (%s)", page + 1,
                        uri != NULL ? uri : "no destination");
        const char *contents = json_text(json_get(&r->j, annot, "/Contents"), r->out->a);
        if (contents == NULL || *contents == '\0')
            report_fail("pdf-links", "page %zu: a link has no words for it (Contents)", page + 1);
        const cJSON *key = json_get(&r->j, annot, "/StructParent");
        if (!cJSON_IsNumber(key) || (size_t)key->valueint >= r->n_parents || r->parents[key->valueint] == NULL)
            report_fail("pdf-links", "page %zu: a link is not in the structure tree", page + 1);
    }
}

static void read_outline(struct reading *r, const cJSON *first, unsigned level)
{
    struct pdf *p = r->out;
    for (const cJSON *item = json_value(&r->j, first); item != NULL && level < 8;
         item = json_get(&r->j, item, "/Next")) {
        mem_grow((void **)&p->outline, &p->cap_outline, p->n_outline + 1, sizeof *p->outline);
        const char *title = json_text(json_get(&r->j, item, "/Title"), p->a);
        size_t page = page_of_action(r, item);
        p->outline[p->n_outline++] = (struct pdf_outline){title != NULL ? title : "", page, level};
        if (title == NULL || *title == '\0')
            report_fail("pdf-outline", "entry %zu has no title", p->n_outline);
        if (page == SIZE_MAX)
            report_fail("pdf-outline", "\"%s\" leads nowhere", title);
        read_outline(r, json_get(&r->j, item, "/First"), level + 1);
    }
}

/* ---- structure ---- */

struct place {
    const cJSON *element;
    size_t element_object;
    const cJSON *page; /* reference; NULL: not said */
    bool note, label, entry, figure;
    bool worded; /* a list whose labels are words of the book, not its own numbers or dashes */
    struct flow *entry_words;
    size_t *entry_page;
};

static bool is_one_of(const char *role, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(role, *list) == 0)
            return true;
    return false;
}

static const char *role_of(const struct reading *r, const cJSON *element)
{
    const char *role = json_name(json_get(&r->j, element, "/S"));
    struct buf key = BUF_INIT;
    buf_printf(&key, "/%s", role != NULL ? role : "");
    const char *mapped = json_name(json_get(&r->j, r->role_map, buf_str(&key)));
    buf_free(&key);
    return mapped != NULL ? mapped : role != NULL ? role : "";
}

static void check_parent(const struct reading *r, size_t page, size_t mcid, size_t element_object)
{
    const cJSON *dict = cJSON_GetObjectItemCaseSensitive(r->j.objects[r->page_objects[page]], "value");
    const cJSON *key = json_get(&r->j, dict, "/StructParents");
    const cJSON *list = cJSON_IsNumber(key) && (size_t)key->valueint < r->n_parents ? r->parents[key->valueint] : NULL;
    if (json_number(cJSON_GetArrayItem(json_value(&r->j, list), (int)mcid)) != element_object)
        report_fail("pdf-parents", "page %zu, MCID %zu: the parent tree names another element", page + 1, mcid);
}

static void put_content(struct reading *r, const struct place *where, const cJSON *page_ref, size_t mcid)
{
    struct pdf *p = r->out;
    size_t page = page_of(r, page_ref);
    struct page_text *t = page != SIZE_MAX ? &r->texts[page] : NULL;
    if (t == NULL || mcid >= t->n || !t->items[mcid].present) {
        report_fail("pdf-structure", "MCID %zu of page %zu is not there", mcid, page + 1);
        return;
    }
    if (t->items[mcid].referred++ > 0)
        report_fail("pdf-structure", "page %zu, MCID %zu stands twice in the structure tree", page + 1, mcid);
    check_parent(r, page, mcid, where->element_object);
    const struct buf *text = &t->items[mcid].text;
    flow_text(&p->all, text->p, text->n);
    if (where->label || text->n == 0 || (page == 0 && !r->cover))
        return;
    struct flow *f = where->note ? &p->notes : &p->flow;
    size_t before = f->bare.n;
    flow_text(f, text->p, text->n);
    if (where->entry_words != NULL)
        flow_text(where->entry_words, text->p, text->n);
    if (where->note || f->bare.n == before)
        return;
    /* A picture that was moved to a later page is no start: text of earlier pages follows. */
    for (size_t i = page + 1; i < p->n_pages && i <= page + 3; i++)
        if (p->pages[i].by_figure)
            p->pages[i].starts = p->pages[i].by_figure = false;
    if (!p->pages[page].starts) {
        p->pages[page].starts = true;
        p->pages[page].by_figure = where->figure;
        p->pages[page].start = before;
    }
}

static void walk(struct reading *r, const struct place *where, const cJSON *kid, unsigned depth);

static void walk_element(struct reading *r, const struct place *parent, const cJSON *ref, unsigned depth)
{
    static const char *const inline_roles[] = {"Span", "Link", "Reference", "Quote", "Code", "Em", "Strong", NULL};
    struct pdf *p = r->out;
    const cJSON *element = json_value(&r->j, ref);
    const char *role = role_of(r, element);
    struct place here = *parent;
    here.element = element;
    here.element_object = json_number(ref);
    const cJSON *page = cJSON_GetObjectItemCaseSensitive(element, "/Pg");
    here.page = page != NULL ? page : NULL;
    bool block = !is_one_of(role, inline_roles);
    here.note |= strcmp(role, "Note") == 0;
    if (strcmp(role, "L") == 0) {
        const char *numbering = json_name(json_get(&r->j, json_get(&r->j, element, "/A"), "/ListNumbering"));
        here.worded = numbering != NULL && strcmp(numbering, "None") == 0;
    }
    here.label |= strcmp(role, "Lbl") == 0 && !here.worded;
    here.entry = strcmp(role, "TOCI") == 0 || (parent->entry && !block);
    here.figure |= strcmp(role, "Figure") == 0;
    if (strcmp(role, "Figure") == 0) {
        const char *alt = json_text(json_get(&r->j, element, "/Alt"), p->a);
        if (alt == NULL || *alt == '\0')
            report_fail("pdf-alt", "a figure has no Alt");
        mem_grow((void **)&p->alts, &p->cap_alts, p->n_alts + 1, sizeof *p->alts);
        p->alts[p->n_alts++] = alt != NULL ? alt : "";
    }
    struct flow words = FLOW_INIT;
    size_t leads = SIZE_MAX;
    bool entry_link = here.entry && strcmp(role, "Link") == 0;
    if (entry_link) {
        here.entry_words = &words;
        here.entry_page = &leads;
    }
    struct flow *f = here.note ? &p->notes : &p->flow;
    if (block) {
        flow_space(f);
        flow_space(&p->all);
    }
    const cJSON *kids = json_get(&r->j, element, "/K"), *raw = cJSON_GetObjectItemCaseSensitive(element, "/K"), *kid;
    if (cJSON_IsArray(kids)) {
        cJSON_ArrayForEach(kid, kids) walk(r, &here, kid, depth + 1);
    } else if (raw != NULL) {
        walk(r, &here, raw, depth + 1);
    }
    if (block) {
        flow_space(f);
        flow_space(&p->all);
    }
    if (entry_link) {
        mem_grow((void **)&p->entries, &p->cap_entries, p->n_entries + 1, sizeof *p->entries);
        p->entries[p->n_entries].text = arena_strndup(p->a, words.bare.p != NULL ? words.bare.p : "", words.bare.n);
        p->entries[p->n_entries++].page = leads;
        flow_free(&words);
    }
}

static void walk(struct reading *r, const struct place *where, const cJSON *kid, unsigned depth)
{
    if (depth > 200) {
        report_fail("pdf-structure", "the structure tree is nested too deep");
        return;
    }
    if (cJSON_IsNumber(kid)) {
        put_content(r, where, where->page, (size_t)kid->valueint);
        return;
    }
    const cJSON *dict = json_value(&r->j, kid);
    const char *type = json_name(json_get(&r->j, dict, "/Type"));
    if (type != NULL && strcmp(type, "MCR") == 0) {
        const cJSON *page = cJSON_GetObjectItemCaseSensitive(dict, "/Pg"), *mcid = json_get(&r->j, dict, "/MCID");
        put_content(r, where, page != NULL ? page : where->page, (size_t)mcid->valueint);
    } else if (type != NULL && strcmp(type, "OBJR") == 0) {
        const cJSON *annot = json_get(&r->j, dict, "/Obj");
        if (where->entry_page != NULL)
            *where->entry_page = page_of_action(r, annot);
    } else if (cJSON_IsObject(dict)) {
        walk_element(r, where, kid, depth);
    }
}

/* What is on a page as content must be in the tree. */
static void check_complete(const struct reading *r)
{
    for (size_t i = 0; i < r->out->n_pages; i++)
        for (size_t k = 0; k < r->texts[i].n; k++)
            if (r->texts[i].items[k].present && r->texts[i].items[k].referred == 0)
                report_fail("pdf-structure", "page %zu, MCID %zu (\"%.60s\") is not in the structure tree", i + 1, k,
                            buf_str(&r->texts[i].items[k].text));
}

static void read_structure(struct reading *r)
{
    const cJSON *tree = json_get(&r->j, r->catalog, "/StructTreeRoot");
    const cJSON *marked = json_get(&r->j, json_get(&r->j, r->catalog, "/MarkInfo"), "/Marked");
    if (tree == NULL || !cJSON_IsTrue(marked)) {
        report_fail("pdf-tagged", "the document is not tagged");
        return;
    }
    r->role_map = json_get(&r->j, tree, "/RoleMap");
    struct place top = {0};
    const cJSON *kids = json_get(&r->j, tree, "/K"), *kid;
    if (cJSON_IsArray(kids)) {
        cJSON_ArrayForEach(kid, kids) walk(r, &top, kid, 0);
    } else {
        walk(r, &top, cJSON_GetObjectItemCaseSensitive(tree, "/K"), 0);
    }
    check_complete(r);
}

/* ---- the whole ---- */

static void read_info(struct reading *r)
{
    struct pdf *p = r->out;
    const cJSON *info = json_get(&r->j, r->j.trailer, "/Info");
    const struct {
        const char *key, **to;
    } keys[] = {{"/Title", &p->title},          {"/Author", &p->author},     {"/Subject", &p->subject},
                {"/Keywords", &p->keywords},    {"/Producer", &p->producer}, {"/Creator", &p->creator},
                {"/CreationDate", &p->created}, {"/ModDate", &p->modified}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        *keys[i].to = json_text(json_get(&r->j, info, keys[i].key), p->a);
    p->lang = json_text(json_get(&r->j, r->catalog, "/Lang"), p->a);
    json_stream(&r->j, cJSON_GetObjectItemCaseSensitive(r->catalog, "/Metadata"), &p->xmp);
    const cJSON *display = json_get(&r->j, json_get(&r->j, r->catalog, "/ViewerPreferences"), "/DisplayDocTitle");
    if (!cJSON_IsTrue(display))
        report_fail("pdf-catalog", "the window would not show the title (DisplayDocTitle)");
    if (p->lang == NULL || *p->lang == '\0')
        report_fail("pdf-catalog", "no Lang");
    if (json_get(&r->j, r->catalog, "/OutputIntents") == NULL)
        report_fail("pdf-catalog", "no OutputIntents");
}

static void read_pages(struct reading *r)
{
    struct pdf *p = r->out;
    struct pdf_fonts *fonts = fonts_new(&r->j);
    r->texts = mem_calloc(p->n_pages + 1, sizeof *r->texts);
    for (size_t i = 0; i < p->n_pages; i++) {
        const cJSON *page = cJSON_GetObjectItemCaseSensitive(r->j.objects[r->page_objects[i]], "value");
        page_text_read(&r->texts[i], &r->j, fonts, page, i);
        flow_space(&p->furniture);
        flow_text(&p->furniture, r->texts[i].furniture.p, r->texts[i].furniture.n);
    }
    fonts_drop(fonts);
}

static void read_all(struct reading *r)
{
    struct pdf *p = r->out;
    size_t cap = 0;
    collect_pages(r, cJSON_GetObjectItemCaseSensitive(r->catalog, "/Pages"), &cap, 0);
    p->pages = arena_calloc(p->a, p->n_pages + 1, sizeof *p->pages);
    walk_tree(r, json_get(&r->j, r->catalog, "/PageLabels"), "/Nums", 0, take_label);
    walk_tree(r, json_get(&r->j, json_get(&r->j, r->catalog, "/Names"), "/Dests"), "/Names", 0, take_dest);
    walk_tree(r, json_get(&r->j, json_get(&r->j, r->catalog, "/StructTreeRoot"), "/ParentTree"), "/Nums", 0,
              take_parent);
    for (size_t i = 0; i < p->n_pages; i++)
        if (p->pages[i].label == NULL)
            report_fail("pdf-labels", "page %zu has no label", i + 1);
    read_pages(r);
    read_structure(r);
    for (size_t i = 0; i < p->n_pages; i++)
        check_links(r, i);
    read_outline(r, json_get(&r->j, json_get(&r->j, r->catalog, "/Outlines"), "/First"), 0);
    read_info(r);
}

int pdf_read(struct pdf *p, struct arena *a, const char *json_file, bool cover)
{
    *p = (struct pdf){.a = a, .flow = FLOW_INIT, .notes = FLOW_INIT, .furniture = FLOW_INIT, .all = FLOW_INIT};
    struct reading r = {.out = p, .cover = cover};
    int result = json_open(&r.j, json_file);
    r.catalog = result == 0 ? json_get(&r.j, r.j.trailer, "/Root") : NULL;
    if (r.catalog != NULL)
        read_all(&r);
    for (size_t i = 0; r.texts != NULL && i < p->n_pages; i++)
        page_text_free(&r.texts[i]);
    free(r.texts);
    free(r.page_objects);
    free(r.parents);
    return r.catalog != NULL ? json_close(&r.j), 0 : -1;
}

void pdf_free(struct pdf *p)
{
    flow_free(&p->flow);
    flow_free(&p->notes);
    flow_free(&p->furniture);
    flow_free(&p->all);
    buf_free(&p->xmp);
    free(p->dests);
    free(p->outline);
    free(p->alts);
    free(p->entries);
}
