/* The keys of the briefing blocks: lists of items, each with a table of what it may say; `agenda:` has a file of its
 * own. */
#include "book/manifest_blocks.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "lang/lang.h"

#define NOTE_PAGES_MAX 40

const char *const term_languages[] = {"vi", "ru", "kk", "en", NULL};

#define TEXT(key, type, field)                                                                                         \
    {                                                                                                                  \
        key, YT_STRING, false, offsetof(type, field), NULL                                                             \
    }
#define NODE(key, required, type, field)                                                                               \
    {                                                                                                                  \
        key, YT_NODE, required, offsetof(type, field), NULL                                                            \
    }
#define END                                                                                                            \
    {                                                                                                                  \
        NULL, YT_STRING, false, 0, NULL                                                                                \
    }
#define SCHEMA(keys, type)                                                                                             \
    {                                                                                                                  \
        keys, sizeof(type), offsetof(type, pos), -1                                                                    \
    }

/* ---- what all blocks have ---- */

static bool is_said(const struct yaml_node *node)
{
    return node && (node->kind != YAML_SCALAR || node->scalar[0]);
}

static void wrong_type(struct manifest_reading *r, const struct yaml_node *node, const char *key, enum diag_word wanted)
{
    manifest_fault(r, MSG_YAML_WRONG_TYPE, node->pos, key, diag_word(wanted));
}

const struct block_text *manifest_take_text(struct manifest_reading *r, const struct yaml_node *node, const char *key)
{
    struct manifest_blocks *b = &r->m->blocks;
    if (!is_said(node))
        return NULL;
    if (node->kind != YAML_SCALAR) {
        wrong_type(r, node, key, WORD_A_TEXT);
        return NULL;
    }
    struct block_text *text = arena_alloc(r->a, sizeof *text);
    text->s = node->scalar;
    text->pos = node->pos;
    if (!b->last_text)
        b->last_text = &b->texts;
    *b->last_text = text;
    b->last_text = &text->next;
    return text;
}

size_t manifest_count(struct manifest_reading *r, const struct yaml_node *list, const char *key)
{
    size_t n = 0;
    if (list->kind != YAML_LIST) {
        wrong_type(r, list, key, WORD_A_LIST);
        return 0;
    }
    for (const struct yaml_node *node = list->first; node; node = node->next)
        n++;
    if (n == 0)
        manifest_fault(r, MSG_BOOK_BLOCK_EMPTY, list->pos, key, NULL);
    return n;
}

bool manifest_fill_item(struct manifest_reading *r, const struct yaml_node *node, const struct yaml_schema *schema,
                        void *out, const char *key)
{
    if (node->kind == YAML_MAP)
        return manifest_fill(r, node, schema, out);
    wrong_type(r, node, key, WORD_A_MAP);
    return false;
}

static const struct block_see *take_see(struct manifest_reading *r, const struct yaml_node *node)
{
    struct manifest_blocks *b = &r->m->blocks;
    struct block_see *first = NULL, **next = &first;
    const struct yaml_node *file = is_said(node) && node->kind == YAML_LIST ? node->first : node;
    for (; is_said(file); file = node->kind == YAML_LIST ? file->next : NULL) {
        if (file->kind != YAML_SCALAR) {
            wrong_type(r, file, "see", WORD_A_TEXT);
            continue;
        }
        struct block_see *see = arena_alloc(r->a, sizeof *see);
        see->file = file->scalar;
        see->pos = file->pos;
        *next = see;
        next = &see->next;
        if (!b->last_see)
            b->last_see = &b->sees;
        *b->last_see = see;
        b->last_see = &see->next_all;
    }
    return first;
}

/* A date that may be missing; a wrong one is a fault. */
static struct doc_date take_date(struct manifest_reading *r, const struct yaml_node *node, const char *key)
{
    struct doc_date date = {.hour = -1, .minute = -1};
    if (is_said(node) && node->kind != YAML_SCALAR)
        wrong_type(r, node, key, WORD_A_TEXT);
    else if (is_said(node))
        manifest_check_date(r, node->scalar, node->pos, &date);
    return date;
}

