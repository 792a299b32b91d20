// Matrix kernels, chosen once for this processor. No allocation, no input or output.
//
// Sixteen tokens travel together, one in each lane of a vector. Activations are stored in blocks,
//
//     x[block][feature][lane]        16 lanes, 64 bytes, aligned
//
// so that a sum over features is an ordinary loop over vectors, nothing is ever added across lanes,
// and a token's result does not depend on which tokens travel beside it.
//
// Weights are unpacked into panels of sixteen rows, in pieces of 32 columns, the size of a quantized block:
//
//     panel[piece][row][column]      16 rows, 32 columns, float
//
// A matrix product reads the weights one by one, each against a vector of tokens. Keys and values of
// the attention are kept as panels too, so that attention is made of the same product.
//
// Where there is AMX, sixteen rows by 32 columns against one block are a single instruction, for numbers
// of 16 bits. A float is then kept as two of them, a high half and a low half, in its own place: panels
// and packed activations hold halves (tiles.h says in which order), at the same strides as floats.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  kernels_lanes = 16,       // tokens in a block
  kernels_panel_rows = 16,  // rows of weights in a panel
  kernels_piece = 32,       // columns in a piece of a panel
  kernels_chunk_keys = 128, // keys whose scores stay in the first cache
  kernels_candidates = 32,  // best tokens kept at a position
  kernels_nodes = 32,       // inverse temperatures at which the rest is summed
  kernels_octaves = 8,      // doublings from the first node to the last
  kernels_pool = 96,        // candidates gathered before the best of them are picked
  kernels_ends = 2,         // tokens that end a text
};

// The formats in which weights are stored: a row and a file in formats/ for each, and ggml's number.
#define KERNELS_FORMATS(row) \
  row(f32, 0)                \
  row(f16, 1)                \
  row(bf16, 30)              \
  row(q8_0, 8)               \
  row(q4_0, 2)               \
  row(q4_1, 3)               \
  row(q5_0, 6)               \
  row(q5_1, 7)               \
  row(q2_k, 10)              \
  row(q3_k, 11)              \
  row(q4_k, 12)              \
  row(q5_k, 13)              \
  row(q6_k, 14)              \
  row(iq4_nl, 20)            \
  row(iq4_xs, 23)            \
  row(mxfp4, 39)

#define KERNELS_TYPE(format, number) kernels_##format = number,
enum kernels_type { KERNELS_FORMATS(KERNELS_TYPE) };
#undef KERNELS_TYPE

// A product of weights in panels with packed blocks of tokens; strides are counted in floats.
struct kernels_product {
  const float *weights;
  size_t panels, panel_stride;  // 16 rows each
  size_t pieces, piece_stride;  // 32 columns each
  const float *x;               // [blocks][32 * pieces][16]
  size_t blocks, x_stride;
  float *y;                     // [blocks][16 * panels][16]
  size_t y_stride;
  bool accumulates;             // adds to y instead of replacing it
};

// A product of weights as they are stored with one token, which is bound by memory.
struct kernels_vector_product {
  enum kernels_type type;
  const void *weights;
  size_t rows, row_bytes, columns;  // columns a multiple of 32
  const float *x;                   // [columns], aligned
  const void *whole;                // the same as round_one left it, or null
  float *y;                         // [rows]
  bool accumulates;
};

// Room for what round_one makes of so many columns: bytes, to be aligned as vectors.
size_t kernels_whole_bytes(size_t columns);

// Which keys a token attends to, and what becomes of their scores.
struct kernels_scores {
  size_t window;                // the last keys, the token's own included; 0 for all
  float cap;                    // scores s become cap * tanh(s / cap); 0 for none
};

// Where the keys and values of the first positions lie, where that is apart from the others, and one that no lane
// attends to.
struct kernels_context {
  const float *keys, *values;   // of as many positions as `count` says
  size_t count;                 // whole chunks; 0 where all lie together
  ptrdiff_t left_out;           // a position; -1 for none
};

// The attention of the query heads that share one key head, for one block of tokens.
struct kernels_attention {
  const float *queries;         // [heads][key_width][16], scaled and packed
  const float *keys;            // panels of keys: [key / 16][key_width / 32][16][32], behind those of the context
  const float *values;          // pieces of values: [key / 32][width][32], likewise
  struct kernels_context context;
  size_t heads, key_width, width;  // a multiple of 32, and one of 16
  ptrdiff_t first_position;     // of lane 0; lane i attends to keys up to first_position + i, or to none
  struct kernels_scores scores;
  float *scratch;               // [heads * 128 * 16]
  float *out;                   // [heads][width][16]
};

// The attention of one head of one token, whose features lie side by side.
struct kernels_attention_of_one {
  const float *query, *keys, *values;
  size_t key_width, width;
  size_t count;                 // keys up to its own
  struct kernels_scores scores;
  float *scratch;               // [count], in whole pieces
  float *out;                   // [width]
};

