// The attention of one token: keys and values are read as they are kept in the cache.
//
// Before the include: stored_times(row, x), the product of 32 kept numbers with 32 floats, lane by lane.

// Scores of all keys, softmax, and the weighted values, for one query head.
static void KERNELS(attend_one)(const struct kernels_attention_of_one *a) {
  const size_t pieces = a->key_width / kernels_piece, panel = kernels_panel_rows * a->key_width;
  const size_t window = a->scores.window, count = a->count;
  const size_t unseen = window && window < count ? count - window : 0;
  for (size_t k = unseen; k < count; k++) {
    const float *key =
        a->keys + k / kernels_panel_rows * panel + k % kernels_panel_rows * kernels_piece;
    lanes sum = {};
    for (size_t p = 0; p < pieces; p++, key += kernels_panel_rows * kernels_piece)
      sum += stored_times((const lanes *)key, (const lanes *)(a->query + p * kernels_piece));
    a->scratch[k] = total(sum);
  }
  // The values are read in whole pieces, of which what is not seen has no part.
  const size_t first = unseen / kernels_piece, end = (count + kernels_piece - 1) / kernels_piece;
  lanes *s = (lanes *)a->scratch;
  if (a->scores.cap > 0) cap_all(s + 2 * first, 2 * (end - first), a->scores.cap);
  for (size_t k = first * kernels_piece; k < unseen; k++) a->scratch[k] = -1e30f;
  for (size_t k = count; k < end * kernels_piece; k++) a->scratch[k] = -1e30f;

  lanes largest = s[2 * first], all = s[2 * first];
  for (size_t i = 2 * first + 1; i < 2 * end; i++) {
    largest = larger(largest, s[i]);
    all += s[i];
  }
  const float top = __builtin_reduce_max(largest);
  lanes sum = all - all;  // not a number where a score is none, which comparisons pass over
  for (size_t i = 2 * first; i < 2 * end; i++) sum += s[i] = exponential(s[i] - top);
  const float scale = 1 / total(sum);
  for (size_t f = 0; f < a->width; f++) {
    lanes mean = {};
    for (size_t p = first; p < end; p++)
      mean += stored_times(
          (const lanes *)(a->values + (p * a->width + f) * kernels_piece), s + 2 * p);
    a->out[f] = total(mean) * scale;
  }
}
