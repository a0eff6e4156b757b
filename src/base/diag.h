/* Diagnostics: what is wrong in the material, where, and what was done instead.
 *
 * Every message stands in one catalogue (base/messages.def and the files it includes), in English and in
 * Vietnamese, with a rule id and a severity. A stage adds to its struct diag and goes on; inability to
 * continue is a return of -1 after a message of level error.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A place in a source file. line and col count from 1 (col in characters); 0: not known. */
struct srcpos {
    const char *file; /* as the user named it; NULL: no file */
    uint32_t line;
    uint32_t col;
};

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

enum msg {
#define MSG(id, rule, level, en, vi) MSG_##id,
#include "base/messages.def"
#undef MSG
    MSG_COUNT
};

/* Phrases that stand inside messages and are translated with them (base/words.def). */
enum diag_word {
#define WORD(id, en, vi) WORD_##id,
#include "base/words.def"
#undef WORD
    WORD_COUNT
};

struct diag;

/* Makes an empty list; ends with diag_drop(). A list belongs to one thread at a time. */
struct diag *diag_new(void);
void diag_drop(struct diag *d);

/* Adds a message. The further arguments are strings for %1, %2 … in the catalogue's text and end with
 * NULL; they are copied. pos.file is copied too. */
void diag_add(struct diag *d, enum msg m, struct srcpos pos, ...) __attribute__((sentinel));

/* A string that, given to diag_add() as an argument, is printed as the phrase in the language of the message. */
const char *diag_word(enum diag_word w);

/* The same for what errno says. */
const char *diag_errno(int error);

/* A place without a file. */
#define DIAG_NOWHERE ((struct srcpos){NULL, 0, 0})

/* Moves all messages of `from` to the end of `d`: how workers' messages are joined in a fixed order. */
void diag_append(struct diag *d, struct diag *from);

/* Adds copies of them all: for messages of work that is not done again. */
void diag_copy(struct diag *d, const struct diag *from);

/* Takes the notes out, for those who asked for a result and not for advice. */
void diag_forget_notes(struct diag *d);

/* How many messages of at least this level there are. */
size_t diag_count(const struct diag *d, enum diag_level level);

/* How many messages there are with this id. */
size_t diag_count_msg(const struct diag *d, enum msg m);

/* Writes the messages from number `first` on as "file:line:col: warning: text [rule]" in `lang` ("vi" or "en"),
 * coloured if asked; with `strict` warnings are called errors. Returns the count of all messages. */
size_t diag_print(const struct diag *d, size_t first, FILE *f, const char *lang, bool strict, bool colour);

/* Text of message i with its arguments put in, without place, level and rule, for tests and reports; valid until the
 * list is dropped. */
const char *diag_text(struct diag *d, size_t i, const char *lang);
const char *diag_rule(const struct diag *d, size_t i);
enum diag_level diag_level(const struct diag *d, size_t i);
enum msg diag_msg(const struct diag *d, size_t i);

/* Where message i points. The file's name is the list's. */
struct srcpos diag_pos(const struct diag *d, size_t i);

/* How many messages are stored. Of one kind at most DIAG_KEEP are: the further ones count in diag_count() only, so
 * that a hostile file cannot fill the memory with its faults. */
size_t diag_stored(const struct diag *d);
#define DIAG_KEEP 1000

#endif
