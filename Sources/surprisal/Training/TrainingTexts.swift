import Exploration
import InformationTheory
import MeasuringSticks
import World

/// The texts of a training, and what is known of them before it begins.
struct TrainingTexts: Sendable {
  /// What is learnt from, and what is never learnt from: as much of it as is measured.
  let training: [UInt8], validation: [UInt8]
  /// The part of the training text that is measured.
  let measured: [UInt8]
  /// How the source sees the validation text; nil where nobody knows it.
  let floor: SourceScore?
  private let source: Source?
  private let ownName: String?

  /// The most bytes that losses are measured on.
  private static let mostMeasured = 10_000
  /// Which of all texts of the world is drawn: the same for every seed of a training, so that their curves
  /// are about one text.
  private static let seedOfTexts: UInt64 = 1

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
      ownName = nil
    case .own(let name):
      guard let own else {
        throw CommandError(.noInput, "there is no text of your own: give one with -f FILE")
      }
      do {
        corpus = try Corpus(splitting: own.text)
      } catch {
        throw CommandError(.badData, "\(name) \(error)")
      }
      ownName = name
    }
    training = corpus.training
    validation = Self.beginning(of: corpus.validation)
    measured = Self.beginning(of: training)
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
    TrainingFacts(
      weights: weights, watched: [watched(in: validation), watched(in: measured)], marks: marks,
      floor: floor?.total.perByte, trainingFloor: source?.score(measured).total.perByte,
      trainingBytes: measured.count, remark: remark)
  }

  /// Of one's own text: what is compared with what, and that counting may win.
  private var remark: String? {
    guard let ownName, let best = marks.min(by: { $0.loss < $1.loss }) else { return nil }
    return
      "\(ownName): the last tenth is never learnt from; the best line is \(best.name), and within a minute "
      + "a small network may well not reach it"
  }

  // MARK: Lines across the chart

  /// What counting needs for the validation text: pairs, and the n-grams that need least; for one's own
  /// text also what zlib needs.
  private var marks: [LossMark] {
    var rungs: [(name: String, loss: Information)] = []
    let ladder = Ladder(countingIn: training, name: "", orders: [2, 3, 5, 7])
    ladder.measure(
      0..<validation.count, of: validation, tokens: validation.count, vocabularySize: 256
    ) {
      rungs.append(($0.name, .bits($0.bits / Double($0.bytes))))
      return true
    }
    func rung(_ start: String, named name: String) -> LossMark? {
      rungs.first { $0.name.hasPrefix(start) }.map { LossMark(name, $0.loss) }
    }
    let pairs = rung("2-grams", named: "pairs")
    let longer = [3, 5, 7].compactMap { rung("\($0)-grams", named: "\($0)-grams") }
    let best = longer.min { $0.loss < $1.loss }
    let packed = ownName == nil ? nil : rung("zlib", named: "zlib")
    return [pairs, packed, best].compactMap { $0 }.sorted { $0.loss > $1.loss }
  }

  // MARK: What is watched

  /// Two lines or three of a text: of a world, such as need each kind of knowledge.
  private func watched(in text: [UInt8]) -> WatchedText {
    let lines = text.prefix(6_000).split(separator: 0x0A, omittingEmptySubsequences: true).map(
      Array.init)
    guard let source else {
      return WatchedText(bytes: Self.excerpt(of: text))
    }
    var chosen: [[UInt8]] = []
    var seen: Set<ByteKind> = []
    for _ in 0..<2 {
      let best = lines.filter { $0.count <= 76 && !chosen.contains($0) }.max {
        Self.news($0, source, seen) < Self.news($1, source, seen)
      }
      guard let best else { break }
      chosen.append(best)
      seen.formUnion(source.score(best).kinds)
    }
    let bytes = Array(chosen.joined(separator: [0x0A]))
    return WatchedText(bytes: bytes, source: source.score(bytes).bits.map { .bits($0) })
  }

  /// How many kinds of bytes a line has that were not seen; sums count twice, since they are rare.
  private static func news(_ line: [UInt8], _ source: Source, _ seen: Set<ByteKind>) -> Int {
    let kinds = Set(source.score(line).kinds).subtracting(seen)
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
