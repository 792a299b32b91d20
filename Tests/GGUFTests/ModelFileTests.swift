import GGUF
import GGUFFixtures
import Testing

@Suite struct ModelFileTests {
  @Test func `a valid file gives its tensors and their data`() throws {
    let file = try ModelFile(bytes: ModelFixture.sample.bytes)
    #expect(file.version == 3)
    #expect(file.alignment == 32)
    #expect(
      file.tensors.map(\.name) == [
        "token_embd.weight", "blk.0.attn_q.weight", "output_norm.weight",
      ])
    let embedding = try #require(file.tensor("token_embd.weight"))
    #expect(embedding.dimensions == [4, 3])
    #expect(embedding.type == .f32)
    #expect(embedding.byteCount == 48)
    #expect(embedding.byteOffset == file.dataOffset)
    let query = try #require(file.tensor("blk.0.attn_q.weight"))
    #expect(query.type == .q4_1)
    #expect(query.byteCount == 40)
    #expect(query.byteOffset == file.dataOffset + 64)
    #expect(unsafe Array(file.bytes(of: query)) == (0..<40).map { UInt8($0) })
    #expect(file.tensor("output.weight") == nil)
    #expect(file.unclaimedByteCount == 0)
    #expect(file.byteCount == ModelFixture.sample.bytes.count)
  }

  @Test func `a file that stays in memory is read where it lies, and is left there`() throws {
    let bytes = ModelFixture.sample.bytes
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    defer { unsafe memory.deallocate() }
    unsafe memory.copyBytes(from: bytes)
    for _ in 0..<2 {
      let file = try unsafe ModelFile(lasting: UnsafeRawBufferPointer(memory))
      let query = try #require(file.tensor("blk.0.attn_q.weight"))
      let data = unsafe file.bytes(of: query)
      #expect(
        unsafe data.baseAddress
          == memory.baseAddress.map { unsafe UnsafeRawPointer($0) + query.byteOffset })
      try file.checkUnchanged()
    }
    #expect(unsafe Array(memory) == bytes)
    #expect(throws: GGUFError.self) {
      try unsafe ModelFile(lasting: UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }

  @Test func `version 2 has the same layout`() {
    #expect(problem(ModelFixture.sample { $0.version = 2 }) == nil)
  }

  @Test func `a file may say another alignment`() throws {
    let bytes = ModelFixture.sample {
      $0.set("general.alignment", .uint32(64))
      $0.alignment = 64
    }
    let file = try ModelFile(bytes: bytes)
    #expect(file.alignment == 64)
    #expect(file.tensors.allSatisfy { ($0.byteOffset - file.dataOffset) % 64 == 0 })
  }

  @Test func `a file without tensors needs no data`() throws {
    let file = try ModelFile(bytes: ModelFixture.sample { $0.tensors = [] })
    #expect(file.tensors.isEmpty)
  }

  @Test func `bytes that belong to no tensor are counted`() throws {
    let bytes = ModelFixture.sample { $0.tensors[1].data += [UInt8](repeating: 0, count: 96) }
    #expect(try ModelFile(bytes: bytes).unclaimedByteCount == 120)  // 24 of padding among them
    let longer = ModelFixture.sample.bytes + [UInt8](repeating: 0, count: 1_000)
    #expect(try ModelFile(bytes: longer).unclaimedByteCount == 1_000)
  }

  @Test func `tensors may lie in another order than they are listed in`() throws {
    var file = ModelFixture.sample
    file.tensors[0].offset = 128
    file.tensors[2].offset = 0
    let bytes = file.bytes + [UInt8](repeating: 0, count: 32)
    let model = try ModelFile(bytes: bytes)
    #expect(model.tensors.map { $0.byteOffset - model.dataOffset } == [128, 64, 0])
  }

  /// The sizes of ggml's blocks: scales, offsets and packed numbers, added up from the layouts of its
  /// documentation.
  @Test(arguments: [
    (TensorType.f32, 1, 4), (.f16, 1, 2), (.bf16, 1, 2), (.q4_0, 32, 2 + 16),
    (.q4_1, 32, 2 + 2 + 16), (.q5_0, 32, 2 + 4 + 16), (.q5_1, 32, 2 + 2 + 4 + 16),
    (.q8_0, 32, 2 + 32), (.q4_K, 256, 2 + 2 + 12 + 128), (.q5_K, 256, 2 + 2 + 12 + 32 + 128),
    (.q6_K, 256, 128 + 64 + 16 + 2), (.q2_K, 256, 16 + 64 + 2 + 2),
    (.q3_K, 256, 32 + 64 + 12 + 2), (.iq4_nl, 32, 2 + 16), (.mxfp4, 32, 1 + 16),
  ])
  func `a type has the block of ggml`(type: TensorType, elements: Int, bytes: Int) {
    #expect(type.block == (elements, bytes))
  }

  @Test func `types have the numbers and names of ggml`() {
    let names: [(UInt32, String)] = [
      (0, "F32"), (1, "F16"), (2, "Q4_0"), (3, "Q4_1"), (6, "Q5_0"), (7, "Q5_1"), (8, "Q8_0"),
      (10, "Q2_K"), (12, "Q4_K"), (13, "Q5_K"), (14, "Q6_K"), (16, "IQ2_XXS"), (20, "IQ4_NL"),
      (30, "BF16"), (39, "MXFP4"),
    ]
    for (number, name) in names { #expect(TensorType(rawValue: number)?.name == name) }
    for number: UInt32 in [4, 5, 31, 32, 33, 36, 37, 38, 200] {
      #expect(TensorType(rawValue: number) == nil)
    }
    for type in TensorType.allCases { #expect(type.block.elements > 0 && type.block.bytes > 0) }
  }
}
