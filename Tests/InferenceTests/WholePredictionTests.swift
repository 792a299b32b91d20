import Basics
import Inference
import InformationTheory
import Scoring
import Testing

/// The logits behind predictions, as they are lent.
@Suite struct WholePredictionTests {
  private let model = TinyModel(.q8_0, isTied: false, seed: 11)

  private func expectations(
    of tokens: [Token], from first: Int, _ settings: ScoringSettings, _ engine: Engine
  ) throws -> (predictions: Predictions, rows: [Int: [Float]]) {
    var (predictions, rows) = (Predictions(vocabularySize: 300), [Int: [Float]]())
    try engine.scorer.scoreWhole(tokens, settings, first) { whole in
      let seen = try? whole.forEachRow { place, logits in
        rows[predictions.count + place] = logits.indices.map { logits[$0] }
        return true
      }
      predictions.append(whole.predictions)
      return seen == true
    }
    return (predictions, rows)
  }

  @Test(arguments: InstructionSet.tested.map(\.name), [(nil, 1_024), (nil, 90), (7, 300)])
  func `every scored token has the logits that its prediction was folded from, bit for bit`(
    name: String, reading: (start: Int?, window: Int)
  ) throws {
    let set = InstructionSet.tested(name)
    let text = model.text(700)
    let settings = ScoringSettings(
      startToken: reading.start, window: reading.window, stride: reading.window / 2)
    let (predictions, rows) = try expectations(
      of: text, from: 0, settings, model.engine(on: set, threads: 3))
    var expected = Predictions(vocabularySize: 300)
    try model.engine(on: set).scorer.score(text, settings, 0) {
      expected.append($0)
      return true
    }
    #expect(predictions.isIdentical(to: expected))
    #expect(rows.count == (reading.start == nil ? 699 : 700))
    for (place, logits) in rows {
      let prediction = predictions[place]
      let plain = Scoring.Expectation(logits: logits).prediction(of: text[place].id)
      #expect(prediction.ids == plain.ids && prediction.logits == plain.logits)
      #expect(prediction.actualLogit == plain.actualLogit)
      #expect(prediction.actualRank == plain.actualRank)
    }
  }

  @Test func `some places can be asked for, and a reader can stop`() throws {
    let text = model.text(190)
    let settings = ScoringSettings(startToken: nil, window: 1_024, stride: 512)
    let all = try expectations(of: text, from: 0, settings, model.engine())
    var found: [Int: [Float]] = [:]
    try model.engine().scorer.scoreWhole(text, settings, 110) { whole in
      let sawAll = try? whole.forEachRow(in: 3..<60) { place, logits in
        found[110 + place] = logits.indices.map { logits[$0] }
        return place < 57
      }
      let sawNone = try? whole.forEachRow(in: 4..<4) { _, _ in false }
      #expect(sawAll == false && sawNone == true)
      return true
    }
    #expect(found == all.rows.filter { (113...167).contains($0.key) })
  }

  @Test func `two models are read side by side, place by place`() throws {
    let other = TinyModel(.f32, seed: 3)
    let text = model.text(640)
    let settings = ScoringSettings(startToken: nil, window: 1_024, stride: 512)
    let (engine, second) = try (model.engine(), other.engine())
    var divergence = 0.0
    var done = 0
    try engine.scorer.scoreWhole(text, settings, 0) { mine in
      let end = done + mine.predictions.count
      var begin = done
      try? second.scorer.scoreWhole(Array(text[..<end]), settings, done) { theirs in
        let places = begin - done..<begin - done + theirs.predictions.count
        var rows: [[Float]] = []
        _ = try? mine.forEachRow(in: places) { _, logits in
          rows.append(logits.indices.map { logits[$0] })
          return true
        }
        var next = 0
        _ = try? theirs.forEachRow { _, logits in
          divergence += self.divergence(rows[next], logits.indices.map { logits[$0] })
          next += 1
          return true
        }
        #expect(next == rows.count)
        begin += theirs.predictions.count
        return true
      }
      #expect(begin == end)
      done = end
      return true
    }
    let first = try expectations(of: text, from: 0, settings, model.engine())
    let last = try expectations(of: text, from: 0, settings, other.engine())
    let expected = (1..<640).reduce(0.0) {
      $0 + self.divergence(first.rows[$1] ?? [], last.rows[$1] ?? [])
    }
    #expect(done == 640 && divergence == expected && divergence > 1)
  }

  private func divergence(_ p: [Float], _ q: [Float]) -> Double {
    let (p, q) = (softmax(p.map(Double.init)), softmax(q.map(Double.init)))
    return zip(p, q).reduce(0) { $0 + $1.0 * log($1.0 / $1.1) }
  }
}
