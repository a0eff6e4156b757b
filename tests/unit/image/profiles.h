/* ICC profiles made for the tests, by lcms. */
#ifndef PROFILES_H
#define PROFILES_H

#include <lcms2.h>
#include <stdlib.h>

#include "base/buf.h"

static inline void save_profile(cmsHPROFILE profile, struct buf *out)
{
    cmsUInt32Number n = 0;

    cmsSaveProfileToMem(profile, NULL, &n);
    char *to = buf_reserve(out, n);
    cmsSaveProfileToMem(profile, to, &n);
    out->n += n;
    cmsCloseProfile(profile);
}

/* Red, green and blue of sRGB with another curve: `gamma` 1 is so unlike that 128 looks as 188 does in sRGB. */
static inline void make_rgb_profile(struct buf *out, double gamma)
{
    const cmsCIExyY white = {0.3127, 0.3290, 1};
    const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
    cmsToneCurve *curve = cmsBuildGamma(NULL, gamma);
    cmsToneCurve *curves[] = {curve, curve, curve};

    save_profile(cmsCreateRGBProfile(&white, &primaries, curves), out);
    cmsFreeToneCurve(curve);
}

static inline void make_grey_profile(struct buf *out, double gamma)
{
    cmsToneCurve *curve = cmsBuildGamma(NULL, gamma);

    save_profile(cmsCreateGrayProfile(cmsD50_xyY(), curve), out);
    cmsFreeToneCurve(curve);
}

/* Cyan alone darkens, which no plain conversion would guess. */
static inline cmsInt32Number mix_inks(const cmsUInt16Number in[], cmsUInt16Number lab[], void *ctx)
{
    cmsCIELab colour = {100 * (1 - in[0] / 65535.0), 0, 0};

    (void)ctx;
    cmsFloat2LabEncoded(lab, &colour);
    return 1;
}

static inline void make_cmyk_profile(struct buf *out)
{
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(NULL);
    cmsPipeline *inks = cmsPipelineAlloc(NULL, 4, 3);
    cmsStage *table = cmsStageAllocCLut16bit(NULL, 2, 4, 3, NULL);
    cmsMLU *words = cmsMLUalloc(NULL, 1);

    cmsSetProfileVersion(profile, 4.2);
    cmsSetDeviceClass(profile, cmsSigOutputClass);
    cmsSetColorSpace(profile, cmsSigCmykData);
    cmsSetPCS(profile, cmsSigLabData);
    cmsStageSampleCLut16bit(table, mix_inks, NULL, 0);
    cmsPipelineInsertStage(inks, cmsAT_END, cmsStageAllocToneCurves(NULL, 4, NULL));
    cmsPipelineInsertStage(inks, cmsAT_END, table);
    cmsPipelineInsertStage(inks, cmsAT_END, cmsStageAllocToneCurves(NULL, 3, NULL));
    cmsMLUsetASCII(words, "en", "US", "Four inks of the tests");
    cmsWriteTag(profile, cmsSigProfileDescriptionTag, words);
    cmsWriteTag(profile, cmsSigCopyrightTag, words);
    cmsWriteTag(profile, cmsSigMediaWhitePointTag, cmsD50_XYZ());
    cmsWriteTag(profile, cmsSigAToB0Tag, inks);
    cmsPipelineFree(inks);
    cmsMLUfree(words);
    save_profile(profile, out);
}

#endif
