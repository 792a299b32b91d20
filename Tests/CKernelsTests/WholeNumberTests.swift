import CKernels
import TestSupport
import Testing

/// Products of stored weights with one token's features as whole numbers.
@Suite struct WholeNumberTests {
  /// Features as whole numbers; nil where there are no instructions for them.
  private func whole(_ set: InstructionSet, _ x: Floats) -> Floats? {
    guard let round = unsafe set.table.pointee.round_one else { return nil }
    let whole = Floats(count: kernels_whole_bytes(x.count) / 4)
    unsafe round(x.start, x.count, whole.start)
    #expect(whole.isIntact)
    return whole
  }

  @Test(arguments: InstructionSet.all, StoredFormat.all)
  func `whole numbers give what floats do, within their rounding`(
    set: InstructionSet, format: StoredFormat
  ) {
    var random = SeededGenerator(seed: 36)
    let rows = 9
    for columns in [32, 768, 864] where columns % format.weights == 0 {
      let stored = format.randomBlocks(
        rows * columns / format.weights, exponents: 0x3c...0x3c, using: &random)
      let weights = format.values(stored)
      // Of each 32 the largest is some thousand times as large as most.
      let x = Floats(random.normals(columns).enumerated().map { $0 % 37 == 5 ? $1 * 3_000 : $1 })
      guard let whole = whole(set, x) else { return }
      for accumulates in [false, true] {
        let before = random.normals(rows)
        let y = Floats(before)
        set.multiply(
          format, stored[...], rows: rows, x: x, y: y, accumulates: accumulates, whole: whole)
        var worst = Worst()
        for row in 0..<rows {
          let start = accumulates ? Double(before[row]) : 0
          let terms = (0..<columns).map { weights[row * columns + $0] * Double(x[$0]) }
          worst.note(
            y[row], terms.reduce(start, +),
            tolerance: 3e-7 * terms.reduce(1) { $0 + abs($1) })
        }
        #expect(worst.isTolerable, "\(columns) columns: \(worst.error)")
      }
    }
  }

  @Test(arguments: InstructionSet.all)
  func `quants near nothing give sums near nothing`(set: InstructionSet) throws {
    let format = try #require(StoredFormat.all.first { $0.type == kernels_q8_0 })
    var random = SeededGenerator(seed: 40)
    var stored = format.randomBlocks(24, exponents: 0x3c...0x3c, using: &random)
    for place in stored.indices where place % format.bytes >= 2 {
      stored[place] = stored[place] / 128
    }
    let weights = format.values(stored)
    let x = Floats(random.normals(weights.count))
    guard let whole = whole(set, x) else { return }
    let y = Floats(count: 1)
    set.multiply(format, stored[...], rows: 1, x: x, y: y, whole: whole)
    let terms = weights.indices.map { weights[$0] * Double(x[$0]) }
    #expect(abs(Double(y[0]) - terms.reduce(0, +)) <= 1e-7 * terms.reduce(0) { $0 + abs($1) })
  }

  @Test(arguments: InstructionSet.available, StoredFormat.all)
  func `formats that take no whole numbers give the same bits with them`(
    set: InstructionSet, format: StoredFormat
  ) {
    var random = SeededGenerator(seed: 39)
    let stored = format.randomBlocks(8, exponents: 0x3c...0x3c, using: &random)
    let x = Floats(random.normals(8 * format.weights))
    guard let takes = unsafe set.table.pointee.takes_whole, let whole = whole(set, x) else {
      return
    }
    let (alone, beside) = (Floats(count: 1), Floats(count: 1))
    set.multiply(format, stored[...], rows: 1, x: x, y: alone)
    set.multiply(format, stored[...], rows: 1, x: x, y: beside, whole: whole)
    let isTaken = takes(format.type)
    #expect(isTaken || alone[0] == beside[0])
    #expect(isTaken || ![kernels_q4_k, kernels_q6_k].contains(format.type))
  }

  @Test(arguments: InstructionSet.all, StoredFormat.all)
  func `a row's sum of whole numbers is the same whatever rows are beside it`(
    set: InstructionSet, format: StoredFormat
  ) {
    var random = SeededGenerator(seed: 37)
    let rows = 7
    let stored = format.randomBlocks(rows * 8, exponents: 0x3c...0x3c, using: &random)
    let x = Floats(random.normals(8 * format.weights))
    guard let whole = whole(set, x) else { return }
    let together = Floats(count: rows)
    set.multiply(format, stored[...], rows: rows, x: x, y: together, whole: whole)
    for row in 0..<rows {
      let own = stored[row * stored.count / rows..<(row + 1) * stored.count / rows]
      let y = Floats(count: 1)
      set.multiply(format, own, rows: 1, x: x, y: y, whole: whole)
      #expect(y[0] == together[row])
    }
  }

  @Test(arguments: InstructionSet.all, [kernels_q4_k, kernels_q6_k, kernels_q8_0].map(\.rawValue))
  func `what is not finite stays so among whole numbers, and what is nothing is nothing`(
    set: InstructionSet, type: UInt32
  ) throws {
    let format = try #require(StoredFormat.all.first { $0.type.rawValue == type })
    var random = SeededGenerator(seed: 38)
    let stored = format.randomBlocks(512 / format.weights, exponents: 0x3c...0x3c, using: &random)
    for (value, isFinite) in [
      (Float.nan, false), (.infinity, false), (-.infinity, false), (0, true), (1e-38, true),
      (1e30, true),
    ] {
      var features = [Float](repeating: 0, count: 512)
      features[300] = value
      let x = Floats(features)
      guard let whole = whole(set, x) else { return }
      let y = Floats(count: 1)
      set.multiply(format, stored[...], rows: 1, x: x, y: y, whole: whole)
      #expect(y[0].isFinite == isFinite)
      let expected = format.values(stored)[300] * Double(value)
      #expect(!isFinite || abs(Double(y[0]) - expected) <= 1e-6 * abs(expected) + 1e-30)
    }
  }
}