/* ---- delegations ---- */

struct raw_side {
    struct srcpos pos;
    const char *side;
    const struct yaml_node *members;
};

struct raw_member {
    struct srcpos pos;
    const char *name, *office;
    const struct yaml_node *biography, *photo, *lang;
};

static const struct yaml_key side_keys[] = {{"side", YT_STRING, true, offsetof(struct raw_side, side), NULL},
                                            NODE("members", true, struct raw_side, members),
                                            END};
static const struct yaml_schema side_schema = SCHEMA(side_keys, struct raw_side);

static const struct yaml_key member_keys[] = {{"name", YT_STRING, true, offsetof(struct raw_member, name), NULL},
                                              TEXT("office", struct raw_member, office),
                                              NODE("biography", false, struct raw_member, biography),
                                              NODE("photo", false, struct raw_member, photo),
                                              NODE("lang", false, struct raw_member, lang),
                                              END};
static const struct yaml_schema member_schema = SCHEMA(member_keys, struct raw_member);

static const char *scalar_of(const struct yaml_node *node)
{
    return is_said(node) && node->kind == YAML_SCALAR ? node->scalar : NULL;
}

static void read_members(struct manifest_reading *r, const struct yaml_node *list, struct delegation *side)
{
    size_t n = manifest_count(r, list, "members");
    side->members = arena_calloc(r->a, n + 1, sizeof *side->members);
    for (const struct yaml_node *node = n > 0 ? list->first : NULL; node; node = node->next) {
        struct raw_member raw = {.pos = node->pos};
        if (!manifest_fill_item(r, node, &member_schema, &raw, "members"))
            continue;
        struct delegate *d = &side->members[side->n++];
        *d = (struct delegate){.pos = raw.pos, .name = raw.name, .office = raw.office};
        d->biography = manifest_take_text(r, raw.biography, "biography");
        d->photo = scalar_of(raw.photo);
        d->photo_pos = d->photo ? raw.photo->pos : raw.pos;
        if (scalar_of(raw.lang))
            d->lang = manifest_language(r, raw.lang->scalar, raw.lang->pos);
    }
}

/* The same person in both delegations, or twice in one, is a slip of copying. */
static void check_names(struct manifest_reading *r, const struct delegation *sides, size_t n)
{
    for (size_t i = 0, count = 0; i < n; i++)
        for (size_t k = 0; k < sides[i].n && count < 1000; k++, count++)
            for (size_t j = 0; j <= i; j++)
                for (size_t m = 0; m < sides[j].n && !(j == i && m == k); m++)
                    if (strcmp(sides[j].members[m].name, sides[i].members[k].name) == 0) {
                        manifest_fault(r, MSG_BOOK_MEMBER_TWICE, sides[i].members[k].pos, sides[i].members[k].name,
                                       arena_printf(r->a, "%u", (unsigned)sides[j].members[m].pos.line));
                        return;
                    }
}

static void read_delegations(struct manifest_reading *r, const struct yaml_node *list)
{
    struct manifest_blocks *b = &r->m->blocks;
    size_t n = manifest_count(r, list, "delegations");
    b->delegations = arena_calloc(r->a, n + 1, sizeof *b->delegations);
    for (const struct yaml_node *node = n > 0 ? list->first : NULL; node; node = node->next) {
        struct raw_side raw = {.pos = node->pos};
        if (!manifest_fill_item(r, node, &side_schema, &raw, "delegations"))
            continue;
        struct delegation *side = &b->delegations[b->n_delegations++];
        *side = (struct delegation){.pos = raw.pos, .side = raw.side};
        read_members(r, raw.members, side);
    }
    check_names(r, b->delegations, b->n_delegations);
}

/* ---- points ---- */

struct raw_point {
    struct srcpos pos;
    const struct yaml_node *text, *answer, *see;
};

static const struct yaml_key point_keys[] = {NODE("text", true, struct raw_point, text),
                                             NODE("see", false, struct raw_point, see), END};
static const struct yaml_schema point_schema = SCHEMA(point_keys, struct raw_point);

