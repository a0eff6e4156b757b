/* Where the pictures of figures come from. An archive is opened once for all of its pictures that come in a row. */
#include "pictures.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "ingest/archive.h"
#include "ingest/front_matter.h"
#include "ingest/ingest.h"
#include "stages.h"

#define HEAD 4096 /* bytes in which the front matter names the original */

struct picture_source {
    struct image_set *set;
    struct arena *a;
    struct diag *d;
    struct archive *archive; /* of the file `open`, NULL: it is none */
    char *open, *bytes;
};

struct picture_source *picture_source_new(struct image_set *set, struct arena *a, struct diag *d)
{
    struct picture_source *s = mem_calloc(1, sizeof *s);
    *s = (struct picture_source){.set = set, .a = a, .d = d};
    return s;
}

static void close_archive(struct picture_source *s)
{
    archive_close(s->archive);
    free(s->open);
    free(s->bytes);
    s->archive = NULL;
    s->open = s->bytes = NULL;
}

void picture_source_drop(struct picture_source *s)
{
    close_archive(s);
    free(s);
}

/* True if `path` lies under the folder `root` once links are followed. */
static bool is_under(const char *root, const char *path)
{
    char real_root[PATH_MAX], real_path[PATH_MAX];
    if (realpath(root, real_root) == NULL || realpath(path, real_path) == NULL)
        return false;
    size_t n = strlen(real_root);
    return strncmp(real_root, real_path, n) == 0 && (real_path[n] == '/' || n == 1);
}

static bool is_remote(const char *src)
{
    return strstr(src, "://") != NULL || strncmp(src, "//", 2) == 0 || strncmp(src, "data:", 5) == 0;
}

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* The file on the disk that `path` names: all of it, or what stands before a "#". *entry gets what stands behind that
 * sign, NULL: nothing does. NULL: there is no such file. */
static const char *file_of(struct arena *a, const char *path, const char **entry)
{
    struct stat st;
    *entry = NULL;
    if (stat(path, &st) == 0)
        return path;
    for (const char *sign = strchr(path, '#'); sign != NULL; sign = strchr(sign + 1, '#')) {
        const char *file = arena_strndup(a, path, (size_t)(sign - path));
        *entry = sign + 1;
        if (is_file(file))
            return file;
    }
    return NULL;
}

/* ---- originals ---- */

/* The first bytes of a file, NUL-terminated; false: it cannot be read. */
static bool read_head(const char *path, char head[HEAD + 1], size_t *n, bool *is_link)
{
    const int flags = O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC; /* a FIFO must not hold it up */
    struct stat st;
    int in = open(path, flags | O_NOFOLLOW);
    *is_link = in < 0 && file_is_link(path);
    if (*is_link)
        in = open(path, flags);
    if (in < 0)
        return false;
    ssize_t got = fstat(in, &st) == 0 && S_ISREG(st.st_mode) ? pread(in, head, HEAD, 0) : -1;
    close(in);
    *n = got > 0 ? (size_t)got : 0;
    head[*n] = '\0';
    return got >= 0 && strlen(head) == *n;
}

/* The value of "key: value" at a line's begin, as ingest writes it: plain, or in single quotes. */
static const char *head_value(struct arena *a, const char *head, const char *key)
{
    const char *line = strstr(head, key);
    if (line == NULL || line == head || line[-1] != '\n')
        return NULL;
    line += strlen(key);
    if (*line != '\'')
        return arena_strndup(a, line, strcspn(line, "\n"));
    struct buf value = BUF_INIT;
    for (line++; *line != '\0' && *line != '\n' && (line[0] != '\'' || line[1] == '\''); line++) {
        line += *line == '\'';
        buf_putc(&value, *line);
    }
    const char *s = arena_strdup(a, buf_str(&value));
    buf_free(&value);
    return s;
}

/* Only an article's folder is opened to pictures, by its name and by its bytes: who writes a file that claims to come
 * from /etc/passwd gets no look into that folder, even if he knows what stands there. */
static bool may_be_original(const char *path)
{
    return ingest_is_article_name(path) && is_file(path);
}

const char *picture_origin(struct arena *a, const char *article, bool *is_link)
{
    char head[HEAD + 1], sha256[65], *bytes;
    size_t n;
    if (!read_head(article, head, &n, is_link) || !front_matter_is_ingested(head, n))
        return NULL;
    const char *original = head_value(a, head, "original: "), *said = head_value(a, head, "original_sha256: ");
    if (original != NULL) /* it says where the original is from its own folder, wherever the program runs */
        original = path_join(a, path_dir(a, article), original);
    struct diag *ignored = diag_new();
    bool read = original != NULL && said != NULL && may_be_original(original) &&
                file_read(original, FILE_MAX_BYTES, &bytes, &n, ignored, DIAG_NOWHERE) == 0;
    diag_drop(ignored);
    if (!read)
        return NULL;
    file_sha256(bytes, n, sha256);
    free(bytes);
    return strcmp(sha256, said) == 0 ? path_dir(a, original) : NULL;
}