// What bends the inner features of a feed-forward network.
enum kernels_activation {
  kernels_silu,       // x / (1 + e^-x)
  kernels_gelu,       // x times the normal distribution's share below x
  kernels_gelu_tanh,  // the same as x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2
};

// The softmax of one head over the keys so far.
struct kernels_softmax {
  float largest[kernels_lanes];  // score
  float total[kernels_lanes];    // of e^(score - largest)
};

// Which entries of a vocabulary begin a word, and which end a text.
struct kernels_boundaries {
  const uint8_t *starts;  // [vocabulary], 1 for those that begin a word
  int32_t ends[kernels_ends];  // -1 for none
};

// The best tokens of one lane, and those that may yet be.
struct kernels_candidates_of_lane {
  uint32_t count;
  float logits[kernels_pool];
  int32_t ids[kernels_pool];
};

// Logits that are only summed, for 16 positions: no temperature is so cold that nothing is left of the sum.
struct kernels_crowd {
  float largest[kernels_lanes];
  float sums[kernels_nodes][kernels_lanes];  // of e^(beta (z - largest))
  float lost[kernels_nodes][kernels_lanes];  // what rounding took from them
};

// What has been seen of a vocabulary of logits, for 16 positions.
struct kernels_fold {
  struct kernels_crowd starting;  // outside the candidates, what begins a word
  struct kernels_crowd others;    // and what does not
  float ends[kernels_ends][kernels_lanes];   // logits of the tokens that end a text
  float threshold[kernels_lanes];            // a larger logit is a candidate
  float actual[kernels_lanes];               // logit of the token that came
  int32_t target[kernels_lanes];             // its id, -1 where there is none
  int32_t greater[kernels_lanes];            // logits above it
  struct kernels_candidates_of_lane best[kernels_lanes];
  struct kernels_boundaries boundaries;
  uint8_t fill[64 - sizeof(struct kernels_boundaries)];  // so that the next one is aligned too
};

// A folded position: candidates best first, logits measured from the largest.
struct kernels_folded {
  int32_t ids[kernels_candidates];
  float logits[kernels_candidates];
  float rest[kernels_nodes];  // ln of the sums, their logits measured from the last candidate
  float actual;
  int32_t rank;
  float starting[kernels_nodes];  // the same of those of the rest that begin a word, from their largest
  float starting_largest;         // which is measured from the largest of all; -1e30 where there is none
  float ends[kernels_ends];       // logits of the tokens that end a text
  uint32_t starts;                // a bit for each candidate that begins a word, the best lowest
};

// Folded positions read at one temperature. Their rest is Z = e^q F, where q = start + share (end - start)
// runs through R, the rest at the nodes, and F = values . e^(R - q) + value_at_zero.
struct kernels_reading {
  size_t count;
  const float *heads;   // [count][32]   candidates' logits, measured from the largest
  const float *tails;   // [count][32]   the rest at the nodes
  const float *actual;  // [count]       logits of the tokens that came, not a number where unscored
  double precise_beta;  // the inverse temperature, at most that of the last node
  float beta;           // the same
  size_t first;         // of sixteen nodes, those of the stencil among them
  float shares[16];     // how far q has come at each
  float values[16], slopes[16];        // weights of F and of its derivative in beta, 0 beyond the stencil
  size_t start, end;                   // the nodes at which q starts and ends
  bool starts_at_zero;                 // starts at beta = 0 instead, where R is log_tail_size
  float log_tail_size, value_at_zero, slope_at_zero;
  float share, share_slope;            // at beta
  float *log_probabilities, *entropies;  // [count], in nats; null where nobody asks
  size_t scored;                         // positions with a score, and sums over them:
  double loss, entropy;                  // of -ln p and of the entropies,
  double log_partition, mean_logit;      // of A(beta) and of its derivative
};

// The attention of one head in a window of tokens from position 0 on, a multiple of 32 of them. Inputs and
// outputs are [blocks][width][16] with `stride` floats from a block to the next.
struct kernels_window_attention {
  const float *queries;  // scaled by 1/sqrt(width)
  const float *keys, *values;
  size_t tokens, width, stride;
  float *weights;        // [blocks][tokens][16]: the softmax; of keys that come later, 0 or anything
  float *out;
  const float *d_out;
  float *d_queries, *d_keys, *d_values;
  float *scratch;        // [4 * tokens * width + 32 * tokens + 2 * tokens * tokens]
};

// A step of AdamW (Loshchilov and Hutter 2019), or of descent with momentum.
struct kernels_step {
  float scale;            // of the gradient: less than 1 where it is clipped
  float rate;             // learning rate
  float decay;            // of the weights, times the rate
  float beta1, beta2;     // how much the moments keep; of momentum, beta1
  float epsilon;
  float unbias1, unbias2;  // 1 / (1 - beta^steps)
};

