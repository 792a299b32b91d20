// The kernels for any processor: vectors become whatever registers the baseline has.
#define KERNELS(name) portable_##name
#define KERNELS_NAME "portable"
#define KERNELS_CONVERT_HALVES 0
#define TILE_BLOCKS 1
#define TILE_ROWS(blocks) 2
#define ROWS_AT_ONCE 1
#include "lanes.h"

const struct kernels *kernels_portable = &portable_table;
