import Basics
import Reports
import Scoring
import ShownText
import Synchronization
import Tokenizers

/// What tokens are called in answers.
final class TokenNames: Sendable {
  private let vocabulary: Vocabulary
  private let members = Mutex<Members?>(nil)

  /// The names of a vocabulary's entries.
  init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// The text of a token; of one that is a part of a character its bytes, as in `bytes:\xe6\x97`, so that no two
  /// have one name for that.
  func name(of id: Int, byID: Bool = false) -> String {
    if byID { return "token_id:\(id)" }
    let bytes = vocabulary.bytes(id)
    if isText(bytes) { return String(decoding: bytes, as: UTF8.self) }
    return "bytes:" + bytes.map { "\\x" + hexadecimal($0, digits: 2).lowercased() }.joined()
  }

  /// The bytes of a token in the alphabet of GPT-2, in which every byte is a character.
  func written(_ id: Int) -> String {
    let bytes = vocabulary.bytes(id)
    let written = vocabulary.isControl(id) ? bytes : bytes.flatMap { ByteAlphabet.encoded($0) }
    return String(decoding: written, as: UTF8.self)
  }

  /// What ``decodedMember(_:)`` is of every entry, one behind the other.
  struct Members: Sendable {
    fileprivate var bytes: [UInt8] = []
    fileprivate var ends: [Int] = [0]

    /// That of one entry.
    subscript(id: Int) -> ArraySlice<UInt8> { bytes[ends[id]..<ends[id + 1]] }
  }

  /// All of them: a whole vocabulary is told at each place, so they are made once. O(*n*) the first time.
  func decodedMembers() -> Members {
    members.withLock { known in
      if let known { return known }
      var members = Members()
      for id in 0..<vocabulary.count {
        members.bytes += decodedMember(id)
        members.ends.append(members.bytes.count)
      }
      known = members
      return members
    }
  }

  /// `,"decoded_token":"…"}` of an entry, with its bytes where that is not all that it is.
  func decodedMember(_ id: Int) -> [UInt8] {
    let bytes = vocabulary.bytes(id)
    let text = JSONValue.string(String(decoding: bytes, as: UTF8.self)).text
    let more =
      isText(bytes) ? "" : ",\"bytes\":\(JSONValue.array(bytes.map { .integer(Int($0)) }).text)"
    return Array(",\"decoded_token\":\(text)\(more)}".utf8)
  }

  private func isText(_ bytes: [UInt8]) -> Bool {
    DecodedScalars(bytes).allSatisfy { $0.scalar != nil }
  }
}
