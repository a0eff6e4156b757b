#include "base/libzip.h"

#include <pthread.h>
#include <stddef.h>

#include "base/library.h"

static struct libzip lib; /* filled once */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
    static const struct library_call calls[] = {
#define ENTRY(name) {#name, offsetof(struct libzip, name)},
        ZIP_FUNCTIONS(ENTRY)
#undef ENTRY
    };
    library_need(ZIP_SONAME, calls, sizeof calls / sizeof *calls, &lib);
}

const struct libzip *libzip(void)
{
    pthread_once(&once, load);
    return &lib;
}
