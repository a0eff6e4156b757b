/* The keys of the index. */
#include "book/manifest_reading.h"

const struct manifest_key manifest_index_keys[] = {{NULL, NULL}};
