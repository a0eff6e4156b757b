/* CFF (Adobe Technical Note 5176): as much of it as tells whether a font is CID-keyed, which its top dictionary says by
 * beginning with the operator ROS. */
#include "pdf/cff.h"

#include <stdint.h>

#define ESCAPE 12
#define ROS 30

struct reader {
    const uint8_t *p;
    size_t n, at;
};

static unsigned next_byte(struct reader *r)
{
    return r->at < r->n ? r->p[r->at++] : 0;
}

static size_t next_offset(struct reader *r, unsigned size)
{
    size_t v = 0;
    for (unsigned i = 0; i < size; i++)
        v = v << 8 | next_byte(r);
    return v;
}

/* Reads an INDEX and stops behind it; *first gets the place of its first object. */
static void skip_index(struct reader *r, size_t *first)
{
    size_t count = next_offset(r, 2);
    if (count == 0)
        return;
    unsigned size = next_byte(r);
    size_t table = r->at, data = table + (count + 1) * size - 1;
    *first = data + next_offset(r, size);
    r->at = table + count * size;
    r->at = data + next_offset(r, size);
}

/* Skips one operand of a dictionary; false at an operator. */
static bool skip_operand(struct reader *r)
{
    unsigned b = r->at < r->n ? r->p[r->at] : 0;
    if (b < 28 || b == 31)
        return false;
    r->at++;
    if (b == 28)
        r->at += 2;
    else if (b == 29)
        r->at += 4;
    else if (b == 30) /* a real number: half bytes up to 15 */
        for (unsigned v = 0; r->at < r->n && (v & 15) != 15 && v >> 4 != 15;)
            v = next_byte(r);
    else if (b > 246)
        r->at++;
    return true;
}

bool cff_is_cid_keyed(const void *bytes, size_t n)
{
    struct reader r = {bytes, n, 2};
    size_t first = 0;
    r.at = next_byte(&r); /* behind the header */
    skip_index(&r, &first);
    first = 0;
    skip_index(&r, &first);
    r.at = first;
    if (first == 0)
        return false;
    while (skip_operand(&r))
        continue;
    return next_byte(&r) == ESCAPE && next_byte(&r) == ROS;
}
