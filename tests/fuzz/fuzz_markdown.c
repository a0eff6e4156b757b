/* Markdown with front matter: the tree is sound and two readings agree. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    fuzz_ingest("article.md", bytes, n, ACCOUNT_NONE);
    return 0;
}
