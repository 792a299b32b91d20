import FoundationEssentials

/// All figures of a run and the machine that they are of.
struct Report: Codable {
  var machine: Machine
  /// What the peer says that it is; nil when none was measured.
  var peer: String?
  var measurements: [Measurement] = []
  /// Where the time goes, an instruction set each.
  var breakdowns: [Breakdown] = []

  init(machine: Machine) { self.machine = machine }

  /// A row of the table: the figure, its range, the peer's, what it should reach, and a remark.
  static func line(_ m: Measurement) -> String {
    var columns = [
      m.name.padded(to: 57),
      String(repeating: " ", count: max(7 - m.value.rounded3.count, 0)) + m.value.rounded3,
      m.unit.padded(to: 8),
    ]
    if m.runs > 1 { columns.append("(\(m.least.rounded3) … \(m.greatest.rounded3))") }
    if let peer = m.peer, let ratio = m.ratioToPeer {
      columns.append("\(ratio.rounded3) × the peer's \(peer.rounded3)")
    }
    if let aim = m.aim { columns.append("[\(aim)]") }
    if let note = m.note { columns.append(note) }
    return columns.joined(separator: " ")
  }

  /// Writes the figures as JSON.
  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(self).write(to: URL(filePath: path), options: .atomic)
  }
}

extension String {
  /// The string with spaces behind it, up to a number of characters.
  fileprivate func padded(to count: Int) -> String {
    self + String(repeating: " ", count: max(count - self.count, 0))
  }
}
