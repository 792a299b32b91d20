// One token's features as whole numbers, and their products with quants, which are exact.
//
// Each 32 features have a unit of their own, so that the largest of them takes 23 bits and a sign: the others
// are rounded by less than a sum of floats is. Such a number is three digits of eight bits, since there are instructions
// that multiply 64 of these with quants at once.
#pragma once
#include <string.h>

#include "formats/bytes.h"

typedef uint8_t many_bytes __attribute__((vector_size(64)));

enum { whole_features = 256, whole_digits = 3 };

struct whole {
  int8_t digits[4][whole_digits][64];  // of each 64 features, the upper digits first
  float pieces[16];            // of each 32 features the unit, then of each 32 their sum
  float units[16], sums[16];   // the same of each 16
};

_Static_assert(sizeof(struct whole) == 960, "what kernels_whole_bytes says");

inlined many_bytes load_many(const void *from) {
  many_bytes bytes;
  memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

// ---- Rounding ----

inlined float greatest(lanes x) {
  float best = x[0];
  for (int i = 1; i < kernels_lanes; i++) best = x[i] > best ? x[i] : best;
  return best;
}

inlined void write_digits(lanes_int whole, int8_t *out) {
  const lanes_int bits = (whole + 0x808080) ^ 0x808080;  // each byte from -128 on, less what it carried
  for (int d = 0; d < whole_digits; d++, out += 64) {
    const sixteen_bytes digit = __builtin_convertvector(bits >> (16 - 8 * d), sixteen_bytes);
    memcpy(out, &digit, sizeof digit);
  }
}

inlined void round_piece(const lanes x[2], size_t piece, struct whole *out) {
  const float most = 0x7f7f00, least = 1e-30f;  // four products with quants fit into 32 bits
  const float largest = greatest(larger(larger(x[0], -x[0]), larger(x[1], -x[1])));
  const float range = largest > least ? largest : least;
  // What is not finite must not look like a number.
  const float unit = range / most + total((x[0] - x[0]) + (x[1] - x[1]));
  float sum = 0;
  for (size_t i = 0; i < 2; i++) {
    const lanes scaled = x[i] * (most / range), half = (lanes){} + 0.5f;
    const lanes_int whole =
        __builtin_convertvector(scaled + pick(scaled < 0, -half, half), lanes_int);
    write_digits(whole, out->digits[piece / 2][0] + piece % 2 * 32 + 16 * i);
    out->units[2 * piece + i] = unit;
    out->sums[2 * piece + i] = unit * total(__builtin_convertvector(whole, lanes));
    sum += out->sums[2 * piece + i];
  }
  out->pieces[piece] = unit;
  out->pieces[piece + 8] = sum;
}

static void KERNELS(round_one)(const float *x, size_t columns, void *out) {
  struct whole *blocks = out;
  for (size_t piece = 0; piece < columns / kernels_piece; piece++)
    round_piece((const lanes *)x + 2 * piece, piece % 8, blocks + piece / 8);
}

// ---- Products ----

// Adds the product of 64 quants with features, and with what each lane's four of them are on.
inlined lanes add_quants(
    many_bytes quants, const int8_t digits[whole_digits][64], lanes scales, lanes sum) {
  lanes_int product = KERNELS_DOT((lanes_int){}, quants, load_many(digits[0]));
  product = KERNELS_DOT(product << 8, quants, load_many(digits[1]));
  product = KERNELS_DOT(product << 8, quants, load_many(digits[2]));
  return sum + __builtin_convertvector(product, lanes) * scales;
}

// The bytes of a piece, and again.
inlined lanes_int load_twice(const uint8_t *piece) {
  const piece_bytes p = load_piece(piece);
  typedef int32_t eight_words __attribute__((vector_size(32)));
  const eight_words w = (eight_words)p;
  return __builtin_shufflevector(w, w, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7);
}

// Numbers of two pieces, and of four halves of pieces, in the lanes that their weights are in.
#define SPREAD_TWO(x, a, b) \
  __builtin_shufflevector(x, x, a, a, a, a, a, a, a, a, b, b, b, b, b, b, b, b)
#define SPREAD_FOUR(x, a, b, c, d) \
  __builtin_shufflevector(x, x, a, a, a, a, b, b, b, b, c, c, c, c, d, d, d, d)
