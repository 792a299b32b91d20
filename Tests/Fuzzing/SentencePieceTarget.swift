import GGUF
import GGUFFixtures
import Tokenizers

extension FuzzTarget {
  /// A vocabulary of SentencePiece is refused with a sentence, or it cuts any text without losing a byte.
  ///
  /// The first byte says which parts are damaged, the next ones how; then come scores, and a text.
  public static let sentencePieces = FuzzTarget(
    name: "sentencepieces", seeds: sentencePieceSeeds
  ) { bytes in
    var source = ByteSource(bytes)
    let file = sentencePieceFile(&source)
    return outcome(ofVocabulary: file, &source)
  }

  private static let sentencePieceSeeds: [[UInt8]] = (0..<8).flatMap { damage -> [[UInt8]] in
    ["abcdabcd ab <s> it's 123 \r\n  abab", "中文 é 👩‍👧 ▁abc  abc\u{0}", "dcba<s>ab"].map { text in
      [damage == 0 ? 0 : 1 << UInt8(damage - 1)]
        + (0..<32).map { UInt8(truncatingIfNeeded: $0 * 37) } + Array(text.utf8)
    }
  }

  /// Entries of which some are made of others, each with its kind: normal, control, unknown, byte …
  private static let pieces: [(name: String, kind: Int32)] =
    [
      ("<unk>", 2), ("<s>", 3), ("  ", 4), ("ab▁", 4), ("\n", 4), ("<0x0A>", 6), ("<0xE2>", 6),
      ("<0xFF>", 6), ("dc", 5),
    ] + ["a", "b", "c", "▁", "ab", "bc", "▁a", "▁ab", "abc", "▁▁", "中", "中文", ""].map { ($0, 1) }

  private static func sentencePieceFile(_ source: inout ByteSource) -> ModelFixture {
    let damage = source.byte()
    func isDamaged(_ bit: Int) -> Bool { damage >> UInt8(bit) & 1 == 1 }
    let last = pieces.count - 1
    var tokens = pieces.map { Array($0.name.utf8) }
    var kinds = pieces.map(\.kind)
    if isDamaged(0) { tokens[source.number(in: 0...last)] = source.bytes(source.number(in: 0...9)) }
    if isDamaged(1) { kinds[source.number(in: 0...last)] = Int32(source.number(in: 0...8)) }
    if isDamaged(2) { kinds.removeLast(source.number(in: 0...last)) }
    var scores = pieces.map { _ in Float(Int8(bitPattern: source.byte())) / 8 }
    if isDamaged(3) { scores[source.number(in: 0...last)] = .nan }
    if isDamaged(4) { scores.removeLast(source.number(in: 0...last)) }
    var file = ModelFixture()
    func set(_ key: String, _ value: ModelFixture.Value) {
      file.set("tokenizer.ggml.\(key)", value)
    }
    set("model", .string("llama"))
    set("tokens", .strings(tokens))
    set("token_type", .int32s(kinds))
    set("scores", .float32s(scores))
    set("bos_token_id", .uint32(UInt32(source.number(in: 0...last))))
    if !isDamaged(5) { set("add_space_prefix", .bool(source.byte().isMultiple(of: 2))) }
    if isDamaged(6) { set("add_bos_token", .uint32(UInt32(source.byte()))) }
    return file
  }
}