static const struct yaml_key response_keys[] = {NODE("point", true, struct raw_point, text),
                                                NODE("answer", true, struct raw_point, answer),
                                                NODE("see", false, struct raw_point, see), END};
static const struct yaml_schema response_schema = SCHEMA(response_keys, struct raw_point);

static void take_point(struct manifest_reading *r, const struct yaml_node *node, const char *key,
                       struct block_points *points)
{
    struct raw_point raw = {.pos = node->pos};
    bool answered = strcmp(key, "responses") == 0;
    if (!answered && node->kind == YAML_SCALAR)
        raw.text = node;
    else if (!manifest_fill_item(r, node, answered ? &response_schema : &point_schema, &raw, key))
        return;
    struct block_point *point = &points->items[points->n];
    point->pos = raw.pos;
    point->text = manifest_take_text(r, raw.text, answered ? "point" : "text");
    point->answer = manifest_take_text(r, raw.answer, "answer");
    point->see = take_see(r, raw.see);
    points->n += point->text != NULL;
}

/* A list of texts, or of groups with a text and what it refers to. */
static void read_points(struct manifest_reading *r, const struct yaml_node *list, int kind, const char *key)
{
    struct block_points *points = &r->m->blocks.points[kind];
    size_t n = manifest_count(r, list, key);
    points->items = arena_calloc(r->a, n + 1, sizeof *points->items);
    for (const struct yaml_node *node = n > 0 ? list->first : NULL; node; node = node->next)
        take_point(r, node, key, points);
}

static void read_objectives(struct manifest_reading *r, const struct yaml_node *list)
{
    read_points(r, list, POINTS_OBJECTIVES, "objectives");
}

static void read_their_objectives(struct manifest_reading *r, const struct yaml_node *list)
{
    read_points(r, list, POINTS_THEIRS, "their-objectives");
}

static void read_arguments(struct manifest_reading *r, const struct yaml_node *list)
{
    read_points(r, list, POINTS_ARGUMENTS, "arguments");
}

static void read_messages(struct manifest_reading *r, const struct yaml_node *list)
{
    read_points(r, list, POINTS_MESSAGES, "key-messages");
}

static void read_responses(struct manifest_reading *r, const struct yaml_node *list)
{
    read_points(r, list, POINTS_RESPONSES, "responses");
}

static void read_press_line(struct manifest_reading *r, const struct yaml_node *node)
{
    r->m->blocks.press_line = manifest_take_text(r, node, "press-line");
}

static void read_background(struct manifest_reading *r, const struct yaml_node *node)
{
    r->m->blocks.background = manifest_take_text(r, node, "background");
}

/* ---- timeline ---- */

struct raw_event {
    struct srcpos pos;
    const struct yaml_node *date, *text, *see;
};

static const struct yaml_key event_keys[] = {NODE("date", true, struct raw_event, date),
                                             NODE("text", true, struct raw_event, text),
                                             NODE("see", false, struct raw_event, see), END};
static const struct yaml_schema event_schema = SCHEMA(event_keys, struct raw_event);

/* Behind all that are not later, so that events of one day stay in the order given. */
static void put_event(struct timeline_event *events, size_t n, const struct timeline_event *event)
{
    for (; n > 0 && doc_date_compare(&events[n - 1].date, &event->date) > 0; n--)
        events[n] = events[n - 1];
    events[n] = *event;
}

static void read_timeline(struct manifest_reading *r, const struct yaml_node *list)
{
    struct manifest_blocks *b = &r->m->blocks;
    size_t n = manifest_count(r, list, "timeline");
    b->timeline = arena_calloc(r->a, n + 1, sizeof *b->timeline);
    for (const struct yaml_node *node = n > 0 ? list->first : NULL; node; node = node->next) {
        struct raw_event raw = {.pos = node->pos};
        if (!manifest_fill_item(r, node, &event_schema, &raw, "timeline"))
            continue;
        struct timeline_event event = {.pos = raw.pos, .date = take_date(r, raw.date, "date")};
        event.text = manifest_take_text(r, raw.text, "text");
        event.see = take_see(r, raw.see);
        if (event.date.year && event.text)
            put_event(b->timeline, b->n_timeline++, &event);
    }
}

