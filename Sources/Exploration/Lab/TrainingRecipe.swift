import ShownText

/// What is to be trained, on what, and how: equal recipes give equal curves.
public struct TrainingRecipe: Hashable, Sendable {
  /// What is learnt from.
  public var corpus: Corpus
  /// What learns.
  public var network: Network
  /// How the weights are changed.
  public var optimizer: Optimizer
  /// By how much, at most.
  public var rate: Double
  /// Whether the rate falls along a cosine, near zero at the last step.
  public var coolsDown = false
  /// Which of all first weights, and of all orders of the text.
  public var seed: UInt64 = 1
  /// After how many steps it ends.
  public var steps: Int
  /// The bytes that are read together, and so the most that it ever looks back.
  public var window = 96
  /// What its model is called; nil for a name that says what was done.
  public var name: String?
  /// Whether its file holds a byte for each weight (Q8_0) in place of four.
  public var isCompact = false

  /// What is learnt from.
  public enum Corpus: Hashable, Sendable {
    /// So many bytes drawn from a small world whose entropy is known.
    case world(bytes: Int)
    /// A text of one's own, by its name.
    case own(String)
  }

  /// What learns, each rung seeing more than the one before.
  public enum Network: String, Hashable, Sendable, CaseIterable {
    /// A logit for each byte after each byte.
    case table
    /// A perceptron over eight bytes (Bengio et al. 2003).
    case mlp
    /// A transformer of the llama architecture.
    case transformer
    /// The same, wider and with a layer more.
    case large = "large transformer"
  }

  /// How the weights are changed.
  public enum Optimizer: String, Hashable, Sendable, CaseIterable {
    /// Steps of about one size for each weight (Loshchilov and Hutter 2019).
    case adamW = "AdamW"
    /// Steps along the gradient, with nothing to hold them back.
    case sgd = "SGD"
  }
}

// MARK: Presets

/// A recipe by a name.
public struct TrainingPreset: Hashable, Sendable {
  /// The name, as the command line takes it.
  public let name: String
  /// What it shows, in a few words.
  public let story: String
  /// What is done.
  public let recipe: TrainingRecipe

  /// Every preset: the one table of them.
  public static let all = [
    preset("20k", "falls, is noisy, and turns: the whole story", bytes: 20_000, steps: 2_500),
    preset("5k", "learns its text by heart within seconds", bytes: 5_000, steps: 1_000),
    preset("50k", "turns later, and less", bytes: 50_000, steps: 4_000),
    preset(
      "1m", "never turns: there is more text than it can keep", bytes: 1_000_000, steps: 2_500),
    preset(
      "floor", "a larger model comes near the floor", bytes: 1_000_000, steps: 2_500,
      .large, rate: 3e-3, coolsDown: true),
    world,
  ]

  /// How the model was made that the program carries: with fewer steps it does not know all that is true of
  /// the beasts, with more it can add, and is not wrong any more where a class is to see it sure and wrong.
  private static let world = {
    var recipe = TrainingRecipe(
      corpus: .world(bytes: 4_000_000), network: .large, optimizer: .adamW, rate: 3e-3,
      coolsDown: true, steps: 1_400)
    (recipe.window, recipe.name, recipe.isCompact) = (256, "A small world", true)
    return TrainingPreset(
      name: "world", story: "the model that the program carries", recipe: recipe)
  }()

  /// The one that is begun with.
  public static let standard = all[0]

  private static func preset(
    _ name: String, _ story: String, bytes: Int, steps: Int,
    _ network: TrainingRecipe.Network = .transformer, rate: Double = 2e-3, coolsDown: Bool = false
  ) -> TrainingPreset {
    TrainingPreset(
      name: name, story: story,
      recipe: TrainingRecipe(
        corpus: .world(bytes: bytes), network: network, optimizer: .adamW, rate: rate,
        coolsDown: coolsDown, steps: steps))
  }
}

// MARK: What the keys change

extension TrainingRecipe {
  /// The rates that the key goes through, of each optimizer.
  private static func rates(of optimizer: Optimizer) -> [Double] {
    optimizer == .adamW ? [2e-4, 2e-3, 1e-2, 3e-2, 1e-1] : [usualDescentRate, 0.5, 2, 8]
  }

