/// One measured figure: its name is the sentence that a reader sees in the table.
struct Measurement: Codable {
  /// What was measured.
  var name: String
  /// The middle of several runs.
  var value: Double
  /// The unit of the value, such as `tokens/s`.
  var unit: String
  /// The least and the greatest of the runs.
  var least: Double, greatest: Double
  /// The number of runs.
  var runs: Int

  /// The middle of several values; at least one.
  init(_ name: String, _ values: [Double], unit: String) {
    let sorted = values.sorted()
    self.name = name
    self.unit = unit
    value = sorted[sorted.count / 2]
    least = sorted[0]
    greatest = sorted[sorted.count - 1]
    runs = sorted.count
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

/// The seconds that something takes, run by run, after one run that warms the caches.
func seconds(runs: Int, _ body: () throws -> Void) rethrows -> [Double] {
  try body()
  return try (0..<runs).map { _ in try ContinuousClock().measure(body).seconds }
}
