import GGUF
import GGUFFixtures
import TestSupport
import Testing

/// Damage of every kind: a file is either refused with an error, or everything it promises is there.
@Suite struct MutationTests {
  /// Reads everything that an accepted file offers.
  private func readEverything(_ file: ModelFile) -> Bool {
    for tensor in file.tensors {
      guard tensor.byteRange.upperBound <= file.byteCount, tensor.elementCount > 0 else {
        return false
      }
      unsafe file.bytes(of: tensor).forEach { _ in }
    }
    let metadata = file.metadata
    for key in metadata.keys {
      _ = try? metadata.string(key)
      _ = try? metadata.bool(key)
      _ = try? metadata.unsigned(key)
      _ = try? metadata.float(key)
      _ = try? metadata.intArray(key)
      _ = try? metadata.floatArray(key)
      if let strings = try? metadata.stringArray(key) {
        guard strings.starts().last.map({ Int($0) <= file.byteCount }) == true else { return false }
        for index in 0..<strings.count { _ = strings[index] }
      }
    }
    return true
  }

  private func isRefusedOrWhole(_ bytes: [UInt8]) -> Bool {
    do throws(GGUFError) {
      return readEverything(try ModelFile(bytes: bytes))
    } catch {
      return error.description.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
  }

  @Test func `the sample is whole`() {
    #expect(problem(ModelFixture.sample.bytes) == nil)
    #expect(isRefusedOrWhole(ModelFixture.sample.bytes))
  }

  @Test func `every truncation is refused`() {
    let bytes = ModelFixture.sample.bytes
    for length in bytes.indices {
      #expect(problem(Array(bytes[..<length])) != nil, "\(length) of \(bytes.count) bytes")
    }
  }

  @Test func `every truncation of strings at the end is refused`() {
    var file = ModelFixture()
    file.pairs = [.init("x", .strings(["first", "", "a string of some length"]))]
    let bytes = file.bytes
    #expect(problem(bytes) == nil)
    for length in bytes.indices {
      #expect(problem(Array(bytes[..<length])) != nil, "\(length) of \(bytes.count) bytes")
    }
  }

  @Test(arguments: [0x00, 0x7F, 0x80, 0xFF] as [UInt8])
  func `no changed byte is fatal`(value: UInt8) {
    let bytes = ModelFixture.sample.bytes
    for place in bytes.indices {
      var changed = bytes
      changed[place] = value
      #expect(isRefusedOrWhole(changed), "byte \(place)")
    }
  }

  @Test(arguments: 0..<8) func `no splice is fatal`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let first = ModelFixture.sample.bytes
    let second = ModelFixture.sample {
      $0.pairs.swapAt(0, 4)
      $0.set("x.y", .array(type: 10, count: 3, bytes: [UInt8](repeating: 7, count: 24)))
      $0.tensors.swapAt(0, 1)
    }
    for _ in 0..<500 {
      let cut = Int.random(in: 0...first.count, using: &random)
      let join = Int.random(in: 0...second.count, using: &random)
      var spliced = Array(first[..<cut] + second[join...])
      for _ in 0..<Int.random(in: 0...2, using: &random) where !spliced.isEmpty {
        let place = Int.random(in: spliced.indices, using: &random)
        spliced[place] = UInt8.random(in: 0...255, using: &random)
      }
      #expect(isRefusedOrWhole(spliced), "seed \(seed)")
    }
  }

  @Test func `random bytes behind a good beginning are refused`() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      let noise = (0..<200).map { _ in UInt8.random(in: 0...3, using: &random) }
      #expect(isRefusedOrWhole(Array("GGUF".utf8) + littleEndian(UInt32(3)) + noise))
    }
  }
}
