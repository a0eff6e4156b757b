/* Pictures of few colours. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/encode.h"

#define SLOTS 1024 /* of the hash table: a quarter full at most */

/* Colours by their hash; 0: none. */
struct colour_table {
    uint32_t rgb[SLOTS];
    uint16_t place[SLOTS]; /* in the palette, plus 1 */
};

/* Place of the colour in the palette, where it is put if there is room; 256: there is none. */
static unsigned find(struct colour_table *t, uint32_t rgb, struct palette *palette, unsigned most)
{
    uint32_t slot = rgb * 2654435761u >> 22;
    while (t->place[slot] != 0 && t->rgb[slot] != rgb)
        slot = (slot + 1) % SLOTS;
    if (t->place[slot] != 0)
        return t->place[slot] - 1u;
    if (palette->n == most)
        return 256;
    uint8_t *colour = palette->colours[palette->n++];
    colour[0] = (uint8_t)(rgb >> 16);
    colour[1] = (uint8_t)(rgb >> 8 & 255);
    colour[2] = (uint8_t)(rgb & 255);
    t->rgb[slot] = rgb;
    t->place[slot] = (uint16_t)palette->n;
    return palette->n - 1;
}

uint8_t *image_index(const struct pixels *from, struct palette *palette)
{
    size_t n = (size_t)from->width * from->height;
    struct colour_table *t = mem_calloc(1, sizeof *t);
    uint8_t *indices = mem_alloc(n);
    const uint8_t *p = from->p;
    bool grey = from->components == 1, few = true;
    palette->n = 0;
    for (size_t i = 0; few && i < n; i++, p += from->components) {
        uint32_t rgb = grey ? *p * 0x10101u : (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
        unsigned place = find(t, rgb, palette, grey ? 16 : 256);
        few = place < 256;
        indices[i] = (uint8_t)place;
    }
    free(t);
    if (few)
        return indices;
    free(indices);
    return NULL;
}
