/* EPUB files that are read. An input that is no archive is put into one: the parts, parted by lines of "----", under
 * the names that the reader looks for. So the fuzzer works on XML and not on checksums. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

static const char *const parts[] = {"mimetype",        "META-INF/container.xml",
                                    "OPS/package.opf", "OPS/nav.xhtml",
                                    "OPS/toc.ncx",     "OPS/a.xhtml",
                                    "OPS/b.xhtml",     NULL};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (n >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0) {
        fuzz_ingest("book.epub", bytes, n, ACCOUNT_NONE);
    } else if (n > 0) {
        size_t length;
        uint8_t *archive = fuzz_archive(parts, bytes, n, &length);
        fuzz_ingest("book.epub", archive, length, ACCOUNT_NONE);
        free(archive);
    }
    return 0;
}
