// The kernels, written once over vectors of 16 lanes. Each instruction set includes this file with its
// own target, and the compiler makes of a vector one, two or four registers.
//
// Before the include: KERNELS(name) gives the name of a kernel, KERNELS_NAME the name of the instruction
// set, KERNELS_CONVERT_HALVES whether it widens halves itself, TILE_BLOCKS the most blocks in a tile and
// TILE_ROWS(blocks) the rows, which together fill the registers without spilling.
#include <math.h>
#include <string.h>

#include "CKernels.h"
#include "vectors.h"

// ---- Halves ----

// An IEEE half, subnormal, infinite and not-a-number ones included. No float on the way is subnormal,
// since a thread may have asked for those to be zero.
#if KERNELS_CONVERT_HALVES
inlined float half(uint16_t bits) {
  union { uint16_t bits; _Float16 value; } number = {bits};
  return (float)number.value;
}
#else
inlined float half(uint16_t bits) {
  const uint32_t magnitude = (uint32_t)(bits & 0x7fff) << 13;
  const uint32_t exponent = magnitude & 0x0f800000u;
  union { uint32_t bits; float value; } number = {magnitude + 0x38000000u};  // the bias: 127 - 15
  union { uint32_t bits; float value; } small = {magnitude + 0x38800000u};  // 2^-14 + the fraction
  small.value -= 0x1p-14f;
  number.bits |= exponent == 0x0f800000u ? 0x7f800000u : 0;
  number.bits = exponent == 0 ? small.bits : number.bits;
  number.bits |= (uint32_t)(bits & 0x8000) << 16;
  return number.value;
}

#endif

// ---- Weights ----

// A bfloat16: the upper half of a float.
inlined float brain(uint16_t bits) {
  union { uint32_t bits; float value; } number = {(uint32_t)bits << 16};
  return number.value;
}

