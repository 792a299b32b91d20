import GGUF
import JSON

/// The tokens of a vocabulary by their ids, and what kind each is.
struct TokenList {
  /// What stands at the places of the tokens.
  let strings: JSONStrings
  /// The place of each token in the document; ``none`` where none has that id.
  private var places: [Place] = []
  /// By their numbers in GGUF.
  private(set) var kinds: [Int32] = []

  /// Where a string lies, quotes included.
  private struct Place { var start: UInt32, end: UInt32 }
  private static let none = Place(start: 0, end: 0)

  /// What tokens are, as GGUF numbers it.
  enum Kind: Int32 {
    case normal = 1, unknown, control, userDefined, unused, byte
  }

  /// The number of ids.
  var count: Int { places.count }

  /// Where the token of an id stands in the document, quotes included; nil where there is none.
  subscript(id: Int) -> Range<Int>? {
    let place = places[id]
    return place.end == 0 ? nil : Int(place.start)..<Int(place.end)
  }

  /// Reads `vocab`, which gives each token its id. O(*n*).
  init(_ vocabulary: JSONValue) throws(SafetensorsError) {
    let strings = vocabulary.document.strings
    self.strings = strings
    let isObject = try vocabulary.forEachMember { name, value throws(SafetensorsError) in
      let id = try Self.id(strings.integer(at: value), at: value.lowerBound)
      guard enter(name, id, .normal) else {
        throw SafetensorsError(.tokenizer("two tokens have the id \(id)"), at: name.lowerBound)
      }
    }
    guard isObject else {
      throw SafetensorsError(
        .document(.wrongKind(name: "vocab", needed: "an object")), at: vocabulary.position)
    }
  }

  /// An id within the limit.
  private static func id(_ value: Int?, at position: Int) throws(SafetensorsError) -> Int {
    guard let value, (0..<SafetensorsLimits.tokens).contains(value) else {
      throw SafetensorsError(
        .tokenizer("a token's id is no number from 0 to \(SafetensorsLimits.tokens - 1)"),
        at: position)
    }
    return value
  }

  /// Enters a token; false where its id has one already.
  private mutating func enter(_ token: Range<Int>, _ id: Int, _ kind: Kind) -> Bool {
    if id >= count { makeRoom(for: id + 1) }
    guard places[id].end == 0 else { return false }
    places[id] = Place(start: UInt32(token.lowerBound), end: UInt32(token.upperBound))
    kinds[id] = kind.rawValue
    return true
  }

  private mutating func makeRoom(for count: Int) {
    places += repeatElement(Self.none, count: count - places.count)
    kinds += repeatElement(Kind.unused.rawValue, count: count - kinds.count)
  }

  /// Enters `added_tokens`: signals to the model where they are special, else texts that stay whole.
  mutating func add(_ added: JSONValue?) throws(SafetensorsError) {
    for token in added?.elements.map(Array.init) ?? [] {
      guard let content = token["content"], let bytes = content.utf8, let number = token["id"]
      else {
        throw SafetensorsError(
          .tokenizer("an added token has no content or no id"), at: token.position)
      }
      let id = try Self.id(number.integer, at: number.position)
      let kind = token["special"]?.bool == true ? Kind.control : .userDefined
      if enter(content.range, id, kind) { continue }
      guard let place = self[id], strings.isString(at: place, bytes) else {
        throw SafetensorsError(.tokenizer("two tokens have the id \(id)"), at: token.position)
      }
      kinds[id] = kind.rawValue
    }
  }

  /// Says what some tokens are, where they are of a kind.
  ///
  /// - Parameter holds: Whether it is so of the token at a place of the document.
  mutating func mark(
    _ kind: Kind, among old: Kind = .normal, where holds: (_ token: Range<Int>) -> Bool
  ) {
    for id in places.indices where kinds[id] == old.rawValue {
      if let token = self[id], holds(token) { kinds[id] = kind.rawValue }
    }
  }

  /// Says what the token of an id is.
  mutating func mark(_ id: Int, _ kind: Kind) { kinds[id] = kind.rawValue }

  /// Fills up to so many tokens with ones that stand for nothing.
  mutating func pad(to count: Int) {
    guard count > places.count, count <= SafetensorsLimits.tokens else { return }
    makeRoom(for: count)
  }

  /// The id of a token; nil where there is none. O(*n*).
  func id(of token: [UInt8]) -> Int? {
    places.indices.last { id in self[id].map { strings.isString(at: $0, token) } ?? false }
  }

  /// The tokens as a GGUF file holds them. O(*n*) in their bytes.
  var written: ModelFileWriter.Value {
    var written = ModelFileWriter.Strings()
    for id in places.indices {
      written.append { bytes in
        if let token = self[id] {
          strings.append(token, to: &bytes)
        } else {
          bytes += "[PAD\(id)]".utf8
        }
      }
    }
    return .writtenStrings(written)
  }
}
