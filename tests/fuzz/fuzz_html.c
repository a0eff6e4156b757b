/* Pages: every visible character ends in the article or in its records. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    fuzz_ingest("page.html", bytes, n, ACCOUNT_VISIBLE);
    return 0;
}
