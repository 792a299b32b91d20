// A float as two numbers in bfloat16: the float rounded, and what is left, rounded.
#pragma once
#include "vectors.h"

typedef __bf16 brains __attribute__((vector_size(32)));  // 16 of them
typedef __bf16 brain_row __attribute__((vector_size(64)));
typedef __bf16 half __attribute__((may_alias));

struct halves { brains high, low; };

inlined struct halves split(lanes x) {
  brains high = __builtin_convertvector(x, brains);
  lanes rest = x - __builtin_convertvector(high, lanes);
  return (struct halves){high, __builtin_convertvector(rest, brains)};
}

#define BOTH 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, \
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
#define IN_TURN 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, \
    8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
