/* Any bytes as a text: whatever comes out is UTF-8 in NFC with plain line ends. */
#include <string.h>

#include "base/utf8.h"
#include "fuzz.h"
#include "ingest/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *a = arena_new();
    struct diag *d = diag_new();
    struct decoded once, again;
    int status = charset_decode(a, "input.txt", (const char *)bytes, n, &once, d);

    FUZZ_CHECK(charset_decode(a, "input.txt", (const char *)bytes, n, &again, d) == status, "two readings agree");
    if (status != 0) {
        FUZZ_CHECK(diag_count(d, DIAG_ERROR) > 0, "giving up has a reason");
    } else {
        FUZZ_CHECK(once.s[once.n] == '\0' && strlen(once.s) == once.n, "no NUL but at the end");
        FUZZ_CHECK(utf8_valid(once.s, once.n), "UTF-8");
        FUZZ_CHECK(utf8_is_nfc(once.s, once.n), "NFC");
        FUZZ_CHECK(memchr(once.s, '\r', once.n) == NULL, "line ends are LF");
        FUZZ_CHECK(strncmp(once.s, "\xEF\xBB\xBF", 3) != 0 || n > 3, "no byte order mark");
        FUZZ_CHECK(once.encoding != NULL && *once.encoding != '\0', "the encoding has a name");
        FUZZ_CHECK(once.n == again.n && memcmp(once.s, again.s, once.n) == 0, "two readings agree");
    }
    diag_drop(d);
    arena_drop(a);
    return 0;
}
