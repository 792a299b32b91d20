import Basics

/// Reads a text byte by byte as its source would: how likely is each next byte, when all that is known is
/// the line so far? Every derivation that fits the line is carried along with its probability, so the
/// answer is exact.
///
/// Its sums are of float64 numbers in a fixed order. A byte that the source can never say has probability
/// 0; what is left of its line then says nothing, and the next line is read again.
public struct SourceReader: Sendable {
  private let graph: Graph
  /// What fits the line so far; nothing when the source cannot have said it.
  private(set) var readings: [Reading] = []
  /// How every line begins.
  private var beginning: [Reading] = []
  /// What the byte at hand leaves.
  private var next: [Reading] = []
  private var trail = Trail()
  /// The kinds of the bytes of the last line that was read to its end.
  public private(set) var lastLine: [ByteKind] = []

  /// Begins to read at the beginning of a line.
  public init(_ source: Source) { self.init(source.graph) }

  /// The same for all ways through a line.
  init(_ graph: Graph) {
    self.graph = graph
    enter(graph.start, .zero, mass: 1, after: Trail.start, agrees: false)
    settle()
    beginning = readings
  }

  /// The probability of each next byte: `[256]`, which sum to one. All are alike where the source cannot
  /// have said what stands before. O(256 + *r*) for *r* readings.
  public var distribution: [Double] {
    guard !readings.isEmpty else { return Array(repeating: 1.0 / 256, count: 256) }
    var result = Array(repeating: 0.0, count: 256)
    for reading in readings {
      switch reading.place {
      case .text(let place, _): result[Int(graph.texts.bytes[place])] += reading.mass
      case .word(let rule, let node):
        guard let tree = graph.trees[rule] else { continue }
        let scale = reading.mass / Double(tree.nodes[node].openWeight)
        for child in tree.nodes[tree.nodes[node].children] {
          result[Int(child.byte)] += scale * Double(child.weight)
        }
      }
    }
    return result
  }

  /// Takes in the byte that came, and returns how likely it was. O(*r*) for *r* readings.
  @discardableResult
  public mutating func take(_ byte: UInt8) -> Double {
    guard !readings.isEmpty else { return takeUnread(byte) }
    next.removeAll(keepingCapacity: true)
    var (all, fitting, isChoice) = (0.0, 0.0, false)
    for reading in readings {
      let share = goOn(reading, with: byte)
      all += reading.mass
      fitting += reading.mass * share
      isChoice = isChoice || share < 1
    }
    trail.choices.append(isChoice)
    if byte == UInt8(ascii: "\n") { endLine() } else { settle() }
    return fitting / all
  }

  /// How the word at hand ends if a derivation goes on; nil where ways part.
  func endOfWord(_ reading: Reading) -> [UInt8]? {
    guard case .text(var place, var end) = reading.place else { return nil }
    var (step, word) = (reading.step, [UInt8]())
    while true {
      while place < end, graph.texts.bytes[place].isInWord {
        word.append(graph.texts.bytes[place])
        place += 1
      }
      guard place == end, case .spell(_, let next) = graph.steps[step],
        case .spell(let spelling, _) = graph.steps[next]
      else { return word }
      let text = graph.texts[spelling.text(reading.memory)]
      (place, end, step) = (text.lowerBound, text.upperBound, next)
    }
  }

  /// The kinds of the bytes of the line so far, by the likeliest derivation.
  public var openLine: [ByteKind] {
    trail.kinds(upTo: readings.max { $0.mass < $1.mass }?.mark ?? Trail.start)
  }

  /// A byte of a line that the source cannot have said: any is as likely.
  private mutating func takeUnread(_ byte: UInt8) -> Double {
    trail.choices.append(true)
    if byte == UInt8(ascii: "\n") { endLine() }
    return 1.0 / 256
  }

  private mutating func endLine() {
    // What ended the line left its mark last, and no text has a line's end in it.
    lastLine = trail.kinds(upTo: next.isEmpty ? Trail.start : next[0].mark)
    trail = Trail()
    readings = beginning
    next.removeAll(keepingCapacity: true)
  }
}

/// A derivation as far as the line is read, and what it says next.
struct Reading: Sendable {
  /// Its probability among all that fit.
  var mass: Double
  /// What it remembers.
  var memory: Graph.Memory.Words
  /// The step that it is in.
  var step: Int
  /// Where it is in that step.
  var place: Place
  /// What makes the next byte.
  var kind: ByteKind
  /// The mark that its last byte left on the trail.
  var mark: Int

