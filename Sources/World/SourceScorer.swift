import Basics
import InformationTheory
import Scoring

/// A source as a model of its own texts, which no other can beat. Its tokens are bytes, so its bits a token
/// are bits per byte.
///
/// It reads each line from its beginning and needs nothing of the lines before. What it can never say counts
/// as ``Source/bitsOfTheImpossible``; the rest of such a line says nothing to it, eight bits each.
///
/// - Complexity: O(*r*) a token for *r* derivations that fit, mostly a few.
public func sourceScorer(_ source: Source) -> Scorer {
  let vocabulary = Vocabulary.bytes
  var scorer = Scorer(
    model: ModelDescription(
      name: source.name, file: "", architecture: "known source", quantization: "",
      vocabularySize: vocabulary.count, contextLength: 1 << 30),
    vocabulary: vocabulary,
    tokenize: { text, _, _ in Token.each(byteOf: text) },
    score: { tokens, settings, first, report in
      try source.checkWindow(settings.window)
      let bytes = tokens.map { UInt8($0.id) }
      var reader = SourceReader(source, atLineOf: bytes[..<first])
      for start in stride(from: first, to: bytes.count, by: 256) {
        var block = Predictions(vocabularySize: vocabulary.count)
        for byte in bytes[start..<min(start + 256, bytes.count)] {
          block.append(Prediction(foldingProbabilities: reader.distribution, actual: Int(byte)))
          reader.take(byte)
        }
        guard report(block) else { return }
      }
    },
    expectation: { context, _ in
      let bytes = context.tokens.map { UInt8($0) }
      let reader = SourceReader(source, atLineOf: bytes[...])
      return Expectation(logits: reader.distribution.map { Float(log($0)) }, boundaries: .bytes)
    })
  scorer.readsWholeTexts = true
  return scorer
}

/// A window in which a line may begin unseen.
public struct LineOutOfSight: Error, Hashable, CustomStringConvertible {
  /// The window and the least that would do, in bytes.
  public var window, needed: Int

  /// A sentence for the user.
  public var description: String {
    "a window of \(window) bytes can hide how a line begins, and the source knows nothing without: give it "
      + "\(needed) or more"
  }
}

extension Source {
  /// What a byte counts that the source can never say, where it is read as a model: so little probability
  /// that it changes no digit of any other, and not none, so that every text has a loss.
  public static let bitsOfTheImpossible = 100.0

  /// Throws where a window may hide the beginning of a line.
  fileprivate func checkWindow(_ window: Int) throws(LineOutOfSight) {
    guard window >= longestLine else {
      throw LineOutOfSight(window: window, needed: longestLine)
    }
  }
}

extension SourceReader {
  /// Reads on behind some bytes, of which the last line counts. O(*n*) in that line.
  init(_ source: Source, atLineOf bytes: ArraySlice<UInt8>) {
    self.init(source)
    let line = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.startIndex
    for byte in bytes[line...] { take(byte) }
  }
}

extension Prediction {
  /// Folds a distribution of which little is possible: the same as folding its logarithms, but for the
  /// time. O(*n* + *k* log *k*) for *k* possible entries.
  init(foldingProbabilities all: [Double], actual: Int) {
    let possible = all.indices.filter { all[$0] > 0 }
    let largest = log(possible.reduce(0) { max($0, all[$1]) })
    if possible.count > LogPartition.candidateCount {
      self.init(foldingLogits: all.map { log($0) }, actual: actual, boundaries: .bytes)
    } else {
      self = .unscored
      let order = possible.sorted { (all[$1], $0) < (all[$0], $1) }
      for (lane, id) in order.enumerated() {
        ids[lane] = Int32(id)
        logits[lane] = Float(log(all[id]) - largest)
      }
      actualRank = Int32(1 + possible.count { all[$0] > all[actual] })
      // All that is possible is a candidate.
      let starts = order.enumerated().filter { WordBoundaries.bytes.isStart($0.element) }
      boundaries = BoundaryMass(
        starts: starts.reduce(0) { $0 | 1 << $1.offset },
        ends: .init(repeating: LogPartition.impossible), part: .empty,
        startCount: WordBoundaries.bytes.startCount)
    }
    actualLogit = Float(log(max(all[actual], exp2(-Source.bitsOfTheImpossible))) - largest)
  }
}
