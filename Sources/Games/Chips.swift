/// The rules of a bet: 100 chips on the options of a question, at least one on each, since nobody
/// can be certain.
public enum Chips {
  /// The chips of a bet.
  public static let count = 100
  /// The least that lies on an option.
  public static let least = 1

  /// The least bet on so many options; the rest is still in the hand.
  public static func start(options: Int) -> [Int] { Array(repeating: least, count: options) }

  /// Spreads what is not bet yet evenly over all options, the first ones taking the remainder. O(*n*).
  public static func spreadingRest(of bet: [Int]) -> [Int] {
    guard !bet.isEmpty else { return bet }
    let (share, remainder) = (count - bet.reduce(0, +)).quotientAndRemainder(dividingBy: bet.count)
    return bet.enumerated().map { $1 + share + ($0 < remainder ? 1 : 0) }
  }

  /// Whole chips in proportion to probabilities, by largest remainders. O(*n* log *n*).
  public static func rounding(_ probabilities: [Double]) -> [Int] {
    let free = Double(count - least * probabilities.count)
    let total = probabilities.reduce(0, +)
    let wishes = probabilities.map { $0 / total * free }
    var bet = wishes.map { least + Int($0) }
    let byRemainder = wishes.indices.sorted {
      (wishes[$1] - wishes[$1].rounded(.down), $0) < (wishes[$0] - wishes[$0].rounded(.down), $1)
    }
    for place in byRemainder.prefix(count - bet.reduce(0, +)) { bet[place] += 1 }
    return bet
  }

  /// Whether a bet keeps the rules for so many options.
  public static func isComplete(_ bet: [Int], options: Int) -> Bool {
    bet.count == options && bet.allSatisfy { (least...count).contains($0) }
      && bet.reduce(0, +) == count
  }
}
