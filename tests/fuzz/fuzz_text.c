/* Plain text: every character ends in the article or in its records. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    fuzz_ingest("article.txt", bytes, n, ACCOUNT_ALL);
    return 0;
}
