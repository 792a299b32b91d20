import Scoring
import ShownText

/// What a run over many texts leaves beside its rows: what they depend on, and how far it is, so that it can
/// go on. Of the same texts, models and settings every run ends with the same bytes.
public struct LineReceipt: Sendable {
  /// What must be the same for a run to go on.
  package var settings: [(name: String, value: JSONValue)]
  /// The texts whose rows stand in the output, the bytes of these, and their SHA-256.
  public var texts = 0, outputBytes = 0, outputHash = ""
  /// The bytes of the lists up to the last of these texts, and their SHA-256.
  public var inputBytes = 0, inputHash = ""
  /// Whether all texts are done.
  public var isComplete = false
  /// The figures of each model.
  public var scores: [(model: String, score: CorpusScore)] = []
  /// The names of copied columns, where a table has its header.
  public var copied: [String]?
  /// The texts beyond a limit.
  public var beyondLimit = 0

  /// A receipt of a run that has not begun.
  package init(settings: [(name: String, value: JSONValue)]) { self.settings = settings }

  /// The server that runs a model, as a setting's value; null where none does.
  package static func server(_ server: ModelServer?) -> JSONValue {
    .optional(server, JSONObjects.server)
  }

  /// The document: a member a line.
  public var document: String {
    let numbers = scores.flatMap(\.score.numbers).map { hexadecimal($0.bitPattern, digits: 16) }
    let members: [(name: String, value: JSONValue)] = [
      ("texts", .integer(texts)), ("complete", .boolean(isComplete)),
      ("output_bytes", .integer(outputBytes)), ("output_sha256", .string(outputHash)),
      ("input_bytes", .integer(inputBytes)), ("input_sha256", .string(inputHash)),
      ("beyond_limit", .integer(beyondLimit)),
      ("copied", .optional(copied) { .array($0.map(JSONValue.string)) }),
      ("summary", summary), ("sums", .string(numbers.joined())),
    ]
    return JSONValue.object([("schema", .string(Self.schema))] + settings + members)
      .document
  }

  /// The summary of each model.
  private var summary: JSONValue {
    .array(scores.map { CorpusReport($0.score, model: $0.model).json })
  }

  /// The figures of all texts, as a document of their own.
  public var summaryDocument: String {
    JSONValue.object([("schema", .string(Self.summarySchema)), ("models", summary)]).text + "\n"
  }

  /// What such a document says that it is.
  public static let schema = "surprisal.receipt/1"
  /// What every such document begins with.
  public static let beginning = "{\n  \"schema\": \"\(schema)\""
  private static let summarySchema = "surprisal.summary/1"
  /// What every document of figures begins with.
  public static let summaryBeginning = "{\"schema\": \"\(summarySchema)\""

  /// Takes the sums of an earlier receipt; false where they are not those of so many models.
  public mutating func readSums(_ text: String, models: [String]) -> Bool {
    let digits = Array(text.utf8)
    let numbers = stride(from: 0, to: digits.count, by: 16).compactMap { start in
      UInt64(String(decoding: digits[start...].prefix(16), as: UTF8.self), radix: 16)
        .map { Double(bitPattern: $0) }
    }
    let each = CorpusScore().numbers.count
    guard digits.count == 16 * each * models.count, numbers.count == each * models.count else {
      return false
    }
    scores = models.enumerated().compactMap { index, model in
      CorpusScore(numbers: Array(numbers[index * each..<(index + 1) * each])).map { (model, $0) }
    }
    return scores.count == models.count
  }
}
