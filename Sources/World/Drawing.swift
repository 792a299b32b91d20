import Basics
import InformationTheory

/// A text drawn from a source, and how it came about.
public struct Drawing: Sendable {
  /// The text: whole lines.
  public private(set) var text: [UInt8] = []
  /// What made each byte, whether or not another was possible there: never a choice.
  public private(set) var origins: [ByteKind] = []
  /// −log of the probability of all that was chosen: of the derivation, which is that of the text where
  /// the rules allow no other.
  public private(set) var surprisal = Information.zero
}

extension Source {
  /// The first lines of a text that come to so many bytes; the last of them may go beyond. A longer text of
  /// the same seed begins with a shorter one.
  ///
  /// - Complexity: O(*n*); a million bytes take some tenths of a second.
  public func draw(bytes: Int, seed: UInt64, part: Corpus.Part = .training) -> Drawing {
    var hash = SplitMix64(seed: seed, place: part.place)
    var coins = SplitMix64(seed: hash.next())
    var drawing = Drawing()
    drawing.reserve(bytes + longestLine)
    while drawing.text.count < bytes { drawing.addLine(of: graph, &coins) }
    return drawing
  }
}

extension Drawing {
  fileprivate mutating func reserve(_ count: Int) {
    text.reserveCapacity(count)
    origins.reserveCapacity(count)
  }

  /// Walks through a line, and throws a coin wherever ways part.
  fileprivate mutating func addLine(of graph: Graph, _ coins: inout SplitMix64) {
    var memory = Graph.Memory.Words.zero
    var step = graph.start
    var agrees = false
    while true {
      switch graph.steps[step] {
      case .end:
        add(graph.texts.bytes[graph.texts[TextPool.lineEnd]], .frame, &agrees)
        return
      case .fork(let branches, let total):
        let coin = coins.next(below: total)
        step = choose(graph.branches[branches], coin, of: total)
      case .word(let rule, let place, let next):
        guard let tree = graph.trees[rule] else { return }
        let word = tree.word(at: coins.next(below: tree.total))
        note(tree.weight(of: word), of: tree.total)
        add(graph.texts.bytes[graph.texts[graph.firstText(of: rule) + word]], .spelling, &agrees)
        if place != Graph.Memory.empty { memory[place] = UInt16(word) }
        step = next
      case .spell(let spelling, let next):
        let text = graph.texts[spelling.text(memory)]
        add(graph.texts.bytes[text], spelling.kind, &agrees)
        step = next
      }
    }
  }

  private mutating func choose(_ ways: ArraySlice<Graph.Branch>, _ coin: Int, of total: Int) -> Int
  {
    var rest = coin
    for way in ways {
      rest -= way.weight
      if rest < 0 {
        note(way.weight, of: total)
        return way.target
      }
    }
    return 0
  }

  private mutating func note(_ weight: Int, of total: Int) {
    surprisal = surprisal + .nats(log(Double(total) / Double(weight)))
  }

  /// Adds bytes. An ending that is empty is read off the byte that stands in its place.
  private mutating func add(_ bytes: ArraySlice<UInt8>, _ kind: ByteKind, _ agrees: inout Bool) {
    guard !bytes.isEmpty else {
      agrees = agrees || kind == .agreement
      return
    }
    text += bytes
    origins.append(agrees ? .agreement : kind)
    origins += repeatElement(kind, count: bytes.count - 1)
    agrees = false
  }
}

extension WordTree {
  /// The word on which a number below the sum of all weights falls. O(log *n*).
  func word(at coin: Int) -> Int { ends.partitioningIndex { $0 > coin } }

  func weight(of word: Int) -> Int { ends[word] - (word == 0 ? 0 : ends[word - 1]) }
}

extension SplitMix64 {
  /// A whole number from 0 up to, and without, a bound: each is as likely (Lemire 2019).
  mutating func next(below bound: Int) -> Int {
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let excess = (0 &- bound) % bound
      while product.low < excess { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }
}
