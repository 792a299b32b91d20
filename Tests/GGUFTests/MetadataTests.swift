import GGUF
import GGUFFixtures
import Testing

@Suite struct MetadataTests {
  private func metadata(_ pairs: [ModelFixture.Pair]) throws -> Metadata {
    var file = ModelFixture()
    file.pairs = pairs
    return try ModelFile(bytes: file.bytes).metadata
  }

  @Test func `values are read by their keys`() throws {
    let metadata = try ModelFile(bytes: ModelFixture.sample.bytes).metadata
    #expect(metadata.keys.first == "general.architecture")
    #expect(try metadata.string("general.architecture") == "llama")
    #expect(try metadata.unsigned("llama.block_count") == 2)
    #expect(try metadata.float("llama.rope.freq_base") == 10_000)
    #expect(try metadata.bool("tokenizer.ggml.add_bos_token") == true)
    #expect(try metadata.intArray("tokenizer.ggml.token_type") == [1, 3, 1])
    #expect(try metadata.floatArray("tokenizer.ggml.scores") == [0, -1, 0.5])
    #expect(metadata.count(of: "tokenizer.ggml.tokens") == 3)
    #expect(metadata.type(of: "llama.block_count") == .uint32)
  }

  @Test func `strings of an array are found where they are`() throws {
    let metadata = try ModelFile(bytes: ModelFixture.sample.bytes).metadata
    let tokens = try #require(try metadata.stringArray("tokenizer.ggml.tokens"))
    #expect(tokens.count == 3)
    #expect((0..<3).map { tokens[$0] } == [Array("a".utf8), [], Array("ab".utf8)])
    let starts = tokens.starts().map(Int.init)
    #expect(starts.map { $0 - starts[0] } == [0, 9, 17, 27])
    let last = metadata.withBytes { bytes in
      (starts[2] + StringArray.prefixBytes..<starts[3]).map {
        unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self)
      }
    }
    #expect(last == Array("ab".utf8))
  }

  @Test func `every integer type is read, up to its ends`() throws {
    func value(_ type: UInt32, _ number: some FixedWidthInteger) -> ModelFixture.Value {
      .init(type: type, bytes: littleEndian(number))
    }
    let metadata = try metadata([
      .init("u8", value(0, UInt8.max)), .init("i8", value(1, Int8.max)),
      .init("u16", value(2, UInt16.max)), .init("i16", value(3, Int16.max)),
      .init("u32", value(4, UInt32.max)), .init("i32", value(5, Int32.max)),
      .init("u64", value(10, UInt64.max)), .init("i64", value(11, Int64.max)),
    ])
    let expected: [UInt64] = [
      255, 127, 65_535, 32_767, 4_294_967_295, 2_147_483_647, 18_446_744_073_709_551_615,
      9_223_372_036_854_775_807,
    ]
    #expect(try metadata.keys.map { try metadata.unsigned($0) } == expected)
  }

  @Test func `a negative number is no unsigned one`() throws {
    let metadata = try metadata([.init("n", .int32(-1))])
    #expect(throws: GGUFError(.outOfRange(key: "n", value: "-1"), at: 24 + 8 + 1 + 4)) {
      try metadata.unsigned("n")
    }
  }

  @Test func `an array element that does not fit is refused`() throws {
    let metadata = try metadata([
      .init("n", .array(type: 10, count: 1, bytes: littleEndian(UInt64.max)))
    ])
    #expect(throws: GGUFError.self) { try metadata.intArray("n") }
  }

  @Test func `floating-point numbers of both widths are read`() throws {
    let metadata = try metadata([
      .init("f32", .float32(1.5)),
      .init("f64", .init(type: 12, bytes: littleEndian((-0.1).bitPattern))),
    ])
    #expect(try metadata.float("f32") == 1.5)
    #expect(try metadata.float("f64") == -0.1)
  }

  @Test func `a missing key is nil, or an error where it is required`() throws {
    let metadata = try metadata([.init("there", .uint32(7))])
    #expect(try metadata.string("absent") == nil)
    #expect(try metadata.unsigned("absent") == nil)
    #expect(try metadata.stringArray("absent")?.count == nil)
    #expect(try metadata.required("there", metadata.unsigned) == 7)
    #expect(throws: GGUFError(.missingKey("absent"))) {
      try metadata.required("absent", metadata.unsigned)
    }
  }

  @Test func `a value of another type is refused by its key`() throws {
    let metadata = try ModelFile(bytes: ModelFixture.sample.bytes).metadata
    func expect(_ key: String, _ found: String, _ needed: String, _ read: () throws -> Void) {
      #expect { try read() } throws: { error in
        (error as? GGUFError)?.problem
          == .wrongType(key: key, found: found, needed: needed)
      }
    }
    expect("llama.block_count", "u32", "string") { _ = try metadata.string("llama.block_count") }
    expect("general.architecture", "string", "an unsigned integer") {
      _ = try metadata.unsigned("general.architecture")
    }
    expect("llama.block_count", "u32", "f32") { _ = try metadata.float("llama.block_count") }
    expect("llama.block_count", "u32", "bool") { _ = try metadata.bool("llama.block_count") }
    expect("tokenizer.ggml.scores", "array of f32", "array of string") {
      _ = try metadata.stringArray("tokenizer.ggml.scores")
    }
    expect("tokenizer.ggml.tokens", "array of string", "array of f32") {
      _ = try metadata.floatArray("tokenizer.ggml.tokens")
    }
    expect("tokenizer.ggml.scores", "array of f32", "array of integers") {
      _ = try metadata.intArray("tokenizer.ggml.scores")
    }
  }

  @Test func `text that is not UTF-8 is repaired`() throws {
    let metadata = try metadata([.init("name", .string([0x61, 0xFF]))])
    #expect(try metadata.string("name") == "a\u{FFFD}")
  }

  @Test func `metadata outlive their file`() throws {
    var file: ModelFile? = try ModelFile(bytes: ModelFixture.sample.bytes)
    let metadata = try #require(file?.metadata)
    file = nil
    #expect(try metadata.string("general.architecture") == "llama")
  }
}
