/* What the harnesses share.
 *
 * A harness is fuzz_NAME.c with a seed corpus in corpus/NAME/, inputs that once broke something in found/NAME/, and
 * where words help a dictionary NAME.dict. It looks for more than crashes: a property that does not hold ends it too.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ingest/ingest.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Says what does not hold and aborts. */
_Noreturn void fuzz_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Ends the program if the condition does not hold; the rest says what was expected, as printf(). */
#define FUZZ_CHECK(condition, ...)                                                                                     \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            fuzz_fail(__VA_ARGS__);                                                                                    \
    } while (0)

/* Bytes that a harness takes numbers from; behind their end there are zeros. */
struct fuzz_bytes {
    const uint8_t *p;
    size_t n;
};

uint8_t fuzz_byte(struct fuzz_bytes *b);
/* A number from 0 to most. Of three bytes, so that small changes of the input are small changes of the list. */
uint32_t fuzz_number(struct fuzz_bytes *b, uint32_t most);

/* A file without a name that holds the bytes; its path is good until fuzz_file_close(). */
struct fuzz_file {
    int fd;
    char path[32];
};
struct fuzz_file fuzz_file_open(const void *bytes, size_t n);
void fuzz_file_close(struct fuzz_file *f);

/* A folder of its own for files that must have names; made at the first call, removed at the end. */
const char *fuzz_folder(void);
/* Writes a file in it. Returns its path, good until the next call. */
const char *fuzz_write(const char *name, const void *bytes, size_t n);

/* An archive of the input's parts, which lines of "----" divide, under the names (NULL-terminated), on the heap. */
uint8_t *fuzz_archive(const char *const *names, const uint8_t *bytes, size_t n, size_t *length);

/* ---- ingest ---- */

/* Which characters of the input must be found again. */
enum fuzz_account { ACCOUNT_NONE, ACCOUNT_ALL, ACCOUNT_VISIBLE };

/* Reads the bytes as an article of this name, twice, and checks the tree, the JSON, the messages, that both readings
 * agree, and that nothing is lost: of the decoded text (ACCOUNT_ALL), of a page's visible text (ACCOUNT_VISIBLE). */
void fuzz_ingest(const char *path, const uint8_t *bytes, size_t n, enum fuzz_account account);

#endif
