// One token's features as whole numbers, and their products with quants, which are exact.
//
// Each 32 features have a unit of their own, so that the largest of them takes 23 bits and a sign: the others
// are rounded by less than a sum of floats is. Such a number is three digits of eight bits, since there are
// instructions that multiply 64 of these with quants at once.
#pragma once
#include <string.h>

#include "formats/bytes.h"

typedef uint8_t many_bytes __attribute__((vector_size(64)));

enum { whole_features = 256, whole_digits = 3 };

struct whole {
  // Of the pieces 0, 2, 4 and 6, then of 1, 3, 5 and 7: of the first sixteen features of each, then of the
  // last; the upper digits first. So lanes of both have the same piece, and add up.
  int8_t digits[2][2][whole_digits][64];
  // For quants that are given from 0 on, where they begin at -128: less the sum of each lane's eight features.
  int32_t excess[2][kernels_lanes];
  float pieces[16];  // of each 32 features the unit, then of each 32 their sum
  float sums[16];    // of each 16 features
};

_Static_assert(sizeof(struct whole) == 1024, "what kernels_whole_bytes says");

inlined many_bytes load_many(const void *from) {
  many_bytes bytes;
  memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

// ---- Rounding ----

inlined void write_digits(lanes_int whole, int8_t *out) {
  const lanes_int bits = (whole + 0x808080) ^ 0x808080;  // each byte from -128 on, less what it carried
  for (int d = 0; d < whole_digits; d++, out += 64) {
    const sixteen_bytes digit = __builtin_convertvector(bits >> (16 - 8 * d), sixteen_bytes);
    memcpy(out, &digit, sizeof digit);
  }
}

inlined void round_piece(const lanes x[2], size_t piece, struct whole *out) {
  const float most = 0x7f7f00, least = 1e-30f;  // four products with quants fit into 32 bits
  const float largest = __builtin_reduce_max(larger(larger(x[0], -x[0]), larger(x[1], -x[1])));
  const float range = largest > least ? largest : least;
  // What is not finite must not look like a number.
  const float unit = range / most + total((x[0] - x[0]) + (x[1] - x[1]));
  float sum = 0;
  for (size_t i = 0; i < 2; i++) {
    const lanes scaled = x[i] * (most / range), half = (lanes){} + 0.5f;
    const lanes_int whole =
        __builtin_convertvector(scaled + pick(scaled < 0, -half, half), lanes_int);
    write_digits(whole, out->digits[piece % 2][i][0] + piece / 2 * 16);
    out->sums[2 * piece + i] = unit * total(__builtin_convertvector(whole, lanes));
    sum += out->sums[2 * piece + i];
  }
  out->pieces[piece] = unit;
  out->pieces[piece + 8] = sum;
}

// ---- Products ----

// Adds the products of 128 quants with a digit of features, 64 and 64 to the same lanes.
inlined lanes_int dot_two(
    const many_bytes quants[2], const int8_t digits[2][whole_digits][64], int digit, lanes_int sum) {
  sum = KERNELS_DOT(sum, quants[0], load_many(digits[0][digit]));
  return KERNELS_DOT(sum, quants[1], load_many(digits[1][digit]));
}

// Adds the product of 64 quants below 64 with features, and with what each lane's four of them are on.
inlined lanes add_quants(
    many_bytes quants, const int8_t digits[whole_digits][64], lanes scales, lanes sum) {
  lanes_int product = KERNELS_DOT((lanes_int){}, quants, load_many(digits[0]));
  product = KERNELS_DOT(product << 8, quants, load_many(digits[1]));
  product = KERNELS_DOT(product << 8, quants, load_many(digits[2]));
  return sum + __builtin_convertvector(product, lanes) * scales;
}

// The same of 128 below 16.
inlined lanes add_small_quants(
    const many_bytes quants[2], const int8_t digits[2][whole_digits][64], lanes scales, lanes sum) {
  lanes_int product = dot_two(quants, digits, 0, (lanes_int){});
  product = dot_two(quants, digits, 1, product << 8);
  product = dot_two(quants, digits, 2, product << 8);
  return sum + __builtin_convertvector(product, lanes) * scales;
}

#ifdef KERNELS_DOT_LARGE
inlined void keep_excess(struct whole *x) {
  const many_bytes ones[2] = {(many_bytes){} + 1, (many_bytes){} + 1};
  for (int odd = 0; odd < 2; odd++) {
    lanes_int sum = {};
    for (int digit = 0; digit < whole_digits; digit++)
      sum = dot_two(ones, x->digits[odd], digit, sum << 8);
    sum = -sum;
    memcpy(x->excess[odd], &sum, sizeof sum);
  }
}

// The same of 128 from -128 on, given from 0 on. It takes two numbers for the product to be exact.
inlined lanes add_large_quants(
    const many_bytes quants[2], const struct whole *x, int odd, lanes scales, lanes sum) {
  lanes_int excess;  // 128 times as much is to be added
  memcpy(&excess, x->excess[odd], sizeof excess);
  const lanes_int high = dot_two(quants, x->digits[odd], 0, excess >> 9);
  const lanes_int low = (dot_two(quants, x->digits[odd], 1, (lanes_int){}) << 8) +
                        dot_two(quants, x->digits[odd], 2, (excess & 511) << 7);
  const lanes product =
      __builtin_convertvector(high, lanes) * 65536.0f + __builtin_convertvector(low, lanes);
  return sum + product * scales;
}
#endif

// Sixteens of bytes: of two vectors side by side every other one, of one vector two of them, each twice, and
// the same from memory.
typedef int64_t many_longs __attribute__((vector_size(64)));
#define EVERY_OTHER(a, b, first)                                                        \
  (lanes_int)__builtin_shufflevector(                                                   \
      (many_longs)(a), (many_longs)(b), 2 * (first), 2 * (first) + 1, 2 * (first) + 4,  \
      2 * (first) + 5, 2 * (first) + 8, 2 * (first) + 9, 2 * (first) + 12, 2 * (first) + 13)
#define TWICE(a, first, second)                                                         \
  (lanes_int)__builtin_shufflevector(                                                   \
      (many_longs)(a), (many_longs)(a), 2 * (first), 2 * (first) + 1, 2 * (first),      \
      2 * (first) + 1, 2 * (second), 2 * (second) + 1, 2 * (second), 2 * (second) + 1)

inlined lanes_int load_two_twice(const uint8_t *first, const uint8_t *second) {
  typedef int64_t longs __attribute__((vector_size(16)));
  const longs a = (longs)load_sixteen(first), b = (longs)load_sixteen(second);
  return (lanes_int)__builtin_shufflevector(a, b, 0, 1, 0, 1, 2, 3, 2, 3);
}

// Numbers of four pieces, or of four halves of pieces, in the lanes that their weights are in.
#define SPREAD(x, a, b, c, d) \
  __builtin_shufflevector(x, x, a, a, a, a, b, b, b, b, c, c, c, c, d, d, d, d)

// ---- All of a token ----

static void KERNELS(round_one)(const float *x, size_t columns, void *out) {
  struct whole *blocks = out;
  for (size_t piece = 0; piece < columns / kernels_piece; piece++)
    round_piece((const lanes *)x + 2 * piece, piece % 8, blocks + piece / 8);
#ifdef KERNELS_DOT_LARGE
  for (size_t block = 0; block < columns / whole_features; block++) keep_excess(blocks + block);
#endif
}
