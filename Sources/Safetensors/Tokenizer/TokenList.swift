import GGUF

/// The tokens of a vocabulary by their ids, and what kind each is.
struct TokenList {
  /// Where each token stands in the document; nil where none has that id.
  private(set) var nodes: [JSONValue?] = []
  /// By their numbers in GGUF.
  private(set) var kinds: [Int32] = []

  /// What tokens are, as GGUF numbers it.
  enum Kind: Int32 {
    case normal = 1, unknown, control, userDefined, unused, byte
  }

  /// Reads `vocab`, which gives each token its id. O(*n*).
  init(_ vocabulary: JSONValue) throws(SafetensorsError) {
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
    if id >= nodes.count {
      nodes += Array(repeating: nil, count: id + 1 - nodes.count)
      kinds += Array(repeating: Kind.unused.rawValue, count: id + 1 - kinds.count)
    }
    guard nodes[id] == nil else { return false }
    nodes[id] = token
    kinds[id] = kind.rawValue
    return true
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
      guard nodes[id]?.utf8 == bytes else {
        throw SafetensorsError(.tokenizer("two tokens have the id \(id)"), at: token.position)
      }
      kinds[id] = kind.rawValue
    }
  }

  /// Says what some tokens are, where they are of a kind.
  mutating func mark(
    _ kind: Kind, among old: Kind = .normal, where holds: (_ token: JSONValue) -> Bool
  ) {
    for (id, node) in nodes.enumerated() where kinds[id] == old.rawValue {
      if let node, holds(node) { kinds[id] = kind.rawValue }
    }
  }

  /// Says what the token of an id is.
  mutating func mark(_ id: Int, _ kind: Kind) { kinds[id] = kind.rawValue }

  /// Fills up to so many tokens with ones that stand for nothing.
  mutating func pad(to count: Int) {
    guard count > nodes.count, count <= SafetensorsLimits.tokens else { return }
    nodes += Array(repeating: nil, count: count - nodes.count)
    kinds += Array(repeating: Kind.unused.rawValue, count: count - kinds.count)
  }

  /// The id of a token; nil where there is none. O(*n*).
  func id(of token: [UInt8]) -> Int? {
    // Written with escapes, a token has more bytes and never fewer.
    nodes.lastIndex { node in
      node.map { $0.range.count >= token.count + 2 && $0.utf8 == token } ?? false
    }
  }

  /// The tokens as a GGUF file holds them. O(*n*) in their bytes.
  var written: ModelFileWriter.Value {
    var strings = WrittenStrings()
    for (id, node) in nodes.enumerated() {
      if let node { strings.append(node) } else { strings.append(Array("[PAD\(id)]".utf8)) }
    }
    return strings.value
  }
}

/// Strings as a GGUF file holds them: each with its length before it.
struct WrittenStrings {
  private var bytes: [UInt8] = []
  private var count = 0

  /// Adds what a string of a document stands for; strings behind each other, with a space between, become one.
  mutating func append(_ parts: JSONValue...) {
    let start = open()
    for (index, part) in parts.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: " ")) }
      appendUnescaped(part.range, in: part.document.bytes.span, to: &bytes)
    }
    close(start)
  }

  /// Adds bytes.
  mutating func append(_ string: [UInt8]) {
    let start = open()
    bytes += string
    close(start)
  }

  /// Leaves room for a length.
  private mutating func open() -> Int {
    for _ in 0..<8 { bytes.append(0) }
    count += 1
    return bytes.count
  }

  private mutating func close(_ start: Int) {
    let length = bytes.count - start
    for byte in 0..<8 { bytes[start - 8 + byte] = UInt8(truncatingIfNeeded: length >> (8 * byte)) }
  }

  /// All of them.
  var value: ModelFileWriter.Value { .writtenStrings(count: count, bytes) }
}
