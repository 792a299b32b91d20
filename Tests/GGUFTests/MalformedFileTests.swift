import GGUF
import GGUFFixtures
import Testing

/// Files that are one edit away from a valid one. The numbers are those of the list of malformed files
/// that the loader was designed against.
@Suite struct MalformedFileTests {
  typealias Value = ModelFixture.Value

  @Test func `c01 an empty file`() { #expect(problem([]) == .empty) }

  @Test func `c04 another magic number`() {
    let bytes = ModelFixture.sample { $0.magic = Array("FUGG".utf8) }
    #expect(problem(bytes) == .notGGUF(magic: [0x46, 0x55, 0x47, 0x47]))
    #expect(sentence(bytes).contains("46 55 47 47"))
    #expect(problem([0x1B]) == .notGGUF(magic: [0x1B]))
  }

  @Test(arguments: [0, 1, 4, UInt32.max])
  func `c07 an unsupported version`(version: UInt32) {
    #expect(problem(ModelFixture.sample { $0.version = version }) == .unsupportedVersion(version))
  }

  @Test(arguments: [2, 3]) func `c09 a big-endian file`(version: UInt32) {
    #expect(problem(ModelFixture.sample { $0.version = version.byteSwapped }) == .bigEndian)
  }

  @Test(arguments: [1 << 63, 1 << 32, UInt64.max])
  func `c10 and c11 an impossible number of keys`(count: UInt64) {
    let bytes = ModelFixture.sample { $0.keyCount = count }
    #expect(problem(bytes) == .impossibleCount(.keys, count: count, bytesLeft: bytes.count - 24))
  }

  @Test(arguments: [1 << 63, 1 << 32, UInt64.max])
  func `an impossible number of tensors`(count: UInt64) {
    let bytes = ModelFixture.sample { $0.tensorCount = count }
    #expect(problem(bytes) == .impossibleCount(.tensors, count: count, bytesLeft: bytes.count - 16))
  }

  @Test func `counts are impossible from the first that has no room`() {
    // A pair takes 13 bytes at least, a tensor 33.
    let left = ModelFixture.sample.bytes.count - 24
    for (count, isPossible) in [(left / 13, true), (left / 13 + 1, false)] {
      let bytes = ModelFixture.sample { $0.keyCount = UInt64(count) }
      let impossible = GGUFError.Problem.impossibleCount(
        .keys, count: UInt64(count), bytesLeft: left)
      #expect((problem(bytes) == impossible) == !isPossible)
    }
    for (count, isPossible) in [((left + 8) / 33, true), ((left + 8) / 33 + 1, false)] {
      let bytes = ModelFixture.sample { $0.tensorCount = UInt64(count) }
      let impossible = GGUFError.Problem.impossibleCount(
        .tensors, count: UInt64(count), bytesLeft: left + 8)
      #expect((problem(bytes) == impossible) == !isPossible)
    }
  }

  @Test func `c13 one key too many`() {
    let bytes = ModelFixture.sample { $0.keyCount = UInt64($0.pairs.count + 1) }
    // The first tensor's name is read as a key, and its number of dimensions as a type: 2 is u16.
    // Then its dimensions are read as a key's length.
    #expect(problem(bytes) != nil)
    let longer = ModelFixture.sample {
      $0.keyCount = UInt64($0.pairs.count + 1)
      $0.tensors[0].dimensions = [UInt64](repeating: 1, count: 14)
    }
    #expect(problem(longer) == .unknownValueType(14, key: "token_embd.weight"))
  }

  @Test func `c14 a key that is longer than anything`() {
    let bytes = ModelFixture.sample { $0.pairs[0].keyLength = .max }
    #expect(problem(bytes) == .truncated(reading: "key 0"))
  }

  @Test func `c17 a key that occurs twice`() {
    let bytes = ModelFixture.sample { $0.pairs.append(.init("llama.block_count", .uint32(9))) }
    #expect(problem(bytes) == .duplicateKey("llama.block_count"))
  }

  @Test func `c18 a key that would steer the terminal`() {
    let key = Array("evil \u{1B}]0;pwn\u{7}".utf8) + [0xFF]
    let bytes = ModelFixture.sample { $0.pairs[1].key = key }
    #expect(problem(bytes) == .invalidKey(key))
    #expect(sentence(bytes).contains(#""evil \u{1b}]0;pwn\u{7}⟨FF⟩""#))
    #expect(problem(ModelFixture.sample { $0.pairs[1].key = [] }) == .invalidKey([]))
  }

  @Test(arguments: [13, 255, UInt32.max]) func `c19 an unknown type of value`(type: UInt32) {
    let bytes = ModelFixture.sample { $0.set("x.y", Value(type: type, bytes: [0, 0, 0, 0])) }
    #expect(problem(bytes) == .unknownValueType(type, key: "x.y"))
    let array = ModelFixture.sample { $0.set("x.y", .array(type: type, count: 0, bytes: [])) }
    #expect(problem(array) == .unknownValueType(type, key: "x.y"))
  }

  @Test(arguments: [1 << 63, UInt64.max]) func `c22 a string beyond the end`(length: UInt64) {
    let bytes = ModelFixture.sample { $0.set("x.y", Value(type: 8, bytes: littleEndian(length))) }
    #expect(problem(bytes) == .truncated(reading: "the value of x.y"))
  }

  @Test(arguments: [4, 0, 8, 10] as [UInt32], [1 << 62, 1 << 61, 1 << 40, UInt64.max])
  func `c24 an array beyond the end`(type: UInt32, count: UInt64) {
    let bytes = ModelFixture.sample { $0.set("x.y", .array(type: type, count: count, bytes: [])) }
    #expect(problem(bytes) == .truncated(reading: "the elements of x.y"))
  }

  @Test func `a string of an array beyond the end`() {
    let strings = littleEndian(UInt64(1)) + [0x61] + littleEndian(UInt64.max)
    let bytes = ModelFixture.sample { $0.set("x.y", .array(type: 8, count: 2, bytes: strings)) }
    #expect(problem(bytes) == .truncated(reading: "the strings of x.y"))
  }

  @Test func `c27 a hundred thousand nested arrays`() {
    let nest = (0..<100_000).flatMap { _ in littleEndian(UInt32(9)) + littleEndian(UInt64(1)) }
    let bytes = ModelFixture.sample { $0.set("x.y", Value(type: 9, bytes: nest)) }
    #expect(problem(bytes) == .nestedArray(key: "x.y"))
  }

  @Test(arguments: [0, 1, 4, 12, 33, 131_072, UInt32.max]) func `c29 an alignment`(value: UInt32) {
    let bytes = ModelFixture.sample { $0.set("general.alignment", .uint32(value)) }
    #expect(problem(bytes) == .invalidAlignment(value))
  }

  @Test func `c32 an alignment that is text`() {
    let bytes = ModelFixture.sample { $0.set("general.alignment", .string("32")) }
    #expect(
      problem(bytes) == .wrongType(key: "general.alignment", found: "string", needed: "u32"))
  }

