/* The file: objects as they become ready, small ones gathered in object streams, and the cross-reference stream.
 *
 * Knows nothing of what the objects mean, nor of libharu. Objects are written in the order in which they are given, so
 * that the same calls make the same bytes. A write that fails is remembered by the out_file and reported when that is
 * finished; calls after it do no harm.
 */
#ifndef PDF_SAVE_H
#define PDF_SAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/workers.h"

/* Compression of streams. Glyph numbers hardly deflate: level 6 saves 6 % and takes 2.2 times as long. */
#define PDF_DEFLATE_LEVEL 1

struct saver;

/* Starts the file with its header, of version 1.`minor`. Ends with saver_drop(). */
struct saver *saver_new(struct out_file *out, int minor);
void saver_drop(struct saver *s);

/* Object streams are deflated by the workers (NULL: none); streams that were deflated before are found in their memo.
 */
void saver_employ(struct saver *s, struct workers *workers);
/* Appends the bytes as a zlib stream, by that memo. */
void saver_deflate(struct saver *s, struct buf *out, const void *p, size_t n);

/* An object that stands alone in the file (streams must): begin, its bytes, end. */
void saver_begin(struct saver *s, uint32_t number);
void saver_write(struct saver *s, const void *p, size_t n);
void saver_end(struct saver *s);

/* Adds an object to the open object stream. */
void saver_member(struct saver *s, uint32_t number, const void *p, size_t n);

/* True when the object stream is full and saver_flush() is due. */
bool saver_is_full(const struct saver *s);

/* Ends the open object stream, if it holds anything, as object `number`; it is written with others, at the latest
 * before what comes next. */
void saver_flush(struct saver *s, uint32_t number);

/* True if object `number` was written or lies in an object stream. */
bool saver_has(const struct saver *s, uint32_t number);

/* True once a write has failed: going on is a waste of time. */
bool saver_failed(const struct saver *s);

/* Writes the cross-reference stream as object `number`, the highest of all, with the further trailer entries
 * ("/Root 1 0 R…"), and the end of the file. */
void saver_finish(struct saver *s, uint32_t number, const struct buf *trailer);

/* Appends the bytes as a zlib stream. `level` as libdeflate has it. */
void deflate_into(struct buf *out, const void *p, size_t n, int level);

#endif
