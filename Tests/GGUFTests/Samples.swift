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
