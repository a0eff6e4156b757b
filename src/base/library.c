#include "base/library.h"

#include <dlfcn.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

/* It is never unloaded: libraries leave behind what the end of the program is to call. */
bool library_load(const char *name, const struct library_call *calls, size_t n, void *table)
{
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    for (size_t i = 0; library != NULL && i < n; i++) {
        void *found = dlsym(library, calls[i].name);
        if (found == NULL)
            return false;
        memcpy((char *)table + calls[i].offset, &found, sizeof found);
    }
    return library != NULL;
}

static void tell(const char *s)
{
    ssize_t ignored = write(STDERR_FILENO, s, strlen(s));
    (void)ignored;
}

void library_need(const char *name, const struct library_call *calls, size_t n, void *table)
{
    if (library_load(name, calls, n, table))
        return;
    out_abandon_all();
    tell("briefbook: error: the library ");
    tell(name);
    tell(" cannot be loaded; install it, or raise --max-memory (không nạp được thư viện này; hãy cài đặt, hoặc tăng "
         "--max-memory); nothing was written [library]\n");
    _exit(1);
}

void library_once(struct library_state *state, const char *name, const struct library_call *calls, size_t n,
                  void *table)
{
    if (atomic_load_explicit(&state->loaded, memory_order_acquire))
        return;
    pthread_mutex_lock(&state->lock);
    if (!atomic_load_explicit(&state->loaded, memory_order_relaxed)) {
        library_need(name, calls, n, table);
        atomic_store_explicit(&state->loaded, true, memory_order_release);
    }
    pthread_mutex_unlock(&state->lock);
}
