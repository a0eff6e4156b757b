#include "base/password.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unicode/usprep.h>
#include <unicode/ustring.h>
#include <unistd.h>

#define FILE_MAX 1024

void passwords_wipe(struct passwords *p)
{
    explicit_bzero(p, sizeof *p);
}

/* Others on the machine may read the file: worth a word, no reason to stop. */
static void check_rights(int fd, const char *path, struct diag *d)
{
    struct stat st;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        diag_add(d, MSG_PASSWORD_RIGHTS, (struct srcpos){path, 0, 0}, NULL);
}

/* At most FILE_MAX bytes into `bytes`; one more than that tells of a file too long. Returns the number, -1 after a
 * message. */
static ssize_t read_all(const char *path, char bytes[FILE_MAX + 1], struct diag *d)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    ssize_t n = 0, got = fd < 0 ? -1 : 1;
    if (fd >= 0)
        check_rights(fd, path, d);
    while (got > 0 && n <= FILE_MAX) {
        got = read(fd, bytes + n, (size_t)(FILE_MAX + 1 - n));
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0)
            n += got;
    }
    if (got < 0)
        diag_add(d, MSG_FILE_OPEN, (struct srcpos){path, 0, 0}, diag_errno(errno), NULL);
    if (fd >= 0 && !standard)
        close(fd);
    return got < 0 ? -1 : n;
}

/* RFC 4013: what people type differently and mean alike becomes the same bytes. False for what no password may hold. */
static bool prepare(const char *from, size_t n, char to[PASSWORD_MAX + 1])
{
    UErrorCode error = U_ZERO_ERROR;
    UChar typed[FILE_MAX + 1], prepared[FILE_MAX + 1];
    int32_t typed_n = 0, prepared_n = 0, to_n = 0;
    UStringPrepProfile *profile = usprep_openByType(USPREP_RFC4013_SASLPREP, &error);
    u_strFromUTF8(typed, FILE_MAX, &typed_n, from, (int32_t)n, &error);
    if (U_SUCCESS(error))
        prepared_n = usprep_prepare(profile, typed, typed_n, prepared, FILE_MAX, USPREP_DEFAULT, NULL, &error);
    if (U_SUCCESS(error))
        u_strToUTF8(to, PASSWORD_MAX, &to_n, prepared, prepared_n, &error);
    bool good = U_SUCCESS(error) && to_n > 0;
    to[good ? to_n : 0] = '\0';
    if (profile != NULL)
        usprep_close(profile);
    explicit_bzero(typed, sizeof typed);
    explicit_bzero(prepared, sizeof prepared);
    return good;
}

/* Takes the next line, without its end, out of the bytes. */
static size_t take_line(const char **at, size_t *left, const char **line)
{
    const char *end = memchr(*at, '\n', *left);
    size_t n = end != NULL ? (size_t)(end - *at) : *left, taken = end != NULL ? n + 1 : n;
    *line = *at;
    *at += taken;
    *left -= taken;
    return n > 0 && (*line)[n - 1] == '\r' ? n - 1 : n;
}

static bool read_lines(struct passwords *p, const char *bytes, size_t n)
{
    const char *at = bytes, *line;
    size_t left = n;
    if (left >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
        at += 3;
        left -= 3;
    }
    size_t user = take_line(&at, &left, &line);
    bool good = prepare(line, user, p->user);
    size_t owner = take_line(&at, &left, &line);
    good = prepare(line, owner, p->owner) && good;
    while (good && left > 0)
        good = take_line(&at, &left, &line) == 0;
    return good && strcmp(p->user, p->owner) != 0;
}

/* A core file would hold them. */
static void forbid_cores(void)
{
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

int passwords_read(struct passwords *p, const char *path, struct diag *d)
{
    char bytes[FILE_MAX + 1];
    *p = (struct passwords){0};
    forbid_cores();
    ssize_t n = read_all(path, bytes, d);
    bool good = n >= 0 && n <= FILE_MAX && read_lines(p, bytes, (size_t)n);
    if (n >= 0 && !good)
        diag_add(d, MSG_PASSWORD_FORM, (struct srcpos){path, 0, 0}, NULL);
    explicit_bzero(bytes, sizeof bytes);
    if (!good)
        passwords_wipe(p);
    return good ? 0 : -1;
}
