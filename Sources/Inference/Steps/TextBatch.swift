/// Texts that are read in one batch, each in a context of its own. Tokens with the same tokens before them
/// are read once: the lanes are the nodes of the tree that the texts make.
package struct TextBatch {
  /// Tokens that one text without a prefix may take in the cache: a slot begins at a multiple of these.
  static let slotTokens = 32

  /// What stands before all texts, as far as the model has read it already.
  struct Prefix {
    var count: Int
    /// Where in the cache the texts begin.
    var bases: [Int] = []
  }

  /// What is asked: which token came after the one in a lane.
  package struct Question: Hashable {
    var lane: Int
    var target: Int32
  }

  /// What is asked of a text.
  struct Text {
    /// The questions, as indices, in the order of the targets.
    var asked: [Int]
    /// The place in the text of the first target.
    var place: Int
    /// Whether the first target has nothing before it.
    var isFirstUnscored: Bool
  }

  package private(set) var tokens: [Int32] = []
  private var places: [TokenRun] = []  // one a lane
  private(set) var prefix: Prefix?
  /// The questions, each once.
  package private(set) var questions: [Question] = []
  /// The texts, in order.
  private(set) var texts: [Text] = []

  private let limit: Int, capacity: Int
  private var room = 0
  private var nodes: [Edge: Int] = [:]
  private var known: [Question: Int] = [:]

  /// From a token, or from the beginning, to the next.
  private struct Edge: Hashable {
    var parent: Int
    var token: Int32
  }

  /// No texts yet, behind so many tokens that all have in common.
  ///
  /// - Parameters:
  ///   - limit: The most tokens and the most questions.
  ///   - capacity: The tokens that the cache has room for.
  package init(behind count: Int, limit: Int, capacity: Int) {
    prefix = count > 0 ? Prefix(count: count) : nil
    (self.limit, self.capacity) = (limit, capacity)
  }

  /// Adds a text; false, and nothing is changed, where there is no room for it.
  package mutating func add(_ reading: Reading) -> Bool {
    let behind = prefix?.count ?? 0
    let end = reading.targets.upperBound - 1  // the last target itself need not be read
    let own = reading.sequence[min(behind, end)..<end]
    let first = max(reading.targets.lowerBound - 1, 0)
    let (path, slot) = (knownPath(own), end.roundedUp(to: Self.slotTokens))
    let new = (first..<max(end, first)).count { place in
      place - behind >= path.count
        || known[Question(lane: path[place - behind], target: reading.sequence[place + 1])] == nil
    }
    guard tokens.count + own.count - path.count <= limit, room + slot <= capacity,
      questions.count + new <= limit
    else { return false }
    let lanes = append(own, path, at: behind)
    let asked = (first..<max(end, first)).map { place in
      ask(Question(lane: lanes[place - behind], target: reading.sequence[place + 1]))
    }
    texts.append(
      Text(
        asked: asked, place: reading.origin + reading.targets.lowerBound,
        isFirstUnscored: reading.targets.lowerBound == 0))
    prefix?.bases.append(room)
    room += slot
    return true
  }

  /// The lanes of the first tokens, as far as other texts have them.
  private func knownPath(_ tokens: ArraySlice<Int32>) -> [Int] {
    var path: [Int] = []
    for token in tokens {
      guard let lane = nodes[Edge(parent: path.last ?? -1, token: token)] else { break }
      path.append(lane)
    }
    return path
  }

  /// The lanes of a text's own tokens. Those that are there already are kept for it as well.
  private mutating func append(
    _ own: ArraySlice<Int32>, _ path: [Int], at position: Int
  ) -> [Int] {
    var lanes = path
    for lane in path { places[lane].bases.append(room) }
    for token in own.dropFirst(path.count) {
      nodes[Edge(parent: lanes.last ?? -1, token: token)] = tokens.count
      places.append(
        TokenRun(lane: tokens.count, count: 1, position: position + lanes.count, bases: [room]))
      lanes.append(tokens.count)
      tokens.append(token)
    }
    return lanes
  }

  /// The lanes, as long runs of them. O(*n*).
  var runs: [TokenRun] {
    var runs: [TokenRun] = []
    for place in places {
      if let last = runs.last, last.goesOn(in: place) {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(place)
      }
    }
    return runs
  }

  private mutating func ask(_ question: Question) -> Int {
    if let index = known[question] { return index }
    known[question] = questions.count
    questions.append(question)
    return questions.count - 1
  }
}