/* ---- figures ---- */

struct raw_figure {
    struct srcpos pos;
    const char *label, *value, *unit, *source;
    const struct yaml_node *date;
};

static const struct yaml_key figure_keys[] = {{"label", YT_STRING, true, offsetof(struct raw_figure, label), NULL},
                                              {"value", YT_STRING, true, offsetof(struct raw_figure, value), NULL},
                                              TEXT("unit", struct raw_figure, unit),
                                              NODE("date", false, struct raw_figure, date),
                                              TEXT("source", struct raw_figure, source),
                                              END};
static const struct yaml_schema figure_schema = SCHEMA(figure_keys, struct raw_figure);

static void read_figures(struct manifest_reading *r, const struct yaml_node *list)
{
    struct manifest_blocks *b = &r->m->blocks;
    size_t n = manifest_count(r, list, "figures");
    b->figures = arena_calloc(r->a, n + 1, sizeof *b->figures);
    for (const struct yaml_node *node = n > 0 ? list->first : NULL; node; node = node->next) {
        struct raw_figure raw = {.pos = node->pos};
        if (!manifest_fill_item(r, node, &figure_schema, &raw, "figures"))
            continue;
        b->figures[b->n_figures++] =
            (struct block_figure){raw.pos, raw.label, raw.value, raw.unit, raw.source, take_date(r, raw.date, "date")};
        if (!raw.date && !raw.source)
            diag_add(r->d, MSG_BOOK_FIGURE_SOURCE, raw.pos, raw.label, NULL);
    }
}

/* ---- agreements ---- */

struct raw_agreement {
    struct srcpos pos;
    const char *number, *title, *place, *status;
    const struct yaml_node *date, *url;
};

static const struct yaml_key agreement_keys[] = {
    TEXT("number", struct raw_agreement, number),
    {"title", YT_STRING, true, offsetof(struct raw_agreement, title), NULL},
    NODE("date", false, struct raw_agreement, date),
    TEXT("place", struct raw_agreement, place),
    TEXT("status", struct raw_agreement, status),
    NODE("url", false, struct raw_agreement, url),
    END};
static const struct yaml_schema agreement_schema = SCHEMA(agreement_keys, struct raw_agreement);

static const char *take_url(struct manifest_reading *r, const struct yaml_node *node)
{
    const char *url = scalar_of(node);
    if (!is_said(node))
        return NULL;
    if (url && (strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0) && !strpbrk(url, " <>\"\n"))
        return url;
    manifest_fault(r, MSG_BOOK_URL, node->pos, url, NULL);
    return NULL;
}

static void read_agreements(struct manifest_reading *r, const struct yaml_node *list)
{
    struct manifest_blocks *b = &r->m->blocks;
    size_t n = manifest_count(r, list, "agreements");
    b->agreements = arena_calloc(r->a, n + 1, sizeof *b->agreements);
    for (const struct yaml_node *node = n > 0 ? list->first : NULL; node; node = node->next) {
        struct raw_agreement raw = {.pos = node->pos};
        if (manifest_fill_item(r, node, &agreement_schema, &raw, "agreements"))
            b->agreements[b->n_agreements++] = (struct agreement){raw.pos,
                                                                  raw.number,
                                                                  raw.title,
                                                                  raw.place,
                                                                  raw.status,
                                                                  take_url(r, raw.url),
                                                                  take_date(r, raw.date, "date")};
    }
}

/* ---- glossary ---- */

struct raw_term {
    struct srcpos pos;
    const char *term, *names[TERM_LANGUAGES];
    const struct yaml_node *text;
};

static const struct yaml_key term_keys[] = {{"term", YT_STRING, true, offsetof(struct raw_term, term), NULL},
                                            NODE("text", false, struct raw_term, text),
                                            TEXT("vi", struct raw_term, names[0]),
                                            TEXT("ru", struct raw_term, names[1]),
                                            TEXT("kk", struct raw_term, names[2]),
                                            TEXT("en", struct raw_term, names[3]),
                                            END};
static const struct yaml_schema term_schema = SCHEMA(term_keys, struct raw_term);