inlined float load_f32(const uint8_t *bytes) {
  float value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

inlined uint16_t load_u16(const uint8_t *bytes) {
  uint16_t value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

typedef uint8_t sixteen_bytes __attribute__((vector_size(16)));
typedef int8_t sixteen_quants __attribute__((vector_size(16)));

inlined void unpack_q8_0(const uint8_t *block, lanes out[2]) {
  uint16_t scale;
  memcpy(&scale, block, 2);
  sixteen_quants first, second;
  memcpy(&first, block + 2, 16);
  memcpy(&second, block + 18, 16);
  out[0] = half(scale) * __builtin_convertvector(__builtin_convertvector(first, lanes_int), lanes);
  out[1] = half(scale) * __builtin_convertvector(__builtin_convertvector(second, lanes_int), lanes);
}

inlined void unpack_q4_0(const uint8_t *block, lanes out[2]) {
  uint16_t scale;
  sixteen_bytes pairs;
  memcpy(&scale, block, 2);
  memcpy(&pairs, block + 2, 16);
  out[0] = half(scale) * (__builtin_convertvector(pairs & 15, lanes) - 8.0f);
  out[1] = half(scale) * (__builtin_convertvector(pairs >> 4, lanes) - 8.0f);
}

#ifdef KERNELS_LOOK_UP
// Each block's sixteen values in one register, picked by the low four bits of each lane.
inlined void unpack_q4_1(const uint8_t *block, lanes out[2]) {
  const lanes steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  uint16_t head[2];
  sixteen_bytes pairs;
  memcpy(head, block, 4);
  memcpy(&pairs, block + 4, 16);
  lanes values = half(head[0]) * steps + half(head[1]);
  lanes_int low = __builtin_convertvector(pairs, lanes_int);
  out[0] = KERNELS_LOOK_UP(values, low);
  out[1] = KERNELS_LOOK_UP(values, low >> 4);
}
#else
inlined void unpack_q4_1(const uint8_t *block, lanes out[2]) {
  uint16_t head[2];
  sixteen_bytes pairs;
  memcpy(head, block, 4);
  memcpy(&pairs, block + 4, 16);
  out[0] = half(head[0]) * __builtin_convertvector(pairs & 15, lanes) + half(head[1]);
  out[1] = half(head[0]) * __builtin_convertvector(pairs >> 4, lanes) + half(head[1]);
}

#endif

// Blocks of 32 weights, by a function for one block.
#define UNPACK_BLOCKS(unpack_block, bytes)                                      \
  for (size_t block = 0; block * 32 < count; block++) {                         \
    lanes values[2];                                                            \
    unpack_block((const uint8_t *)source + block * (bytes), values);            \
    memcpy(out + block * stride, values, sizeof values);                        \
  }

// Single weights, by an expression for weight i.
#define UNPACK_WEIGHTS(weight) \
  for (size_t i = 0; i < count; i++) out[i / 32 * stride + i % 32] = (weight);

static void KERNELS(unpack)(
    enum kernels_type type, const void *source, size_t count, float *out, size_t stride) {
  const uint8_t *bytes = source;
  switch (type) {
    case kernels_q8_0: UNPACK_BLOCKS(unpack_q8_0, 34) break;
    case kernels_q4_0: UNPACK_BLOCKS(unpack_q4_0, 18) break;
    case kernels_q4_1: UNPACK_BLOCKS(unpack_q4_1, 20) break;
    case kernels_f32: UNPACK_WEIGHTS(load_f32(bytes + i * 4)) break;
    case kernels_f16: UNPACK_WEIGHTS(half(load_u16(bytes + i * 2))) break;
    case kernels_bf16: UNPACK_WEIGHTS(brain(load_u16(bytes + i * 2))) break;
  }
}

// ---- Matrix product ----

// Floats are multiplied as they are.
static void KERNELS(pack)(float *x, size_t rows) {
  (void)x;
  (void)rows;
}

enum { group_pieces = 4 };  // pieces whose sums are added up apart

// A tile of `rows` x `blocks` sums that stay in registers: y[row][block] = sum of w[row][k] x[block][k].
// Sums of a group of columns are added up apart, which keeps the rounding of long sums small.
inlined void tile(
    const struct kernels_product *p, const float *w, const float *x, float *y, const int rows,
    const int blocks) {
  lanes total[8][3] = {};
  for (size_t start = 0; start < p->pieces; start += group_pieces) {
    const size_t end = start + group_pieces < p->pieces ? start + group_pieces : p->pieces;
    lanes sum[8][3] = {};
    for (size_t piece = start; piece < end; piece++, w += p->piece_stride) {
#pragma clang loop unroll(disable)
      for (int k = 0; k < kernels_piece; k++, x += kernels_lanes) {
        lanes in[3];
#pragma unroll
        for (int b = 0; b < blocks; b++) in[b] = *(const lanes *)(x + (size_t)b * p->x_stride);
#pragma unroll
        for (int r = 0; r < rows; r++)
#pragma unroll
          for (int b = 0; b < blocks; b++) sum[r][b] += w[r * kernels_piece + k] * in[b];
      }
    }
#pragma unroll
    for (int r = 0; r < rows; r++)
#pragma unroll
      for (int b = 0; b < blocks; b++) total[r][b] += sum[r][b];
  }
#pragma unroll
  for (int r = 0; r < rows; r++)
#pragma unroll
    for (int b = 0; b < blocks; b++) {
      lanes *out = (lanes *)(y + (size_t)b * p->y_stride + (size_t)r * kernels_lanes);
      *out = p->accumulates ? *out + total[r][b] : total[r][b];
    }
}

inlined void tiles(const struct kernels_product *p, size_t block, const int blocks) {
  const float *x = p->x + block * p->x_stride;
  for (size_t panel = 0; panel < p->panels; panel++) {
    const float *w = p->weights + panel * p->panel_stride;
    float *y = p->y + block * p->y_stride + panel * kernels_panel_rows * kernels_lanes;
    for (int row = 0; row < kernels_panel_rows; row += TILE_ROWS(blocks))
      tile(p, w + row * kernels_piece, x, y + row * kernels_lanes, TILE_ROWS(blocks), blocks);
  }
}

static void KERNELS(multiply)(const struct kernels_product *p) {
  size_t block = 0;
  for (; block + TILE_BLOCKS <= p->blocks; block += TILE_BLOCKS) tiles(p, block, TILE_BLOCKS);
  if (TILE_BLOCKS > 2 && p->blocks - block == 2) tiles(p, block, 2);
  else if (TILE_BLOCKS > 1 && p->blocks - block == 1) tiles(p, block, 1);
}

// ---- One token ----

// The low halves of 16 bytes, then the high ones.
inlined void split_pairs(const uint8_t *bytes, lanes out[2]) {
  sixteen_bytes pairs;
  memcpy(&pairs, bytes, sizeof pairs);
  lanes_int wide = __builtin_convertvector(pairs, lanes_int);
  out[0] = __builtin_convertvector(wide & 15, lanes);
  out[1] = __builtin_convertvector(wide >> 4, lanes);
}

inlined lanes times(const lanes weights[2], const lanes x[2]) {
  return weights[0] * x[0] + weights[1] * x[1];
}

// Adds the product of a block of 32 weights with x, whose halves add up to `both`. Scale and offset
// of a block are multiplied once, not weight by weight.
inlined lanes add_block(
    const enum kernels_type type, const uint8_t *from, const lanes x[2], lanes both, lanes sum) {
  lanes weights[2];
  switch (type) {
    case kernels_q8_0:
      for (int i = 0; i < 2; i++) {
        sixteen_quants quants;
        memcpy(&quants, from + 2 + 16 * i, sizeof quants);
        weights[i] = __builtin_convertvector(__builtin_convertvector(quants, lanes_int), lanes);
      }
      sum += times(weights, x) * half(load_u16(from));
      break;
    case kernels_q4_0:
      split_pairs(from + 2, weights);
      sum += (times(weights, x) - 8.0f * both) * half(load_u16(from));
      break;
    case kernels_q4_1:
#ifdef KERNELS_LOOK_UP
      unpack_q4_1(from, weights);
      sum += weights[0] * x[0];
      sum += weights[1] * x[1];
#else
      split_pairs(from + 4, weights);
      sum += times(weights, x) * half(load_u16(from));
      sum += both * half(load_u16(from + 2));
#endif
      break;
    case kernels_f32:
      memcpy(weights, from, sizeof weights);
      sum += times(weights, x);
      break;
    case kernels_f16:
      for (int i = 0; i < 32; i++) weights[i / 16][i % 16] = half(load_u16(from + 2 * i));
      sum += times(weights, x);
      break;
    case kernels_bf16:
      for (int i = 0; i < 32; i++) weights[i / 16][i % 16] = brain(load_u16(from + 2 * i));
      sum += times(weights, x);
      break;
  }
  return sum;
}

enum { read_ahead = 8192 };  // bytes

// Some rows at once, so that they share the token and wait less for their own sums.
inlined void multiply_row_group(
    const struct kernels_vector_product *p, const enum kernels_type type, const size_t bytes,
    size_t row, const int rows) {
  const uint8_t *from = (const uint8_t *)p->weights + row * p->row_bytes;
  lanes sums[2] = {};
  for (size_t column = 0; column < p->columns; column += 32, from += bytes) {
    lanes x[2];
    memcpy(x, p->x + column, sizeof x);
    const lanes both = x[0] + x[1];
#pragma unroll
    for (int r = 0; r < rows; r++) {
      const uint8_t *weights = from + (size_t)r * p->row_bytes;
      __builtin_prefetch(weights + read_ahead);  // the processor's own stops at each page of the file
      sums[r] = add_block(type, weights, x, both, sums[r]);
    }
  }
#pragma unroll
  for (int r = 0; r < rows; r++) {
    float *y = p->y + row + (size_t)r;
    *y = (p->accumulates ? *y : 0) + total(sums[r]);
  }
}

inlined void multiply_rows(
    const struct kernels_vector_product *p, const enum kernels_type type, const size_t bytes) {
  const int group = type == kernels_q8_0 ? 1 : 2;  // measured
  size_t row = 0;
  for (; row + (size_t)group <= p->rows; row += (size_t)group)
    multiply_row_group(p, type, bytes, row, group);
  for (; row < p->rows; row++) multiply_row_group(p, type, bytes, row, 1);
}

static void KERNELS(multiply_one)(const struct kernels_vector_product *p) {
  switch (p->type) {
    case kernels_q8_0: multiply_rows(p, kernels_q8_0, 34); break;
    case kernels_q4_0: multiply_rows(p, kernels_q4_0, 18); break;
    case kernels_q4_1: multiply_rows(p, kernels_q4_1, 20); break;
    case kernels_f32: multiply_rows(p, kernels_f32, 128); break;
    case kernels_f16: multiply_rows(p, kernels_f16, 64); break;
    case kernels_bf16: multiply_rows(p, kernels_bf16, 64); break;
  }
}

static void KERNELS(normalize_one)(
    const float *x, const float *weight, size_t features, float epsilon, float *y) {
  const lanes *in = (const lanes *)x;
  lanes sums[2] = {};
  for (size_t i = 0; i < features / kernels_lanes; i++) sums[i & 1] += in[i] * in[i];
  const float scale = 1 / sqrtf(total(sums[0] + sums[1]) / (float)features + epsilon);
  for (size_t i = 0; i < features; i++) y[i] = x[i] * scale * weight[i];
}

#define stored_times times
#include "attend_one.h"

// ---- Between the products ----

static void KERNELS(normalize)(
    const float *x, const float *weight, size_t features, float epsilon, float *y) {
  const lanes *in = (const lanes *)x;
  lanes *out = (lanes *)y;
  lanes sums[4] = {};
  for (size_t f = 0; f < features; f++) sums[f & 3] += in[f] * in[f];
  lanes mean = ((sums[0] + sums[1]) + (sums[2] + sums[3])) / (float)features + epsilon;
  lanes scale;
  for (int i = 0; i < kernels_lanes; i++) scale[i] = 1 / sqrtf(mean[i]);
  for (size_t f = 0; f < features; f++) out[f] = in[f] * scale * weight[f];
}

static void KERNELS(gate)(float *gate, const float *up, size_t count) {
  lanes *g = (lanes *)gate;
  const lanes *u = (const lanes *)up;
  for (size_t f = 0; f < count; f++) {
    lanes limited = larger(-g[f], (lanes){} - 87.0f);  // e^88 is the last that a float holds
    limited = -larger(-limited, (lanes){} - 87.0f);
    g[f] = g[f] / (1.0f + exponential(limited)) * u[f];
  }
}

static void KERNELS(rotate)(
    float *x, const float *cosines, const float *sines, size_t pairs, float scale) {
  lanes *v = (lanes *)x;
  const lanes *c = (const lanes *)cosines, *s = (const lanes *)sines;
  for (size_t i = 0; i < pairs; i++) {
    lanes a = v[2 * i], b = v[2 * i + 1];
    v[2 * i] = (a * c[i] - b * s[i]) * scale;
    v[2 * i + 1] = (a * s[i] + b * c[i]) * scale;
  }
}

// ---- Attention ----

static void KERNELS(keep_keys)(
    const float *block, size_t width, size_t first, size_t count, float *keys) {
  const size_t panel = width * kernels_panel_rows, piece = kernels_panel_rows * kernels_piece;
  for (size_t lane = 0; lane < count; lane++) {
    size_t key = first + lane;
    float *row = keys + key / kernels_panel_rows * panel + key % kernels_panel_rows * kernels_piece;
    for (size_t f = 0; f < width; f++)
      row[f / kernels_piece * piece + f % kernels_piece] = block[f * kernels_lanes + lane];
  }
}

static void KERNELS(keep_values)(
    const float *block, size_t width, size_t first, size_t count, float *values) {
  for (size_t lane = 0; lane < count; lane++) {
    size_t key = first + lane;
    float *column = values + key / kernels_piece * width * kernels_piece + key % kernels_piece;
    for (size_t f = 0; f < width; f++) column[f * kernels_piece] = block[f * kernels_lanes + lane];
  }
}

// The totals are rescaled when the largest score grows (Milakov and Gimelshein 2018; Dao 2022).
static void KERNELS(soften)(
    struct kernels_softmax *softmax, float *scores, size_t keys, int64_t latest, float *out,
    size_t width) {
  const lanes_int lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  lanes *s = (lanes *)scores, *o = (lanes *)out;
  lanes *largest = (lanes *)softmax->largest, *total = (lanes *)softmax->total;
  lanes top = *largest;
  // Key k is seen by lanes from k - latest on.
  for (size_t k = latest < 0 ? 0 : (size_t)latest; k < keys; k++)
    s[k] = pick(lane >= (int32_t)((int64_t)k - latest), s[k], (lanes){} - 1e30f);
  for (size_t k = 0; k < keys; k++) top = larger(top, s[k]);
  lanes shrink = exponential(*largest - top);
  lanes sum = *total * shrink;
  for (size_t k = 0; k < keys; k++) sum += s[k] = exponential(s[k] - top);
  for (size_t f = 0; f < width; f++) o[f] *= shrink;
  *largest = top;
  *total = sum;
}

// ---- Folding logits into predictions ----

// Adds e^(beta z) of up to four vectors to the sums of one quarter octave's nodes; side by side, so
// that each waits less for its own squares.
inlined void add_octaves(
    lanes octave[kernels_octaves], const lanes *logits, lanes largest, float beta, const int rows) {
  lanes e[4];
#pragma unroll
  for (int i = 0; i < rows; i++) e[i] = positive_exponential((logits[i] - largest) * beta);
#pragma unroll
  for (int o = 0; o < kernels_octaves; o++)
#pragma unroll
    for (int i = 0; i < rows; i++) {
      octave[o] += e[i];
      e[i] *= e[i];
    }
}

// Adds e^(beta z) of `rows` vectors, z measured from `largest`, to the sums at every node. Four
// exponentials give all nodes: each octave squares the one below.
inlined void add_to_nodes(
    lanes sums[kernels_nodes], const lanes *logits, size_t rows, lanes largest, float first_beta) {
  for (int quarter = 0; quarter < 4; quarter++) {
    const float steps[4] = {1.0f, 1.18920712f, 1.41421356f, 1.68179283f};  // 2^(quarter / 4)
    const float beta = first_beta * steps[quarter];
    lanes octave[kernels_octaves] = {};
    size_t row = 0;
    for (; row + 4 <= rows; row += 4) add_octaves(octave, logits + row, largest, beta, 4);
    for (; row < rows; row++) add_octaves(octave, logits + row, largest, beta, 1);
    for (int o = 0; o < kernels_octaves; o++) sums[4 * o + quarter] += octave[o];
  }
}

// The factors e^(beta shift) at every node, for sums whose largest logit moves by -shift.
inlined void shrink_nodes(float (*rest)[kernels_lanes], lanes shift, float first_beta) {
  lanes factors[kernels_nodes] = {};
  add_to_nodes(factors, &shift, 1, (lanes){}, first_beta);
  for (int node = 0; node < kernels_nodes; node++) *(lanes *)rest[node] *= factors[node];
}

// Puts the best 32 of a lane's pool first, and the others into the rest.
static void KERNELS(select)(struct kernels_fold *fold, size_t lane, float first_beta) {
  struct kernels_candidates_of_lane *pool = &fold->best[lane];
  if (pool->count <= kernels_candidates) return;
  // Partition around a pivot until the cut falls at 32 (Hoare 1961), ties by the smaller id.
  size_t low = 0, high = pool->count;
  while (high - low > 1) {
    size_t middle = (low + high) / 2;
    float pivot = pool->logits[middle];
    int32_t pivot_id = pool->ids[middle];
    size_t i = low, j = high - 1;
    for (;;) {
      while (pool->logits[i] > pivot || (pool->logits[i] == pivot && pool->ids[i] < pivot_id)) i++;
      while (pool->logits[j] < pivot || (pool->logits[j] == pivot && pool->ids[j] > pivot_id)) j--;
      if (i >= j) break;
      float logit = pool->logits[i];
      pool->logits[i] = pool->logits[j];
      pool->logits[j] = logit;
      int32_t id = pool->ids[i];
      pool->ids[i] = pool->ids[j];
      pool->ids[j] = id;
    }
    if (i == kernels_candidates) break;
    if (i < kernels_candidates) low = i + 1 > low ? (i == low ? low + 1 : i) : low;
    else high = i;
  }
  float least = INFINITY;
  for (int i = 0; i < kernels_candidates; i++)
    if (pool->logits[i] < least) least = pool->logits[i];
  fold->threshold[lane] = least;
  // The rest of the pool, sixteen at a time across the lanes of a vector of its own.
  lanes evicted[(kernels_pool - kernels_candidates) / kernels_lanes];
  size_t vectors = 0;
  for (size_t i = kernels_candidates; i < pool->count; i += kernels_lanes, vectors++)
    for (size_t j = 0; j < kernels_lanes; j++)
      evicted[vectors][j] = i + j < pool->count ? pool->logits[i + j] : -1e30f;
  pool->count = kernels_candidates;
  lanes sums[kernels_nodes] = {};
  add_to_nodes(sums, evicted, vectors, (lanes){} + fold->largest[lane], first_beta);
  for (int node = 0; node < kernels_nodes; node++)
    for (int j = 0; j < kernels_lanes; j++) fold->rest[node][lane] += sums[node][j];
}

inlined void add_candidate(
    struct kernels_fold *fold, size_t lane, float logit, int32_t id, float first_beta) {
  struct kernels_candidates_of_lane *pool = &fold->best[lane];
  if (pool->count == kernels_pool) KERNELS(select)(fold, lane, first_beta);
  pool->logits[pool->count] = logit;
  pool->ids[pool->count++] = id;
}

inlined void raise_largest(struct kernels_fold *fold, lanes top, float first_beta) {
  lanes *largest = (lanes *)fold->largest;
  lanes raised = larger(*largest, top);
  lanes_int grew = raised > *largest;
  if (!__builtin_reduce_or(grew)) return;
  shrink_nodes(fold->rest, *largest - raised, first_beta);
  *largest = raised;
}

static void KERNELS(fold)(
    struct kernels_fold *fold, float *logits, size_t rows, int32_t first, float first_beta) {
  lanes *z = (lanes *)logits;
  lanes top = z[0], sum = z[0];
  for (size_t row = 1; row < rows; row++) {
    top = larger(top, z[row]);
    sum += z[row];
  }
  raise_largest(fold, top, first_beta);
  // Comparisons pass over what is not a number; a sum does not. It then stays in the first node.
  *(lanes *)fold->rest[0] += sum - sum;

  for (size_t lane = 0; lane < kernels_lanes; lane++) {
    int64_t row = (int64_t)fold->target[lane] - first;
    if (row < 0 || row >= (int64_t)rows) continue;
    // A token is never ahead of itself, even where its estimate was rounded otherwise.
    float exact = z[row][lane];
    fold->greater[lane] -= exact > fold->actual[lane];
    fold->actual[lane] = exact > fold->actual[lane] ? exact : fold->actual[lane];
  }
  lanes actual = *(const lanes *)fold->actual;
  lanes_int greater = *(const lanes_int *)fold->greater;
  for (size_t row = 0; row < rows; row++) greater -= z[row] > actual;
  memcpy(fold->greater, &greater, sizeof greater);

  for (size_t row = 0; row < rows; row++) {
    lanes_int over = z[row] > *(const lanes *)fold->threshold;
    if (!__builtin_reduce_or(over)) continue;
    for (size_t lane = 0; lane < kernels_lanes; lane++) {
      if (!over[lane]) continue;
      add_candidate(fold, lane, z[row][lane], first + (int32_t)row, first_beta);
      z[row][lane] = -1e30f;  // counted among the candidates, not in the rest
    }
  }
  add_to_nodes((lanes *)fold->rest, z, rows, *(const lanes *)fold->largest, first_beta);
}

static void KERNELS(fold_one)(
    struct kernels_fold *fold, float *logits, size_t count, int32_t first, float first_beta) {
  const size_t rows = (count + kernels_lanes - 1) / kernels_lanes;
  for (size_t i = count; i < rows * kernels_lanes; i++) logits[i] = -1e30f;
  lanes *z = (lanes *)logits;
  lanes top = z[0], sum = z[0];
  for (size_t row = 1; row < rows; row++) {
    top = larger(top, z[row]);
    sum += z[row];
  }
  // The fold's other lanes stay empty: their largest is the least there is.
  lanes first_lane = *(const lanes *)fold->largest;
  first_lane[0] = __builtin_reduce_max(top);
  raise_largest(fold, first_lane, first_beta);
  fold->rest[0][0] += total(sum - sum);  // not a number where a logit is not finite
  for (size_t row = 0; row < rows; row++) {
    lanes_int over = z[row] > fold->threshold[0];
    if (!__builtin_reduce_or(over)) continue;
    for (size_t lane = 0; lane < kernels_lanes; lane++) {
      const size_t i = row * kernels_lanes + lane;
      if (i >= count || !(logits[i] > fold->threshold[0])) continue;
      add_candidate(fold, 0, logits[i], first + (int32_t)i, first_beta);
      logits[i] = -1e30f;  // counted among the candidates, not in the rest
    }
  }
  lanes sums[kernels_nodes] = {};
  add_to_nodes(sums, z, rows, (lanes){} + fold->largest[0], first_beta);
  for (int node = 0; node < kernels_nodes; node++) fold->rest[node][0] += total(sums[node]);
}

static void KERNELS(merge)(
    struct kernels_fold *fold, struct kernels_fold *other, float first_beta) {
  raise_largest(fold, *(const lanes *)other->largest, first_beta);
  raise_largest(other, *(const lanes *)fold->largest, first_beta);
  for (int node = 0; node < kernels_nodes; node++)
    *(lanes *)fold->rest[node] += *(const lanes *)other->rest[node];
  for (size_t lane = 0; lane < kernels_lanes; lane++) {
    fold->greater[lane] += other->greater[lane];
    for (uint32_t i = 0; i < other->best[lane].count; i++)
      add_candidate(
          fold, lane, other->best[lane].logits[i], other->best[lane].ids[i], first_beta);
  }
}

static void KERNELS(finish)(
    struct kernels_fold *fold, size_t lane, float first_beta, struct kernels_folded *out) {
  KERNELS(select)(fold, lane, first_beta);
  const struct kernels_candidates_of_lane *pool = &fold->best[lane];
  for (uint32_t i = 0; i < kernels_candidates; i++) {
    out->ids[i] = -1;
    out->logits[i] = -1e30f;
  }
  for (uint32_t i = 0; i < pool->count; i++) {  // insertion sort: best first, ties by id
    uint32_t place = i;
    float logit = pool->logits[i] - fold->largest[lane];
    for (; place > 0; place--) {
      bool after = out->logits[place - 1] > logit ||
                   (out->logits[place - 1] == logit && out->ids[place - 1] < pool->ids[i]);
      if (after) break;
      out->logits[place] = out->logits[place - 1];
      out->ids[place] = out->ids[place - 1];
    }
    out->logits[place] = logit;
    out->ids[place] = pool->ids[i];
  }
  // Nodes so cold that a float underflows go on in a straight line: they carry no weight.
  float step = 0, last = -1e30f;
  double beta = first_beta, last_beta = 0;
  for (int node = 0; node < kernels_nodes; node++, beta *= 1.189207115002721) {
    float sum = fold->rest[node][lane];
    if (!(sum <= 1e-30f)) {  // also what is not a number, for the caller to find
      float value = logf(sum);
      if (node > 0) step = (value - last) / (float)(beta - last_beta);
      last = value;
      last_beta = beta;
      out->rest[node] = value;
    } else {
      out->rest[node] = last <= -1e29f ? -1e30f : last + step * (float)(beta - last_beta);
    }
  }
  out->actual = fold->actual[lane] - fold->largest[lane];
  out->rank = fold->greater[lane] + 1;
}

// ---- Reading predictions at a temperature ----

inlined lanes load(const float *from) {
  lanes value;
  memcpy(&value, from, sizeof value);
  return value;
}

static void KERNELS(read)(struct kernels_reading *r) {
  const lanes weights[2] = {load(r->weights), load(r->weights + 16)};
  const lanes slopes[2] = {load(r->slopes), load(r->slopes + 16)};
  r->loss = r->entropy = r->log_partition = r->mean_logit = 0;
  r->scored = 0;
  for (size_t start = 0; start < r->count; start += kernels_lanes) {
    const size_t count = r->count - start < kernels_lanes ? r->count - start : kernels_lanes;
    // Position by position what takes sums over candidates and nodes, then all sixteen at once.
    lanes sum = (lanes){} + 1.0f, moment = {}, rest = {}, rest_mean = {}, actual = {};
    for (size_t i = 0; i < count; i++) {
      const float *head = r->heads + (start + i) * kernels_candidates;
      const float *tail = r->tails + (start + i) * kernels_nodes;
      lanes h[2] = {load(head), load(head + 16)}, t[2] = {load(tail), load(tail + 16)};
      lanes e[2] = {exponential(h[0] * r->beta), exponential(h[1] * r->beta)};
      sum[i] = total(e[0] + e[1]);
      moment[i] = total(e[0] * h[0] + e[1] * h[1]);
      rest[i] = total(t[0] * weights[0] + t[1] * weights[1]);
      rest_mean[i] = total(t[0] * slopes[0] + t[1] * slopes[1]);
      actual[i] = r->actual[start + i];
    }
    lanes rest_sum = exponential(-larger(-(rest + r->offset), (lanes){} - 80.0f));
    sum += rest_sum;
    moment += rest_sum * (rest_mean + r->slope_offset);
    lanes log_partition = logarithm(sum);
    lanes mean_logit = moment / sum;
    lanes log_probability = r->beta * actual - log_partition;
    lanes entropy = larger(log_partition - r->beta * mean_logit, (lanes){});
    log_probability = pick(log_probability > 0.0f, (lanes){}, log_probability);
    log_probability = pick(actual <= -1e30f, (lanes){} - INFINITY, log_probability);
    entropy = pick(actual == actual, entropy, actual);
    for (size_t i = 0; i < count; i++) {
      if (r->log_probabilities) r->log_probabilities[start + i] = log_probability[i];
      if (r->entropies) r->entropies[start + i] = entropy[i];
      if (actual[i] != actual[i]) continue;
      r->loss -= (double)log_probability[i];
      r->entropy += (double)entropy[i];
      r->log_partition += (double)log_partition[i];
      r->mean_logit += (double)mean_logit[i];
      r->scored++;
    }
  }
}

static const struct kernels KERNELS(table) = {
    .name = KERNELS_NAME,
    .unpack = KERNELS(unpack),
    .unpack_to_panel = KERNELS(unpack),
    .pack = KERNELS(pack),
    .keep_keys = KERNELS(keep_keys),
    .keep_values = KERNELS(keep_values),
    .multiply = KERNELS(multiply),
    .multiply_one = KERNELS(multiply_one),
    .normalize_one = KERNELS(normalize_one),
    .attend_one = KERNELS(attend_one),
    .fold_one = KERNELS(fold_one),
    .normalize = KERNELS(normalize),
    .gate = KERNELS(gate),
    .rotate = KERNELS(rotate),
    .soften = KERNELS(soften),
    .fold = KERNELS(fold),
    .merge = KERNELS(merge),
    .finish = KERNELS(finish),
    .read = KERNELS(read),
};
