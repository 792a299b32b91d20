import InformationTheory
import JSON
import Scoring
import ShownText

/// Why bytes are no comparison that can be read.
public enum ComparisonFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// They are neither a page nor a document of this program.
  case noComparison
  /// They are the page of a scored text.
  case pageOfScore
  /// They are a page that ends before its end.
  case cutOff
  /// Their JSON is none.
  case damaged(JSONFault)
  /// Something is missing in a comparison, or is not what it can be.
  case unusable(String)

  /// What follows the name of the file, as a sentence for the user.
  public var description: String {
    switch self {
    case .noComparison:
      "is no comparison: name a page or a JSON document that surprisal compare has written"
    case .pageOfScore:
      "is the page of one model, which a browser shows: keep a text with surprisal score --save FILE.surprisal to open "
        + "it here"
    case .cutOff: "is cut off: copy it again"
    case .damaged(let fault):
      "is damaged at byte \(fault.position) of its JSON: \(visibleText("\(fault.problem)"))"
    case .unusable(let what): "cannot be used: \(what)"
    }
  }
}

extension ComparisonReport {
  /// The most bytes that are read of a page or a document.
  public static let largest = 1 << 28

  /// Reads the comparisons of a page or a document; nothing in them is taken for granted. What is written of them again
  /// is what was written. O(*n*) in the bytes.
  public init(_ bytes: [UInt8]) throws(ComparisonFault) {
    let json = try Self.json(in: bytes)
    let root: JSON.JSONValue
    do throws(JSONFault) { root = try JSONDocument(json).root } catch { throw .damaged(error) }
    guard let schema = root["schema"]?.string else { throw .noComparison }
    guard schema != "surprisal.page/1" else { throw .pageOfScore }
    guard schema == ComparisonJSON.schema else { throw .noComparison }
    let list = ComparisonReader(root)
    var comparisons: [Comparison] = []
    for value in try list.elements("comparisons") {
      comparisons.append(try ComparisonReader(value).comparison())
    }
    self.init(comparisons)
  }

  /// The document itself, or that inside of a page.
  private static func json(in bytes: [UInt8]) throws(ComparisonFault) -> [UInt8] {
    let start = bytes.first { !$0.isWhiteSpace }
    if start == UInt8(ascii: "{") { return bytes }
    let opening = Array("<script type=\"application/json\" id=\"surprisal\">".utf8)
    guard start == UInt8(ascii: "<"), let begin = bytes.firstRange(of: opening)?.upperBound,
      let end = bytes[begin...].firstRange(of: Array("</script>".utf8))?.lowerBound
    else { throw .noComparison }
    let last = bytes.lastIndex { !$0.isWhiteSpace } ?? begin
    guard bytes[...last].suffix(7).elementsEqual("</html>".utf8) else { throw .cutOff }
    return Array(bytes[begin..<end])
  }
}

/// An object of a document, whose members are asked for by name.
private struct ComparisonReader {
  private let value: JSON.JSONValue
  /// What leads to it, for who has to find a fault.
  private let path: String
  /// Whether numbers may have ends.
  private let isBounded: Bool

  init(_ value: JSON.JSONValue, _ path: String = "", isBounded: Bool = false) {
    (self.value, self.path, self.isBounded) = (value, path, isBounded)
  }

  private func fault(_ name: String, _ what: String) -> ComparisonFault {
    .unusable("\(path)\(name) is missing, or is no \(what)")
  }

  func object(_ name: String) throws(ComparisonFault) -> ComparisonReader {
    guard let object = value[name], object.members != nil else { throw fault(name, "object") }
    return ComparisonReader(object, "\(path)\(name).")
  }

  /// Nil where it is null.
  func objectIfAny(_ name: String) throws(ComparisonFault) -> ComparisonReader? {
    value[name] == nil ? nil : try object(name)
  }

  func elements(_ name: String) throws(ComparisonFault) -> JSONElements {
    guard let elements = value[name]?.elements else { throw fault(name, "list") }
    return elements
  }

  func text(_ name: String) throws(ComparisonFault) -> String {
    guard let text = value[name]?.string else { throw fault(name, "text") }
    return text
  }

  func flag(_ name: String) throws(ComparisonFault) -> Bool {
    guard let flag = value[name]?.bool else { throw fault(name, "true or false") }
    return flag
  }

