/* Inks as colour operators (ISO 32000-1, 8.6.8).
 *
 * On the screen an ink is red, green and blue, and black alone where it is black. For the press it is what the four
 * plates get, so that black text is on one plate only and nothing has to be converted. Marks that show how plates lie
 * on each other are in the colorant All (8.6.6.4).
 */
#include "pdf/colour.h"

#include <string.h>

static const char press_spaces[] =
    "/ColorSpace<</All[/Separation/All/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[1 1 1 1]/N 1>>]>>";

static void put_component(struct buf *b, unsigned v)
{
    buf_fixed(b, muldiv(v, 1000, 255));
    buf_putc(b, ' ');
}

static void put_per_cent(struct buf *b, unsigned v)
{
    buf_fixed(b, 10 * (int64_t)v);
    buf_putc(b, ' ');
}

uint8_t colour_grey(const uint8_t rgb[3])
{
    return (uint8_t)((299u * rgb[0] + 587u * rgb[1] + 114u * rgb[2] + 500) / 1000);
}

static void put_black(struct buf *b, unsigned per_cent)
{
    put_per_cent(b, 100 - per_cent);
    buf_puts(b, "g\n");
}

static void put_screen(struct buf *b, const struct ink *ink)
{
    if (ink->k_only) {
        put_black(b, ink->cmyk[3]);
    } else if (ink->rgb[0] == ink->rgb[1] && ink->rgb[1] == ink->rgb[2]) {
        put_component(b, ink->rgb[0]);
        buf_puts(b, "g\n");
    } else {
        for (int k = 0; k < 3; k++)
            put_component(b, ink->rgb[k]);
        buf_puts(b, "rg\n");
    }
}

void colour_put_ink(struct buf *b, const struct ink *ink, enum pdf_colours colours)
{
    if (colours == PDF_SCREEN) {
        put_screen(b, ink);
    } else if (colours == PDF_GREY) {
        put_black(b, ink->k_only ? ink->cmyk[3] : (255u - colour_grey(ink->rgb)) * 100 / 255);
    } else if (ink->all) {
        buf_puts(b, "/All cs 1 scn\n");
    } else {
        for (int k = 0; k < 4; k++)
            put_per_cent(b, ink->cmyk[k]);
        buf_puts(b, "k\n");
    }
}

void colour_put_resources(struct buf *b, enum pdf_colours colours)
{
    if (colours == PDF_PRESS)
        buf_puts(b, press_spaces);
}
