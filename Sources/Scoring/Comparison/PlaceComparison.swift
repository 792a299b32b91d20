import InformationTheory

/// What a model says of a token that came.
public struct TokenScore: Hashable, Sendable {
  /// −ln p of it; where that is open the middle of what it is at least and at most.
  public var surprisal: Information
  /// What is certain of it.
  public var surprisals: ClosedRange<Information>
  /// The entropy before it; nil where only the likeliest tokens are known, which leave it open.
  public var entropy: Information?
  /// What is certain of it; nil where nothing is.
  public var entropies: ClosedRange<Information>?
  /// Its rank, 1 for the likeliest; nil where it is only known to be beyond those.
  public var rank: Int?
  /// The likeliest token in its place; nil where the model says nothing of others than the one that came.
  public var likeliest: Int?

  /// A score from its parts, which is not open where nothing is said of that.
  public init(
    surprisal: Information, in surprisals: ClosedRange<Information>? = nil, entropy: Information?,
    entropies: ClosedRange<Information>? = nil, rank: Int?, likeliest: Int?
  ) {
    self.surprisal = surprisal
    self.surprisals = surprisals ?? surprisal...surprisal
    self.entropy = entropy
    self.entropies = entropies ?? entropy.map { $0...$0 }
    self.rank = rank
    self.likeliest = likeliest
  }

  /// The scores of tokens at a temperature; nil where one has none. O(*n*).
  public static func all(_ predictions: Predictions, at temperature: Temperature) -> [TokenScore?] {
    let figures = Figures(predictions, at: temperature)
    return (0..<predictions.count).map { place in
      guard let surprisal = figures.surprisal(at: place) else { return nil }
      let prediction = predictions[place]
      return TokenScore(
        surprisal: surprisal, in: figures.surprisalInterval(at: place),
        entropy: prediction.isBounded ? nil : figures.entropy(at: place),
        entropies: figures.entropyInterval(at: place),
        rank: predictions.rank(at: place),
        likeliest: prediction.isOfOneToken ? nil : Int(prediction.ids[0]))
    }
  }
}

/// What two models say of the same token.
public struct PlaceComparison: Hashable, Sendable {
  /// What each says of it; nil where it is not scored.
  public var base: TokenScore?, other: TokenScore?
  /// How far their expectations diverge; nil where all logits of both are not known.
  public var divergences: Divergences?

  /// A comparison from its parts.
  public init(base: TokenScore?, other: TokenScore?, divergences: Divergences? = nil) {
    self.base = base
    self.other = other
    self.divergences = divergences
  }

  /// Both scores; nil where one is missing.
  public var both: (base: TokenScore, other: TokenScore)? {
    if let base, let other { (base, other) } else { nil }
  }

  /// Whether both are scored, and how much either is surprised lies between two numbers.
  public var isOpen: Bool {
    both.map { $0.base.surprisals.isOpen || $0.other.surprisals.isOpen } ?? false
  }

  /// Whether both put the same token first; nil where one has no score, or does not say which it puts first.
  public var hasSameTop: Bool? {
    guard let first = base?.likeliest, let second = other?.likeliest else { return nil }
    return first == second
  }

  /// How much more the other is surprised; nil where one has no score, or both find it impossible.
  public var delta: Information? {
    both.map { $0.other.surprisal - $0.base.surprisal }.flatMap { $0.nats.isNaN ? nil : $0 }
  }
}
