/* Libraries for pictures and colour profiles, loaded with the first that needs one: most books have none, and each
 * library takes its part of every start. Calls look like theirs: turbojpeg()->tjDestroy(…). */
#ifndef IMAGE_LIBRARIES_H
#define IMAGE_LIBRARIES_H

#include <stddef.h>

#include <lcms2.h>
#include <turbojpeg.h>
#include <webp/decode.h>
#include <webp/demux.h>

#include "base/library.h"

#define TURBOJPEG_FUNCTIONS(X, of)                                                                                     \
    X(of, tjCompress2)                                                                                                 \
    X(of, tjDecompress2)                                                                                               \
    X(of, tjDecompressHeader3)                                                                                         \
    X(of, tjDestroy)                                                                                                   \
    X(of, tjFree)                                                                                                      \
    X(of, tjGetErrorCode)                                                                                              \
    X(of, tjInitCompress)                                                                                              \
    X(of, tjInitDecompress)                                                                                            \
    X(of, tjInitTransform)                                                                                             \
    X(of, tjTransform)

/* Of WebPGetFeatures() and WebPDemux(), which are written out in the headers, what they call. */
#define WEBP_FUNCTIONS(X, of)                                                                                          \
    X(of, WebPDecodeRGBAInto)                                                                                          \
    X(of, WebPGetFeaturesInternal)

#define WEBPDEMUX_FUNCTIONS(X, of)                                                                                     \
    X(of, WebPDemuxDelete)                                                                                             \
    X(of, WebPDemuxGetChunk)                                                                                           \
    X(of, WebPDemuxGetFrame)                                                                                           \
    X(of, WebPDemuxGetI)                                                                                               \
    X(of, WebPDemuxInternal)                                                                                           \
    X(of, WebPDemuxReleaseChunkIterator)                                                                               \
    X(of, WebPDemuxReleaseIterator)

#define LCMS_FUNCTIONS(X, of)                                                                                          \
    X(of, cmsCloseProfile)                                                                                             \
    X(of, cmsCreateContext)                                                                                            \
    X(of, cmsCreateLab4ProfileTHR)                                                                                     \
    X(of, cmsCreateTransformTHR)                                                                                       \
    X(of, cmsCreate_sRGBProfileTHR)                                                                                    \
    X(of, cmsDeleteContext)                                                                                            \
    X(of, cmsDeleteTransform)                                                                                          \
    X(of, cmsDoTransform)                                                                                              \
    X(of, cmsGetColorSpace)                                                                                            \
    X(of, cmsGetDeviceClass)                                                                                           \
    X(of, cmsGetProfileInfoASCII)                                                                                      \
    X(of, cmsGetProfileVersion)                                                                                        \
    X(of, cmsIsIntentSupported)                                                                                        \
    X(of, cmsOpenProfileFromMemTHR)

LIBRARY_STRUCT(turbojpeg, TURBOJPEG_FUNCTIONS);
LIBRARY_STRUCT(webp, WEBP_FUNCTIONS);
LIBRARY_STRUCT(webpdemux, WEBPDEMUX_FUNCTIONS);
LIBRARY_STRUCT(lcms, LCMS_FUNCTIONS);

/* Their functions, for as long as the program runs. Loaded at the first call, on whatever thread; that ends the program
 * with a message if the library is not there (library_need()). */
const struct turbojpeg *turbojpeg(void);
const struct webp *webp(void);
const struct webpdemux *webpdemux(void);
const struct lcms *lcms(void);

#endif