  /// Nil where it is null.
  func integer(
    _ name: String, from least: Int = 0
  ) throws(ComparisonFault) -> Int? {
    guard let member = value[name] else { return nil }
    guard let number = member.integer, (least...1 << 40).contains(number) else {
      throw fault(name, "number of \(least) or more")
    }
    return number
  }

  func count(_ name: String, from least: Int = 0) throws(ComparisonFault) -> Int {
    guard let number = try integer(name, from: least) else {
      throw fault(name, "number of \(least) or more")
    }
    return number
  }

  /// A number, or an infinity by its name; nil where it is null.
  func number(_ name: String) throws(ComparisonFault) -> Double? {
    guard let member = value[name] else { return nil }
    let infinities = ["inf": Double.infinity, "-inf": -.infinity]
    if let infinity = member.string.flatMap({ infinities[$0] }) { return infinity }
    guard let number = member.number, number.isFinite else { throw fault(name, "number") }
    return number
  }

  /// An amount that is not below zero; nil where it is null.
  func amount(_ name: String) throws(ComparisonFault) -> Double? {
    let number = try number(name)
    guard number.map({ $0 >= 0 }) != false else { throw fault(name, "number of 0 or more") }
    return number
  }

  func bits(_ name: String) throws(ComparisonFault) -> Information? {
    try amount(name).map(Information.init(writtenAsBits:))
  }

  func bytes(_ name: String) throws(ComparisonFault) -> [UInt8] {
    let digits = try text(name)
    guard let bytes = ShownText.bytes(hexadecimalDigits: digits) else {
      throw fault(name, "hexadecimal digits of bytes")
    }
    return bytes
  }

  /// Whether a number has ends.
  func hasEnds(_ name: String) -> Bool {
    value["\(name)_low"] != nil || value["\(name)_high"] != nil
  }

  /// What is certain of a number: its ends, or itself where it has none.
  ///
  /// - Parameter isAlone: Whether its ends may be all that is known of it.
  func range(
    _ name: String, _ middle: Information?, isAlone: Bool = false
  ) throws(ComparisonFault) -> ClosedRange<Information>? {
    guard hasEnds(name) else { return middle.map { $0...$0 } }
    guard isBounded, isAlone || middle != nil, let low = try bits("\(name)_low"),
      let high = try bits("\(name)_high"), low <= high
    else { throw fault("\(name)_high", "number above \(name)_low, as the sums have them") }
    return low...high
  }
}

extension Information {
  /// The amount whose ``bits`` are these, to the last digit.
  fileprivate init(writtenAsBits bits: Double) {
    let near = Information.bits(bits).nats
    let all = [near, near.nextUp, near.nextDown, near.nextUp.nextUp, near.nextDown.nextDown]
    self = .nats(all.first { Information.nats($0).bits == bits } ?? near)
  }
}

// What a comparison consists of.
extension ComparisonReader {
  func comparison() throws(ComparisonFault) -> Comparison {
    let settings = try object("settings")
    let isBounded = try object("summary").hasEnds("base_total_bits")
    let summary = ComparisonReader(try object("summary").value, "summary.", isBounded: isBounded)
    guard let temperature = try settings.amount("temperature").flatMap({ Temperature($0) }) else {
      throw .unusable("settings.temperature is missing")
    }
    let isSame = try flag("same_vocabulary")
    var rows: [ComparisonRow] = []
    for (place, element) in try elements("tokens").enumerated() {
      let reader = ComparisonReader(element, "tokens[\(place)].", isBounded: isBounded)
      rows.append(try reader.row(isToken: isSame))
    }
    let totals = try summary.totals()
    var (base, other) = (try object("base").side(), try object("other").side())
    (base.isBounded, other.isBounded) = (isBounded, isBounded)
    return Comparison(
      base, other, at: temperature, chunk: try settings.integer("chunk", from: 4), rows,
      isSameVocabulary: isSame, note: value["note"] == nil ? nil : try text("note"), totals,
      try summary.statistics(of: totals.rows))
  }

