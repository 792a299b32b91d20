import GGUF
import GGUFFixtures
import Inference
import Testing

/// A fault put into a good file, and the error that it must come to.
private struct Fault: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let edit: @Sendable (inout TinyModel) -> Void
  let error: InferenceError?

  /// A fault with the very error that it must come to; any `InferenceError` when none is given.
  init(
    _ description: String, _ error: InferenceError? = nil,
    _ edit: @escaping @Sendable (inout TinyModel) -> Void
  ) {
    testDescription = description
    self.error = error
    self.edit = edit
  }

  /// A key with a number that cannot be.
  static func key(_ key: String, _ value: UInt32) -> Fault {
    Fault("\(key) = \(value)") { $0.fixture.set("llama." + key, .uint32(value)) }
  }

  static func number(_ key: String, _ value: Float) -> Fault {
    Fault("\(key) = \(value)") { $0.fixture.set("llama." + key, .float32(value)) }
  }

  static let shapes: [Fault] = [
    .key("attention.head_count", 0), .key("attention.head_count", .max),
    .key("attention.head_count_kv", 0), .key("attention.head_count_kv", 3),
    .key("block_count", 0), .key("block_count", .max), .key("block_count", 1_025),
    .key("embedding_length", 0), .key("embedding_length", 33), .key("embedding_length", .max),
    .key("feed_forward_length", 0), .key("feed_forward_length", 95),
    .key("feed_forward_length", .max), .key("context_length", 0), .key("context_length", 1),
    .key("context_length", .max), .key("attention.key_length", 0),
    .key("attention.key_length", 48), .key("attention.key_length", .max),
    .key("attention.value_length", 64), .key("rope.dimension_count", 15),
    .key("rope.dimension_count", 34),
    .key("attention.sliding_window", .max), .key("attention.sliding_window_pattern", 1_025),
    .key("rope.dimension_count", 0),
    .number("attention.layer_norm_rms_epsilon", .nan),
    .number("attention.layer_norm_rms_epsilon", -1),
    .number("attention.layer_norm_rms_epsilon", .infinity), .number("rope.freq_base", 0),
    .number("rope.freq_base", .nan), .number("rope.freq_base", .infinity),
    Fault("head width of 64 / 4 by default") {
      $0.fixture.remove("llama.attention.key_length")
      $0.fixture.remove("llama.attention.value_length")
    },
    Fault(
      "an unknown architecture",
      .unknownArchitecture("mamba", known: Engine.architectures)
    ) { $0.fixture.set("general.architecture", .string("mamba")) },
    Fault(
      "unknown scaling of rotary angles", .unsupportedFeature("rotary scaling of type “dynamic”")
    ) { $0.fixture.set("llama.rope.scaling.type", .string("dynamic")) },
    Fault("factors for long contexts said, none there", .missingTensor("rope_factors_short.weight"))
    {
      $0.fixture.set("llama.rope.scaling.type", .string("longrope"))
    },
    Fault("logits that are scaled", .unsupportedFeature("llama.logit_scale of 0.5")) {
      $0.fixture.set("llama.logit_scale", .float32(0.5))
    },
    Fault("clamped projections", .unsupportedFeature("llama.attention.clamp_kqv of 1.0")) {
      $0.fixture.set("llama.attention.clamp_kqv", .float32(1))
    },
    Fault(
      "attention by distance", .unsupportedFeature("llama.attention.max_alibi_bias of 8.0")
    ) {
      $0.fixture.set("llama.attention.max_alibi_bias", .float32(8))
    },
    Fault("experts all of whom are asked", .unsupportedFeature("llama.expert_shared_count of 1")) {
      $0.fixture.set("llama.expert_shared_count", .uint32(1))
    },
    Fault("experts by sigmoid", .unsupportedFeature("llama.expert_gating_func of 2")) {
      $0.fixture.set("llama.expert_gating_func", .uint32(2))
    },
    Fault(
      "weights of experts as they are",
      .unsupportedFeature("weights of experts that are not normalized")
    ) {
      $0.fixture.set("llama.expert_weights_norm", .bool(false))
    },
    Fault(
      "a factor on attention without YaRN",
      .unsupportedFeature("rotary scaling of type “linear” with a factor of 1.5 on attention")
    ) {
      $0.fixture.set("llama.rope.scaling.attn_factor", .float32(1.5))
    },
    Fault("attention both ways", .unsupportedFeature("attention to what comes later")) {
      $0.fixture.set("llama.attention.causal", .bool(false))
    },
    Fault("an unknown pairing", .unsupportedFeature("rotary pairing of type “thirds”")) {
      $0.fixture.set("llama.rope.pairing", .string("thirds"))
    },
    .key("expert_count", 1_025),
    Fault("more experts used than there are") {
      $0.fixture.set("llama.expert_count", .uint32(4))
      $0.fixture.set("llama.expert_used_count", .uint32(5))
    },
    Fault("experts said, none there", .missingTensor("blk.0.ffn_gate_inp.weight")) {
      $0.fixture.set("llama.expert_count", .uint32(4))
      $0.fixture.set("llama.expert_used_count", .uint32(2))
    },
    Fault("windows of three layers") {
      $0.fixture.set(
        "llama.attention.sliding_window_pattern", .array(type: 7, count: 3, bytes: [1, 0, 1]))
    },
  ]

  static let tensors: [Fault] = [
    Fault(
      "an embedding of 5 rows",
      .wrongDimensions(tensor: "token_embd.weight", found: [64, 5], needed: [64, 300])
    ) {
      $0.edit("token_embd.weight") {
        $0 = .init("token_embd.weight", [64, 5], [Float](repeating: 1, count: 320))
      }
    },
    Fault(
      "an embedding length of 96 against 64",
      .wrongDimensions(tensor: "token_embd.weight", found: [64, 300], needed: [96, 300])
    ) { $0.fixture.set("llama.embedding_length", .uint32(96)) },
    Fault("three layers said, two there", .missingTensor("blk.2.attn_norm.weight")) {
      $0.fixture.set("llama.block_count", .uint32(3))
    },
    Fault("one layer said, two there", .unexpectedTensor("blk.1.attn_norm.weight")) {
      $0.fixture.set("llama.block_count", .uint32(1))
    },
    Fault("no norm at the end", .missingTensor("output_norm.weight")) {
      $0.fixture.tensors.removeAll { $0.name == Array("output_norm.weight".utf8) }
    },
    Fault("a bias of a norm", .unexpectedTensor("blk.0.attn_norm.bias")) {
      $0.fixture.tensors.append(
        .init("blk.0.attn_norm.bias", [64], [Float](repeating: 0, count: 64)))
    },
    Fault(
      "a bias for fewer rows",
      .wrongDimensions(tensor: "blk.0.attn_q.bias", found: [64], needed: [128])
    ) {
      $0.fixture.tensors.append(
        .init("blk.0.attn_q.bias", [64], [Float](repeating: 0, count: 64)))
    },
    Fault("a norm of keys", .unexpectedTensor("blk.1.attn_k_norm.weight")) {
      $0.fixture.tensors.append(
        .init("blk.1.attn_k_norm.weight", [32], [Float](repeating: 1, count: 32)))
    },
    Fault(
      "a transposed matrix",
      .wrongDimensions(tensor: "blk.0.ffn_up.weight", found: [96, 64], needed: [64, 96])
    ) { $0.edit("blk.0.ffn_up.weight") { $0.dimensions = [96, 64] } },
    Fault(
      "a matrix of three dimensions",
      .wrongDimensions(tensor: "blk.0.ffn_up.weight", found: [64, 96, 1], needed: [64, 96])
    ) { $0.edit("blk.0.ffn_up.weight") { $0.dimensions = [64, 96, 1] } },
    Fault(
      "a type without kernels", .unsupportedType(tensor: "blk.0.ffn_up.weight", type: "Q8_1")
    ) {
      $0.edit("blk.0.ffn_up.weight") {
        $0.type = 9
        $0.data = [UInt8](repeating: 0, count: 96 * 2 * 36)
      }
    },
    Fault(
      "a type of integers", .unsupportedType(tensor: "blk.0.ffn_up.weight", type: "I32")
    ) { $0.edit("blk.0.ffn_up.weight") { $0.type = 26 } },
    Fault("a norm in blocks", .unsupportedType(tensor: "output_norm.weight", type: "Q8_0")) {
      $0.edit("output_norm.weight") {
        $0.type = 8
        $0.data = [UInt8](repeating: 0, count: 68)
      }
    },
    Fault(
      "rotary factors for another width",
      .wrongDimensions(tensor: "rope_freqs.weight", found: [8], needed: [16])
    ) {
      $0.fixture.tensors.append(.init("rope_freqs.weight", [8], [Float](repeating: 1, count: 8)))
    },
  ]
}

