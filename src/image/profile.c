/* lcms2 opens a profile only when its tables are sound; what PDF takes of those is said in ISO 32000-1, 8.6.5.5. */
#include "image/profile.h"

#include <stdlib.h>
#include <string.h>

#include "image/libraries.h"

static unsigned components_of(cmsColorSpaceSignature space)
{
    return space == cmsSigGrayData ? 1 : space == cmsSigRgbData ? 3 : space == cmsSigCmykData ? 4 : 0;
}

static bool is_usable(cmsHPROFILE p)
{
    cmsProfileClassSignature kind = lcms()->cmsGetDeviceClass(p);
    bool of_device = kind == cmsSigInputClass || kind == cmsSigDisplayClass || kind == cmsSigOutputClass ||
                     kind == cmsSigColorSpaceClass;
    return of_device && lcms()->cmsGetProfileVersion(p) < 5.0 &&
           lcms()->cmsIsIntentSupported(p, INTENT_PERCEPTUAL, LCMS_USED_AS_INPUT);
}

/* Tables that are not read until colours are converted are looked at here, by making ready to convert. */
static bool converts(cmsContext c, cmsHPROFILE p, unsigned components)
{
    cmsHPROFILE lab = lcms()->cmsCreateLab4ProfileTHR(c, NULL);
    cmsUInt32Number from = components == 1 ? TYPE_GRAY_8 : components == 3 ? TYPE_RGB_8 : TYPE_CMYK_8;
    cmsHTRANSFORM t =
        lab != NULL ? lcms()->cmsCreateTransformTHR(c, p, from, lab, TYPE_Lab_8, INTENT_PERCEPTUAL, 0) : NULL;
    if (t != NULL)
        lcms()->cmsDeleteTransform(t);
    if (lab != NULL)
        lcms()->cmsCloseProfile(lab);
    return t != NULL;
}

bool profile_read(const void *bytes, size_t n, struct profile *out)
{
    *out = (struct profile){0};
    if (n < 128 || n > PROFILE_MAX_BYTES)
        return false;
    cmsContext c = lcms()->cmsCreateContext(NULL, NULL);
    cmsHPROFILE p = c != NULL ? lcms()->cmsOpenProfileFromMemTHR(c, bytes, (cmsUInt32Number)n) : NULL;
    bool ok = false;
    if (p != NULL) {
        out->components = components_of(lcms()->cmsGetColorSpace(p));
        out->output = lcms()->cmsGetDeviceClass(p) == cmsSigOutputClass;
        lcms()->cmsGetProfileInfoASCII(p, cmsInfoDescription, "en", "US", out->name, sizeof out->name);
        ok = out->components > 0 && is_usable(p) && converts(c, p, out->components);
        lcms()->cmsCloseProfile(p);
    }
    if (c != NULL)
        lcms()->cmsDeleteContext(c);
    return ok;
}

/* ---- to sRGB ---- */

#define AT_ONCE 4096 /* pixels */
#define SAME 2       /* differences that nobody sees */
#define STEPS 6      /* of each colour, when a profile is compared with sRGB */

static cmsUInt32Number layout_of(unsigned components, bool inverted)
{
    if (components == 4)
        return inverted ? TYPE_CMYK_8_REV : TYPE_CMYK_8;
    return components == 1 ? TYPE_GRAY_8 : TYPE_RGB_8;
}

static cmsHTRANSFORM open_transform(cmsContext c, const void *bytes, size_t n, cmsUInt32Number from)
{
    cmsHPROFILE p = lcms()->cmsOpenProfileFromMemTHR(c, bytes, (cmsUInt32Number)n),
                srgb = lcms()->cmsCreate_sRGBProfileTHR(c);
    cmsHTRANSFORM t = p != NULL && srgb != NULL
                          ? lcms()->cmsCreateTransformTHR(c, p, from, srgb, TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC,
                                                          cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE)
                          : NULL;
    if (p != NULL)
        lcms()->cmsCloseProfile(p);
    if (srgb != NULL)
        lcms()->cmsCloseProfile(srgb);
    return t;
}

/* Goes forward through the pixels, so that a result no wider than its source may take its place. */
static void transform(cmsHTRANSFORM t, const struct profile_pixels *p, uint8_t *to)
{
    uint8_t rgb[3 * AT_ONCE];
    for (size_t at = 0; at < p->n; at += AT_ONCE) {
        size_t n = p->n - at < AT_ONCE ? p->n - at : AT_ONCE;
        lcms()->cmsDoTransform(t, p->from + at * p->components, rgb, (cmsUInt32Number)n);
        if (p->components != 1)
            memcpy(to + 3 * at, rgb, 3 * n);
        for (size_t i = 0; p->components == 1 && i < n; i++)
            to[at + i] = rgb[3 * i + 1];
    }
}

bool profile_to_srgb(const void *bytes, size_t n, const struct profile_pixels *p, uint8_t *to)
{
    cmsContext c = lcms()->cmsCreateContext(NULL, NULL);
    cmsHTRANSFORM t = c != NULL ? open_transform(c, bytes, n, layout_of(p->components, p->inverted)) : NULL;
    bool ok = t != NULL;
    if (ok) {
        transform(t, p, to);
        lcms()->cmsDeleteTransform(t);
    }
    if (c != NULL)
        lcms()->cmsDeleteContext(c);
    return ok;
}

bool profile_is_srgb(const void *bytes, size_t n, const struct profile *about)
{
    uint8_t from[3 * STEPS * STEPS * STEPS], to[sizeof from];
    if (about->components == 4)
        return false;
    for (unsigned i = 0; i < sizeof from; i++) {
        unsigned step = i % 3 == 0 ? i / 3 / STEPS / STEPS : i % 3 == 1 ? i / 3 / STEPS % STEPS : i / 3 % STEPS;
        from[i] = (uint8_t)(about->components == 1 ? i % 256 : step * 255 / (STEPS - 1));
    }
    struct profile_pixels p = {from, sizeof from / about->components, about->components, false};
    if (!profile_to_srgb(bytes, n, &p, to))
        return false;
    for (size_t i = 0; i < sizeof from; i++)
        if (abs(from[i] - to[i]) > SAME)
            return false;
    return true;
}
