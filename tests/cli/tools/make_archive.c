/* make-archive OUT.zip FILE...: zips the files under their names, the first one without compression (an EPUB's
 * "mimetype"). For tests, which make their Word and EPUB files of parts. */
#include <stdio.h>
#include <zip.h>

int main(int argc, char **argv)
{
    int error;
    zip_t *zip = argc > 2 ? zip_open(argv[1], ZIP_CREATE | ZIP_TRUNCATE, &error) : NULL;
    if (zip == NULL) {
        fprintf(stderr, "usage: make-archive OUT.zip FILE...\n");
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        zip_source_t *source = zip_source_file(zip, argv[i], 0, -1);
        zip_int64_t at = source != NULL ? zip_file_add(zip, argv[i], source, ZIP_FL_ENC_UTF_8) : -1;
        if (at < 0) {
            fprintf(stderr, "make-archive: %s: %s\n", argv[i], zip_strerror(zip));
            return 1;
        }
        if (i == 2)
            zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
    }
    if (zip_close(zip) != 0) {
        fprintf(stderr, "make-archive: %s: %s\n", argv[1], zip_strerror(zip));
        return 1;
    }
    return 0;
}
