/* The words of an article, to tell its own headings from titles of other articles that were pasted with it. */
#ifndef INGEST_VOCABULARY_H
#define INGEST_VOCABULARY_H

#include "ingest/reading.h"

struct vocabulary;

/* The words of all paragraphs; NULL when the text is too short or too long to tell. Ended by vocabulary_drop(). */
struct vocabulary *vocabulary_new(const struct reading *r);
void vocabulary_drop(struct vocabulary *v);

/* Can the line be foreign to any article? Most lines are too short and name nobody: for them no vocabulary is needed.
 */
bool vocabulary_may_be_foreign(const struct text *line);

/* True if a line has nothing to do with the article: a long one that shares hardly a word with it, or one with a name
 * that the article does not know. */
bool vocabulary_is_foreign(const struct vocabulary *v, const struct text *line);

/* True if the paragraph takes up a word of the line that is no name. `lang` as of the article. */
bool vocabulary_meet(const char *lang, const struct text *line, const struct text *paragraph);

#endif
