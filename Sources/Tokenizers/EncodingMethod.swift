import Basics

/// How a vocabulary encodes texts.
enum EncodingMethod: Sendable {
  case bytePairs(BytePairs)
  case sentencePieces(SentencePieces)

  /// The bytes that an entry of a kind stands for; its name where it stands for none.
  func bytes(_ entry: [UInt8], _ kind: TokenKind) -> [UInt8] {
    switch (kind, self) {
    case (.normal, .bytePairs): ByteAlphabet.decoded(entry)
    case (.normal, .sentencePieces), (.userDefined, .sentencePieces): SentencePieces.bytes(entry)
    case (.byte, _): byteValue(entry).map { [$0] } ?? entry
    case (.userDefined, .bytePairs), (.unknown, _), (.control, _), (.unused, _): entry
    }
  }

  /// Whether a space goes before a text.
  var addsSpace: Bool {
    switch self {
    case .bytePairs: false
    case .sentencePieces(let pieces): pieces.addsSpace
    }
  }

  /// Whether a text begins with the token for that where the file does not say.
  var addsBOS: Bool {
    switch self {
    case .bytePairs(let pairs): pairs.preTokenizer.addsBOS
    case .sentencePieces: true
    }
  }
}
