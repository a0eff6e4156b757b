/* Which format the bytes are in. */
#ifndef INGEST_SNIFF_H
#define INGEST_SNIFF_H

#include <stddef.h>

enum format { FORMAT_TEXT, FORMAT_HTML, FORMAT_MARKDOWN, FORMAT_DOCX, FORMAT_EPUB, FORMAT_UNKNOWN };

/* From the raw bytes: archives and known binary files. FORMAT_TEXT: look at the decoded text. *what gets a name for
 * messages ("PDF") when the format is unknown. */
enum format sniff_bytes(const char *bytes, size_t n, const char **what);

/* From decoded text. The file's name only decides between text and Markdown, which look alike. */
enum format sniff_text(const char *path, const char *s, size_t n);

#endif