// What a model needs to learn. Arrays are vectors, of counts that are multiples of 16; `rows` and `features`
// are those of one block.
struct kernels_learning {
  // out[column][row] = in[row][column] for a square of 16 x 16, whose rows are some floats apart.
  void (*transpose)(const float *in, size_t in_stride, float *out, size_t out_stride);

  // Puts each lane's row of a table into the block: out[feature][lane]; nothing (0) for a row of -1.
  void (*look_up)(const float *table, const int32_t rows[16], size_t features, float *out);
  // Adds each lane's features to its row of the table, lane after lane.
  void (*look_up_back)(const float *dy, const int32_t rows[16], size_t features, float *d_table);

  // dx += the gradient through y = x / sqrt(mean x^2 + epsilon) * weight, and each lane's share of that by
  // the weights is added to d_weight [features][16].
  void (*normalize_back)(
      const float *x, const float *weight, const float *dy, size_t features, float epsilon, float *dx,
      float *d_weight);

  // The gradients through y = gate / (1 + e^-gate) * up.
  void (*gate_back)(
      const float *gate, const float *up, const float *dy, size_t rows, float *d_gate, float *d_up);

  // x = tanh x, and dy = dy (1 - y^2).
  void (*squash)(float *x, size_t rows);
  void (*squash_back)(const float *y, float *dy, size_t rows);

  // Turns scores [keys][16] into the softmax of each lane's, none for keys after its token, of which lane 0
  // is at key `latest`.
  void (*soften_window)(float *scores, size_t keys, size_t latest);
  // Turns gradients by the softmax [keys][16] into those by the scores.
  void (*soften_window_back)(const float *weights, float *d_weights, size_t keys);

  // -ln of the softmax of each lane's logits [rows][16] at its target, 0 for a target of -1; the logits
  // become the gradient of these losses times `scale`.
  void (*cross_entropy)(
      float *logits, size_t rows, const int32_t targets[16], float scale, float losses[16]);

  // out[row][16 j + i] = the sum over `count` parts, `stride` floats apart, of the float i behind
  // row * row_stride + j * tile_stride, for j < columns / 16.
  void (*sum_parts)(
      const float *parts, size_t count, size_t stride, size_t rows, size_t columns, size_t row_stride,
      size_t tile_stride, float *out);
  // out[row] = the sum over parts and lanes of part[row][lane].
  void (*sum_lanes)(const float *parts, size_t count, size_t stride, size_t rows, float *out);
  double (*sum_of_squares)(const float *x, size_t count);

  void (*adamw)(
      const struct kernels_step *step, const float *gradient, size_t count, float *weights,
      float *first_moment, float *second_moment);
  void (*descend)(
      const struct kernels_step *step, const float *gradient, size_t count, float *weights,
      float *momentum);
};

// The kernels of one instruction set.
struct kernels {
  const char *name;

  // Widens `count` weights, in whole blocks, to float; each run of 32 is written `stride` floats after the
  // one before.
  void (*unpack)(enum kernels_type type, const void *source, size_t count, float *out, size_t stride);

  // The same for a row of a panel, in the form in which multiply reads weights.
  void (*unpack_to_panel)(
      enum kernels_type type, const void *source, size_t count, float *out, size_t stride);

  // Puts an even number of rows of a block, in place, into the form in which multiply reads activations.
  void (*pack)(float *x, size_t rows);

  // Keep `count` lanes of a block of keys, or of values, from one on, as those of positions from `first` on:
  // in panels, for attend.
  void (*keep_keys)(
      const float *block, size_t width, size_t lane, size_t count, size_t first, float *keys);
  void (*keep_values)(
      const float *block, size_t width, size_t lane, size_t count, size_t first, float *values);

  // y = W x, or y += W x. A sum comes out the same, bit for bit, whatever is multiplied beside it.
  void (*multiply)(const struct kernels_product *product);

  // The same for one token, whose features lie side by side: lanes run along them. Features are a
  // multiple of 32, and vectors are aligned as blocks are.
  void (*multiply_one)(const struct kernels_vector_product *product);
  // Rounds features to whole numbers of 23 bits, on a unit for each 32, with which some formats are multiplied
  // sooner: those that it takes them for. Both are null where there are no instructions for it.
  bool (*takes_whole)(enum kernels_type type);
  void (*round_one)(const float *x, size_t columns, void *whole);
  void (*normalize_one)(
      const float *x, const float *weight, size_t features, float epsilon, float *y);
  void (*standardize_one)(
      const float *x, const float *weight, const float *bias, size_t features, float epsilon, float *y);
  // One head's softmax(q K^T) V.
  void (*attend_one)(const struct kernels_attention_of_one *attention);
  // Takes `count` logits into lane 0 of a fold for which nobody knows the token that comes. The last
  // vector of logits is filled up, and all are overwritten.
  void (*fold_one)(
      struct kernels_fold *fold, float *logits, size_t count, int32_t first, float first_beta);

