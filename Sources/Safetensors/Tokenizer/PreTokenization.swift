import JSON

/// How a text is split before it is merged, as `tokenizer.json` says it in steps, and as a GGUF file says it with
/// a name.
struct PreTokenization {
  /// A step, as far as it is told apart.
  enum Step: Equatable {
    /// Letters for bytes, split by GPT-2's pattern or not at all.
    case byteLevel(isSplit: Bool)
    /// Each digit alone.
    case digits
    /// Pieces that a pattern finds, and what stands between.
    case pattern(String)
  }

  /// A row of ``all``: steps, whether a piece that is a token is taken whole, and the name of both.
  private typealias Row = (steps: [Step], takesWhole: Bool, name: String)

  /// Every one that is known.
  private static let all: [Row] = [
    ([.byteLevel(isSplit: true)], false, "gpt-2"),
    ([.digits, .byteLevel(isSplit: true)], false, "smollm"),
    ([.pattern(words(digits: #"\p{N}{1,3}"#)), .byteLevel(isSplit: false)], true, "llama-bpe"),
    ([.pattern(words(digits: #"\p{N}{1,3}"#)), .byteLevel(isSplit: false)], false, "dbrx"),
    ([.pattern(words(digits: #"\p{N}"#)), .byteLevel(isSplit: false)], false, "qwen2"),
  ]

  /// The pattern of Llama 3 and of many since, by how many digits stay together.
  private static func words(digits: String) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + digits
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  /// The name of steps.
  static func name(
    of value: JSONValue?, takesWhole: Bool
  ) throws(SafetensorsError) -> String {
    let steps = try steps(of: value)
    guard let row = all.first(where: { $0.steps == steps && $0.takesWhole == takesWhole }) else {
      throw SafetensorsError(
        .unsupported(
          what: "the pre-tokenizer", value: steps.map(\.description).joined(separator: ", then "),
          known: "those of " + all.map(\.name).joined(separator: ", ")), at: value?.position)
    }
    return row.name
  }

  /// The steps that a pre-tokenizer consists of.
  static func steps(of value: JSONValue?) throws(SafetensorsError) -> [Step] {
    guard let value else { return [] }
    guard value["type"]?.string == "Sequence" else { return [try step(of: value)] }
    var steps: [Step] = []
    for part in value["pretokenizers"]?.elements.map(Array.init) ?? [] {
      steps.append(try step(of: part))
    }
    return steps
  }

  /// Whether the pieces are those that a pattern finds, one by one. The known patterns leave nothing between, so it
  /// is the same to take what is found for the pieces, or to take away what is not.
  private static func isCutting(_ behaviour: String?, _ isInverted: Bool) -> Bool {
    (behaviour == "Isolated" && !isInverted) || (behaviour == "Removed" && isInverted)
  }

  private static func step(of value: JSONValue) throws(SafetensorsError) -> Step {
    let kind = value["type"]?.string ?? ""
    switch kind {
    case "ByteLevel" where value["add_prefix_space"]?.bool != true:
      return .byteLevel(isSplit: value["use_regex"]?.bool ?? true)
    case "Digits" where value["individual_digits"]?.bool == true: return .digits
    case "Split"
    where isCutting(value["behavior"]?.string, value["invert"]?.bool ?? false):
      if let pattern = value["pattern"]?["Regex"]?.string { return .pattern(pattern) }
    default: break
    }
    throw SafetensorsError(
      .unsupported(
        what: "the pre-tokenizer's step", value: kind,
        known: "ByteLevel without a space before, Digits one by one, Split into isolated pieces"),
      at: value.position)
  }
}

extension PreTokenization.Step: CustomStringConvertible {
  var description: String {
    switch self {
    case .byteLevel(let isSplit): isSplit ? "ByteLevel with its pattern" : "ByteLevel"
    case .digits: "Digits"
    case .pattern(let pattern): "Split by \(pattern)"
    }
  }
}
