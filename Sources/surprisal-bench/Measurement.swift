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
  /// The peer's figure for the same, and ours over it; nil where there is none.
  private(set) var peer: Double?, ratioToPeer: Double?
  /// The figure to be reached, such as `at least 600`.
  private(set) var aim: String?
  /// The figure said in another way, or how it was made.
  private(set) var note: String?

  /// The middle of several values; at least one.
  init(_ name: String, _ values: [Double], unit: String) {
    let sorted = values.sorted()
    self.name = name
    self.unit = unit
    value = values.middle
    least = sorted[0]
    greatest = sorted[sorted.count - 1]
    runs = sorted.count
  }

  /// One figure over another of the same kind. Its range is that of all pairs of runs.
  init(_ name: String, _ above: Measurement, over below: Measurement) {
    self.init(name, [above.value / below.value], unit: "×")
    least = above.least / below.greatest
    greatest = above.greatest / below.least
    runs = min(above.runs, below.runs)
  }

  /// The figure beside a peer's, given as its runs in the same unit; unchanged when there are none.
  func beside(_ peer: [Double]?) -> Self {
    guard let peer, !peer.isEmpty else { return self }
    var result = self
    result.peer = peer.middle
    result.ratioToPeer = value / peer.middle
    return result
  }

  /// The figure with what it should reach.
  func aiming(_ aim: String?) -> Self {
    var result = self
    result.aim = aim
    return result
  }

  /// The figure with a remark.
  func noting(_ note: String) -> Self {
    var result = self
    result.note = note
    return result
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

extension [Double] {
  /// The middle of several values; at least one.
  var middle: Double { sorted()[count / 2] }
}

extension BinaryInteger {
  /// The number with a comma between each three digits.
  var grouped: String {
    let digits = Array(String(self))
    return digits.indices.map { index in
      let left = digits.count - index
      return index > 0 && left % 3 == 0 ? ",\(digits[index])" : "\(digits[index])"
    }.joined()
  }
}

extension Double {
  /// The number with the three digits that count.
  var rounded3: String {
    guard self != 0, isFinite else { return "\(self)" }
    guard abs(self) >= 1e-3 else { return scientific }
    var scale = 1.0
    while abs(self) * scale < 100 { scale *= 10 }
    let result = (self * scale).rounded() / scale
    return abs(result) >= 100 ? Int(result).grouped : "\(result)"
  }

  /// Two digits and a power of ten, such as `2.5e-5`.
  private var scientific: String {
    var (digits, power) = (self, 0)
    while abs(digits) < 1 { (digits, power) = (digits * 10, power - 1) }
    return "\((digits * 10).rounded() / 10)e\(power)"
  }
}