  enum Place: Hashable, Sendable {
    /// Before a byte of the pool of texts, in a text that ends somewhere.
    case text(Int, end: Int)
    /// At a node of a rule's tree of words.
    case word(rule: Int, node: Int)
  }
}

// MARK: - Derivations

extension SourceReader {
  /// Lets a reading go on with a byte, where it can, and returns the share of it that does.
  private mutating func goOn(_ reading: Reading, with byte: UInt8) -> Double {
    switch reading.place {
    case .text(let place, let end):
      guard graph.texts.bytes[place] == byte else { return 0 }
      var rest = reading
      rest.mark = trail.leave(reading)
      if place + 1 < end {
        rest.place = .text(place + 1, end: end)
        if case .spell(let spelling, _) = graph.steps[reading.step] { rest.kind = spelling.kind }
        next.append(rest)
      } else if case .spell(_, let step) = graph.steps[reading.step] {
        enter(step, reading.memory, mass: reading.mass, after: rest.mark, agrees: false)
      } else {
        next.append(rest)
      }
      return 1
    case .word(let rule, let node):
      guard let tree = graph.trees[rule], let child = tree.child(of: node, by: byte) else {
        return 0
      }
      let share = Double(tree.nodes[child].weight) / Double(tree.nodes[node].openWeight)
      var rest = reading
      rest.mass *= share
      rest.mark = trail.leave(reading)
      rest.kind = .spelling
      reach(child, of: tree, rule, rest)
      return share
    }
  }

  /// Comes to a node of a rule's tree: a word may end here, and others go on.
  private mutating func reach(_ node: Int, of tree: WordTree, _ rule: Int, _ reading: Reading) {
    let found = tree.nodes[node]
    guard case .word(_, let memory, let step) = graph.steps[reading.step] else { return }
    if found.word >= 0 {
      var words = reading.memory
      if memory != Graph.Memory.empty { words[memory] = UInt16(found.word) }
      let share = Double(found.endWeight) / Double(found.weight)
      enter(
        step, words, mass: reading.mass * share, after: reading.mark,
        agrees: reading.kind == .agreement)
    }
    if found.openWeight > 0 {
      var rest = reading
      rest.mass *= Double(found.openWeight) / Double(found.weight)
      rest.place = .word(rule: rule, node: node)
      next.append(rest)
    }
  }

  /// Begins a step, and what it leads to without a byte.
  ///
  /// - Parameter agrees: Whether an ending was empty, so that the next byte stands in its place.
  private mutating func enter(
    _ step: Int, _ memory: Graph.Memory.Words, mass: Double, after mark: Int, agrees: Bool
  ) {
    func reading(_ place: Reading.Place, _ kind: ByteKind) -> Reading {
      Reading(
        mass: mass, memory: memory, step: step, place: place, kind: agrees ? .agreement : kind,
        mark: mark)
    }
    switch graph.steps[step] {
    case .end:
      let text = graph.texts[TextPool.lineEnd]
      next.append(reading(.text(text.lowerBound, end: text.upperBound), .frame))
    case .fork(let branches, let total):
      for branch in graph.branches[branches] {
        let share = Double(branch.weight) / Double(total)
        enter(branch.target, memory, mass: mass * share, after: mark, agrees: agrees)
      }
    case .word(let rule, _, _):
      guard let tree = graph.trees[rule] else { return }
      reach(0, of: tree, rule, reading(.word(rule: rule, node: 0), .spelling))
    case .spell(let spelling, let step):
      let text = graph.texts[spelling.text(memory)]
      if text.isEmpty {
        let agrees = agrees || spelling.kind == .agreement
        enter(step, memory, mass: mass, after: mark, agrees: agrees)
      } else {
        next.append(reading(.text(text.lowerBound, end: text.upperBound), spelling.kind))
      }
    }
  }

  /// Makes what the byte left into what is read next: alike ones become one, and all add up to one.
  private mutating func settle() {
    if next.count > Readings.few { next = Readings.merged(next) }
    let total = next.reduce(0) { $0 + $1.mass }
    for place in next.indices { next[place].mass /= total }
    swap(&readings, &next)
  }
}
