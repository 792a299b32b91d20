import InformationTheory
import Scoring
import TestSupport
import Testing
import Basics

/// The fold of a vocabulary against brute force over all of its logits in float64.
@Suite struct FoldTests {
  /// Temperatures over the slider, its ends, and between the nodes.
  private static let temperatures = [0.05, 0.07, 0.13, 0.3, 0.5, 0.8, 1, 1.37, 2, 3.1, 4.4, 5]

  /// Compares one lane with brute force: candidates, rank, actual logit, and what a reader sees.
  private func expectBruteForce(
    _ prediction: Prediction, _ logits: [Float], target: Int, _ comment: Comment
  ) {
    let largest = logits.max() ?? 0
    let best = bestIDs(logits)
    #expect(prediction.candidates.map(\.id) == best, comment)
    #expect(
      prediction.candidates.map(\.logit) == best.map { Double(logits[$0] - largest) }, comment)
    #expect(Int(prediction.actualRank) == 1 + logits.count { $0 > logits[target] }, comment)
    #expect(prediction.actualLogit == logits[target] - largest, comment)
    #expect(prediction.isFinite, comment)
    expectNodes(prediction, logits, best: best, comment)
    var predictions = Predictions(vocabularySize: logits.count)
    predictions.append(prediction)
    for value in Self.temperatures {
      guard let temperature = Temperature(value) else { continue }
      let figures = Figures(predictions, at: temperature)
      let (logSum, entropy) = bruteForce(logits, largest, beta: 1 / value)
      let logProbability = Double(logits[target] - largest) / value - logSum
      let errors = (
        abs(Double(figures.logProbabilities[0]) - logProbability),
        abs(Double(figures.entropies[0]) - entropy)
      )
      expectBoundaries(predictions, logits, fixture(logits).boundaries, temperature, comment)
      // Where the rest ties with the best, the coldest nodes pass on the rounding of their squares.
      let cold = value < 0.2 ? 5.0 : 1
      #expect(
        errors.0 <= 3e-6 * cold + 6e-8 * abs(logProbability) && errors.1 <= 2e-5 * cold,
        "\(comment) at \(value): ln p \(logProbability) ± \(errors.0), \(entropy) ± \(errors.1)")
    }
  }

  private func fixture(_ logits: [Float]) -> FoldCase { FoldCase(repeating: logits) }

  /// Compares the probability of what begins a word, and of what ends a text.
  private func expectBoundaries(
    _ predictions: Predictions, _ logits: [Float], _ boundaries: WordBoundaries,
    _ temperature: Temperature, _ comment: Comment
  ) {
    let found = BoundaryReader(temperature).probability(at: 0, of: predictions)
    guard let found else { return #expect(found != nil, comment) }
    let all = logPartition(logits.map(Double.init), at: temperature)
    func expectEqual(_ found: Double, _ isMeant: (Int) -> Bool, _ tolerance: Double) {
      let meant = logits.indices.filter(isMeant).map { Double(logits[$0]) }
      let expected = meant.isEmpty ? -.infinity : logPartition(meant, at: temperature) - all
      #expect(
        found == expected || abs(found - expected) / log(2) < tolerance + 1e-6 * abs(expected),
        "\(comment) at \(temperature.value): \(found), \(expected)")
    }
    expectEqual(found.logStarts, boundaries.isStart, 1e-4)
    expectEqual(found.logEnds, boundaries.ends.contains, 1e-4)
    // What begins no word is the rest of all, so that little of it is known less well.
    if found.logOthers > -8 { expectEqual(found.logOthers, { !boundaries.isStart($0) }, 2e-3) }
  }

  /// Compares the sums over the rest of the vocabulary, as far as a float can hold them.
  private func expectNodes(
    _ prediction: Prediction, _ logits: [Float], best: [Int], _ comment: Comment
  ) {
    let rest = logits.count > best.count ? logits.indices.filter { !best.contains($0) } : []
    let z = rest.map { Double(logits[$0]) - Double(logits[best[best.count - 1]]) }
    for node in stride(from: 0, to: LogPartition.nodeCount, by: 3) {
      let beta = LogPartition.beta(ofNode: node)
      let largest = z.max() ?? 0
      var sum = 0.0
      for z in z { sum += exp(beta * (z - largest)) }
      let found = Double(prediction.rest[node])
      guard sum > 0 else {
        #expect(prediction.rest[node] == LogPartition.impossible, "\(comment), node \(node)")
        continue
      }
      let expected = log(sum) + beta * largest
      // Squares pass on the rounding of what they are squares of, so that it doubles in each octave. The last
      // candidate's logit is a float.
      let tolerance =
        1e-6 + 2e-7 * exp2(Double(node / LogPartition.nodesPerOctave)) + 1e-7 * abs(expected)
        + 6e-8 * beta * Double(logits[best[0]] - logits[best[best.count - 1]])
      #expect(
        abs(found - expected) < tolerance, "\(comment), node \(node): \(found), \(expected)")
    }
  }

  /// The 32 best, best first, ties by the smaller id.
  private func bestIDs(_ logits: [Float]) -> [Int] {
    var best: [Int] = []
    for (id, logit) in logits.enumerated() {
      if best.count == 32, let last = best.last, logits[last] >= logit { continue }
      best.insert(id, at: best.firstIndex { logits[$0] < logit } ?? best.count)
      if best.count > 32 { best.removeLast() }
    }
    return best
  }

  /// ln Σ e^(βz) with z from the largest, and the entropy of the distribution.
  private func bruteForce(
    _ logits: [Float], _ largest: Float, beta: Double
  ) -> (logSum: Double, entropy: Double) {
    var (sum, moment) = (0.0, 0.0)
    for logit in logits {
      let z = Double(logit) - Double(largest)
      let weight = exp(beta * z)
      sum += weight
      moment += weight * z
    }
    return (log(sum), log(sum) - beta * moment / sum)
  }

  private func expectBruteForce(
    _ fixture: FoldCase, on set: InstructionSet, chunks: [Int] = [128], lanes: [Int] = [0, 5, 15],
    _ comment: Comment
  ) {
    let fold = Fold(set, fixture)
    fold.take(fixture.chunks(chunks), of: fixture)
    let found = fold.finish()
    for lane in lanes {
      expectBruteForce(found[lane], fixture.logits[lane], target: fixture.targets[lane], comment)
    }
  }

  /// Logits like a model's: a broad crowd with a longer tail above, another temperament in each lane.
  static let realistic: FoldCase = {
    var random = SeededGenerator(seed: 7)
    return FoldCase(
      logits: (0..<lanes).map { lane in
        var logits = random.normals(49_152, deviation: 2 + Double(lane) / 10)
        for id in stride(from: lane, to: logits.count, by: 20) {
          logits[id] -= Float(2 * log(Double.random(in: 1e-9..<1, using: &random)))
        }
        return logits
      })
  }()

  @Test(arguments: InstructionSet.available)
  func `realistic logits fold to what brute force says`(set: InstructionSet) {
    expectBruteForce(Self.realistic, on: set, lanes: [0, 3, 8, 15], "realistic")
  }

  /// A hard case for the interpolation: with the temperature the weight moves from one crowd to the
  /// other at once.
  @Test(arguments: InstructionSet.available)
  func `two crowds of logits far apart are read as exactly`(set: InstructionSet) {
    var random = SeededGenerator(seed: 15)
    var logits = random.normals(20_000, deviation: 1.5)
    for id in stride(from: 0, to: 20_000, by: 100) { logits[id] += 10 }
    expectBruteForce(FoldCase(repeating: logits), on: set, lanes: [1], "two crowds")
  }

  @Test(arguments: InstructionSet.available)
  func `hundreds of sums do not drift`(set: InstructionSet) {
    let fixture = FoldCase(repeating: [0] + Array(repeating: -1, count: 49_151))
    let (fold, other) = (Fold(set, fixture), Fold(set, fixture))
    fold.take(fixture.chunks([128]), of: fixture)
    other.takeOne(fixture.chunks([512]), of: fixture)
    for node in 0..<8 {
      // 31 of the crowd are candidates. Half the last digit of a float near 10.8, and the exponentials.
      let expected = log(49_120.0)
      #expect(abs(Double(fold.finish()[9].rest[node]) - expected) < 1.5e-6, "node \(node)")
      #expect(abs(Double(other.finish()[0].rest[node]) - expected) < 1.5e-6, "node \(node)")
    }
  }

  @Test(arguments: InstructionSet.available)
  func `tiny vocabularies are folded whole`(set: InstructionSet) {
    var random = SeededGenerator(seed: 8)
    for count in [1, 2, 10, 31, 32, 33, 96, 97, 98, 129] {
      let fixture = FoldCase(logits: (0..<lanes).map { _ in random.normals(count, deviation: 3) })
      for chunks in [[128], [1], [3, 1, 16]] {
        expectBruteForce(
          fixture, on: set, chunks: chunks, lanes: Array(0..<lanes), "\(count) by \(chunks)")
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func `the order of the logits and the size of the chunks do not matter`(set: InstructionSet) {
    var random = SeededGenerator(seed: 9)
    let ascending = random.normals(3_000, deviation: 3).sorted()
    let sizes = (0..<40).map { _ in Int.random(in: 1...128, using: &random) }
    for chunks in [[128], [1], [5], [127, 2], sizes] {
      expectBruteForce(
        FoldCase(repeating: ascending), on: set, chunks: chunks, lanes: [0, 7], "ascending")
      expectBruteForce(
        FoldCase(repeating: ascending.reversed()), on: set, chunks: chunks, lanes: [0, 7],
        "descending")
    }
  }

  @Test(arguments: InstructionSet.available)
  func `equal logits have equal ranks, and the smaller ids come first`(set: InstructionSet) {
    expectBruteForce(FoldCase(repeating: Array(repeating: 1.5, count: 1_000)), on: set, "equal")
    var random = SeededGenerator(seed: 10)
    let steps = FoldCase(
      logits: (0..<lanes).map { lane in
        (0..<2_000).map { _ in Float(Int.random(in: 0...3 + lane, using: &random)) }
      })
    for chunks in [[128], [1], [17, 90]] {
      expectBruteForce(steps, on: set, chunks: chunks, lanes: Array(0..<lanes), "steps")
    }
  }

  @Test(arguments: InstructionSet.available)
  func `a heavy peak leaves the rest its small weight`(set: InstructionSet) {
    var random = SeededGenerator(seed: 11)
    var logits = random.normals(5_000)
    logits[4_321] = (logits.max() ?? 0) + 40
    expectBruteForce(FoldCase(repeating: logits), on: set, "peak")
    logits.swapAt(0, 4_321)
    expectBruteForce(FoldCase(repeating: logits), on: set, "peak first")
  }

  @Test(arguments: InstructionSet.available)
  func `a constant added to all logits changes no rank and no candidate`(set: InstructionSet) {
    var random = SeededGenerator(seed: 12)
    let logits = random.normals(2_000, deviation: 3)
    for shift in [-1_000, 50, 1_000] as [Float] {
      let shifted = logits.map { ($0 * 64).rounded() / 64 + shift }
      expectBruteForce(FoldCase(repeating: shifted), on: set, "shifted by \(shift)")
    }
  }

  @Test(arguments: InstructionSet.available)
  func `folds of parts merge to the fold of all, in either order`(set: InstructionSet) {
    var random = SeededGenerator(seed: 13)
    let ties = FoldCase(repeating: Array(repeating: 1.5, count: 1_000))
    let other = FoldCase(logits: (0..<lanes).map { _ in random.normals(4_000, deviation: 3) })
    let few = FoldCase(logits: (0..<lanes).map { _ in random.normals(40, deviation: 3) })
    for fixture in [ties, other, few] {
      let chunks = fixture.chunks([60, 128, 1, 31])
      let halves = [
        chunks.enumerated().filter { $0.offset % 2 == 0 }.map(\.element),
        chunks.enumerated().filter { $0.offset % 2 == 1 }.map(\.element),
      ]
      for (first, second) in [(0, 1), (1, 0)] {
        let (fold, other) = (Fold(set, fixture), Fold(set, fixture))
        fold.take(halves[first], of: fixture)
        other.take(halves[second], of: fixture)
        fold.merge(other)
        fold.merge(Fold(set, fixture))  // a thread that came too late for any chunk
        for (lane, found) in fold.finish().enumerated() {
          expectBruteForce(
            found, fixture.logits[lane], target: fixture.targets[lane],
            "\(fixture.vocabulary), \(first) first")
        }
      }
    }
  }

  @Test(
    arguments: InstructionSet.available,
    [Float.nan, -.nan, .infinity, -.infinity, Float(bitPattern: 0x7fc0_0001)])
  func `a logit that is not finite is found wherever it is, and harms no other lane`(
    set: InstructionSet, damage: Float
  ) {
    var random = SeededGenerator(seed: 14)
    for count in [20, 300] {
      let whole = FoldCase(logits: (0..<lanes).map { _ in random.normals(count, deviation: 3) })
      for id in [0, 1, count / 2, count - 1] {
        var damaged = whole
        damaged.logits[6][id] = damage
        let fold = Fold(set, damaged)
        fold.take(damaged.chunks([100]), of: damaged)
        let found = fold.finish()
        #expect(!found[6].isFinite, "\(damage) at \(id) of \(count)")
        expectBruteForce(found[5], whole.logits[5], target: whole.targets[5], "the lane beside it")
        let (first, second) = (Fold(set, damaged), Fold(set, damaged))
        second.take(damaged.chunks([100]), of: damaged)
        first.merge(second)
        #expect(!first.finish()[6].isFinite, "merged, \(damage) at \(id) of \(count)")
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func `one token's logits fold to the same, in parts that merge`(set: InstructionSet) {
    var random = SeededGenerator(seed: 16)
    let ties = (0..<1_000).map { _ in Float(Int.random(in: 0...5, using: &random)) }
    let few = random.normals(20)
    for logits in [Self.realistic.logits[0], random.normals(3_001, deviation: 3), ties, few] {
      let fixture = FoldCase(repeating: logits)
      let chunks = fixture.chunks([512, 1, 17])
      let (fold, other) = (Fold(set, fixture), Fold(set, fixture))
      fold.takeOne(chunks.enumerated().filter { $0.offset % 3 == 0 }.map(\.element), of: fixture)
      other.takeOne(chunks.enumerated().filter { $0.offset % 3 != 0 }.map(\.element), of: fixture)
      fold.merge(other)
      let found = fold.finish()[0]
      let best = bestIDs(logits)
      #expect(found.candidates.map(\.id) == best)
      #expect(found.candidates.map { Float($0.logit) } == best.map { logits[$0] - logits[best[0]] })
      #expect(found.isFinite)
      expectNodes(found, logits, best: best, "\(logits.count) logits")
    }
  }

  @Test(arguments: InstructionSet.available, [Float.nan, .infinity, -.infinity])
  func `one token's logit that is not finite is found`(set: InstructionSet, damage: Float) {
    for id in [0, 57, 299] {
      var random = SeededGenerator(seed: 17)
      var logits = random.normals(300)
      logits[id] = damage
      let fold = Fold(set, FoldCase(repeating: random.normals(300)))
      fold.takeOne([0..<128, 128..<300], of: FoldCase(repeating: logits))
      #expect(!fold.finish()[0].isFinite, "\(damage) at \(id)")
    }
  }

  @Test func `all instruction sets agree`() {
    let folded = InstructionSet.available.map { set in
      let fold = Fold(set, Self.realistic)
      fold.take(Self.realistic.chunks([128]), of: Self.realistic)
      return fold.finish()
    }
    for other in folded.dropFirst() {
      for (found, expected) in zip(other, folded[0]) {
        #expect(found.ids == expected.ids && found.logits == expected.logits)
        #expect(found.actualRank == expected.actualRank)
        let difference = found.rest - expected.rest
        #expect(difference.indices.allSatisfy { abs(difference[$0]) < 1e-4 })
      }
    }
  }
}
