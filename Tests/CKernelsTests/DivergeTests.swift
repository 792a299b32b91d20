import Basics
import CKernels
import InformationTheory
import TestSupport
import Testing

/// The sums from which the divergences of two models follow.
@Suite struct DivergeTests {
  private func sums(_ p: [Float], _ q: [Float], beta: Double, _ set: InstructionSet) -> [Double] {
    var out = [Double](repeating: 0, count: 4)
    unsafe set.table.pointee.diverge(p, q, p.count, beta, &out)
    return out
  }

  @Test(arguments: InstructionSet.available, [0.01, 0.2, 1, 3, 20])
  func `sums over two rows are those of their formulas in float64`(
    set: InstructionSet, beta: Double
  ) {
    var random = SeededGenerator(seed: 7)
    for count in [1, 7, 8, 15, 16, 17, 300, 4_099] {
      let p = random.normals(count).map { $0 * 9 - 3 }
      let q = zip(p, random.normals(count)).map { $0 + $1 * 0.3 + 40 }
      let (a, b) = (measured(p, beta), measured(q, beta))
      let found = sums(p, q, beta: beta, set)
      let terms = zip(a, b).map { a, b in
        [exp(a), exp(b), exp(a) * (a - b), exp(b) * (b - a)]
      }
      for place in 0..<4 {
        let expected = terms.reduce(0) { $0 + $1[place] }
        let size = terms.reduce(0) { $0 + abs($1[place]) }
        #expect(abs(found[place] - expected) <= 1e-14 * size, "\(count), sum \(place)")
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func `an impossible entry leaves no number, and equal rows no difference`(set: InstructionSet) {
    let p: [Float] = (0..<40).map { Float($0) / 3 }
    let same = sums(p, p, beta: 0.7, set)
    #expect(same[0] == same[1] && same[2] == 0 && same[3] == 0)
    for place in [0, 9, 39] {
      var q = p
      q[place] = -.infinity
      #expect(!sums(p, q, beta: 1, set)[2].isFinite)
    }
  }

  /// Logits from the largest, times β.
  private func measured(_ row: [Float], _ beta: Double) -> [Double] {
    let top = Double(row.max() ?? 0)
    return row.map { (Double($0) - top) * beta }
  }
}
