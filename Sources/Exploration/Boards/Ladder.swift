import InformationTheory
import Scoring

extension Board.Row {
  /// The text through simpler models, over all of the panels.
  static let ladder = Board.Row(
    takes: .everything, rows: { _, _ in 16...20 }, large: (rows: 43, columns: 150), isTall: true,
    opening: Binding(
      "Show the ladder: the text through simpler models, in bits per byte.",
      footer: .init("ladder", rank: 9), [Action("ladder", .board(.ladder), .letter("L"))]),
    keyMaps: [.ladder], pursue: { $0.measure() })
}

extension KeyMap {
  /// While the ladder is shown; the keys for reading work too.
  public static let ladder = KeyMap(
    title: "In the ladder (\(key: .board(.ladder)))",
    bindings: [
      leaveBoard(by: Action("ladder", .board(.ladder), .letter("L")))
    ])
}

/// A text through simpler models, as far as it is measured.
public struct Measurement: Hashable, Sendable {
  /// The bytes of the text that are measured: all, or those behind a first token without a score.
  public var part: Range<Int>
  /// What each model needs for them, as they came.
  public var rungs: [Rung] = []
  /// Whether more are to come.
  public var isRunning = true
  /// The text that is measured, and how many tokens stand for that part of it.
  let text: [UInt8], tokens: Int
}

extension Measurement {
  /// Whether another one is of the same part of the same text, in as many tokens.
  fileprivate func isOfSameText(as other: Measurement?) -> Bool {
    part == other?.part && tokens == other?.tokens && text == other?.text
  }
}

/// The loss of a text whose source is known, in parts that add up to it, each summed over the text.
public struct LossSplit: Equatable, Sendable {
  /// The entropy of the source: what nobody could have known.
  public var entropy: Information
  /// By how much what was drawn is more surprising to its own source than was to be expected.
  public var luck: Information
  /// By how much the model is more surprised than the source: its divergence from it, as this text
  /// measures it.
  public var divergence: Information
  /// What is certain of it.
  public var divergenceInterval: ClosedRange<Information>
}

extension Explorer {
  /// Asks for what has a score to be measured by simpler models, as soon as another text than was
  /// measured is known.
  mutating func measure() -> [Effect] {
    guard case .ready(let model, _) = model, reading.isSplit, let first = figures.firstScored
    else { return [] }
    let wanted = Measurement(
      part: tokens[first].bytes.lowerBound..<text.count, text: text, tokens: tokens.count - first)
    guard !wanted.isOfSameText(as: measurement) else { return [] }
    measurement = wanted
    requests.measuring += 1
    return [
      .measure(
        wanted.part, text: text, tokens: wanted.tokens, vocabularySize: model.vocabularySize,
        request: requests.measuring)
    ]
  }

  /// Forgets a measurement of a text that is not there any more. O(*n*) in the bytes.
  mutating func dropOldMeasurement() -> [Effect] {
    guard let old = measurement, old.text != text else { return [] }
    measurement = nil
    return old.isRunning ? [.stopMeasuring] : []
  }

  /// Takes in what a simpler model needs for the text.
  mutating func take(measured rung: Rung?, request: Int) {
    guard request == requests.measuring else { return }
    if let rung { measurement?.rungs.append(rung) } else { measurement?.isRunning = false }
  }

  /// What the model itself needs for the text at the temperature; nil until all of it is scored.
  package var rung: Rung? {
    guard case .ready(let model, _) = model, let scored, scored.isComplete,
      reading.isSplit, figures.scoredCount > 0
    else { return nil }
    return Rung(
      name: model.name + (rungRemark.map { ", \($0)" } ?? ""), bits: figures.total.bits,
      bytes: figures.scoredBytes(of: scored.tokens))
  }

  /// What is certain of the bits per byte of the model itself.
  package var rungInterval: ClosedRange<Double>? {
    scored.flatMap { figures.totalInterval.over(figures.scoredBytes(of: $0.tokens)) }?.map(\.bits)
  }

  /// Why the bits of the model are fewer than would be needed to write the text down.
  private var rungRemark: String? {
    // What tells faces does so from the beginning on.
    let other = tokens.prefix(1_000).first { bytes(ofEntry: $0.id) != bytes(of: $0) }
    return (other ?? tokens.first(where: \.isUnknown)).map {
      $0.isUnknown ? "to which some bytes are unknown" : "which tells faces, not words"
    }
  }

  /// The parts of the loss, where the text is as it was drawn, and every token of it has a score.
  package var lossSplit: LossSplit? {
    guard let drawn, drawn.text == text, rung != nil, figures.scoredCount == tokens.count else {
      return nil
    }
    return LossSplit(
      entropy: drawn.entropy, luck: drawn.surprisal - drawn.entropy,
      divergence: figures.total - drawn.surprisal,
      divergenceInterval: figures.totalInterval.map { $0 - drawn.surprisal })
  }
}
