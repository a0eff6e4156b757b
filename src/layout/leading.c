/* `leading: auto`. */
#include "layout/leading.h"

#include <string.h>

#include "base/utf8.h"
#include "layout/shape.h"

#define LATIN 0x4C61746E /* ISO 15924 "Latn" */
#define QUARTER (SCALED_ONE / 4)

/* The letters of Vietnamese, and those of the languages beside it in the same script. */
static const struct {
    uint32_t first, last;
} letters[] = {{'A', 'Z'},     {'a', 'z'},     {0xC0, 0xD6},   {0xD9, 0xF6},   {0xF9, 0xFF},   {0x102, 0x103},
               {0x110, 0x111}, {0x128, 0x129}, {0x168, 0x169}, {0x1A0, 0x1A1}, {0x1AF, 0x1B0}, {0x1EA0, 0x1EF9}};

/* What has been measured of a face, in font units. */
struct reach {
    int32_t up, down;
};

static void measure(struct word_cache *words, const struct font *f, uint32_t cp, struct reach *ink)
{
    char s[8];
    size_t n = utf8_put(s, cp);
    struct shaping how = {.font = f, .lang = cache_lang(words, "vi"), .script = LATIN};
    const struct shaped *shaped = font_has(f, cp) ? shape_word(words, &how, s, n) : NULL;
    for (uint16_t i = 0; shaped != NULL && i < shaped->n; i++) {
        int32_t top, bottom;
        font_ink(f, shaped->glyphs[i].gid, &top, &bottom);
        top += shaped->glyphs[i].dy;
        bottom += shaped->glyphs[i].dy;
        ink->up = top > ink->up ? top : ink->up;
        ink->down = -bottom > ink->down ? -bottom : ink->down;
    }
}

static scaled at_size(const struct font *f, scaled size, int32_t units)
{
    return (scaled)(((int64_t)units * size + f->upem - 1) / f->upem);
}

void leading_ink(const struct font *f, scaled size, scaled *up, scaled *down)
{
    struct word_cache *words = word_cache_new();
    struct reach ink = {0, 0};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        for (uint32_t cp = letters[i].first; cp <= letters[i].last; cp++)
            measure(words, f, cp, &ink);
    *up = at_size(f, size, ink.up);
    *down = at_size(f, size, ink.down);
    word_cache_drop(words);
}

/* Least leading for a style's faces: upright and bold, and italic where the layout has it. */
static scaled least(const struct design *d, const struct style *s, struct font_set *fonts, struct diag *diag)
{
    const struct {
        int64_t weight;
        bool italic;
    } faces[] = {{s->weight, s->italic}, {s->strong, s->italic}, {s->weight, true}};
    scaled up = 0, down = 0;
    size_t n = d->text.emphasis == EMPHASIS_ITALIC ? 3 : 2;
    for (size_t i = 0; i < n; i++) {
        const struct font *f = font_set_lookup(fonts, s->font, (unsigned)faces[i].weight, faces[i].italic, diag);
        scaled own_up = 0, own_down = 0;
        if (f != NULL)
            leading_ink(f, s->size, &own_up, &own_down);
        up = own_up > up ? own_up : up;
        down = own_down > down ? own_down : down;
    }
    scaled sum = up + down + (scaled)muldiv(d->text.clearance, s->size, d->text.size);
    return up > 0 ? (sum + QUARTER - 1) / QUARTER * QUARTER : (scaled)muldiv(s->size, 4, 3);
}

void leading_find(struct design *design, struct font_set *fonts, struct diag *d)
{
    if (design->text.leading == 0)
        design->text.leading = least(design, &design->styles[ROLE_BODY], fonts, d);
    for (int i = 0; i < ROLE_COUNT; i++) {
        struct style *s = &design->styles[i];
        bool as_text = s->font != NULL && s->size == design->text.size && strcmp(s->font, design->text.font) == 0;
        if (s->leading == 0 && s->font != NULL)
            s->leading = as_text ? design->text.leading : least(design, s, fonts, d);
    }
}
