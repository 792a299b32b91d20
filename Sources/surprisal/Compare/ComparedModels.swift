import Reports
import Scoring

/// Two models that are compared.
struct ComparedModels {
  var base: RowModel, other: RowModel

  /// The most tokens that both read at once.
  var shortestContext: Int {
    min(base.scorer.model.contextLength, other.scorer.model.contextLength)
  }

  /// The windows of the one that reads less at once, after the start token of the base.
  private var commonSettings: ScoringSettings {
    var settings = base.settings.window <= other.settings.window ? base.settings : other.settings
    settings.startToken = base.settings.startToken
    return settings
  }

  /// Both over tokens of the same vocabulary: read in the same windows, after the start token of the base.
  func contenders(
    _ base: [Token], _ other: [Token], from first: (base: Int, other: Int)
  ) -> (base: Contender, other: Contender) {
    let settings = commonSettings
    return (
      Contender(self.base.scorer, settings, base, from: first.base),
      Contender(self.other.scorer, settings, other, from: first.other)
    )
  }

  /// What a report says of both.
  func sides(
    _ pair: (base: Contender, other: Contender)
  ) -> (base: Comparison.Side, other: Comparison.Side) {
    var (base, other) = (base.side, other.side)
    (base.settings, other.settings) = (pair.base.settings, pair.other.settings)
    return (base, other)
  }
}

extension RowModel {
  /// What a report says of it.
  var side: Comparison.Side {
    Comparison.Side(scorer.model, digest: digest, settings, isBounded: scorer.isBounded)
  }
}

/// Contexts of one model before the same text.
struct Contexts {
  var base: [UInt8], other: [UInt8], text: [UInt8]

  /// Contexts, with a space before the text where neither it nor one of them has white space there.
  init(_ base: String, _ other: String, before text: [UInt8]) {
    (self.base, self.other) = (Array(base.utf8), Array(other.utf8))
    let isApart =
      text.first?.isWhiteSpace ?? true
      || [self.base, self.other].contains { $0.last?.isWhiteSpace ?? false }
    self.text = isApart ? text : [0x20] + text
  }
}

/// The windows of llama.cpp's perplexity tool: they do not overlap, and the second half of each is scored.
struct Chunks {
  /// The tokens that are read at once.
  let all: [[Token]]
  /// The first that is scored of each.
  let first: Int
  /// The places in the text of all that are scored.
  let places: [Int]

  /// Cuts a text; what does not fill a window is left out.
  ///
  /// - Parameter beginning: What stands before the text, and in place of the first token of each further window.
  init(
    of tokens: [Token], _ length: Int, beginning: Int?, context: Int
  ) throws(CommandError) {
    guard length <= context else {
      throw CommandError(
        .usage, "-c \(length) is too large: these models read at most \(context) tokens at once")
    }
    let start = beginning.map { Token(id: $0, bytes: 0..<0) }
    let sequence = (start.map { [$0] } ?? []) + tokens
    guard sequence.count >= length else {
      throw CommandError(
        .badData,
        "the text has \(sequence.count) tokens, which fill no window of \(length): give a longer text or a "
          + "smaller -c")
    }
    first = length / 2 + 1
    let starts = Array(stride(from: 0, through: sequence.count - length, by: length))
    let shift = sequence.count - tokens.count
    places = starts.flatMap { $0 + length / 2 + 1 - shift..<$0 + length - shift }
    all = starts.map { place in
      var chunk = Array(sequence[place..<place + length])
      if let start { chunk[0] = Token(id: start.id, bytes: chunk[0].bytes) }
      return chunk
    }
  }
}
