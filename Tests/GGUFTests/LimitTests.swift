import GGUF
import GGUFFixtures
import Testing

/// Each limit, exactly at it and one beyond.
@Suite struct LimitTests {
  @Test func `alignments from 8 to 65536`() {
    for exponent in 0...31 {
      let value = UInt32(1) << exponent
      let bytes = ModelFixture.sample {
        $0.tensors = []
        $0.set("general.alignment", .uint32(value))
      }
      let isAllowed = (3...16).contains(exponent)
      #expect(problem(bytes) == (isAllowed ? nil : .invalidAlignment(value)))
    }
  }

  @Test func `keys of 65535 bytes`() {
    let key = String(repeating: "k", count: 65_535)
    #expect(problem(ModelFixture.sample { $0.set(key, .bool(true)) }) == nil)
    #expect(
      problem(ModelFixture.sample { $0.set(key + "k", .bool(true)) })
        == .overLimit(.keyBytes, count: 65_536, limit: 65_535))
  }

  @Test func `tensor names of 64 bytes`() {
    let name = [UInt8](repeating: 0x74, count: 64)
    #expect(problem(ModelFixture.sample { $0.tensors[0].name = name }) == nil)
    #expect(
      problem(ModelFixture.sample { $0.tensors[0].name = name + [0x74] })
        == .overLimit(.tensorNameBytes, count: 65, limit: 64))
  }

  @Test func `4 dimensions`() {
    #expect(problem(ModelFixture.sample { $0.tensors[2].dimensions = [1, 1, 1, 4] }) == nil)
    #expect(
      problem(ModelFixture.sample { $0.tensors[2].dimensions = [1, 1, 1, 1, 4] })
        == .dimensionCount(5, tensor: "output_norm.weight"))
  }

  @Test func `65536 keys`() {
    #expect(problem(fileOfKeys(65_536)) == nil)
    #expect(problem(fileOfKeys(65_537)) == .overLimit(.keys, count: 65_537, limit: 65_536))
  }

  @Test func `131072 tensors`() {
    #expect(problem(fileOfTensors(131_072)) == nil)
    #expect(
      problem(fileOfTensors(131_073)) == .overLimit(.tensors, count: 131_073, limit: 131_072))
  }

  @Test func `256 MiB of metadata`() throws {
    // An array of u8 that fills the file up to the limit; the file is a hole, so it takes no room.
    let limit = 1 << 28
    let start = 24 + 8 + 1 + 4 + 4 + 8
    for excess in [0, 1] {
      var file = ModelFixture()
      file.pairs = [
        .init("x", .array(type: 0, count: UInt64(limit - start + excess), bytes: []))
      ]
      let path = try TemporaryFile(file.bytes, size: limit + 100)
      let problem = problem(of: path.path)
      #expect(
        problem
          == (excess == 0
            ? nil : .overLimit(.metadataBytes, count: UInt64(limit + 1), limit: limit)))
    }
  }

  private func header(tensors: Int, keys: Int) -> [UInt8] {
    Array("GGUF".utf8) + littleEndian(UInt32(3)) + littleEndian(UInt64(tensors))
      + littleEndian(UInt64(keys))
  }

  /// Five digits that tell the things of a file apart.
  private func appendName(_ number: Int, to bytes: inout [UInt8]) {
    bytes += littleEndian(UInt64(6))
    var rest = number
    for _ in 0..<6 {
      bytes.append(UInt8(0x30 + rest % 10))
      rest /= 10
    }
  }

  private func fileOfKeys(_ count: Int) -> [UInt8] {
    var bytes = header(tensors: 0, keys: count)
    for number in 0..<count {
      appendName(number, to: &bytes)
      bytes += [0, 0, 0, 0, 7]
    }
    return bytes
  }

  private func fileOfTensors(_ count: Int) -> [UInt8] {
    var bytes = header(tensors: count, keys: 0)
    for number in 0..<count {
      appendName(number, to: &bytes)
      bytes += [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 24, 0, 0, 0]
      bytes += littleEndian(UInt64(32 * number))
    }
    return bytes + [UInt8](repeating: 0, count: 32 * count + 32)
  }
}
