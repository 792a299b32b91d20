// The kernels, written once over vectors of 16 lanes. Each instruction set includes this file with its
// own target, and the compiler makes of a vector one, two or four registers.
//
// Before the include: KERNELS(name) gives the name of a kernel, KERNELS_NAME the name of the instruction
// set, KERNELS_CONVERT_HALVES whether it widens halves itself, TILE_BLOCKS the most blocks in a tile and
// TILE_ROWS(blocks) the rows, which together fill the registers without spilling; ROWS_AT_ONCE does the
// same for the product with one token. Where there are instructions for it, KERNELS_LOOK_UP(values, lane)
// picks of sixteen floats for each lane, KERNELS_LOOK_UP_BYTES(bytes, places) of sixteen bytes.
// KERNELS_DOT(sum, quants, digits) adds to each lane the products of four bytes, quants without a sign below
// 64 with signed digits; where KERNELS_DOT_LARGE is defined, any quants.
#include "CKernels.h"
#include "unpack.h"
#include "product.h"
#include "one.h"
#include "norm.h"
#include "rotate.h"
#include "gate.h"
#include "attend.h"

inlined lanes stored_times(const lanes row[2], const lanes x[2]) {
  return row[0] * x[0] + row[1] * x[1];
}
#include "attend_one.h"

#include "fold.h"
#include "read.h"
#include "diverge.h"
#include "learn.h"

static const struct kernels KERNELS(table) = {
    .name = KERNELS_NAME,
    .unpack = KERNELS(unpack),
    .unpack_to_panel = KERNELS(unpack),
    .pack = KERNELS(pack),
    .keep_keys = KERNELS(keep_keys),
    .keep_values = KERNELS(keep_values),
    .multiply = KERNELS(multiply),
#ifdef KERNELS_DOT
    .takes_whole = KERNELS(takes_whole),
    .round_one = KERNELS(round_one),
#endif
    .multiply_one = KERNELS(multiply_one),
    .normalize_one = KERNELS(normalize_one),
    .standardize_one = KERNELS(standardize_one),
    .attend_one = KERNELS(attend_one),
    .fold_one = KERNELS(fold_one),
    .normalize = KERNELS(normalize),
    .standardize = KERNELS(standardize),
    .gate = KERNELS(gate),
    .cap = KERNELS(cap),
    .rotate = KERNELS(rotate),
    .rotate_halves = KERNELS(rotate_halves),
    .soften = KERNELS(soften),
    .fold = KERNELS(fold),
    .merge = KERNELS(merge),
    .finish = KERNELS(finish),
    .read = KERNELS(read),
    .diverge = KERNELS(diverge),
    .learning = LEARNING_TABLE,
};
