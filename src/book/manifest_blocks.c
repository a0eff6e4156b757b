/* The keys of the briefing blocks. */
#include "book/manifest_reading.h"

const struct manifest_key manifest_block_keys[] = {{NULL, NULL}};
