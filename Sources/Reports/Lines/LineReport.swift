import InformationTheory
import Scoring
import ShownText

/// A value of the list that is copied to its row: as JSON, and as it stands alone.
public typealias CopiedValue = (name: String, json: String, plain: String)

/// What a row of scores is about: which text, and by which model.
public struct RowOrigin: Sendable {
  /// The file, where there are several.
  public var file: String?
  /// The text's name, and the line at which it begins.
  public var id: (json: String, plain: String)?
  /// Likewise.
  public var line: Int
  /// The model, where there are several.
  public var model: String?
  /// What else stands beside the text, where that is wanted.
  public var others: [CopiedValue]

  /// An origin.
  public init(
    file: String?, id: (json: String, plain: String)?, line: Int, model: String?,
    others: [CopiedValue]
  ) {
    self.file = file
    self.id = id
    self.line = line
    self.model = model
    self.others = others
  }
}

/// Rows of scores of many texts: a row a text, a word or a token.
public struct LineReport: Sendable {
  /// What a row is about.
  public enum Unit: String, CaseIterable, Sendable {
    /// A text.
    case text
    /// A run of bytes that are no white space, and the white space before it.
    case word
    /// A token.
    case token
  }

  /// How rows are written.
  public enum Format: String, CaseIterable, Sendable {
    /// A JSON object a line.
    case jsonl
    /// A table with a header, as RFC 4180 has it.
    case csv
  }

  private let format: Format
  private let unit: Unit
  /// The names of what is copied into a table, which the first text decides.
  private var copied: [String]?

  /// Rows of a unit in a form.
  ///
  /// - Parameter copied: The names of a table's copied columns, where rows stand there already.
  public init(_ unit: Unit, as format: Format, copied: [String]? = nil) {
    self.unit = unit
    self.format = format
    self.copied = copied
  }

  private typealias Member = (name: String, value: JSONValue)

  /// The header of a table, once; nothing in another form.
  public mutating func header(_ origin: RowOrigin) -> String {
    guard format == .csv, copied == nil else { return "" }
    copied = origin.others.map(\.name)
    let names = members(origin).map(\.name) + figures(.unknown).map(\.name) + ["error"]
    return TableReport(separator: ",").line(
      names + (copied ?? []).map { harmlessField(Self.unused($0).utf8) })
  }

  /// The rows of a text: one of a text without tokens, or that cannot be scored.
  public func rows(_ origin: RowOrigin, _ text: RowText?, error: String?) -> String {
    guard let text, error == nil else {
      return row(origin, figures(.unknown), error: error)
    }
    let all = text.rows
    guard !all.isEmpty else { return row(origin, figures(.unknown), error: nil) }
    return all.map { row(origin, figures($0), error: nil) }.joined()
  }

  private func row(_ origin: RowOrigin, _ figures: [Member], error: String?) -> String {
    let error: Member = ("error", .optional(error, JSONValue.string))
    let own = members(origin) + figures + [error]
    let others = origin.others.map { other -> Member in
      (other.name, .written(json: other.json, plain: other.plain))
    }
    switch format {
    case .jsonl:
      let renamed = others.map { other -> Member in (Self.unused(other.name), other.value) }
      return JSONValue.object(own + renamed).text + "\n"
    case .csv:
      let values = (copied ?? []).map { name in
        others.first { $0.name == name }?.value ?? .null
      }
      return TableReport(separator: ",").line(own.map { field($0.value) } + values.map(field))
    }
  }

  private func members(_ origin: RowOrigin) -> [Member] {
    var members: [Member] = []
    if let file = origin.file { members.append(("file", .string(file))) }
    let id = JSONValue.optional(origin.id) { .written(json: $0.json, plain: $0.plain) }
    members += [("id", id), ("line", .integer(origin.line))]
    if let model = origin.model { members.append(("model", .string(model))) }
    return members
  }

  /// A value in a table: missing is empty, what others wrote cannot be taken for a formula.
  private func field(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .string(let text): harmlessField(text.utf8)
    case .written(_, let plain): harmlessField(plain.utf8)
    case .number(let number) where number.isInfinite: number < 0 ? "-inf" : "inf"
    case .float(let number) where number.isInfinite: number < 0 ? "-inf" : "inf"
    default: value.text
    }
  }

  /// A copied name, not to be taken for one of the row's own.
  private static func unused(_ name: String) -> String {
    ownNames.contains(name) ? "input_" + name : name
  }

  private static let ownNames: Set<String> = {
    let figures = Unit.allCases.flatMap { LineReport($0, as: .jsonl).figures(.unknown) }
    return Set(figures.map(\.name) + ["file", "id", "line", "model", "error"])
  }()

  private func figures(_ row: RowText.Row) -> [Member] {
    switch unit {
    case .text: textFigures(row.score)
    case .word, .token: partFigures(row.part)
    }
  }
}

// The columns.
extension LineReport {
  private func textFigures(_ score: TextScore?) -> [(name: String, value: JSONValue)] {
    func number(_ value: (TextScore) -> Double?) -> JSONValue {
      .optional(score.flatMap(value), JSONValue.number)
    }
    func integer(_ value: (TextScore) -> Int) -> JSONValue {
      .optional(score.map(value), JSONValue.integer)
    }
    return [
      ("tokens", integer(\.tokens)), ("scored_tokens", integer(\.scored.tokens)),
      ("bytes", integer(\.bytes)), ("characters", integer(\.characters)),
      ("words", integer(\.words)),
      ("logprob", number { $0.scored.tokens == 0 ? nil : -$0.scored.total.nats }),
      ("surprisal_bits", number { $0.scored.tokens == 0 ? nil : $0.scored.total.bits }),
      ("cross_entropy_nats", number { $0.crossEntropy?.nats }),
      ("perplexity", number { $0.crossEntropy?.perplexity }),
      ("word_perplexity", number(\.wordPerplexity)),
      ("byte_perplexity", number(\.bytePerplexity)), ("bits_per_byte", number(\.bitsPerByte)),
      ("mean_entropy_bits", number { $0.meanEntropy?.bits }),
    ]
  }

  private func partFigures(_ part: RowText.Part?) -> [Member] {
    let bytes = part?.bytes ?? []
    let isToken = unit == .token
    let corrected: [Member] =
      isToken
      ? []
      : [("surprisal_bow_bits", .optional(part?.corrected) { .number($0.bits) })]
    return [
      ("index", .optional(part?.index, JSONValue.integer)),
      (
        isToken ? "token_id" : "tokens",
        .optional(part.map { isToken ? $0.id : $0.tokens }, JSONValue.integer)
      ),
      ("text", .optional(part) { _ in .string(String(decoding: bytes, as: UTF8.self)) }),
      ("bytes", .optional(part) { _ in .string(hexadecimalDigits(bytes)) }),
      ("offset", .optional(part?.offset, JSONValue.integer)),
      (
        "logprob",
        .optional(part?.logProbability) { isToken ? .float(Float($0)) : .number($0) }
      ),
      (
        "surprisal_bits",
        .optional(part?.logProbability) {
          .number(Information.surprisal(ofLogProbability: $0).bits)
        }
      ),
    ] + corrected + [
      ("rank", .optional(part?.rank, JSONValue.integer)),
      ("entropy_bits", .optional(part?.entropy) { .number($0.bits) }),
    ]
  }
}
