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

  static let all = [
    FigureNames(name: "loss-nats", title: "loss, nats a token") {
      optional($0.scored.crossEntropy) { decimals($0.nats, 4) }
    },
    FigureNames(name: "loss-bits", title: "loss, bits a token") {
      optional($0.scored.crossEntropy) { decimals($0.bits, 4) }
    },
    FigureNames(name: "perplexity", title: "perplexity") {
      optional($0.scored.crossEntropy) { significant(exponentialOf: $0.nats) }
    },
    FigureNames(name: "total", title: "total, bits") { decimals($0.scored.total.bits, 2) },
    FigureNames(name: "per-byte", title: "bits per byte") {
      optional($0.scored.bitsPerByte) { decimals($0, 4) }
    },
    FigureNames(name: "per-word", title: "bits per word") {
      optional($0.bitsPerWord) { decimals($0, 4) }
    },
    FigureNames(name: "entropy", title: "mean entropy, bits") {
      optional($0.scored.meanEntropy) { decimals($0.bits, 4) }
    },
    FigureNames(name: "best", title: "least loss, nats a token") {
      optional($0.best) { "\(decimals($0.loss.nats, 4)) (T \(decimals($0.temperature.value, 3)))" }
    },
    FigureNames(name: "tokens", title: "tokens") { "\($0.tokens), \($0.scored.tokens) scored" },
    FigureNames(name: "bytes", title: "bytes") { "\($0.bytes), \($0.scored.bytes) scored" },
  ]

  private static func optional<Value>(_ value: Value?, _ text: (Value) -> String) -> String {
    value.map(text) ?? "–"
  }

  private static func decimals(_ value: Double, _ count: Int) -> String {
    decimal(value, count, infinity: "inf", minus: "-")
  }
}
