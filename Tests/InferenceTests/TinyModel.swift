import GGUF
import GGUFFixtures
import Inference
import SafetensorsFixtures
import Scoring
import TestSupport

/// A random model of the llama family that is small enough to be computed by hand: more query heads
/// than key heads, and heads that are not a part of the residual stream's width.
struct TinyModel: Sendable {
  var (layers, width, heads, keyHeads, headWidth) = (2, 64, 4, 2, 32)
  var (inner, vocabulary, context) = (96, 300, 1024)
  var epsilon: Float = 1e-5
  var rotaryBase: Float = 10_000
  /// The weights as they are after unpacking, row by row.
  private(set) var weights: [String: [Float]] = [:]
  /// The file.
  var fixture = ModelFixture()

  /// How matrices are stored.
  enum Storage { case f32, q8_0 }

  /// - Parameter isWide: Whether all rows are of 256 weights, so that any kind of block fits.
  init(
    _ storage: Storage = .f32, isTied: Bool = true, hasRotaryFactors: Bool = false,
    isWide: Bool = false, seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    if isWide { (width, headWidth, inner) = (256, 64, 256) }
    addMetadata()
    addMatrix("token_embd.weight", vocabulary, width, storage, 0.35, &random)
    addVector("output_norm.weight", (0..<width).map { _ in Float(1 + random.normal() / 4) })
    if !isTied { addMatrix("output.weight", vocabulary, width, storage, 0.35, &random) }
    if hasRotaryFactors {
      addVector(
        "rope_freqs.weight",
        (0..<headWidth / 2).map { _ in Float.random(in: 1...8, using: &random) })
    }
    for layer in 0..<layers { addLayer("blk.\(layer).", storage, &random) }
  }

  private mutating func addLayer(
    _ name: String, _ storage: Storage, _ random: inout SeededGenerator
  ) {
    for norm in ["attn_norm.weight", "ffn_norm.weight"] {
      addVector(name + norm, (0..<width).map { _ in Float(1 + random.normal() / 4) })
    }
    let (queries, keys) = (heads * headWidth, keyHeads * headWidth)
    let matrices = [
      ("attn_q", queries, width), ("attn_k", keys, width), ("attn_v", keys, width),
      ("attn_output", width, queries), ("ffn_gate", inner, width), ("ffn_up", inner, width),
      ("ffn_down", width, inner),
    ]
    for (matrix, rows, columns) in matrices {
      addMatrix(name + matrix + ".weight", rows, columns, storage, 0.15, &random)
    }
  }

  private mutating func addVector(_ name: String, _ values: [Float]) {
    weights[name] = values
    fixture.tensors.append(.init(name, [UInt64(values.count)], values))
  }

  private mutating func addMatrix(
    _ name: String, _ rows: Int, _ columns: Int, _ storage: Storage, _ deviation: Double,
    _ random: inout SeededGenerator
  ) {
    let dimensions = [UInt64(columns), UInt64(rows)]
    switch storage {
    case .f32:
      let values = random.normals(rows * columns, deviation: deviation)
      weights[name] = values
      fixture.tensors.append(.init(name, dimensions, values))
    case .q8_0:
      let blocks = (0..<rows * columns / 32).map { _ in Block(deviation, &random) }
      weights[name] = blocks.flatMap(\.values)
      fixture.tensors.append(.init(name, dimensions, type: 8, data: blocks.flatMap(\.bytes)))
    }
  }

  /// 32 weights in Q8_0: a scale and signed bytes.
  private struct Block {
    let scale: Float16
    let quants: [Int8]

    init(_ deviation: Double, _ random: inout SeededGenerator) {
      scale = Float16(deviation / 74 * Double.random(in: 0.7...1.3, using: &random))
      quants = (0..<32).map { _ in Int8.random(in: -127...127, using: &random) }
    }

    var values: [Float] { quants.map { Float(scale) * Float($0) } }
    var bytes: [UInt8] { littleEndian(scale.bitPattern) + quants.map { UInt8(bitPattern: $0) } }
  }
}

// The file's metadata.
extension TinyModel {
  private mutating func addMetadata() {
    fixture.set("general.architecture", .string("llama"))
    fixture.set("general.name", .string("Tiny"))
    let sizes = [
      "block_count": layers, "embedding_length": width, "context_length": context,
      "attention.head_count": heads, "attention.head_count_kv": keyHeads,
      "attention.key_length": headWidth, "attention.value_length": headWidth,
      "feed_forward_length": inner,
    ]
    for (key, size) in sizes.sorted(by: { $0.key < $1.key }) {
      fixture.set("llama." + key, .uint32(UInt32(size)))
    }
    fixture.set("llama.attention.layer_norm_rms_epsilon", .float32(epsilon))
    fixture.set("llama.rope.freq_base", .float32(rotaryBase))
    fixture.addByteVocabulary(count: vocabulary)
  }
}

extension ModelFixture {
  /// A vocabulary of the bytes, and control tokens behind them.
  mutating func addByteVocabulary(count: Int) {
    set("tokenizer.ggml.model", .string("gpt2"))
    set("tokenizer.ggml.pre", .string("smollm"))
    let names = RepositoryFixture.byteNames + (256..<count).map { "<|\($0)|>" }
    set("tokenizer.ggml.tokens", .strings(names))
    set("tokenizer.ggml.token_type", .int32s((0..<count).map { $0 < 256 ? 1 : 3 }))
    set("tokenizer.ggml.merges", .strings([String]()))
  }
}

// Use.
extension TinyModel {
  /// A model to run on an instruction set, on one thread unless more are asked for.
  func engine(on set: InstructionSet? = nil, threads: Int = 1) throws -> Engine {
    try Engine(
      ModelFile(bytes: fixture.bytes), threads: threads, set ?? InstructionSet.available[0])
  }

  /// Puts a number in place of a weight that is stored as f32.
  mutating func damage(_ tensor: String, at index: Int, with value: Float) {
    edit(tensor) {
      $0.data.replaceSubrange(4 * index..<4 * index + 4, with: littleEndian(value.bitPattern))
    }
  }

  /// Changes a tensor.
  mutating func edit(_ tensor: String, _ change: (inout ModelFixture.Tensor) -> Void) {
    guard let index = fixture.tensors.firstIndex(where: { $0.name == Array(tensor.utf8) }) else {
      return
    }
    change(&fixture.tensors[index])
  }

  /// Some text of tokens.
  func text(_ count: Int, seed: UInt64 = 1) -> [Token] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map {
      Token(id: Int.random(in: 0..<vocabulary, using: &random), bytes: $0..<$0 + 1)
    }
  }
}

extension Engine {
  /// All predictions from `first` on.
  func predictions(
    _ tokens: [Token], start: Int? = nil, window: Int = 1024, stride: Int = 512, from first: Int = 0
  ) throws -> Predictions {
    var all = Predictions(vocabularySize: model.vocabularySize)
    let settings = ScoringSettings(startToken: start, window: window, stride: stride)
    try scorer.score(tokens, settings, first) {
      all.append($0)
      return true
    }
    return all
  }
}

extension Predictions {
  /// Whether two are the same bit by bit, unscored positions included.
  func isIdentical(to other: Predictions) -> Bool {
    ids == other.ids && logits == other.logits && rest == other.rest
      && actualRanks == other.actualRanks
      && actualLogits.map(\.bitPattern) == other.actualLogits.map(\.bitPattern)
  }

  /// The predictions of some positions.
  func slice(_ positions: Range<Int>) -> Predictions {
    var slice = Predictions(vocabularySize: vocabularySize)
    for position in positions { slice.append(self[position]) }
    return slice
  }
}
