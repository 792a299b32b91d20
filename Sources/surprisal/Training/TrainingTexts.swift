import Exploration
import InformationTheory
import MeasuringSticks
import ShownText
import World

/// The texts of a training, and what is known of them before it begins.
struct TrainingTexts: Sendable {
  /// What is learnt from, and what is never learnt from: as much of it as is measured.
  let training: [UInt8], validation: [UInt8]
  /// The part of the training text that is measured.
  let measured: [UInt8]
  /// How the source sees the validation text; nil where nobody knows it.
  let floor: SourceScore?
  let source: Source?
  /// Whether losses are of all bytes.
  private let isMeasuredWhole: Bool

  /// The most bytes that losses are measured on: so evaluations take a third of the time of learning. Of more
  /// bytes they would say the same, as the floor is that of the very same bytes.
  private static let mostMeasured = 10_000
  /// Which of all texts of the world is drawn: the same for every seed of a training, so that their curves
  /// are about one text.
  static let seedOfTexts: UInt64 = 1

  /// The texts of a recipe.
  ///
  /// - Parameter own: A text of one's own, and its name.
  init(_ recipe: TrainingRecipe, own: (text: [UInt8], name: String)?) throws {
    let corpus: Corpus
    switch recipe.corpus {
    case .world(let bytes):
      let source = try Source(name: "the source", rules: Assets.world)
      corpus = Corpus(
        drawing: bytes, validation: Self.mostMeasured, from: source, seed: Self.seedOfTexts)
    case .own(let name):
      guard let own else {
        throw CommandError(.noInput, "there is no text of your own: give one with -f FILE")
      }
      do {
        corpus = try Corpus(splitting: own.text)
      } catch {
        throw CommandError(.badData, "\(name) \(error)")
      }
    }
    training = corpus.training
    validation = Self.beginning(of: corpus.validation)
    measured = Self.beginning(of: training)
    isMeasuredWhole =
      validation.count == corpus.validation.count && measured.count == training.count
    source = corpus.source
    floor = corpus.source.map { [validation] in $0.score(validation) }
  }

  /// The first lines of a text, as far as losses are measured on it.
  private static func beginning(of text: [UInt8]) -> [UInt8] {
    guard text.count > mostMeasured + 512 else { return text }
    let end = text[..<mostMeasured].lastIndex(of: 0x0A).map { $0 + 1 } ?? mostMeasured
    return Array(text[..<end])
  }

  /// What is known before the first step.
  func facts(weights: Int) -> TrainingFacts {
    let marks = marks
    return TrainingFacts(
      weights: weights, watched: [watched(in: validation), watched(in: measured)], marks: marks,
      floor: floor?.total.perByte, trainingFloor: source?.score(measured).total.perByte,
      trainingBytes: measured.count, measuredBytes: isMeasuredWhole ? nil : Self.mostMeasured,
      remark: remark(marks))
  }

  /// Of one's own text: what is compared with what, and that counting may win.
  private func remark(_ marks: [LossMark]) -> String? {
    guard source == nil, let best = marks.min(by: { $0.loss < $1.loss }) else { return nil }
    return
      "the last tenth is never learnt from; counting may well win: "
      + "\(best.name) \(decimal(best.loss.bits, 2))"
  }

  // MARK: Lines across the chart

  /// What counting needs for the validation text: pairs, and the n-grams that need least; for one's own
  /// text also what zlib needs.
  private var marks: [LossMark] {
    func mark(_ name: String, _ bits: Double) -> LossMark {
      LossMark(name, .bits(bits / Double(validation.count)))
    }
    func counted(_ order: Int, named name: String) -> LossMark {
      let ngrams = Ngrams(of: training, order: order)
      return mark(name, ngrams.bits(of: validation.indices, in: validation))
    }
    let longer = [3, 5, 7].map { counted($0, named: "\($0)-grams") }
    let best = longer.min { $0.loss < $1.loss }
    let packed = source != nil ? nil : mark("zlib", Double(deflatedSize(of: validation)) * 8)
    return [counted(2, named: "pairs"), packed, best].compactMap { $0 }
      .sorted { $0.loss > $1.loss }
  }

  // MARK: What is watched

  /// Two lines or three of a text: of a world, such as need each kind of knowledge.
  private func watched(in text: [UInt8]) -> WatchedText {
    let lines = text.prefix(6_000).split(separator: 0x0A, omittingEmptySubsequences: true).map(
      Array.init)
    guard let source else {
      return WatchedText(bytes: Self.excerpt(of: text))
    }
    let known = lines.filter { $0.count <= 76 }.map { ($0, kinds: Set(source.score($0).kinds)) }
    var chosen: [[UInt8]] = []
    var seen: Set<ByteKind> = []
    for _ in 0..<2 {
      let best = known.filter { !chosen.contains($0.0) }.max {
        Self.news($0.kinds, seen) < Self.news($1.kinds, seen)
      }
      guard let best else { break }
      chosen.append(best.0)
      seen.formUnion(best.kinds)
    }
    let bytes = Array(chosen.joined(separator: [0x0A]))
    return WatchedText(bytes: bytes, source: source.score(bytes).bits.map { .bits($0) })
  }

  /// How many of a line's kinds of bytes were not seen; sums count twice, since they are rare.
  private static func news(_ kinds: Set<ByteKind>, _ seen: Set<ByteKind>) -> Int {
    let kinds = kinds.subtracting(seen)
    return kinds.count + (kinds.contains(.sum) ? 1 : 0)
  }

  /// The beginning of a text, up to the end of a word.
  private static func excerpt(of text: [UInt8]) -> [UInt8] {
    let start = text.firstIndex { $0 != 0x0A && $0 != 0x20 } ?? 0
    let part = text[start...].prefix(200)
    let end = part.count < 200 ? part.endIndex : part.lastIndex(of: 0x20) ?? part.endIndex
    return Array(part[..<end])
  }
}
