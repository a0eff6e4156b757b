/* make-archive OUT.zip FILE...: zips the files under their names, the first one without compression (an EPUB's
 * "mimetype"); NAME=FILE gives a file another name. A link stays a link. For tests, which make their Word and EPUB
 * files of parts. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

static zip_int64_t add(zip_t *zip, const char *name, const char *file)
{
    static char target[4096];
    struct stat st;
    bool link = lstat(file, &st) == 0 && S_ISLNK(st.st_mode);
    ssize_t n = link ? readlink(file, target, sizeof target) : 0;
    zip_source_t *source =
        link ? zip_source_buffer(zip, target, n > 0 ? (zip_uint64_t)n : 0, 0) : zip_source_file(zip, file, 0, -1);
    zip_int64_t at = source != NULL ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (at >= 0 && link)
        zip_file_set_external_attributes(zip, (zip_uint64_t)at, 0, ZIP_OPSYS_UNIX, (zip_uint32_t)st.st_mode << 16);
    return at;
}

int main(int argc, char **argv)
{
    int error;
    zip_t *zip = argc > 2 ? zip_open(argv[1], ZIP_CREATE | ZIP_TRUNCATE, &error) : NULL;
    if (zip == NULL) {
        fprintf(stderr, "usage: make-archive OUT.zip FILE...\n");
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        char *file = strchr(argv[i], '=');
        if (file != NULL)
            *file++ = '\0';
        zip_int64_t at = add(zip, argv[i], file != NULL ? file : argv[i]);
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
