// What a model needs to learn: each step's way back, the loss, and the optimizers.
#pragma once
#include "transpose.h"
#include "look_up.h"
#include "squash.h"
#include "loss.h"
#include "optimize.h"

#define LEARNING_TABLE                               \
  {.transpose = KERNELS(transpose),                  \
   .look_up = KERNELS(look_up),                      \
   .look_up_back = KERNELS(look_up_back),            \
   .normalize_back = KERNELS(normalize_back),        \
   .gate_back = KERNELS(gate_back),                  \
   .squash = KERNELS(squash),                        \
   .squash_back = KERNELS(squash_back),              \
   .soften_window = KERNELS(soften_window),          \
   .soften_window_back = KERNELS(soften_window_back), \
   .cross_entropy = KERNELS(cross_entropy),          \
   .sum_parts = KERNELS(sum_parts),                  \
   .sum_lanes = KERNELS(sum_lanes),                  \
   .sum_of_squares = KERNELS(sum_of_squares),        \
   .adamw = KERNELS(adamw),                          \
   .descend = KERNELS(descend)}
