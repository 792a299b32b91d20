import Exploration
import InformationTheory
import Scoring

/// Lets a model write lines, one after the other, each from its beginning.
///
/// A line depends on the model, the temperature, the seed and its number alone.
struct LineWriter {
  private(set) var sample: DrawnSample
  private let scorer: Scorer?

  /// The most bytes of a line.
  private static let mostBytes = 95

  /// Writes nothing yet; where there is no model, nothing at all.
  init(_ wish: DrawnSample.Wish, _ model: () throws -> Scorer) {
    sample = DrawnSample(wish)
    do {
      scorer = try model()
    } catch {
      scorer = nil
      sample.failure = String(describing: error)
    }
  }

  /// Writes another line, unless all are there.
  mutating func writeLine(_ judge: (_ line: [UInt8]) -> DrawnLine) {
    guard !sample.isComplete, let scorer else { return }
    do {
      sample.lines.append(judge(try line(sample.lines.count, scorer)))
    } catch {
      sample.failure = String(describing: error)
    }
  }

  private func line(_ number: Int, _ scorer: Scorer) throws -> [UInt8] {
    let sampler = Sampler(temperature: sample.wish.temperature, seed: sample.wish.seed)
    let start = scorer.boundaries.beginning.map { [$0] } ?? []
    var ids = start
    var line: [UInt8] = []
    while line.count < min(Self.mostBytes, scorer.model.contextLength - 1) {
      let place = number * (Self.mostBytes + 1) + line.count
      let context = Context(ids, origin: -start.count)
      let id = sampler.draw(from: try scorer.expectation(context).logits, at: place).entry
      let bytes = scorer.vocabulary.bytes(id)
      if bytes.contains(UInt8(ascii: "\n")) { break }
      ids.append(id)
      line += bytes
    }
    return line
  }
}