/// Files that are well-formed and make no sense: each is refused with an error that says why.
@Suite struct MalformedModelTests {
  private static let whole = TinyModel(seed: 9)

  @Test(arguments: Fault.shapes + Fault.tensors)
  private func `a model that cannot be is refused`(fault: Fault) throws {
    var model = Self.whole
    fault.edit(&model)
    if let error = fault.error {
      #expect(throws: error) { try model.engine() }
    } else {
      #expect(throws: InferenceError.self) { try model.engine() }
    }
  }

  @Test(arguments: [
    ("llama.block_count", ModelFixture.Value.string("2")), ("llama.block_count", .float32(2)),
    ("llama.block_count", .int32(-1)), ("llama.attention.head_count_kv", .int32s([2, 2])),
    ("llama.attention.layer_norm_rms_epsilon", .uint32(1)),
    ("llama.rope.freq_base", .string("10000")), ("general.architecture", .uint32(1)),
    ("llama.rope.scaling.type", .bool(true)),
  ])
  func `a value of a wrong type is an error of the file`(
    key: String, value: ModelFixture.Value
  ) throws {
    var model = Self.whole
    model.fixture.set(key, value)
    let error = try #require(throws: GGUFError.self) { try model.engine() }
    switch error.problem {
    case .wrongType(let found, _, _), .outOfRange(let found, _): #expect(found == key)
    default: Issue.record("\(error)")
    }
  }

