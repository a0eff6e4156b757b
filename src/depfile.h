/* The dependencies of a build as a rule for Make (and for ninja, which reads the same). */
#ifndef DEPFILE_H
#define DEPFILE_H

#include <stddef.h>

#include "base/diag.h"

/* Writes "outputs: inputs" and an empty rule for each input, so that a removed article stops no Make. NULLs and "-" are
 * passed over, inputs named before too. Returns -1 after a message. */
int depfile_write(const char *path, const char *const *outputs, size_t n_outputs, const char *const *inputs,
                  size_t n_inputs, struct diag *d);

#endif
