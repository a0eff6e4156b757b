/* Lengths: integers in 1/65536 pt, as TeX's scaled points but with the pt of PDF (1/72 inch). */
#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t scaled; /* 1/65536 pt; sums of many are kept in 64 bits */

#define SCALED_ONE 65536
#define PT(n) ((scaled)((n)*65536))

/* a * b / c, rounded to nearest, with a 64-bit product; c != 0. */
int64_t muldiv(int64_t a, int64_t b, int64_t c);

/* Millimetres in thousandths to scaled points: mm_milli(27000) is 27 mm. */
scaled mm_milli(int64_t milli);

/* Thousandths of a point, rounded: what buf_fixed() writes into a PDF. */
int64_t scaled_milli(int64_t v);

/* Reads "30mm", "1.2cm", "11pt", "1.2em", "0.5in", "0"; `em` is what 1em means (0: em is refused). At most four
 * decimals. Returns false when the text is no length or beyond ±200 inches. Locale-free. */
bool length_parse(const char *s, scaled em, scaled *out);

#endif
