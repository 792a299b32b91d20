import GGUF
import JSON

// Vocabularies of SentencePiece, whose texts have visible spaces and whose bytes have tokens of their own.
extension ModelHead {
  /// The space as SentencePiece writes it, U+2581.
  private static let space = "\u{2581}"

  /// Says that characters are merged, and whether a space is put before a text.
  mutating func addKindOfPieces(_ root: JSONValue) throws(SafetensorsError) {
    addToTokenizer("model", .string("llama"))
    addToTokenizer(
      "add_space_prefix",
      .bool(try addsSpace(normalizer: root["normalizer"], splitter: root["pre_tokenizer"])))
  }

  /// Adds pieces with scores: the piece of the first merge has the best.
  mutating func addPieces(
    _ model: JSONValue, _ tokens: inout TokenList, unknown: Int?
  ) throws(SafetensorsError) {
    let strings = model.document.strings
    tokens.mark(.byte) { token in
      // Six characters and two quotes: most tokens need not be looked at.
      guard token.count == 8 else { return false }
      let name = strings.string(at: token)
      return name.starts(with: "<0x".utf8) && name.last == UInt8(ascii: ">")
    }
    if let unknown { tokens.mark(unknown, .unknown) }
    // Added ones with visible spaces are looked for before spaces become visible, so merges make them.
    tokens.mark(.normal, among: .userDefined) {
      String(decoding: strings.string(at: $0), as: UTF8.self).contains(Self.space)
    }
    addToTokenizer("scores", .floats(try scores(model, tokens)))
  }

  /// The scores of pieces: minus the place of the first merge that makes a piece; far below for those that none
  /// makes.
  private func scores(
    _ model: JSONValue, _ tokens: TokenList
  ) throws(SafetensorsError) -> [Float] {
    let unmade: Float = -1e9
    var scores = Array(repeating: unmade, count: tokens.count)
    var finder = PieceFinder(tokens)
    var count = 0
    try forEachMerge(of: model) { left, right in
      guard let id = finder.find(left, right), scores[id] == unmade else { return }
      scores[id] = -Float(count)
      count += 1
    }
    return scores
  }

  /// Whether a space is put before a text. Whatever else is done to texts is refused.
  private func addsSpace(
    normalizer: JSONValue?, splitter: JSONValue?
  ) throws(SafetensorsError) -> Bool {
    var adds = false
    for step in Self.steps(normalizer, "normalizers") {
      switch step["type"]?.string ?? "" {
      case "Prepend" where step["prepend"]?.string == Self.space: adds = true
      case "Replace"
      where step["pattern"]?["String"]?.string == " " && step["content"]?.string == Self.space:
        break
      case let kind: throw unknown("the normalizer", kind, "Prepend and Replace of a space", step)
      }
    }
    for step in Self.steps(splitter, "pretokenizers") {
      switch step["type"]?.string ?? "" {
      case "Metaspace" where step["split"]?.bool == false:
        adds = step["prepend_scheme"]?.string.map { $0 != "never" } ?? true
      // There are no spaces left that it could find.
      case "Split" where step["pattern"]?["String"]?.string == " ": break
      case let kind:
        throw unknown("the pre-tokenizer's step", kind, "Metaspace without a split", step)
      }
    }
    return adds
  }

  private func unknown(
    _ what: String, _ kind: String, _ known: String, _ value: JSONValue
  ) -> SafetensorsError {
    SafetensorsError(.unsupported(what: what, value: kind, known: known), at: value.position)
  }

  /// The steps of a sequence; a step alone is one.
  private static func steps(_ value: JSONValue?, _ name: String) -> [JSONValue] {
    guard let value else { return [] }
    guard value["type"]?.string == "Sequence" else { return [value] }
    return value[name]?.elements.map(Array.init) ?? []
  }
}
