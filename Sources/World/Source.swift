import Basics
import InformationTheory

/// A source of text whose rules are known, and with them its entropy and the probability of everything
/// that it can say. A text is lines, each drawn anew.
///
/// No model that has not seen a text can expect to need fewer bits for it than the source that it was
/// drawn from: the surprisal of the text to its source is the floor of every loss.
public struct Source: Sendable {
  /// What it is called.
  public let name: String
  /// The rules, and all ways through a line.
  let grammar: Grammar, graph: Graph

  /// H of a line, Shannon's entropy of the source (1948), in closed form: of a choice it is that of the
  /// weights and the mean of what the ways have left.
  public let entropyOfLine: Information
  /// The mean number of bytes of a line, its end included.
  public let meanLineLength: Double
  /// The most bytes that a line can have, its end included.
  public let longestLine: Int

  /// A source from rules.
  ///
  /// - Parameters:
  ///   - name: What it is called.
  ///   - rules: The rules, as `Assets/world.grammar` describes them; they may come from anywhere.
  /// - Throws: The first line that is wrong, and why.
  public init(name: String, rules: [UInt8]) throws(GrammarError) {
    let grammar = try Grammar(rules)
    self.name = name
    self.grammar = grammar
    graph = Graph(grammar)
    let line = LineFigures(graph, grammar)
    entropyOfLine = .bits(line.bits)
    meanLineLength = line.meanBytes
    longestLine = line.mostBytes
  }

  /// The entropy of the source a byte: of its lines, over their mean length.
  public var entropyOfByte: Information { .nats(entropyOfLine.nats / meanLineLength) }
}

/// What a line has on the mean and at most, added up from its end.
private struct LineFigures {
  private(set) var (bits, meanBytes, mostBytes) = (0.0, 0.0, 0)

  init(_ graph: Graph, _ grammar: Grammar) {
    var figures: [(bits: Double, mean: Double, most: Int)] = []
    figures.reserveCapacity(graph.steps.count)
    for step in graph.steps {
      switch step {
      case .end: figures.append((0, 1, 1))
      case .spell(let spelling, let next):
        let (after, lengths) = (figures[next], Lengths(of: spelling, in: graph, grammar))
        figures.append((after.bits, after.mean + lengths.mean, after.most + lengths.most))
      case .word(let rule, _, let next):
        let (after, word) = (figures[next], grammar.rules[rule])
        let lengths = word.alternatives.map { $0.text?.count ?? 0 }
        let mean = zip(word.shares, lengths).reduce(0) { $0 + $1.0 * Double($1.1) }
        figures.append(
          (
            after.bits + entropy(word.shares), after.mean + mean,
            after.most + (lengths.max() ?? 0)
          ))
      case .fork(let branches, let total):
        let ways = graph.branches[branches].map {
          (share: Double($0.weight) / Double(total), figures: figures[$0.target])
        }
        figures.append(
          (
            ways.reduce(entropy(ways.map(\.share))) { $0 + $1.share * $1.figures.bits },
            ways.reduce(0) { $0 + $1.share * $1.figures.mean },
            ways.map(\.figures.most).max() ?? 0
          ))
      }
    }
    (bits, meanBytes, mostBytes) = figures[graph.start]
  }
}

/// How long a text is that follows from what is remembered.
private struct Lengths {
  var (mean, most) = (0.0, 0)

  init(of spelling: Graph.Spelling, in graph: Graph, _ grammar: Grammar) {
    for (a, shareOfA) in Self.shares(of: spelling.a, grammar).enumerated() {
      for (b, shareOfB) in Self.shares(of: spelling.b, grammar).enumerated() {
        let length = graph.texts[spelling.base + a * spelling.scale + b].count
        mean += shareOfA * shareOfB * Double(length)
        most = max(most, length)
      }
    }
  }

  /// How likely each word is that may be remembered in a place.
  private static func shares(of memory: Int, _ grammar: Grammar) -> [Double] {
    guard memory != Graph.Memory.empty, let rule = grammar.memories[memory].rule else { return [1] }
    return grammar.rules[rule].shares
  }
}

extension Grammar.Rule {
  /// The probability of each alternative.
  fileprivate var shares: [Double] {
    alternatives.map { Double($0.weight) / Double(totalWeight) }
  }
}

/// −Σ p log₂ p.
private func entropy(_ shares: [Double]) -> Double {
  shares.reduce(0) { $0 - $1 * log2($1) }
}