  @Test func `a truth value of 2`() {
    let bytes = ModelFixture.sample { $0.set("x.y", Value(type: 7, bytes: [2])) }
    #expect(problem(bytes) == .invalidBool(2, key: "x.y"))
  }

  @Test(arguments: [0, 5, 100]) func `c36 a number of dimensions`(count: Int) {
    let bytes = ModelFixture.sample {
      $0.tensors[2].dimensions = [UInt64](repeating: 1, count: count)
    }
    #expect(problem(bytes) == .dimensionCount(UInt32(count), tensor: "output_norm.weight"))
  }

  @Test func `c38 a dimension of zero`() {
    let bytes = ModelFixture.sample { $0.tensors[2].dimensions = [0] }
    #expect(problem(bytes) == .zeroDimension(tensor: "output_norm.weight"))
    // A product that wraps must not hide it, nor be hidden by it.
    let wrapping = ModelFixture.sample { $0.tensors[2].dimensions = [1 << 32, 1 << 32, 0] }
    #expect(problem(wrapping) == .zeroDimension(tensor: "output_norm.weight"))
  }

  @Test(arguments: [[1 << 32, 1 << 32], [1 << 62], [1 << 63], [UInt64.max], [1 << 61, 1, 1, 3]])
  func `c40 and c42 sizes that wrap`(dimensions: [UInt64]) {
    let bytes = ModelFixture.sample { $0.tensors[2].dimensions = dimensions }
    #expect(problem(bytes) == .sizeOverflow(tensor: "output_norm.weight"))
  }