  /// The rate of descent without anything to hold it back, where none is given.
  public static let usualDescentRate = 0.1

  /// With the next text of the presets, and the steps that go with it; one's own text comes behind them.
  func withNextCorpus(own: String?) -> TrainingRecipe {
    var corpora = TrainingPreset.all.filter { $0.recipe.network == .transformer }.map(\.recipe)
    corpora.sort { $0.corpus.size < $1.corpus.size }
    if let own {
      var recipe = TrainingPreset.standard.recipe
      recipe.corpus = .own(own)
      corpora.append(recipe)
    }
    let next = corpora.next(behind: corpora.firstIndex { $0.corpus == corpus })
    var copy = self
    copy.corpus = next.corpus
    copy.steps = next.steps
    return copy
  }

  /// With the next network, and a rate that suits it.
  func withNextNetwork() -> TrainingRecipe {
    var copy = self
    copy.network = network.next
    copy.optimizer = .adamW
    (copy.rate, copy.coolsDown) = copy.network.usualRate
    return copy
  }

  /// With the next rate of its optimizer.
  func withNextRate() -> TrainingRecipe {
    var copy = self
    let rates = Self.rates(of: optimizer)
    copy.rate = rates.first { $0 > rate * 1.001 } ?? rates[0]
    copy.coolsDown = false
    return copy
  }

  /// With the other optimizer, at a rate of its own.
  func withNextOptimizer() -> TrainingRecipe {
    var copy = self
    copy.optimizer = optimizer.next
    copy.rate = Self.rates(of: copy.optimizer)[copy.optimizer == .adamW ? 1 : 0]
    copy.coolsDown = false
    return copy
  }

  /// With the next seed.
  func withNextSeed() -> TrainingRecipe {
    var copy = self
    copy.seed = seed % 9 + 1
    return copy
  }
}

extension TrainingRecipe.Network {
  /// The rate that suits it with AdamW, and whether it is to fall.
  public var usualRate: (rate: Double, coolsDown: Bool) {
    switch self {
    case .table: (0.05, false)
    case .mlp: (3e-3, false)
    case .transformer: (2e-3, false)
    case .large: (3e-3, true)
    }
  }
}

extension TrainingRecipe.Corpus {
  fileprivate var size: Int { if case .world(let bytes) = self { bytes } else { .max } }
}

extension Array {
  /// The element behind a place, the first behind the last, and where there is no place.
  fileprivate func next(behind place: Int?) -> Element {
    self[((place ?? count - 1) + 1) % count]
  }
}

// MARK: How it is said

extension TrainingRecipe.Corpus {
  /// `a small world, 20 KB`.
  public var title: String {
    switch self {
    case .world(let bytes): "a small world, " + Self.size(bytes)
    case .own(let name): name
    }
  }

  /// `20 KB`, or the name of one's own text.
  public var shortTitle: String {
    if case .world(let bytes) = self { Self.size(bytes) } else { title }
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1_000_000 ? "\(bytes / 1_000_000) MB" : "\(bytes / 1_000) KB"
  }
}

extension TrainingRecipe {
  /// `AdamW 0.002`.
  public var optimizerTitle: String { "\(optimizer.rawValue) \(rateTitle)" }

  /// The rate in as few digits as say it: `0.002`, `2`.
  public var rateTitle: String { Self.title(ofRate: rate) }

  static func title(ofRate rate: Double) -> String {
    rate >= 1 ? decimal(rate, rate == rate.rounded() ? 0 : 1) : trimmed(decimal(rate, 4))
  }

  /// What tells it from another recipe, in as few words as do: `50 KB`, `seed 2`, `SGD 2`.
  public func difference(from other: TrainingRecipe) -> String {
    let parts = [
      corpus == other.corpus ? nil : corpus.shortTitle,
      network == other.network ? nil : network.rawValue,
      optimizer == other.optimizer && rate == other.rate ? nil : optimizerTitle,
      seed == other.seed ? nil : "seed \(seed)",
    ].compactMap { $0 }
    return parts.isEmpty ? "the same again" : parts.joined(separator: ", ")
  }

  private static func trimmed(_ digits: String) -> String {
    var digits = digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return digits
  }
}
