/* Decoding of old sets, and judging the result.
 *
 * Statistics over bytes (as charset detectors make them) fail for Vietnamese: the sets share their byte range, and half
 * the texts were pasted as Latin-1 and saved as UTF-8 besides. What does tell them apart is the language: a Vietnamese
 * word is one syllable of a small grammar, so the right decoding has accented words that are syllables, a wrong one has
 * few. The same weighing works on bytes and on mojibake.
 */
#include "ingest/legacy.h"

#include "base/utf8.h"
#include "lang/syllable.h"

/* windows-1252 where it differs from Latin-1: 0x80 … 0x9F; 0: not defined. */
static const uint16_t cp1252_high[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* windows-1258 where it differs from windows-1252. */
static const uint16_t cp1258[256] = {
    [0xC3] = 0x0102, [0xCC] = 0x0300, [0xD0] = 0x0110, [0xD2] = 0x0309, [0xD5] = 0x01A0,
    [0xDD] = 0x01AF, [0xDE] = 0x0303, [0xE3] = 0x0103, [0xEC] = 0x0301, [0xF0] = 0x0111,
    [0xF2] = 0x0323, [0xF5] = 0x01A1, [0xFD] = 0x01B0, [0xFE] = 0x20AB,
};

static const uint16_t cp1251_high[64] = {
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A,
    0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0,      0x2122,
    0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6,
    0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456,
    0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457,
};

/* KOI8-R: the letters in the order of Latin, small ones first. */
static const uint16_t koi8r_small[32] = {
    0x044E, 0x0430, 0x0431, 0x0446, 0x0434, 0x0435, 0x0444, 0x0433, 0x0445, 0x0438, 0x0439,
    0x043A, 0x043B, 0x043C, 0x043D, 0x043E, 0x043F, 0x044F, 0x0440, 0x0441, 0x0442, 0x0443,
    0x0436, 0x0432, 0x044C, 0x044B, 0x0437, 0x0448, 0x044D, 0x0449, 0x0447, 0x044A,
};

const char *legacy_name(enum legacy_set set)
{
    static const char *const names[LEGACY_SETS] = {
        "UTF-8", "TCVN3", "VNI-Windows", "VISCII", "windows-1258", "UTF-8", "windows-1251", "KOI8-R", "windows-1252"};
    return names[set];
}

uint32_t legacy_byte_of(uint32_t cp)
{
    if (cp < 0x100)
        return cp;
    for (uint32_t i = 0; i < 32; i++)
        if (cp1252_high[i] == cp)
            return 0x80 + i;
    return cp;
}

static uint32_t from_cp1252(uint32_t byte)
{
    if (byte >= 0x80 && byte < 0xA0 && cp1252_high[byte - 0x80] != 0)
        return cp1252_high[byte - 0x80];
    return byte;
}

static uint32_t from_cp1251(uint32_t byte)
{
    if (byte >= 0xC0)
        return 0x0410 + (byte - 0xC0);
    return byte >= 0x80 && cp1251_high[byte - 0x80] != 0 ? cp1251_high[byte - 0x80] : byte;
}

static uint32_t from_koi8r(uint32_t byte)
{
    if (byte >= 0xE0)
        return (uint32_t)koi8r_small[byte - 0xE0] - 0x20;
    if (byte >= 0xC0)
        return koi8r_small[byte - 0xC0];
    return byte == 0xA3 ? 0x0451 : byte == 0xB3 ? 0x0401 : byte;
}

/* A VNI letter and its mark in one; the pairs are sorted. 0: no pair. */
static uint32_t from_vni_pair(uint32_t letter, uint32_t mark)
{
    size_t low = 0, high = legacy_vni_pair_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct legacy_pair *p = &legacy_vni_pairs[middle];
        if (p->letter == letter && p->mark == mark)
            return p->cp;
        if (p->letter < letter || (p->letter == letter && p->mark < mark))
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

static uint32_t from_vni(const uint32_t *units, size_t n, size_t *i)
{
    uint32_t unit = units[(*i)++];
    if (*i < n && unit < 0x100 && units[*i] >= 0xC0 && units[*i] < 0x100) {
        uint32_t both = from_vni_pair(unit, units[*i]);
        if (both != 0) {
            ++*i;
            return both;
        }
    }
    return unit < 0x100 && legacy_vni_single[unit] != 0 ? legacy_vni_single[unit] : from_cp1252(unit);
}

/* A UTF-8 sequence spelled out in units; a unit that begins none stays. */
static uint32_t from_utf8_units(const uint32_t *units, size_t n, size_t *i)
{
    char bytes[4];
    size_t count = 0, used = 0;
    while (count < 4 && *i + count < n && units[*i + count] >= 0x80 && units[*i + count] < 0x100) {
        bytes[count] = (char)units[*i + count];
        count++;
    }
    if (count > 1) {
        uint32_t cp = utf8_next(bytes, count, &used);
        if (used > 1) {
            *i += used;
            return cp;
        }
    }
    return units[(*i)++];
}

void legacy_decode(enum legacy_set set, const uint32_t *units, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n;) {
        uint32_t unit = units[i];
        uint32_t cp = unit;
        if (set == LEGACY_VNI)
            cp = from_vni(units, n, &i);
        else if (set == LEGACY_UTF8)
            cp = from_utf8_units(units, n, &i);
        else
            i++;
        if (unit < 0x100) {
            switch (set) {
            case LEGACY_TCVN3:
                cp = legacy_tcvn3[unit] != 0 ? legacy_tcvn3[unit] : from_cp1252(unit);
                break;
            case LEGACY_VISCII:
                cp = legacy_viscii[unit] != 0 ? legacy_viscii[unit] : unit;
                break;
            case LEGACY_CP1258:
                cp = cp1258[unit] != 0 ? cp1258[unit] : from_cp1252(unit);
                break;
            case LEGACY_CP1251:
                cp = from_cp1251(unit);
                break;
            case LEGACY_KOI8R:
                cp = from_koi8r(unit);
                break;
            case LEGACY_CP1252:
                cp = from_cp1252(unit);
                break;
            default:
                break;
            }
        }
        buf_utf8(out, cp);
    }
}

static bool is_vietnamese(uint32_t cp)
{
    if (cp < 0x80 || syllable_is_vietnamese_letter(cp) || (cp >= 0x1EA0 && cp <= 0x1EF9))
        return true;
    switch (utf8_lower(cp)) {
    case 0xE0:
    case 0xE1:
    case 0xE2:
    case 0xE3:
    case 0xE8:
    case 0xE9:
    case 0xEA:
    case 0xEC:
    case 0xED:
    case 0xF2:
    case 0xF3:
    case 0xF4:
    case 0xF5:
    case 0xF9:
    case 0xFA:
    case 0xFD:
    case 0x129:
    case 0x169:
        return true;
    default:
        return cp >= 0x300 && cp <= 0x323;
    }
}

/* Signs that stand between words in any decoding. */
static bool is_between(uint32_t cp)
{
    return cp == 0xA0 || cp == 0xAB || cp == 0xBB || (cp >= 0x2010 && cp <= 0x2030) || cp == 0xFEFF || cp == 0x200B ||
           cp > 0x20000 || (cp >= 0x2190 && cp < 0x2C00);
}

static bool breaks_word(uint32_t cp)
{
    return (cp < 0x80 && !utf8_is_letter(cp)) || is_between(cp);
}

/* Letters that carry a tone: a syllable has one at most. */
static bool has_tone(uint32_t cp)
{
    static const char toned[] = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ";
    cp = utf8_lower(cp);
    for (size_t i = 0; i < sizeof toned - 1;)
        if (utf8_next(toned, sizeof toned - 1, &i) == cp)
            return true;
    return cp == 0x300 || cp == 0x301 || cp == 0x303 || cp == 0x309 || cp == 0x323;
}

/* One word. Marks that windows-1258 writes behind their letters do not make it another syllable. */
static bool is_syllable(const char *s, size_t n)
{
    char plain[32];
    size_t used = 0, tones = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        tones += cp >= 0x80 && has_tone(cp);
        if (cp >= 0x300 && cp <= 0x323)
            continue;
        if (used + 4 > sizeof plain)
            return false;
        used += utf8_put(plain + used, cp);
    }
    return used > 0 && tones <= 1 && syllable_fits(plain, used);
}

void legacy_weigh(const char *s, size_t n, struct plausibility *sum)
{
    for (size_t i = 0; i < n;) {
        size_t start = i, end = i;
        bool accented = false, possible = true;
        while (i < n) {
            end = i;
            uint32_t cp = utf8_next(s, n, &i);
            if (breaks_word(cp))
                break;
            end = i;
            accented |= cp >= 0x80;
            possible &= is_vietnamese(cp);
        }
        if (accented && end > start) {
            bool good = possible && is_syllable(s + start, end - start);
            sum->good += good;
            sum->bad += !good;
        }
    }
}

void legacy_weigh_cyrillic(const char *s, size_t n, struct plausibility *sum)
{
    uint32_t before = ' ';
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        if (cp >= 0x80) {
            bool letter = cp >= 0x400 && cp < 0x460;
            sum->good += letter && utf8_is_lower(cp) && utf8_is_letter(before);
            sum->bad += !letter ? !is_between(cp) : utf8_is_upper(cp) && utf8_is_lower(before);
        }
        before = cp;
    }
}
