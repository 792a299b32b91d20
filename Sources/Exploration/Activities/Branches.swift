import InformationTheory
import Scoring

/// The ways in which a text went on, as a tree: nothing that was generated is lost.
///
/// The first branch is the text as it was. Every other one left its parent at a token, and keeps its
/// whole text, whose arrays it shares with its parent until one of them grows.
public struct Branches: Sendable {
  /// One way in which the text went on.
  public struct Branch: Sendable {
    /// The branch that it left; nil for the text as it was.
    public var parent: Int?
    /// The tokens that it shares with its parent.
    public var fork: Int
    /// Its text, as it was when it was last left; the present one's is the explorer's.
    public var text: ScoredText
  }

  /// Every branch, in the order in which they were made.
  public private(set) var all: [Branch]
  /// The branch that the explorer shows.
  public private(set) var current = 0
  /// The branches shown before, the last one last.
  private var trail: [Int] = []

  /// The tree of a text that went on in no way yet.
  init(_ text: ScoredText) { all = [Branch(parent: nil, fork: 0, text: text)] }

  /// Keeps what the present branch has become.
  mutating func keep(_ text: ScoredText) { all[current].text = text }

  /// Whether another branch was shown before.
  var canGoBack: Bool { !trail.isEmpty }

  /// Whether the last of so many tokens was generated in the present branch.
  func canTakeBack(from count: Int) -> Bool { current > 0 && count > all[current].fork }

  /// Begins a branch that leaves the present one at a token.
  mutating func fork(at token: Int, leaving text: ScoredText) {
    keep(text)
    trail.append(current)
    all.append(Branch(parent: current, fork: token, text: text))
    current = all.count - 1
  }

  /// Goes to a branch and returns its text.
  mutating func go(to branch: Int, leaving text: ScoredText) -> ScoredText {
    keep(text)
    trail.append(current)
    current = branch
    return all[branch].text
  }

  /// Goes back to the branch shown before and returns its text; nil when there is none.
  mutating func goBack(leaving text: ScoredText) -> ScoredText? {
    guard let last = trail.popLast() else { return nil }
    keep(text)
    current = last
    return all[last].text
  }

  /// How many tokens of the present branch were there before anything was generated; nil when it is
  /// the text as it was. O(*n*) in the branches.
  var given: Int? {
    var (branch, given) = (current, Int?.none)
    while let parent = all[branch].parent {
      given = min(all[branch].fork, given ?? .max)
      branch = parent
    }
    return given
  }

  /// A branch in its place in the tree as it is drawn.
  public struct Place: Hashable, Sendable {
    /// The branch.
    public var branch: Int
    /// How many branches it stands on.
    public var depth: Int
  }

  /// Every branch below the one that it left, from the first on. O(*n*²).
  public var places: [Place] {
    var places: [Place] = []
    var waiting = [Place(branch: 0, depth: 0)]
    while let place = waiting.popLast() {
      places.append(place)
      waiting += all.indices.reversed().filter { all[$0].parent == place.branch }
        .map { Place(branch: $0, depth: place.depth + 1) }
    }
    return places
  }
}
