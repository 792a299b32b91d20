import Basics

/// A sum of amounts over a sum of sizes, such as nats over tokens or bits over bytes, and how far it may
/// be off.
///
/// Both sums run over units that count as drawn alike and independently of one another: tokens, windows,
/// lines. The standard error of the ratio r = Σy / Σx over n units is
///
///     √(n / (n − 1) · Σ(y − r·x)²) / Σx
///
/// (Cochran 1977, § 6.4). Where every size is 1 that is the standard error of a mean, s / √n; where a unit
/// holds many tokens it is that of a sample of clusters.
public struct RatioOfSums: Equatable, Sendable {
  /// The number of units.
  public private(set) var units = 0
  /// The sums of the amounts and of the sizes.
  public private(set) var amount = 0.0, size = 0.0
  /// A ratio near that of the sums: squares of what differs from it keep the digits that those of the
  /// amounts lose.
  private var pivot = 0.0
  /// Σd², Σd·x and Σx² of the differences d = y − pivot · x.
  private var squares = 0.0, products = 0.0, squaredSizes = 0.0

  /// Nothing yet.
  public init() {}

  /// Adds a unit. O(1).
  public mutating func add(_ amount: Double, per size: Double) {
    if self.size == 0, size > 0 { turn(to: amount / size) }
    let difference = amount - pivot * size
    units += 1
    self.amount += amount
    self.size += size
    squares += difference * difference
    products += difference * size
    squaredSizes += size * size
  }

  /// Adds the units of others. O(1).
  public mutating func append(_ others: RatioOfSums) {
    if size == 0, others.size > 0 { turn(to: others.pivot) }
    var others = others
    others.turn(to: pivot)
    units += others.units
    amount += others.amount
    size += others.size
    squares += others.squares
    products += others.products
    squaredSizes += others.squaredSizes
  }

  /// Measures the differences from another ratio.
  private mutating func turn(to ratio: Double) {
    let step = pivot - ratio
    squares += 2 * step * products + step * step * squaredSizes
    products += step * squaredSizes
    pivot = ratio
  }

  /// The ratio; nil without a size.
  public var value: Double? { size > 0 ? amount / size : nil }

  /// Its standard error; nil where it has none, with fewer than two units or an infinite amount.
  public var standardError: Double? {
    guard units > 1, size > 0 else { return nil }
    var centred = self
    centred.turn(to: amount / size)
    let error = (Double(units) / Double(units - 1) * max(centred.squares, 0)).squareRoot() / size
    return error.isFinite ? error : nil
  }
}

extension RatioOfSums {
  /// All that it holds, as numbers.
  var numbers: [Double] {
    [Double(units), amount, size, pivot, squares, products, squaredSizes]
  }

  /// The ratio with these numbers; nil where they are not seven, or the first is no count.
  init?(numbers: some Collection<Double>) {
    let numbers = Array(numbers)
    guard numbers.count == 7, let units = Int(exactly: numbers[0]) else { return nil }
    self.units = units
    (amount, size, pivot) = (numbers[1], numbers[2], numbers[3])
    (squares, products, squaredSizes) = (numbers[4], numbers[5], numbers[6])
  }
}
