import CKernels
import TestSupport
import Testing

/// Blocks of each format, and what llama.cpp's own Python package reads in them: `Reference/make_blocks.py`.
@Suite struct ReferenceBlockTests {
  private struct Sample: Decodable {
    var name: String
    var number: UInt32
    /// The bytes, two digits each.
    var blocks: String
    var values: [Float]

    var bytes: [UInt8] {
      let digits = blocks.utf8.map { UInt8($0 < 97 ? $0 - 48 : $0 - 87) }
      return (0..<digits.count / 2).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] }
    }
  }

  private static let samples = Result {
    try TestFiles.decode(
      [Sample].self,
      from: TestFiles.packageFolder + "/Tests/CKernelsTests/Reference/blocks.json")
  }

  @Test(arguments: InstructionSet.available)
  func `blocks hold, bit for bit, what another implementation reads in them`(
    set: InstructionSet
  ) throws {
    for sample in try Self.samples.get() {
      #expect(sample.values.count >= 512)
      let found = set.unpack(
        kernels_type(sample.number), sample.bytes, count: sample.values.count)
      #expect(found == sample.values, "\(sample.name)" as Comment)
    }
  }

  @Test func `every format of blocks has samples, and its definition has their values`() throws {
    let samples = try Self.samples.get()
    for format in StoredFormat.all where ![kernels_f32, kernels_bf16].contains(format.type) {
      let sample = try #require(samples.first { $0.name == format.testDescription })
      #expect(sample.number == format.type.rawValue)
      #expect(
        format.values(sample.bytes).map { Float($0) } == sample.values, "\(sample.name)" as Comment)
    }
  }
}
