/* Any bytes as a picture: what is accepted can be decoded, or says so; what passes into a PDF has its exact length. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "image/image.h"

#define MAX_DECODED 4000000u /* pixels: larger pictures are only checked, for speed */

static void check_pixels(const struct image *image)
{
    unsigned components = 0;
    uint8_t *once = image_decode(image, &components), *again = image_decode(image, &components);

    FUZZ_CHECK((once == NULL) == (again == NULL), "decoding twice agrees");
    if (once != NULL) {
        FUZZ_CHECK(components == 1 || components == 3, "grey or RGB");
        FUZZ_CHECK(memcmp(once, again, (size_t)image->width * image->height * components) == 0,
                   "decoding twice agrees");
    }
    free(once);
    free(again);
}

static void check_stream(const struct image *image)
{
    struct png_idat how;
    size_t n = 0;
    uint8_t *stream = image_png_idat(image, &how, &n);

    if (stream != NULL) {
        FUZZ_CHECK(image->kind == IMAGE_PNG && n > 0, "a PNG's data");
        FUZZ_CHECK(how.colours == 1 || how.colours == 3, "grey, index or RGB");
        FUZZ_CHECK(how.bits == 1 || how.bits == 2 || how.bits == 4 || how.bits == 8, "1, 2, 4 or 8 bits");
        FUZZ_CHECK(how.n_palette == 0 || how.n_palette == 1u << how.bits, "the palette is full");
    }
    free(stream);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct fuzz_file file = fuzz_file_open(bytes, n);
    struct diag *d = diag_new();
    struct image_set *set = image_set_new();
    const struct image *image = image_set_load(set, file.path, DIAG_NOWHERE, d);

    if (image == NULL) {
        FUZZ_CHECK(diag_count(d, DIAG_WARNING) > 0, "refusing has a reason");
    } else {
        FUZZ_CHECK(image->width > 0 && image->height > 0, "a picture has a size");
        FUZZ_CHECK((uint64_t)image->width * image->height <= IMAGE_MAX_PIXELS, "not too many pixels");
        FUZZ_CHECK(image->components == 1 || image->components == 3 || image->components == 4, "components");
        FUZZ_CHECK(image_set_load(set, file.path, DIAG_NOWHERE, d) == image, "the same file is the same picture");
        if ((uint64_t)image->width * image->height <= MAX_DECODED) {
            check_pixels(image);
            check_stream(image);
        }
    }
    image_set_drop(set);
    diag_drop(d);
    fuzz_file_close(&file);
    return 0;
}
