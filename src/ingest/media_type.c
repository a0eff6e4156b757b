/* What a file is, in the words of the Internet: of its bytes, not of its name. */
#include "ingest/charset.h"
#include "ingest/ingest.h"
#include "ingest/sniff.h"

const char *ingest_media_type(const char *path, const char *bytes, size_t n, const char **suffix)
{
    static const struct {
        const char *type, *suffix;
    } types[] = {[FORMAT_TEXT] = {"text/plain", "txt"},
                 [FORMAT_HTML] = {"text/html", "html"},
                 [FORMAT_MARKDOWN] = {"text/markdown", "md"},
                 [FORMAT_DOCX] = {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
                 [FORMAT_EPUB] = {"application/epub+zip", "epub"},
                 [FORMAT_UNKNOWN] = {"application/octet-stream", "bin"}};
    struct arena *scratch = arena_new();
    struct diag *quiet = diag_new();
    struct decoded text = {.s = (char *)bytes, .n = n, .encoding = "UTF-8"};
    const char *what;
    enum format format = sniff_bytes(bytes, n, &what);
    if (format == FORMAT_TEXT && charset_decode(scratch, path, bytes, n, &text, quiet) == 0)
        format = sniff_text(path, text.s, text.n);
    diag_drop(quiet);
    arena_drop(scratch);
    *suffix = types[format].suffix;
    return types[format].type;
}
