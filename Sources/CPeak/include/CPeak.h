// What a core can do at most: multiply-adds in registers, with nothing to load or store, and reads of
// memory, with nothing to compute. The yardsticks for the kernels, and therefore not made of them.
#pragma once

#include <stddef.h>

// Runs `rounds` rounds of multiply-adds with an instruction set that this processor has, by the name
// that the kernels give it; returns the floating-point operations done, 0 for a name that has no
// yardstick here.
double peak_run(const char *instructions, size_t rounds);

// Reads bytes once from the first to the last, but for a rest of less than 256.
void peak_read(const void *bytes, size_t count);
