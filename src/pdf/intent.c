/* Output intent with a profile of our own making (ICC.1:2010, version 4).
 *
 * The profile is made here and not read from a file, so that no missing package stops a build and no update of one
 * changes a byte. It is a matrix profile with the parametric curve of IEC 61966-2-1; PDF/A-2 takes version 4.
 * With it DeviceRGB means sRGB; text in DeviceGray, black only, is allowed beside it (ISO 19005-2, 6.2.4.3).
 */
#include "pdf/intent.h"

#include <string.h>

#include "pdf/syntax.h"

#define HEADER_BYTES 128
#define N_TAGS 10

/* Signed fixed-point numbers with 16 bits behind the point, from the standard's values adapted to D50; rounded so that
 * the three colours add up to white exactly and grey stays grey. */
static const uint32_t white[] = {0xF6D6, 0x10000, 0xD32D};
static const uint32_t red[] = {0x6FA2, 0x38F5, 0x0390};
static const uint32_t green[] = {0x6294, 0xB787, 0x18DA};
static const uint32_t blue[] = {0x24A0, 0x0F84, 0xB6C3};
/* Bradford matrix from D65, sRGB's white, to D50. */
static const uint32_t adaptation[] = {0x10C42, 0x5DE, 0xFFFFF325, 0x793, 0xFD90, 0xFFFFFBA1, 0xFFFFFDA2, 0x3DC, 0xC06E};
/* y = ((x + 0.055) / 1.055) ^ 2.4 from 0.04045 on, x / 12.92 below. */
static const uint32_t curve[] = {0x26666, 0xF2A7, 0xD59, 0x13D0, 0xA5B};

struct profile {
    struct buf table, data;
    uint32_t n;
};

static void put_u32(struct buf *b, uint32_t v)
{
    uint8_t bytes[] = {(uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};
    buf_put(b, bytes, sizeof bytes);
}

static void put_numbers(struct buf *b, const char type[5], uint32_t head, const uint32_t *v, size_t n)
{
    buf_put(b, type, 4);
    put_u32(b, 0);
    if (head != 0)
        put_u32(b, head);
    for (size_t i = 0; i < n; i++)
        put_u32(b, v[i]);
}

/* An entry of the table of tags for data that begin at `start` of p->data and end here. */
static void put_tag(struct profile *p, const char name[5], size_t start)
{
    buf_put(&p->table, name, 4);
    put_u32(&p->table, (uint32_t)(HEADER_BYTES + 4 + 12 * N_TAGS + start));
    put_u32(&p->table, (uint32_t)(p->data.n - start));
    p->n++;
}

static void put_xyz(struct profile *p, const char name[5], const uint32_t *v)
{
    size_t start = p->data.n;
    put_numbers(&p->data, "XYZ ", 0, v, 3);
    put_tag(p, name, start);
}

/* Text in one language, as UTF-16. */
static void put_words(struct profile *p, const char name[5], const char *words)
{
    size_t start = p->data.n, n = strlen(words);
    const uint32_t head[] = {12, 0x656E5553 /* enUS */, (uint32_t)(2 * n), 28};
    put_numbers(&p->data, "mluc", 1, head, 4);
    for (size_t i = 0; i < n; i++) {
        buf_putc(&p->data, '\0');
        buf_putc(&p->data, words[i]);
    }
    put_tag(p, name, start);
    while (p->data.n % 4 != 0)
        buf_putc(&p->data, '\0');
}

static void put_curves(struct profile *p)
{
    size_t start = p->data.n;
    put_numbers(&p->data, "para", 3 << 16, curve, 5);
    put_tag(p, "rTRC", start);
    put_tag(p, "gTRC", start);
    put_tag(p, "bTRC", start);
}

static void put_header(struct buf *b, size_t size)
{
    static const uint32_t date[] = {2024u << 16 | 1, 1u << 16, 0};
    put_u32(b, (uint32_t)size);
    put_u32(b, 0);
    put_u32(b, 0x04200000); /* version 4.2 */
    buf_put(b, "mntrRGB XYZ ", 12);
    for (int i = 0; i < 3; i++)
        put_u32(b, date[i]);
    buf_put(b, "acsp", 4);
    for (int i = 0; i < 7; i++) /* platform, flags, device, attributes, intent: none, perceptual */
        put_u32(b, 0);
    for (int i = 0; i < 3; i++)
        put_u32(b, white[i]);
    for (int i = 0; i < 12; i++) /* creator, id, reserved */
        put_u32(b, 0);
}

void intent_profile(struct buf *out)
{
    struct profile p = {BUF_INIT, BUF_INIT, 0};
    put_words(&p, "desc", "sRGB");
    put_words(&p, "cprt", "CC0");
    put_xyz(&p, "wtpt", white);
    size_t start = p.data.n;
    put_numbers(&p.data, "sf32", 0, adaptation, 9);
    put_tag(&p, "chad", start);
    put_xyz(&p, "rXYZ", red);
    put_xyz(&p, "gXYZ", green);
    put_xyz(&p, "bXYZ", blue);
    put_curves(&p);
    put_header(out, HEADER_BYTES + 4 + p.table.n + p.data.n);
    put_u32(out, p.n);
    buf_put(out, p.table.p, p.table.n);
    buf_put(out, p.data.p, p.data.n);
    buf_free(&p.table);
    buf_free(&p.data);
}

uint32_t intent_write_profile(struct document *doc)
{
    struct buf profile = BUF_INIT;
    intent_profile(&profile);
    uint32_t number = document_deflated(doc, "/N 3", profile.p, profile.n);
    buf_free(&profile);
    return number;
}

static void write_condition(struct document *doc, const struct pdf_condition *condition)
{
    uint32_t number = document_deflated(doc, "/N 4", condition->profile, condition->n);
    struct buf *catalog = document_catalog(doc);
    buf_puts(catalog, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFX/OutputConditionIdentifier");
    put_text(catalog, condition->name);
    buf_puts(catalog, "/Info");
    put_text(catalog, condition->name);
    buf_puts(catalog, "/DestOutputProfile ");
    put_ref(catalog, number);
    buf_puts(catalog, ">>]");
}

void intent_write(struct document *doc, const struct pdf_condition *condition)
{
    if (condition != NULL) {
        write_condition(doc, condition);
        return;
    }
    uint32_t number = intent_write_profile(doc);
    struct buf *catalog = document_catalog(doc);
    buf_puts(catalog, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
                      "/Info(sRGB IEC61966-2.1)/DestOutputProfile ");
    put_ref(catalog, number);
    buf_puts(catalog, ">>]");
}
