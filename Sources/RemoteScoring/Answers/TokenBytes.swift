import Basics
import Scoring
import ShownText
import Synchronization

/// The bytes of the entries of a vocabulary, as far as a server has said them.
final class TokenBytes: Sendable {
  private let known = Mutex<[Int: [UInt8]]>([:])

  /// Takes the bytes in that an entry has in a text.
  func know(_ id: Int, _ bytes: [UInt8]) { known.withLock { $0[id] = bytes } }

  /// Takes in what an entry is called, where nothing is known of it: some servers leave out the space before a word.
  func note(_ id: Int, _ bytes: [UInt8]) {
    known.withLock { if $0[id] == nil { $0[id] = bytes } }
  }

  /// Whether nothing is known of an entry.
  func lacks(_ id: Int) -> Bool { known.withLock { $0[id] == nil } }

  subscript(id: Int) -> [UInt8]? { known.withLock { $0[id] } }

  /// The vocabulary. An entry of which the server has not said the bytes is called by its number, as control tokens are
  /// by their names.
  func vocabulary(_ count: Int) -> Vocabulary {
    Vocabulary(
      count: count,
      bytes: { self[$0] ?? Array("token \($0)".utf8) },
      isControl: {
        self[$0].map { ControlName.matches(String(decoding: $0, as: UTF8.self)) } ?? true
      }, isSaid: { self[$0] != nil })
  }
}

/// How a tokenizer writes the bytes of its tokens.
enum TokenSpelling: Hashable, Sendable {
  /// A letter a byte, as GPT-2 has it: `Ġthe`.
  case byteLetters
  /// Text, with ▁ for a space and `<0x0A>` for a byte that is no character.
  case pieces

  /// How tokens are spelt, by the looks of those of a text; byte letters where nothing tells.
  init(_ tokens: [String]) {
    let hasPieces = tokens.contains { $0.hasPrefix("▁") || Self.byte(of: $0) != nil }
    self = hasPieces ? .pieces : .byteLetters
  }

  /// The bytes of a token; nil where it is not spelt so.
  func bytes(of token: String) -> [UInt8]? {
    switch self {
    case .byteLetters:
      var bytes: [UInt8] = []
      for scalar in token.unicodeScalars {
        guard let byte = ByteAlphabet.byte(of: scalar) else { return nil }
        bytes.append(byte)
      }
      return bytes
    case .pieces:
      return Self.byte(of: token).map { [$0] }
        ?? Array(String(token.unicodeScalars.map { $0 == "▁" ? " " : Character($0) }).utf8)
    }
  }

  /// The byte of a piece such as `<0x0A>`.
  private static func byte(of piece: String) -> UInt8? {
    guard piece.utf8.count == 6, piece.hasPrefix("<0x"), piece.hasSuffix(">") else { return nil }
    return UInt8(piece.dropFirst(3).dropLast(), radix: 16)
  }
}

extension [Token] {
  /// Tokens that a server made of a text, whose bytes must be the text; nil where they are not.
  ///
  /// A space that the text does not have and that the first token begins with is left out.
  init?(_ pieces: [(id: Int, bytes: [UInt8])], of text: [UInt8]) {
    let joined = pieces.reduce(0) { $0 + $1.bytes.count }
    let isSpaceAdded = joined == text.count + 1 && pieces.first?.bytes.first == 0x20
    guard joined == text.count || isSpaceAdded else { return nil }
    self.init()
    var place = 0
    for (index, piece) in pieces.enumerated() {
      let bytes = index == 0 && isSpaceAdded ? piece.bytes.dropFirst() : piece.bytes[...]
      guard text[place...].starts(with: bytes) else { return nil }
      append(
        Token(
          id: piece.id, bytes: place..<place + bytes.count, isSpaceAdded: index == 0 && isSpaceAdded
        ))
      place += bytes.count
    }
  }
}
