/* lcms2 opens a profile only when its tables are sound; what PDF takes of those is said in ISO 32000-1, 8.6.5.5. */
#include "image/profile.h"

#include <lcms2.h>

static unsigned components_of(cmsColorSpaceSignature space)
{
    return space == cmsSigGrayData ? 1 : space == cmsSigRgbData ? 3 : space == cmsSigCmykData ? 4 : 0;
}

static bool is_usable(cmsHPROFILE p)
{
    cmsProfileClassSignature kind = cmsGetDeviceClass(p);
    bool of_device = kind == cmsSigInputClass || kind == cmsSigDisplayClass || kind == cmsSigOutputClass ||
                     kind == cmsSigColorSpaceClass;
    return of_device && cmsGetProfileVersion(p) < 5.0 && cmsIsIntentSupported(p, INTENT_PERCEPTUAL, LCMS_USED_AS_INPUT);
}

/* Tables that are not read until colours are converted are looked at here, by making ready to convert. */
static bool converts(cmsContext c, cmsHPROFILE p, unsigned components)
{
    cmsHPROFILE lab = cmsCreateLab4ProfileTHR(c, NULL);
    cmsUInt32Number from = components == 1 ? TYPE_GRAY_8 : components == 3 ? TYPE_RGB_8 : TYPE_CMYK_8;
    cmsHTRANSFORM t = lab != NULL ? cmsCreateTransformTHR(c, p, from, lab, TYPE_Lab_8, INTENT_PERCEPTUAL, 0) : NULL;
    if (t != NULL)
        cmsDeleteTransform(t);
    if (lab != NULL)
        cmsCloseProfile(lab);
    return t != NULL;
}

bool profile_read(const void *bytes, size_t n, struct profile *out)
{
    *out = (struct profile){0};
    if (n < 128 || n > PROFILE_MAX_BYTES)
        return false;
    cmsContext c = cmsCreateContext(NULL, NULL);
    cmsHPROFILE p = c != NULL ? cmsOpenProfileFromMemTHR(c, bytes, (cmsUInt32Number)n) : NULL;
    bool ok = false;
    if (p != NULL) {
        out->components = components_of(cmsGetColorSpace(p));
        out->output = cmsGetDeviceClass(p) == cmsSigOutputClass;
        cmsGetProfileInfoASCII(p, cmsInfoDescription, "en", "US", out->name, sizeof out->name);
        ok = out->components > 0 && is_usable(p) && converts(c, p, out->components);
        cmsCloseProfile(p);
    }
    if (c != NULL)
        cmsDeleteContext(c);
    return ok;
}
