/// Something that holds on a screen or not: `surprise > 10 bits and lens is entropy`.
public struct Condition: Equatable, Sendable {
  /// What must hold, all of it.
  public var comparisons: [Comparison]

  /// Whether it holds; false while a quantity in it has no value.
  ///
  /// - Parameter value: What a quantity is now; nil while that is unknown.
  public func holds(_ value: (Quantity) -> Value?) -> Bool {
    comparisons.allSatisfy { $0.holds(value) }
  }
}

/// A quantity beside a value or another quantity.
public struct Comparison: Equatable, Sendable {
  /// What is compared.
  public var quantity: Quantity
  /// How.
  public var relation: Relation
  /// With what.
  public var other: Operand

  /// A comparison of values of one kind.
  public init(quantity: Quantity, relation: Relation, other: Operand) {
    self.quantity = quantity
    self.relation = relation
    self.other = other
  }

  /// The right side of a comparison.
  public enum Operand: Equatable, Sendable {
    /// A value written in the lesson.
    case value(Value)
    /// Another quantity.
    case quantity(Quantity)
  }

  func holds(_ value: (Quantity) -> Value?) -> Bool {
    guard let left = value(quantity) else { return false }
    switch other {
    case .value(let right): return relation.holds(left, right)
    case .quantity(let quantity): return value(quantity).map { relation.holds(left, $0) } ?? false
    }
  }
}

/// How two values stand to each other.
public enum Relation: String, Hashable, Sendable, CaseIterable {
  /// By size.
  case less = "<"
  case atMost = "<="
  case more = ">"
  case atLeast = ">="
  /// The same number, but for one part in a thousand.
  case equal = "="
  /// Almost the same number, within 6 %: a notch of the temperature slider.
  case near
  /// The same word, spaces around it left aside.
  case same = "is"
  /// Another word.
  case different = "is not"
  /// A word with this one in it.
  case contains

  /// Whether it compares words.
  public var isOfWords: Bool { self == .same || self == .different || self == .contains }

  func holds(_ left: Value, _ right: Value) -> Bool {
    if case .word(let left) = left, case .word(let right) = right {
      return holds(trimmed(left), trimmed(right))
    }
    guard left.kind == right.kind, let a = left.size, let b = right.size else { return false }
    switch self {
    case .less: return a < b
    case .atMost: return a <= b
    case .more: return a > b
    case .atLeast: return a >= b
    case .equal: return a == b || abs(a - b) <= 1e-3 * max(abs(a), abs(b))
    case .near: return a == b || abs(a - b) <= 0.06 * max(abs(a), abs(b))
    case .same, .different, .contains: return false
    }
  }

  private func holds(_ left: Substring, _ right: Substring) -> Bool {
    switch self {
    case .same: left == right
    case .different: left != right
    case .contains: left.indices.contains { left[$0...].hasPrefix(right) }
    default: false
    }
  }
}

/// A text without the spaces at its ends. O(*n*).
func trimmed(_ text: some StringProtocol) -> Substring {
  var rest = Substring(text).drop(while: \.isWhitespace)
  while rest.last?.isWhitespace == true { rest.removeLast() }
  return rest
}
