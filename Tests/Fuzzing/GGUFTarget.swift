import GGUF
import GGUFFixtures

extension FuzzTarget {
  /// A model file is refused with a sentence, or everything that it promises is there.
  public static let gguf = FuzzTarget(
    name: "gguf", seeds: [wholeModel.bytes, wholeModel.bytes.reversed(), ModelFixture().bytes]
  ) { bytes in
    do throws(GGUFError) {
      return FuzzOutcome(complaint: complaint(about: try ModelFile(bytes: bytes)))
    } catch {
      return .refused(harmlessly: error)
    }
  }

  /// A file with a value of each kind, three tensors, and an alignment of its own.
  private static var wholeModel: ModelFixture {
    var file = ModelFixture()
    file.alignment = 64
    file.pairs = [
      .init("general.alignment", .uint32(64)),
      .init("general.architecture", .string("llama")),
      .init("a.u8", .uint8(1)), .init("a.i32", .int32(-1)), .init("a.u64", .uint64(1 << 40)),
      .init("a.f32", .float32(10_000)), .init("a.bool", .bool(true)),
      .init("tokenizer.ggml.tokens", .strings(["a", "", "ab"])),
      .init("tokenizer.ggml.token_type", .int32s([1, 3, 1])),
      .init("tokenizer.ggml.scores", .float32s([0, -1, 0.5])),
    ]
    file.tensors = [
      .init("token_embd.weight", [4, 3], (0..<12).map(Float.init)),
      .init("blk.0.attn_q.weight", [32, 2], type: 3, data: (0..<40).map { $0 }),
      .init("output_norm.weight", [4], [1, 2, 3, 4]),
    ]
    return file
  }

  private static func complaint(about file: ModelFile) -> String? {
    for tensor in file.tensors {
      guard tensor.byteRange.upperBound <= file.byteCount else { return "data behind the end" }
      unsafe file.bytes(of: tensor).forEach { _ in }
    }
    for key in file.metadata.keys {
      if let complaint = complaint(about: key, of: file) { return complaint }
    }
    return nil
  }

  /// Reads a value as each type.
  private static func complaint(about key: String, of file: ModelFile) -> String? {
    let metadata = file.metadata
    _ = try? metadata.string(key)
    _ = try? metadata.bool(key)
    _ = try? metadata.unsigned(key)
    _ = try? metadata.float(key)
    _ = try? metadata.intArray(key)
    _ = try? metadata.floatArray(key)
    guard let strings = try? metadata.stringArray(key) else { return nil }
    guard strings.starts().allSatisfy({ Int($0) <= file.byteCount }) else {
      return "a string behind the end"
    }
    for index in 0..<strings.count { _ = strings[index] }
    return nil
  }
}
