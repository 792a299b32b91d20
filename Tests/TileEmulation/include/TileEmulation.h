// The kernels that work in tiles, on processors that have none.
#pragma once

#include "CKernels.h"

// The kernels of AMX over tile instructions made of AVX-512's; null where those are missing too.
const struct kernels *emulated_tiles(void);

// A product that faults, as on a processor that announces what it does not allow.
void faulting_product(const struct kernels_product *product);