  // y = x / sqrt(mean x^2 + epsilon) * weight, over the features of one block.
  void (*normalize)(const float *x, const float *weight, size_t features, float epsilon, float *y);

  // y = (x - mean x) / sqrt(mean (x - mean x)^2 + epsilon) * weight + bias, likewise; y may be x.
  void (*standardize)(
      const float *x, const float *weight, const float *bias, size_t features, float epsilon, float *y);

  // out = activation(gate) * up, over `count` rows of one block; no factor where up is 0. out may be gate.
  void (*gate)(
      enum kernels_activation activation, const float *gate, const float *up, size_t count, float *out);

  // x = cap * tanh(x / cap), over some rows of a block.
  void (*cap)(float *x, size_t rows, float cap);

  // Turns each pair of neighbouring rows by an angle, and scales: [pairs][16] cosines and sines.
  void (*rotate)(float *x, const float *cosines, const float *sines, size_t pairs, float scale);
  // The same for pairs of which the second rows follow all the first ones.
  void (*rotate_halves)(
      float *x, const float *cosines, const float *sines, size_t pairs, float scale);

  // Turns scores [keys][16] into weights e^(score - largest), none for keys before or after those that a
  // lane sees, of which lane 0's are `earliest` to `latest`, and adds them to the totals. What has been
  // summed up in out [width][16] shrinks when the largest grows.
  void (*soften)(
      struct kernels_softmax *softmax, float *scores, size_t keys, int64_t earliest, int64_t latest,
      float *out, size_t width);

  // Takes `rows` logits of the vocabulary, from id `first` on, into the fold. Overwrites them.
  void (*fold)(struct kernels_fold *fold, float *logits, size_t rows, int32_t first, float first_beta);

  // Takes another fold of the same positions, over other logits, into the first.
  void (*merge)(struct kernels_fold *fold, struct kernels_fold *other, float first_beta);

  // ln p of the tokens that came, entropies, and their sums, at one temperature.
  void (*read)(struct kernels_reading *reading);

  // Of two rows of logits z and w, times beta and measured from the largest of each, in float64: the sums of e^z,
  // of e^w, of e^z (z - w) and of e^w (w - z). They are no numbers where an entry is impossible.
  void (*diverge)(const float *z, const float *w, size_t count, double beta, double out[4]);

  // Writes one lane's candidates, rest and rank.
  void (*finish)(struct kernels_fold *fold, size_t lane, float first_beta, struct kernels_folded *out);

  // How a model learns: of each step its way back, from dy, the gradient of the loss by its output, to those
  // by its inputs. None of them is for tiles, and with fused multiply-adds all give the same bits.
  struct kernels_learning learning;
};

// out = softmax(q K^T) V for a head over a whole window, causal, and keeps the softmax.
void kernels_attend_window(
    const struct kernels *kernels, const struct kernels_window_attention *attention);

// The way back: from d_out to d_queries, d_keys and d_values.
void kernels_attend_window_back(
    const struct kernels *kernels, const struct kernels_window_attention *attention);

// Starts a fold for the tokens that come, with their logits: estimates that decide ranks until the
// fold meets the tokens themselves. What begins a word is to stay where it is until the fold has ended;
// null where nobody asks.
void kernels_begin_fold(
    struct kernels_fold *fold, const int32_t *targets, const float *logits,
    const struct kernels_boundaries *boundaries);

// Puts one token's features into a lane of a block: out[feature][lane] = row[feature].
void kernels_place(const float *row, size_t features, size_t lane, float *out);

// out = softmax(q K^T) V for one block, causal.
void kernels_attend(const struct kernels *kernels, const struct kernels_attention *attention);

// Makes numbers too small for a float's full precision zero on this thread, which spares long
// detours of the processor; returns the former state, to be restored.
uint32_t kernels_flush_subnormals(void);
void kernels_restore_subnormals(uint32_t state);

// Lets a thread that waits for another in a loop take less of the core.
void kernels_pause(void);

// Whether there is a format of ggml's number.
bool kernels_have_format(uint32_t number);

// Whether a product with these kernels comes to its end, and to the right sums: a processor may announce
// instructions that fault where they are not allowed. Faults on this thread are caught meanwhile.
bool kernels_pass_trial(const struct kernels *kernels);

// The instruction sets that this processor has, best first; returns how many. Asks the system for the use
// of tiles the first time, and tries them: threads that compute with them start later.
size_t kernels_available(const struct kernels *out[static 4]);
