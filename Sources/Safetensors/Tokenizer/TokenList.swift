import GGUF
import JSON

/// The tokens of a vocabulary by their ids, and what kind each is.
struct TokenList {
  /// Where the tokens stand.
  private let document: JSONDocument
  /// The node of each token in the document; negative where none has that id.
  private var nodes: [Int32] = []
  /// By their numbers in GGUF.
  private(set) var kinds: [Int32] = []

  /// What tokens are, as GGUF numbers it.
  enum Kind: Int32 {
    case normal = 1, unknown, control, userDefined, unused, byte
  }

  /// The number of ids.
  var count: Int { nodes.count }

  /// The token of an id; nil where there is none.
  subscript(id: Int) -> JSONValue? {
    nodes[id] < 0 ? nil : JSONValue(document: document, index: Int(nodes[id]))
  }

  /// Reads `vocab`, which gives each token its id. O(*n*).
  init(_ vocabulary: JSONValue) throws(SafetensorsError) {
    document = vocabulary.document
    guard let members = vocabulary.members else {
      throw SafetensorsError(
        .document(.wrongKind(name: "vocab", needed: "an object")), at: vocabulary.position)
    }
    for (name, value) in members {
      let id = try Self.id(value)
      guard enter(name, id, .normal) else {
        throw SafetensorsError(.tokenizer("two tokens have the id \(id)"), at: name.position)
      }
    }
  }

  /// An id within the limit.
  private static func id(_ value: JSONValue) throws(SafetensorsError) -> Int {
    guard let id = value.integer, (0..<SafetensorsLimits.tokens).contains(id) else {
      throw SafetensorsError(
        .tokenizer("a token's id is no number from 0 to \(SafetensorsLimits.tokens - 1)"),
        at: value.position)
    }
    return id
  }

  /// Enters a token; false where its id has one already.
  private mutating func enter(_ token: JSONValue, _ id: Int, _ kind: Kind) -> Bool {
    if id >= count { makeRoom(for: id + 1) }
    guard nodes[id] < 0 else { return false }
    nodes[id] = Int32(token.index)
    kinds[id] = kind.rawValue
    return true
  }

  private mutating func makeRoom(for count: Int) {
    nodes += repeatElement(-1, count: count - nodes.count)
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
      let id = try Self.id(number)
      let kind = token["special"]?.bool == true ? Kind.control : .userDefined
      if enter(content, id, kind) { continue }
      guard self[id]?.utf8 == bytes else {
        throw SafetensorsError(.tokenizer("two tokens have the id \(id)"), at: token.position)
      }
      kinds[id] = kind.rawValue
    }
  }

  /// Says what some tokens are, where they are of a kind.
  mutating func mark(
    _ kind: Kind, among old: Kind = .normal, where holds: (_ token: JSONValue) -> Bool
  ) {
    for id in nodes.indices where kinds[id] == old.rawValue {
      if let token = self[id], holds(token) { kinds[id] = kind.rawValue }
    }
  }

  /// Says what the token of an id is.
  mutating func mark(_ id: Int, _ kind: Kind) { kinds[id] = kind.rawValue }

  /// Fills up to so many tokens with ones that stand for nothing.
  mutating func pad(to count: Int) {
    guard count > nodes.count, count <= SafetensorsLimits.tokens else { return }
    makeRoom(for: count)
  }

  /// The id of a token; nil where there is none. O(*n*).
  func id(of token: [UInt8]) -> Int? {
    // Written with escapes, a token has more bytes and never fewer.
    nodes.indices.last { id in
      self[id].map { $0.range.count >= token.count + 2 && $0.utf8 == token } ?? false
    }
  }

  /// The tokens as a GGUF file holds them. O(*n*) in their bytes.
  var written: ModelFileWriter.Value {
    var strings = ModelFileWriter.Strings()
    for id in nodes.indices {
      strings.append { bytes in
        if let token = self[id] {
          token.append(to: &bytes)
        } else {
          bytes += "[PAD\(id)]".utf8
        }
      }
    }
    return .writtenStrings(strings)
  }
}
