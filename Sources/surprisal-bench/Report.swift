import FoundationEssentials

/// All figures of a run and the machine that they are of.
struct Report: Codable {
  var machine: Machine
  var measurements: [Measurement] = []

  init(machine: Machine) { self.machine = machine }

  /// A row of the table.
  static func line(_ m: Measurement) -> String {
    let name = m.name + String(repeating: " ", count: max(1, 64 - m.name.count))
    return "\(name) \(rounded(m.value)) \(m.unit)  (\(rounded(m.least)) … \(rounded(m.greatest)))"
  }

  /// Writes the figures as JSON.
  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(self).write(to: URL(filePath: path), options: .atomic)
  }

  /// Three digits that count.
  private static func rounded(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "\(value)" }
    var scale = 1.0
    while abs(value) * scale < 100 { scale *= 10 }
    let result = (value * scale).rounded() / scale
    return abs(result) >= 100 ? "\(Int(result))" : "\(result)"
  }
}
