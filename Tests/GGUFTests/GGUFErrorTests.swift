import GGUF
import Testing

@Suite struct GGUFErrorTests {
  /// Every problem, with bytes that would steer a terminal wherever it takes text from the file.
  private static let problems: [GGUFError.Problem] = {
    let evil = "\u{1B}[2J\u{7}\u{9B}"
    let bytes = Array(evil.utf8)
    return [
      .unreadable(code: 2), .notRegular, .empty, .changed, .notGGUF(magic: bytes), .bigEndian,
      .unsupportedVersion(1), .truncated(reading: evil),
      .impossibleCount(.keys, count: 1, bytesLeft: 2), .overLimit(.tensors, count: 1, limit: 2),
      .invalidKey(bytes), .duplicateKey(evil), .unknownValueType(13, key: evil),
      .nestedArray(key: evil), .invalidBool(2, key: evil), .invalidAlignment(0),
      .missingKey(evil), .wrongType(key: evil, found: "u8", needed: "f32"),
      .outOfRange(key: evil, value: "-1"), .invalidTensorName(bytes), .duplicateTensor(evil),
      .dimensionCount(5, tensor: evil), .zeroDimension(tensor: evil), .sizeOverflow(tensor: evil),
      .unknownTensorType(200, tensor: evil), .partialBlock(tensor: evil, row: 33, block: 32),
      .unalignedOffset(tensor: evil, offset: 17, alignment: 32),
      .dataBeyondEnd(tensor: evil, needed: 2, size: 1), .overlap(tensor: evil, other: evil),
    ]
  }()

  @Test(arguments: problems)
  func `a sentence is printable and says something of its own`(problem: GGUFError.Problem) {
    let sentence = GGUFError(problem, at: 7).description
    #expect(sentence.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    #expect(sentence.hasSuffix(" (at byte 7)"))
    #expect(!sentence.contains("unknown fault"))
    #expect(Self.problems.count { GGUFError($0, at: 7).description == sentence } == 1)
  }

  @Test func `sentences of common faults`() {
    #expect(
      GGUFError(.unsupportedVersion(1), at: 4, path: "old.gguf").description
        == "old.gguf: GGUF version 1 is not supported, only 2 and 3: convert the model again "
        + "(at byte 4)")
    #expect(
      GGUFError(.dataBeyondEnd(tensor: "a", needed: 4_369, size: 1_024)).description
        == "the data of tensor a lie beyond the end of the file, which has 1024 of 4369 bytes: "
        + "a truncated download?")
    #expect(
      GGUFError(.partialBlock(tensor: "a", row: 33, block: 32)).description
        == "tensor a has rows of 33, which is not a multiple of its block of 32")
  }
}