/* ---- loading ---- */

static void open_archive(struct picture_source *s, const char *file, struct srcpos pos)
{
    size_t n;
    if (s->open != NULL && strcmp(s->open, file) == 0)
        return;
    close_archive(s);
    s->open = mem_strdup(file);
    if (file_read(file, FILE_MAX_BYTES, &s->bytes, &n, s->d, pos) == 0)
        s->archive = archive_open(s->bytes, n);
}

static bool load_entry(struct picture_source *s, const char *path, const char *file, const char *entry,
                       const struct doc_node *figure)
{
    if (image_set_lookup(s->set, path) != NULL)
        return true;
    open_archive(s, file, figure->pos);
    size_t n;
    char *bytes = s->archive != NULL ? archive_read(s->archive, entry, &n) : NULL;
    if (bytes == NULL) {
        diag_add(s->d, MSG_IMAGE_ENTRY, figure->pos, entry, file, NULL);
        return false;
    }
    bool loaded = image_set_load_bytes(s->set, &(struct image_bytes){path, file, bytes, n}, figure->pos, s->d) != NULL;
    free(bytes);
    return loaded;
}

/* Does anything tell what the picture shows? */
static bool has_words(const struct doc_node *figure)
{
    const struct doc_node *caption = doc_child(figure, DOC_CAPTION);
    return (figure->alt != NULL && figure->alt[0] != '\0') || (caption != NULL && caption->text.n > 0);
}

static bool ends_sentence(const char *s)
{
    return strchr(".!?:", s[strlen(s) - 1]) != NULL;
}

/* What the picture would have shown, then what was said of it. */
static struct text described(struct arena *a, const char *alt, const struct text *caption)
{
    const char *join = ends_sentence(alt) ? " " : ". ";
    const char *s = arena_printf(a, "%s%s%.*s", alt, join, (int)caption->n, caption->s);
    uint32_t before = (uint32_t)(strlen(alt) + strlen(join));
    struct text text = text_make(a, s, strlen(s));
    struct span *spans = arena_calloc(a, caption->n_spans + 1, sizeof *spans);
    for (uint32_t i = 0; i < caption->n_spans; i++) {
        spans[i] = caption->spans[i];
        spans[i].start += before;
        spans[i].end += before;
    }
    text.spans = spans;
    text.n_spans = caption->n_spans;
    return text;
}

/* The description keeps the picture's place. */
static void keep_words(struct arena *a, struct doc_node *figure)
{
    struct doc_node *caption = doc_child(figure, DOC_CAPTION);
    const char *alt = figure->alt;
    if (alt == NULL || *alt == '\0')
        return;
    if (caption == NULL) {
        caption = doc_new_text(a, DOC_CAPTION, figure->pos, alt, strlen(alt));
        caption->next = figure->first; /* before the credit */
        caption->parent = figure;
        if (figure->first != NULL)
            figure->first->prev = caption;
        else
            figure->last = caption;
        figure->first = caption;
    } else if (caption->text.n == 0) {
        caption->text = text_make(a, alt, strlen(alt));
    } else if (memmem(caption->text.s, caption->text.n, alt, strlen(alt)) == NULL) {
        caption->text = described(a, alt, &caption->text);
    }
}

void picture_load(struct picture_source *s, const struct picture_place *place, struct doc_node *figure)
{
    const char *src = figure->src, *entry;
    figure->src = NULL;
    if (src == NULL || *src == '\0' || is_remote(src))
        return;
    const char *path = path_join(s->a, path_dir(s->a, place->article), src), *file = file_of(s->a, path, &entry);
    if (file == NULL)
        diag_add(s->d, MSG_IMAGE_MISSING, figure->pos, src, NULL);
    else if (!is_under(place->root, file) && (place->origin == NULL || !is_under(place->origin, file)))
        diag_add(s->d, MSG_IMAGE_OUTSIDE, figure->pos, src, NULL);
    else if (entry != NULL ? load_entry(s, path, file, entry, figure)
                           : image_set_load(s->set, path, figure->pos, s->d) != NULL) {
        figure->src = path;
        if (!has_words(figure))
            diag_add(s->d, MSG_IMAGE_WORDS, figure->pos, src, NULL);
    }
    if (figure->src == NULL && place->words_stay)
        keep_words(s->a, figure);
}
