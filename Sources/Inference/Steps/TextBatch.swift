import CKernels

/// Texts that are read in one batch, each in a context of its own. Tokens with the same tokens before them
/// are read once: the lanes are the nodes of the tree that the texts make.
package struct TextBatch {
  /// Tokens that one text without a prefix may take in the cache: a slot begins at a multiple of these.
  static let slotTokens = 32

  /// What the model has read already of what stands before a text, beside whole chunks of keys, and where in
  /// the cache it is put.
  struct Beginning {
    var tokens: Range<Int>
    var base: Int
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
  private(set) var beginnings: [Beginning] = []
  /// The questions, each once.
  package private(set) var questions: [Question] = []
  /// The readings, in order; a shortened text has but its question.
  private(set) var texts: [Text] = []

  private let behind: Int, limit: Int, capacity: Int
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
    (behind, self.limit, self.capacity) = (count, limit, capacity)
  }

  /// Adds a text; false, and nothing is changed, where there is no room for it.
  package mutating func add(_ reading: Reading) -> Bool {
    let end = reading.targets.upperBound - 1  // the last target itself need not be read
    let own = reading.sequence[min(behind, end)..<end]
    let first = max(reading.targets.lowerBound - 1, 0)
    let path = knownPath(own)
    let slot = Slot(of: end, behind: behind, at: room)
    let new = (first..<max(end, first)).count { place in
      place - behind >= path.count
        || known[Question(lane: path[place - behind], target: reading.sequence[place + 1])] == nil
    }
    guard hasRoom(for: slot, lanes: own.count - path.count, questions: new) else { return false }
    let lanes = append(own, path, slot)
    let asked = (first..<max(end, first)).map { place in
      ask(Question(lane: lanes[place - behind], target: reading.sequence[place + 1]))
    }
    texts.append(
      Text(
        asked: asked, place: reading.origin + reading.targets.lowerBound,
        isFirstUnscored: reading.targets.lowerBound == 0))
    take(slot)
    return true
  }

  /// Adds a text that the model has read already, without one of its tokens, the others at their positions, and asks
  /// for its last token; false, and nothing is changed, where there is no room for it.
  package mutating func add(_ text: ShortenedText) -> Bool {
    let read = text.read
    let slot = Slot(of: read.upperBound, behind: text.behind, at: room)
    guard hasRoom(for: slot, lanes: read.count, questions: 1) else { return false }
    places += read.map {
      TokenRun(
        lane: tokens.count + $0 - read.lowerBound, count: 1, position: $0, bases: [slot.base],
        apart: slot.apart, leftOut: text.hidden)
    }
    tokens += text.sequence[read]
    _ = ask(Question(lane: tokens.count - 1, target: text.target))
    take(slot)
    return true
  }

  /// The place of a text's keys in the cache.
  private struct Slot {
    /// Where it begins, and how many keys it takes.
    let base: Int, room: Int
    /// How many tokens the model has read already, and how many of them stay where they are.
    let behind: Int, apart: Int

    init(of count: Int, behind: Int, at base: Int) {
      (self.base, self.behind) = (base, behind)
      apart = behind / Int(kernels_chunk_keys) * Int(kernels_chunk_keys)
      room = (count - apart).roundedUp(to: slotTokens)
    }
  }

  private func hasRoom(for slot: Slot, lanes: Int, questions count: Int) -> Bool {
    tokens.count + lanes <= limit && room + slot.room <= capacity
      && questions.count + count <= limit
  }

  private mutating func take(_ slot: Slot) {
    if slot.apart < slot.behind {
      beginnings.append(Beginning(tokens: slot.apart..<slot.behind, base: slot.base))
    }
    room += slot.room
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
    _ own: ArraySlice<Int32>, _ path: [Int], _ slot: Slot
  ) -> [Int] {
    var lanes = path
    for lane in path { places[lane].bases.append(slot.base) }
    for token in own.dropFirst(path.count) {
      nodes[Edge(parent: lanes.last ?? -1, token: token)] = tokens.count
      places.append(
        TokenRun(
          lane: tokens.count, count: 1, position: slot.behind + lanes.count, bases: [slot.base],
          apart: slot.apart))
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
