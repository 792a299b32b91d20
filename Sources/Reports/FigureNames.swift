import Basics
import InformationTheory
import Scoring
import ShownText

/// A figure of a whole text, as pages and notes list them.
struct FigureNames: Sendable {
  /// What a page's script calls it.
  let name: String
  /// What it is.
  let title: String
  /// Its value.
  let text: @Sendable (Summary) -> String
  /// Its standard error; nil where it has none.
  var error: @Sendable (StandardErrors) -> String? = { _ in nil }

  static let all = [
    FigureNames(name: "loss-nats", title: "loss, nats a token") {
      optional($0.scored.crossEntropyInterval) { decimals($0.nats, 4) }
    } error: {
      $0.crossEntropy.map { decimals($0.nats, 4) }
    },
    FigureNames(name: "loss-bits", title: "loss, bits a token") {
      optional($0.scored.crossEntropyInterval) { decimals($0.bits, 4) }
    } error: {
      $0.crossEntropy.map { decimals($0.bits, 4) }
    },
    FigureNames(name: "perplexity", title: "perplexity") {
      optional($0.scored.crossEntropyInterval) { significant(exponentialOf: $0.nats) }
    } error: {
      $0.perplexity.map { significant(exponentialOf: log($0)) }
    },
    FigureNames(name: "total", title: "total, bits") {
      between($0.scored.totalInterval) { decimals($0.bits, 2) }
    },
    FigureNames(name: "per-byte", title: "bits per byte") {
      optional($0.scored.bitsPerByteInterval) { decimals($0, 4) }
    } error: {
      $0.bitsPerByte.map { decimals($0, 4) }
    },
    FigureNames(name: "per-word", title: "bits per word") {
      optional($0.bitsPerWordInterval) { decimals($0, 4) }
    } error: {
      $0.bitsPerWord.map { decimals($0, 4) }
    },
    FigureNames(name: "entropy", title: "mean entropy, bits") {
      optional($0.scored.meanEntropyInterval) { decimals($0.bits, 4) }
    },
    FigureNames(name: "best", title: "least loss, nats a token") {
      $0.bestInterval.map {
        between($0.loss, by: "…") { decimals($0.nats, 4) }
          + " (T \(between($0.temperature, by: "…") { decimals($0.value, 3) }))"
      } ?? "–"
    },
    FigureNames(name: "tokens", title: "tokens") { "\($0.tokens), \($0.scored.tokens) scored" },
    FigureNames(name: "bytes", title: "bytes") { "\($0.bytes), \($0.scored.bytes) scored" },
  ]

  /// The standard errors that stand beside the figures, over windows where there are several; nil for none.
  private static func errors(_ summary: Summary) -> StandardErrors? {
    summary.standardErrors.last { $0.crossEntropy != nil }
  }

  /// Its standard error behind its sign; nil where it has none.
  func error(_ summary: Summary) -> String? {
    Self.errors(summary).flatMap(error).map { "± \($0)" }
  }

  /// What the errors are, to be listed behind the figures; nil where there are none.
  static func errorText(_ summary: Summary) -> String? {
    errors(summary).map { "standard error over \($0.units) \($0.over.rawValue)" }
  }

  /// Titles and values with their errors, as they stand still.
  static func lines(_ summary: Summary) -> [(title: String, text: String)] {
    all.map { figure in
      (
        figure.title,
        [figure.text(summary), figure.error(summary)].compactMap { $0 }.joined(separator: " ")
      )
    } + [errorText(summary)].compactMap { $0 }.map { ("±", $0) }
  }

  /// What a number is at least and at most where it is open.
  private static func optional<Value>(
    _ range: ClosedRange<Value>?, _ text: (Value) -> String
  ) -> String {
    range.map { between($0, text) } ?? "–"
  }
}
