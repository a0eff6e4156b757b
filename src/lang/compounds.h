/* Words of two syllables that are written apart ("thế giới"): where a line of a title should not end. */
#ifndef LANG_COMPOUNDS_H
#define LANG_COMPOUNDS_H

#include "doc/doc.h"

/* Adds a weak SPAN_TIE over each such word that data/<lang>/compounds.yaml lists; for other languages, nothing. Where
 * two words share a syllable the first has it. Safe from all threads. */
void compounds_tie(struct arena *a, struct text *t, const char *lang);

#endif