  @Test(arguments: [200, 4, 5, 31, UInt32.max]) func `c43 an unknown type of tensor`(type: UInt32) {
    let bytes = ModelFixture.sample { $0.tensors[1].type = type }
    #expect(problem(bytes) == .unknownTensorType(type, tensor: "blk.0.attn_q.weight"))
  }

  @Test(arguments: [(8, 33, 32), (TensorType.q4_K.rawValue, 288, 256)])
  func `c46 a row of part of a block`(type: UInt32, row: Int, block: Int) {
    let bytes = ModelFixture.sample {
      $0.tensors[1].dimensions = [UInt64(row), 32]
      $0.tensors[1].type = type
    }
    #expect(problem(bytes) == .partialBlock(tensor: "blk.0.attn_q.weight", row: row, block: block))
  }

  @Test func `c47 an offset that is not aligned`() {
    let bytes = ModelFixture.sample { $0.tensors[1].offset = 17 }
    #expect(
      problem(bytes) == .unalignedOffset(tensor: "blk.0.attn_q.weight", offset: 17, alignment: 32))
  }

  @Test func `c48 an offset that wraps`() {
    let bytes = ModelFixture.sample { $0.tensors[1].offset = 0 &- 32 }
    #expect(
      problem(bytes)
        == .dataBeyondEnd(tensor: "blk.0.attn_q.weight", needed: .max, size: bytes.count))
  }

  @Test func `c49 an offset beyond the end`() throws {
    let bytes = ModelFixture.sample { $0.tensors[1].offset = 1 << 40 }
    let start = UInt64(try ModelFile(bytes: ModelFixture.sample.bytes).dataOffset)
    let needed = start + (1 << 40) + 40
    #expect(
      problem(bytes)
        == .dataBeyondEnd(tensor: "blk.0.attn_q.weight", needed: needed, size: bytes.count))
    #expect(sentence(bytes).contains("\(bytes.count) of \(needed) bytes: a truncated download?"))
  }

  @Test func `c50 tensors that overlap`() {
    let bytes = ModelFixture.sample { $0.tensors[1].offset = 0 }
    #expect(
      problem(bytes) == .overlap(tensor: "blk.0.attn_q.weight", other: "token_embd.weight"))
    let partly = ModelFixture.sample { $0.tensors[2].offset = 32 }
    #expect(problem(partly) == .overlap(tensor: "output_norm.weight", other: "token_embd.weight"))
  }

  @Test func `c52 a file without its last byte`() {
    let whole = ModelFixture.sample.bytes
    let cut = Array(whole.dropLast())
    #expect(
      problem(cut)
        == .dataBeyondEnd(
          tensor: "output_norm.weight", needed: UInt64(whole.count), size: cut.count))
  }

  @Test func `c54 a tensor that occurs twice`() {
    let bytes = ModelFixture.sample { $0.tensors[2].name = $0.tensors[0].name }
    #expect(problem(bytes) == .duplicateTensor("token_embd.weight"))
  }

  @Test func `a tensor's name that cannot be shown`() {
    let bytes = ModelFixture.sample { $0.tensors[2].name = [0x61, 0x9B] }
    #expect(problem(bytes) == .invalidTensorName([0x61, 0x9B]))
    #expect(problem(ModelFixture.sample { $0.tensors[2].name = [] }) == .invalidTensorName([]))
  }

  @Test func `an error says at which byte the faulty field begins`() {
    func position(_ edit: (inout ModelFixture) -> Void) -> Int? {
      do throws(GGUFError) {
        _ = try ModelFile(bytes: ModelFixture.sample(edit))
        return nil
      } catch { return error.position }
    }
    #expect(position { $0.magic[0] = 0 } == 0)
    #expect(position { $0.version = 1 } == 4)
    #expect(position { $0.tensorCount = .max } == 8)
    #expect(position { $0.keyCount = .max } == 16)
    #expect(position { $0.pairs[0].keyLength = .max } == 24 + 8)
    #expect(position { $0.pairs[0].value.type = 13 } == 24 + 8 + 20)
  }
}
