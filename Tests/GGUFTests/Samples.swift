import GGUF
import GGUFFixtures

extension ModelFixture {
  /// A valid file with a value of each kind and three tensors.
  static var sample: ModelFixture {
    var file = ModelFixture()
    file.pairs = [
      Pair("general.architecture", .string("llama")),
      Pair("llama.block_count", .uint32(2)),
      Pair("llama.rope.freq_base", .float32(10_000)),
      Pair("tokenizer.ggml.add_bos_token", .bool(true)),
      Pair("tokenizer.ggml.tokens", .strings(["a", "", "ab"])),
      Pair("tokenizer.ggml.token_type", .int32s([1, 3, 1])),
      Pair("tokenizer.ggml.scores", .float32s([0, -1, 0.5])),
    ]
    file.tensors = [
      Tensor("token_embd.weight", [4, 3], (0..<12).map(Float.init)),
      // Two rows of one block each: scale, offset, sixteen pairs of numbers.
      Tensor("blk.0.attn_q.weight", [32, 2], type: 3, data: (0..<40).map { $0 }),
      Tensor("output_norm.weight", [4], [1, 2, 3, 4]),
    ]
    return file
  }

  /// The sample with an edit.
  static func sample(_ edit: (inout ModelFixture) -> Void) -> [UInt8] {
    var file = sample
    edit(&file)
    return file.bytes
  }
}

/// Why bytes are not a model file; nil when they are.
func problem(_ bytes: [UInt8]) -> GGUFError.Problem? {
  do throws(GGUFError) {
    _ = try ModelFile(bytes: bytes)
    return nil
  } catch {
    return error.problem
  }
}

/// The sentence about bytes that are not a model file; empty when they are.
func sentence(_ bytes: [UInt8]) -> String {
  do throws(GGUFError) {
    _ = try ModelFile(bytes: bytes)
    return ""
  } catch {
    return "\(error)"
  }
}

/// Numbers that look random and are the same in every run (Steele et al. 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
