import Basics
import GGUF
import GGUFFixtures
import Tokenizers

/// A small vocabulary made by hand.
struct VocabularyFixture {
  var file = ModelFixture()

  /// A vocabulary of the given entries, all normal.
  init(_ tokens: [String], merges: [String] = [], pre: String = "gpt-2") {
    file.pairs = [
      .init("tokenizer.ggml.model", .string("gpt2")),
      .init("tokenizer.ggml.pre", .string(pre)),
      .init("tokenizer.ggml.tokens", .strings(tokens)),
      .init("tokenizer.ggml.merges", .strings(merges)),
    ]
  }

  /// Entry `b` for each byte `b`, then what the merges make, then other entries.
  static func ofBytes(
    merges: [String] = [], also others: [String] = [], pre: String = "gpt-2"
  ) -> VocabularyFixture {
    let bytes = (0...UInt8.max).map { String(decoding: ByteAlphabet.encoded($0), as: UTF8.self) }
    let made = merges.map { $0.filter { $0 != " " } }
    return VocabularyFixture(bytes + made + others, merges: merges, pre: pre)
  }

  mutating func set(_ key: String, _ value: ModelFixture.Value) {
    file.set("tokenizer.ggml.\(key)", value)
  }

  func setting(_ key: String, _ value: ModelFixture.Value) -> Self {
    var other = self
    other.set(key, value)
    return other
  }

  func removing(_ key: String) -> Self {
    var other = self
    other.file.remove("tokenizer.ggml.\(key)")
    return other
  }

  func tokenizer() throws -> Tokenizer { try Tokenizer(ModelFile(bytes: file.bytes).metadata) }

  /// Why there is no tokenizer; nil when there is one.
  func error() throws -> TokenizerError? {
    let metadata = try ModelFile(bytes: file.bytes).metadata
    do throws(TokenizerError) {
      _ = try Tokenizer(metadata)
      return nil
    } catch { return error }
  }
}

/// Whether the pieces of a text follow each other without a gap, are entries of the vocabulary, and
/// stand for the bytes they cover.
func isLossless(_ tokenizer: Tokenizer, _ text: [UInt8], special: Bool) -> Bool {
  var place = 0
  for piece in tokenizer.encode(text, special: special) {
    guard piece.bytes.lowerBound == place, !piece.bytes.isEmpty else { return false }
    guard (0..<tokenizer.count).contains(piece.id) else { return false }
    guard
      piece.id == tokenizer.unknownToken
        || tokenizer.bytes(of: piece.id) == Array(text[piece.bytes])
    else { return false }
    place = piece.bytes.upperBound
  }
  return place == text.count
}
