// The attention of one token: keys and values are read as they are kept in the cache.
//
// Before the include: stored_times(row, x), the product of 32 kept numbers with 32 floats, lane by lane.

// Scores of all keys, softmax, and the weighted values, for one query head.
static void KERNELS(attend_one)(
    const float *query, const float *keys, const float *values, size_t width, size_t count,
    float *scores, float *out) {
  const size_t pieces = width / kernels_piece, panel = kernels_panel_rows * width;
  for (size_t k = 0; k < count; k++) {
    const float *key =
        keys + k / kernels_panel_rows * panel + k % kernels_panel_rows * kernels_piece;
    lanes sum = {};
    for (size_t p = 0; p < pieces; p++, key += kernels_panel_rows * kernels_piece)
      sum += stored_times((const lanes *)key, (const lanes *)(query + p * kernels_piece));
    scores[k] = total(sum);
  }
  const size_t value_pieces = (count + kernels_piece - 1) / kernels_piece;
  for (size_t k = count; k < value_pieces * kernels_piece; k++) scores[k] = -1e30f;

  lanes *s = (lanes *)scores;
  lanes largest = s[0], sum = {};
  for (size_t i = 1; i < 2 * value_pieces; i++) largest = larger(largest, s[i]);
  const float top = __builtin_reduce_max(largest);
  for (size_t i = 0; i < 2 * value_pieces; i++) sum += s[i] = exponential(s[i] - top);
  const float scale = 1 / total(sum);
  for (size_t f = 0; f < width; f++) {
    lanes mean = {};
    for (size_t p = 0; p < value_pieces; p++)
      mean += stored_times((const lanes *)(values + (p * width + f) * kernels_piece), s + 2 * p);
    out[f] = total(mean) * scale;
  }
}
