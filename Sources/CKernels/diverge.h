// Sums over two rows of logits of the same entries, in float64, from which divergences follow.
#pragma once
#include <math.h>

#include "CKernels.h"
#include "vectors.h"

typedef double eight_doubles __attribute__((vector_size(64)));
typedef int64_t eight_words __attribute__((vector_size(64)));

// e^x within two units in the last place, for x up to 0; 0 below -708, also of what is no number. Taylor's
// series on ±ln 2 / 2. (Cody and Waite 1980.)
inlined eight_doubles exponential_of_doubles(eight_doubles x) {
  const double rounder = 6755399441055744.0;  // 1.5 * 2^52 leaves the rounded integer in the low bits
  const eight_doubles shifted = x * 1.4426950408889634 + rounder;
  const eight_doubles n = shifted - rounder;
  const eight_doubles r = (x - n * 6.93145751953125e-1) - n * 1.42860682030941723212e-6;
  eight_doubles p = r * (1.0 / 6227020800.0) + 1.0 / 479001600.0;
  static const double factorials[] = {39916800.0, 3628800.0, 362880.0, 40320.0, 5040.0, 720.0, 120.0, 24.0, 6.0, 2.0, 1.0, 1.0};
#pragma unroll
  for (size_t i = 0; i < sizeof factorials / sizeof *factorials; i++) p = p * r + 1.0 / factorials[i];
  const eight_words power = (eight_words)p + ((eight_words)shifted << 52);
  return (eight_doubles)(power & (x >= -708.0));
}

// Eight logits, measured from the largest and times beta.
inlined eight_doubles eight_logits(const float *row, double top, double beta) {
  typedef float eight_floats __attribute__((vector_size(32)));
  eight_floats z;
  __builtin_memcpy(&z, row, sizeof z);
  return (__builtin_convertvector(z, eight_doubles) - top) * beta;
}

inlined double total_of_doubles(eight_doubles x) {
  return ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]));
}

inlined float largest_logit(const float *row, size_t count) {
  lanes tops = (lanes){} - INFINITY;
  size_t i = 0;
  for (; i + kernels_lanes <= count; i += kernels_lanes) {
    lanes next;
    __builtin_memcpy(&next, row + i, sizeof next);
    tops = larger(next, tops);
  }
  float top = __builtin_reduce_max(tops);
  for (; i < count; i++) top = row[i] > top ? row[i] : top;
  return top;
}

struct divergence_sums { eight_doubles p, q, forward, reverse; };

inlined void add_eight(struct divergence_sums *sums, eight_doubles p, eight_doubles q) {
  const eight_doubles a = exponential_of_doubles(p), b = exponential_of_doubles(q);
  sums->p += a;
  sums->q += b;
  sums->forward += a * (p - q);
  sums->reverse += b * (q - p);
}

static void KERNELS(diverge)(
    const float *p, const float *q, size_t count, double beta, double out[static 4]) {
  const double top[2] = {(double)largest_logit(p, count), (double)largest_logit(q, count)};
  struct divergence_sums sums = {};
  const size_t whole = count / 8 * 8;
  for (size_t i = 0; i < whole; i += 8)
    add_eight(&sums, eight_logits(p + i, top[0], beta), eight_logits(q + i, top[1], beta));
  out[0] = total_of_doubles(sums.p);
  out[1] = total_of_doubles(sums.q);
  out[2] = total_of_doubles(sums.forward);
  out[3] = total_of_doubles(sums.reverse);
  for (size_t i = whole; i < count; i++) {
    const double a = ((double)p[i] - top[0]) * beta, b = ((double)q[i] - top[1]) * beta;
    const double x = exp(a), y = exp(b);
    out[0] += x;
    out[1] += y;
    out[2] += x * (a - b);
    out[3] += y * (b - a);
  }
}