  private func side() throws(ComparisonFault) -> Comparison.Side {
    let model = try object("model")
    let server = try model.objectIfAny("server")?.server()
    let digest = value["model_sha256"] == nil ? nil : try text("model_sha256")
    guard
      digest.map({ $0.utf8.count == 64 && ShownText.bytes(hexadecimalDigits: $0) != nil }) != false
    else { throw fault("model_sha256", "hash of 64 hexadecimal digits") }
    return Comparison.Side(
      ModelDescription(
        name: try model.text("name"), file: try model.text("file"),
        architecture: try model.text("architecture"), quantization: try model.text("quantization"),
        vocabularySize: server?.saysVocabularySize == false
          ? 1 : try model.count("vocabulary_size", from: 1),
        contextLength: try model.count("context_length"), server: server),
      digest: digest,
      ScoringSettings(
        startToken: try integer("start_token"), window: try count("window", from: 1),
        stride: try count("stride", from: 1)),
      context: try object("context").bytes("bytes"))
  }

  private func server() throws(ComparisonFault) -> ModelServer {
    ModelServer(
      address: try text("address"), engine: try text("engine"), version: try text("version"),
      model: try text("model"), candidates: try integer("candidates"),
      logProbabilities: try text("logprobs"), tokenizer: try text("tokenizer"))
  }

  private func row(isToken: Bool) throws(ComparisonFault) -> ComparisonRow {
    let (base, other) = (try bits("base_surprisal_bits"), try bits("other_surprisal_bits"))
    let id = try integer("id")
    guard (id != nil) == isToken else { throw fault("id", "number where tokens are compared") }
    var row = ComparisonRow(
      try count("index"), id: id, try bytes("bytes"), at: try count("offset"),
      tokens: (try count("base_tokens", from: 1), try count("other_tokens", from: 1)),
      surprisal: (base, other),
      in: (try range("base_surprisal_bits", base), try range("other_surprisal_bits", other)))
    row.ranks = (try integer("base_rank", from: 1), try integer("other_rank", from: 1))
    row.entropies = (try bits("base_entropy_bits"), try bits("other_entropy_bits"))
    row.entropyIntervals = (
      try range("base_entropy_bits", row.entropies.base, isAlone: true),
      try range("other_entropy_bits", row.entropies.other, isAlone: true)
    )
    row.hasSameTop = value["same_top"] == nil ? nil : try flag("same_top")
    if let forward = try number("kl_bits") {
      guard let reverse = try number("kl_reverse_bits") else {
        throw fault("kl_reverse_bits", "number beside kl_bits")
      }
      row.divergences = Divergences(
        forward: Information(writtenAsBits: forward), reverse: Information(writtenAsBits: reverse))
    }
    return row
  }

  private func totals() throws(ComparisonFault) -> Comparison.Totals {
    guard let base = try bits("base_total_bits"), let other = try bits("other_total_bits") else {
      throw fault("base_total_bits or other_total_bits", "number")
    }
    var totals = Comparison.Totals()
    (totals.rows, totals.bytes) = (try count("compared"), try count("compared_bytes"))
    (totals.base, totals.other) = (base, other)
    totals.bases = try range("base_total_bits", base) ?? base...base
    totals.others = try range("other_total_bits", other) ?? other...other
    return totals
  }

  private func statistics(of count: Int) throws(ComparisonFault) -> ComparisonStatistics? {
    guard let ratio = try objectIfAny("ln_ppl_ratio") else { return nil }
    let probability = try object("delta_p")
    return ComparisonStatistics(
      count: count, perplexity: try estimate("ppl", error: "ppl_se"),
      ofBase: try estimate("ppl_base", error: "ppl_base_se"), correlation: try number("cor_ln_ppl"),
      logRatio: try ratio.mean(), ratio: try object("ppl_ratio").mean(),
      difference: try object("ppl_difference").mean(),
      divergence: try objectIfAny("kld")?.spread(),
      reverse: try objectIfAny("kld_reverse")?.spread(),
      probability: try probability.spread(),
      rootMeanSquare: try probability.estimate("rms", error: "rms_se"),
      sameTop: try objectIfAny("same_top")?.mean())
  }

  /// What is no number is written as null.
  private func estimate(_ name: String, error: String) throws(ComparisonFault) -> Estimate {
    Estimate(try number(name) ?? .nan, error: try amount(error))
  }

  private func mean() throws(ComparisonFault) -> Estimate { try estimate("mean", error: "se") }

  private func spread() throws(ComparisonFault) -> Spread {
    var quantiles: [Double] = []
    for share in Spread.shares {
      let name = Quantile.all.first { $0.share == share }?.name ?? ""
      quantiles.append(try number(name) ?? .nan)
    }
    return Spread(mean: try mean(), quantiles: quantiles)
  }
}
