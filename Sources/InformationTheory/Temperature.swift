import Basics

/// The temperature T of a softmax: 0 and above, infinity included.
///
/// Logits are divided by it before they are exponentiated. It changes every probability and never
/// a rank. At 0 the best token is certain (ties share); at infinity all tokens are equally likely.
public struct Temperature: Hashable, Sendable, Comparable {
  /// The temperature itself; 1 leaves the model as it is.
  public let value: Double

  /// The inverse temperature β = 1/T: infinity at 0, and 0 at infinity.
  public var beta: Double { 1 / value }

  /// The model as it was trained.
  public static let one = Temperature(unchecked: 1)

  /// A temperature, or nil for a negative number or not a number.
  public init?(_ value: Double) {
    guard value >= 0 else { return nil }
    self.value = value == 0 ? 0 : value
  }

  private init(unchecked value: Double) { self.value = value }

  /// Orders temperatures from cold to hot.
  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}

extension Temperature {
  /// Where the slider ends: 0.05 … 5.
  public static let sliderRange = Temperature(unchecked: 0.05)...Temperature(unchecked: 5)

  /// The slider's notches from cold to hot: forty to a factor of ten, with exactly 1 among them.
  public static let notches: [Temperature] = (-52...28).map { step in
    switch step {
    case -52: sliderRange.lowerBound
    case 28: sliderRange.upperBound
    case 0: one
    default: Temperature(unchecked: pow(10, Double(step) / 40))
    }
  }

  /// The notch so many steps hotter (or colder, for a negative count), stopping at the slider's ends.
  ///
  /// From between two notches the first step lands on the neighbour in that direction.
  public func moved(byNotches steps: Int) -> Temperature {
    guard steps != 0 else { return self }
    let notches = Self.notches
    let start =
      steps > 0
      ? (notches.lastIndex { $0 <= self } ?? -1)
      : (notches.firstIndex { $0 >= self } ?? notches.count)
    return notches[min(max(start + steps, 0), notches.count - 1)]
  }

  /// Where this temperature lies along the slider, on a logarithmic scale: 0 at 0.05, 1 at 5.
  public var sliderFraction: Double {
    let (low, high) = (
      log(Self.sliderRange.lowerBound.value), log(Self.sliderRange.upperBound.value)
    )
    return min(max((log(value) - low) / (high - low), 0), 1)
  }

  /// The notch nearest to a place along the slider, 0 … 1.
  public static func notch(atSliderFraction fraction: Double) -> Temperature {
    notches.min { abs($0.sliderFraction - fraction) < abs($1.sliderFraction - fraction) } ?? one
  }
}
