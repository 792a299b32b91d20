import Basics
import InformationTheory

/// The unit in which amounts of information are shown.
public enum Unit: String, Hashable, Sendable, CaseIterable {
  /// Powers of two: one bit is a coin toss.
  case bits
  /// Powers of e: the unit of losses.
  case nats

  /// An amount in this unit.
  public func amount(_ information: Information) -> Double {
    self == .bits ? information.bits : information.nats
  }
}

/// What the colours of the text and the bars of the strip show.
public enum Lens: String, Hashable, Sendable, CaseIterable {
  /// Surprisal: −ln p of the token that came.
  case surprise
  /// p of the token that came.
  case probability
  /// Its rank among all tokens.
  case rank
  /// The entropy of the distribution before it: how unsure the model was.
  case entropy
  /// Surprisal less entropy: more surprising than the model itself expected to be surprised.
  case excess
  /// What a change of the text added to the surprisal: that in the changed text less that in the
  /// original.
  case change
  /// What a token bought of another: by how much that is more surprising without it.
  case bought

  /// Whether its values have a sign, and its colours run from none to either side.
  public var isSigned: Bool { self == .change || self == .bought }

  /// The step of a signed value that means no change worth a colour.
  public static let middleStep = 3

  /// The name that a reader sees.
  public var title: String { self == .excess ? "surprise − entropy" : rawValue }

  /// Whether its values are amounts of information, shown in the current unit.
  public var isInformation: Bool { self != .probability && self != .rank }

  /// What it shows of a token of which these are known; nil where more is needed. O(1).
  public func value(_ surprisal: Information, _ entropy: Information) -> Double? {
    switch self {
    case .surprise: surprisal.bits
    case .probability: 1 / surprisal.perplexity
    case .entropy: entropy.bits
    case .excess: (surprisal - entropy).bits
    case .rank, .change, .bought: nil
    }
  }

  /// Where each step of the ramp begins, but for the first: bits, probabilities (falling) or ranks.
  public var thresholds: [Double] {
    switch self {
    case .surprise: [1, 3, 6, 10, 15]
    case .probability: [0.5, 0.1, 0.01, 0.001, 0.0001]
    case .rank: [2, 6, 26, 101, 1_001]
    case .entropy: [1, 2, 4, 6, 8]
    case .excess: [-2, 0, 2, 5, 9]
    case .change, .bought: [-3, -1, -0.25, 0.25, 1, 3]
    }
  }

  /// The step of a value, 0 … 5; 0 … 6 where values are signed. O(1).
  public func step(_ value: Double) -> Int {
    thresholds.count { self == .probability ? value < $0 : value >= $0 }
  }

  /// How tall the bar of a value is, 0 … 1, without its sign: linear in bits; logarithmic for ranks.
  public func height(_ value: Double) -> Double {
    let height =
      switch self {
      case .surprise: value / 16
      case .probability: value
      case .rank: log10(max(value, 1)) / 4
      case .entropy: value / 10
      case .excess: (value + 4) / 16
      case .change, .bought: abs(value) / 8
      }
    return min(max(height, 0), 1)
  }

  /// The value of a bar of full height: bits, a probability or a rank.
  public var fullHeight: Double {
    switch self {
    case .surprise: 16
    case .probability: 1
    case .rank: 10_000
    case .entropy: 10
    case .excess: 12
    case .change, .bought: 8
    }
  }
}
