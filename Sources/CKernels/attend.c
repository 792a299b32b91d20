// Attention, made of the kernels' products: the same for every instruction set.
#include <string.h>

#include "CKernels.h"

enum { chunk_keys = kernels_chunk_keys };

// What the chunks of keys have in common.
struct attention_pass {
  const struct kernels *kernels;
  const struct kernels_attention *attention;
  struct kernels_softmax *softmax;  // [heads]
};

// Takes the keys from `start` on into the softmax and its weighted sum of values.
static void attend_to_chunk(const struct attention_pass *pass, size_t start, size_t keys) {
  const struct kernels_attention *a = pass->attention;
  const bool is_apart = start < a->context.count;
  const size_t place = is_apart ? start : start - a->context.count;
  const ptrdiff_t left_out = a->context.left_out - (ptrdiff_t)start;
  pass->kernels->multiply(&(struct kernels_product){
      .weights = (is_apart ? a->context.keys : a->keys) + place * a->key_width,
      .panels = keys / kernels_panel_rows,
      .panel_stride = a->key_width * kernels_panel_rows,
      .pieces = a->key_width / kernels_piece,
      .piece_stride = kernels_panel_rows * kernels_piece,
      .x = a->queries, .blocks = a->heads, .x_stride = a->key_width * kernels_lanes,
      .y = a->scratch, .y_stride = chunk_keys * kernels_lanes});
  const int64_t latest = a->first_position - (int64_t)start;
  const int64_t earliest = a->scores.window ? latest + 1 - (int64_t)a->scores.window : -kernels_lanes;
  for (size_t h = 0; h < a->heads; h++) {
    float *scores = a->scratch + h * chunk_keys * kernels_lanes;
    if (a->scores.cap > 0) pass->kernels->cap(scores, keys, a->scores.cap);
    if (left_out >= 0 && left_out < (ptrdiff_t)keys)
      for (int lane = 0; lane < kernels_lanes; lane++) scores[left_out * kernels_lanes + lane] = -1e30f;
    pass->kernels->soften(
        &pass->softmax[h], scores, keys, earliest, latest,
        a->out + h * a->width * kernels_lanes, a->width);
    pass->kernels->pack(scores, keys);
  }
  pass->kernels->multiply(&(struct kernels_product){
      .weights = (is_apart ? a->context.values : a->values) + place * a->width,
      .panels = a->width / kernels_panel_rows,
      .panel_stride = kernels_panel_rows * kernels_piece,
      .pieces = keys / kernels_piece,
      .piece_stride = a->width * kernels_piece,
      .x = a->scratch, .blocks = a->heads, .x_stride = chunk_keys * kernels_lanes,
      .y = a->out, .y_stride = a->width * kernels_lanes,
      .accumulates = true});
}

void kernels_attend(const struct kernels *kernels, const struct kernels_attention *a) {
  _Alignas(64) struct kernels_softmax softmax[a->heads];
  for (size_t h = 0; h < a->heads; h++)
    for (int lane = 0; lane < kernels_lanes; lane++) {
      softmax[h].largest[lane] = -1e30f;
      softmax[h].total[lane] = 0;
    }
  memset(a->out, 0, a->heads * a->width * kernels_lanes * sizeof(float));
  const struct attention_pass pass = {kernels, a, softmax};
  const ptrdiff_t first = a->first_position, window = (ptrdiff_t)a->scores.window;
  const ptrdiff_t end = first + kernels_lanes;  // one past the last lane's own key
  // Chunks begin at the same keys for every block, so that a token's sums do not depend on its place.
  const ptrdiff_t unseen = window && first >= window ? first + 1 - window : 0;
  for (ptrdiff_t start = unseen / chunk_keys * chunk_keys; start < end; start += chunk_keys) {
    size_t needed = end - start < chunk_keys ? (size_t)(end - start) : chunk_keys;
    attend_to_chunk(&pass, (size_t)start, (needed + kernels_piece - 1) / kernels_piece * kernels_piece);
  }
  for (size_t h = 0; h < a->heads; h++)
    for (size_t f = 0; f < a->width; f++)
      for (size_t lane = 0; lane < kernels_lanes; lane++)
        a->out[(h * a->width + f) * kernels_lanes + lane] /= softmax[h].total[lane];
}