  @Test(arguments: [
    "llama.block_count", "llama.embedding_length", "llama.context_length",
    "llama.attention.head_count", "llama.feed_forward_length",
    "llama.attention.layer_norm_rms_epsilon", "general.architecture",
  ])
  func `a key that is needed is missed by its name`(key: String) throws {
    var model = Self.whole
    model.fixture.remove(key)
    let error = try #require(throws: GGUFError.self) { try model.engine() }
    #expect(error.problem == .missingKey(key))
  }

  @Test func `keys with a default may be left out`() throws {
    var model = Self.whole
    let expected = try model.engine().predictions(model.text(20))
    model.fixture.remove("llama.rope.freq_base")  // 10000
    model.fixture.remove("llama.attention.value_length")
    model.fixture.remove("general.name")
    model.fixture.set("llama.rope.dimension_count", .uint32(32))
    model.fixture.set("llama.rope.scaling.type", .string("none"))
    let engine = try model.engine()
    #expect(engine.model.name.isEmpty)
    #expect(try engine.predictions(model.text(20)).isIdentical(to: expected))
  }

  @Test func `a number of any wrong size is refused without a trap`() {
    let keys = [
      "block_count", "embedding_length", "context_length", "attention.head_count",
      "attention.head_count_kv", "attention.key_length", "attention.value_length",
      "feed_forward_length", "rope.dimension_count",
    ]
    for key in keys {
      for value in [0, 1, 31, 1 << 31, 1 << 62, UInt64(Int.max), .max - 1, .max] {
        var model = Self.whole
        model.fixture.set("llama." + key, .uint64(value))
        if key == "context_length" && value == 31 { continue }  // short, but it makes sense
        #expect(throws: InferenceError.self, "\(key) = \(value)") { try model.engine() }
      }
    }
  }
}
