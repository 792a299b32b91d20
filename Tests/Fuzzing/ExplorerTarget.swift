import Display
import Exploration
import ExplorationFixtures

extension FuzzTarget {
  /// Whatever happens to an explorer, its invariants hold after every event, and its screen can be
  /// drawn at any size, with nothing in it that acts on a terminal.
  ///
  /// The bytes are the seed of an explorer and of all that happens to it. Events that are random are
  /// not small damage of other events, so libFuzzer's coverage helps little here.
  public static let explorer = FuzzTarget(
    name: "explorer", seeds: (0..<8).map { [UInt8($0)] }, shortRun: 12
  ) { bytes in
    // FNV-1a (Fowler, Noll and Vo 1991): every byte counts.
    let seed = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    var fault: String?
    let broken = exploreAtRandom(seed: seed, events: 150, length: 150) { explorer in
      fault = fault ?? faultOfFrame(explorer)
    }
    return FuzzOutcome(complaint: broken?.description ?? fault)
  }

  private static func faultOfFrame(_ explorer: Explorer) -> String? {
    let frame = render(explorer, rows: explorer.rows, columns: explorer.columns)
    guard frame.cells.count == frame.rows * frame.columns else { return "a frame of another size" }
    if let cursor = frame.cursor,
      !(0..<frame.rows).contains(cursor.row) || !(0..<frame.columns).contains(cursor.column)
    {
      return "the cursor is at \(cursor) of \(frame.rows)×\(frame.columns)"
    }
    let scalars = frame.cells.lazy.flatMap(\.glyph.unicodeScalars)
    let control = scalars.first { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    return control.map { "U+\(String($0.value, radix: 16)) on the screen" }
  }
}
