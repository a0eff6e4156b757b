#include "base/libzip.h"

LIBRARY_TABLE(libzip, ZIP_SONAME, ZIP_FUNCTIONS)
