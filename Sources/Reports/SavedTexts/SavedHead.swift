import InformationTheory
import Scoring

/// What a saved text says once, by name; names that are not known are passed over.
struct SavedHead {
  private var values: [String: String] = [:]
  let vocabularySize: Int
  let wordStarts: Int
  private let contextLength: Int
  let settings: ScoringSettings

  init(_ section: ByteCursor) throws(SavedTextError) {
    var (cursor, values) = (section, [String: String]())
    while !cursor.rest.isEmpty {
      let name = try cursor.text()
      values[name] = try cursor.text()
    }
    func number(_ name: String, in range: ClosedRange<Int>) throws(SavedTextError) -> Int {
      guard let number = values[name].flatMap({ Int($0) }), range.contains(number) else {
        throw .unusable("\(name) is missing, or is no number that it can be")
      }
      return number
    }
    vocabularySize = try number("vocabulary_size", in: 1...Int(Int32.max))
    wordStarts = try number("word_starts", in: 0...vocabularySize)
    let start = Int(values["start_token"] ?? "")
    guard start.map((0..<vocabularySize).contains) != false else {
      throw .unusable("its start token is no token")
    }
    settings = ScoringSettings(
      startToken: start, window: try number("window", in: 1...1 << 40),
      stride: try number("stride", in: 1...1 << 40))
    contextLength = try number("context_length", in: 0...1 << 40)
    self.values = values
  }

  private func text(_ name: String) -> String { values[name] ?? "" }

  /// The number of a token of the vocabulary.
  private func token(_ name: String) -> Int? {
    Int(text(name)).flatMap { (0..<vocabularySize).contains($0) ? $0 : nil }
  }

  var model: ModelDescription {
    ModelDescription(
      name: text("model"), file: text("file"), architecture: text("architecture"),
      quantization: text("quantization"), tokenizer: text("tokenizer"),
      vocabularySize: vocabularySize,
      contextLength: contextLength, server: server)
  }

  /// The server that ran it; nil where none is named, as in files before there were any in them.
  private var server: ModelServer? {
    values["server"].map {
      ModelServer(
        address: $0, engine: text("server_engine"), version: text("server_version"),
        model: text("server_model"),
        candidates: Int(text("server_candidates")).map { max($0, 0) },
        logProbabilities: text("server_logprobs"), tokenizer: text("server_tokenizer"))
    }
  }

  var receipt: Receipt {
    Receipt(
      version: text("version"), modelDigest: digest, instructionSet: text("instruction_set"))
  }

  /// The hash of the model's file; nil for what can be none, since it is shown as it stands.
  private var digest: String? {
    let digest = text("sha256")
    return digest != "none" && digest.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      ? digest : nil
  }

  var boundaries: BoundaryTokens {
    BoundaryTokens(
      beginning: token("beginning_token"), end: token("end_token"),
      isBeginningAdded: text("beginning_added") == "true")
  }

  var readsControlTokens: Bool { text("special") == "true" }

  /// How it was looked at; what is no view of so many tokens is the usual one.
  func view(tokens: Int) -> SavedText.View {
    var view = SavedText.View()
    view.temperature = Double(text("temperature")).flatMap { Temperature($0) } ?? .one
    view.lens = Lens(rawValue: text("lens")).flatMap { $0.isSigned ? nil : $0 } ?? .surprise
    view.unit = Unit(rawValue: text("unit")) ?? .bits
    view.textUnit = TextUnit(rawValue: text("text_unit")) ?? .token
    view.token = min(max(Int(text("token")) ?? 0, 0), max(tokens - 1, 0))
    view.source = text("source")
    view.reference = text("reference")
    return view
  }
}