static bool explains(const struct glossary_term *t)
{
    bool any = t->text != NULL;
    for (size_t i = 0; i < TERM_LANGUAGES; i++)
        any |= t->names[i] && *t->names[i];
    return any;
}

static void read_glossary(struct manifest_reading *r, const struct yaml_node *list)
{
    struct manifest_blocks *b = &r->m->blocks;
    size_t n = manifest_count(r, list, "glossary");
    b->glossary = arena_calloc(r->a, n + 1, sizeof *b->glossary);
    for (const struct yaml_node *node = n > 0 ? list->first : NULL; node; node = node->next) {
        struct raw_term raw = {.pos = node->pos};
        if (!manifest_fill_item(r, node, &term_schema, &raw, "glossary"))
            continue;
        struct glossary_term *t = &b->glossary[b->n_glossary++];
        *t = (struct glossary_term){.pos = raw.pos, .term = raw.term};
        memcpy(t->names, raw.names, sizeof t->names);
        t->text = manifest_take_text(r, raw.text, "text");
        if (!explains(t))
            manifest_fault(r, MSG_BOOK_TERM_BARE, raw.pos, raw.term, NULL);
    }
}

/* ---- notes ---- */

static void read_note_pages(struct manifest_reading *r, const struct yaml_node *node)
{
    const char *s = node->kind == YAML_SCALAR ? node->scalar : "";
    unsigned pages = 0;
    size_t n = strspn(s, "0123456789");
    for (size_t i = 0; i < n && i < 4; i++)
        pages = pages * 10 + (unsigned)(s[i] - '0');
    if (n == 0 || s[n] != '\0' || pages == 0 || pages > NOTE_PAGES_MAX)
        manifest_fault(r, MSG_BOOK_NOTE_PAGES, node->pos, s, arena_printf(r->a, "%d", NOTE_PAGES_MAX));
    else
        r->m->blocks.note_pages = pages;
}

/* ---- the whole ---- */

const struct manifest_key manifest_block_keys[] = {
    {"agenda", manifest_read_agenda},
    {"delegations", read_delegations},
    {"objectives", read_objectives},
    {"their-objectives", read_their_objectives},
    {"arguments", read_arguments},
    {"key-messages", read_messages},
    {"responses", read_responses},
    {"press-line", read_press_line},
    {"background", read_background},
    {"timeline", read_timeline},
    {"figures", read_figures},
    {"agreements", read_agreements},
    {"glossary", read_glossary},
    {"note-pages", read_note_pages},
    {NULL, NULL},
};

bool blocks_is_name(const char *name)
{
    for (const struct manifest_key *k = manifest_block_keys; k->key; k++)
        if (strcmp(k->key, name) == 0)
            return true;
    return false;
}

static bool has_points(const struct manifest_blocks *b, int kind)
{
    return b->points[kind].n > 0;
}

bool blocks_given(const struct manifest_blocks *b, const char *name)
{
    const struct {
        const char *name;
        bool given;
    } known[] = {
        {"agenda", b->agenda.n > 0},
        {"delegations", b->n_delegations > 0},
        {"objectives", has_points(b, POINTS_OBJECTIVES)},
        {"their-objectives", has_points(b, POINTS_THEIRS)},
        {"arguments", has_points(b, POINTS_ARGUMENTS)},
        {"key-messages", has_points(b, POINTS_MESSAGES)},
        {"responses", has_points(b, POINTS_RESPONSES)},
        {"press-line", b->press_line != NULL},
        {"background", b->background != NULL},
        {"timeline", b->n_timeline > 0},
        {"figures", b->n_figures > 0},
        {"agreements", b->n_agreements > 0},
        {"glossary", b->n_glossary > 0},
        {"note-pages", b->note_pages > 0},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].given;
    return false;
}

bool blocks_see_is(const struct block_see *see, const char *file)
{
    if (strcmp(see->file, file) == 0)
        return true;
    const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file, *dot = strrchr(base, '.');
    size_t n = dot ? (size_t)(dot - base) : strlen(base);
    return strlen(see->file) == n && memcmp(see->file, base, n) == 0;
}
