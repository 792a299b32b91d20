import InformationTheory

/// Something that the screen shows, as a lesson names it: `surprise of "Paris" at 0.5`.
public struct Quantity: Hashable, Sendable {
  /// What is measured.
  public var measure: Measure
  /// What it is measured of, where that is a token.
  public var subject: Subject
  /// A temperature of its own; nil for the slider's.
  public var temperature: Temperature?

  /// A quantity.
  public init(_ measure: Measure, of subject: Subject = .focus, at temperature: Temperature? = nil)
  {
    self.measure = measure
    self.subject = subject
    self.temperature = temperature
  }

  /// What a token's measure is taken of.
  public enum Subject: Hashable, Sendable {
    /// The focused token.
    case focus
    /// The tokens that some words of the text are made of: their surprises are added.
    case words(Words)
    /// What the model put in this place, from 1, before some words of the text, or else before the
    /// focused token.
    case candidate(Int, before: Words? = nil)
  }
}

/// What can be measured: a row of this table is all that a new one needs in the format.
public enum Measure: String, Hashable, Sendable, CaseIterable {
  /// Of a token.
  case surprise, probability, rank, entropy, excess, corner, word
  /// Of the word that a token belongs to.
  case wordSurprise = "word surprise"
  /// Of an earlier token: how much more the focused one costs without it.
  case bought
  /// Of the focused token, after the layer that is chosen; and the layer from which on it is the first guess.
  case layer
  case layerSurprise = "layer surprise"
  case layerRank = "layer rank"
  case settledLayer = "settled layer"
  /// Of the text.
  case loss, perplexity, total, accuracy, tokens, text
  /// Of the text, in two words.
  case meanEntropy = "mean entropy"
  case bitsPerByte = "bits per byte"
  case bestLoss = "best loss"
  case bestTemperature = "best temperature"
  /// Of the screen.
  case temperature, unit, lens, panel, board
  /// Of a training in the lab: of the checkpoint that is looked at.
  case step
  case trainingLoss = "training loss"
  case validationLoss = "validation loss"
  /// How far it is above the source for bytes of one kind, and what it knows by heart, in all.
  case gap
  case byHeart = "by heart"
  /// Of the whole training.
  case steps, weights, seed, rate
  case lowestLoss = "lowest loss"
  case highestBatchLoss = "highest batch loss"
  case lowestStep = "lowest step"
  case rises = "rises before the lowest"
  case divergedStep = "diverged step"
  /// Of its texts: what the source needs, and the best of the models that only count.
  case floor
  case countedLoss = "counted loss"
  /// What is trained, and how it is looked at.
  case train, network, optimizer, chart, watch, checkpoint

  /// What kind of value it has.
  public var kind: Value.Kind {
    switch self {
    case .surprise, .wordSurprise, .entropy, .excess, .loss, .total, .meanEntropy, .bestLoss,
      .bought,
      .layerSurprise, .trainingLoss,
      .validationLoss, .gap, .byHeart, .lowestLoss, .highestBatchLoss, .floor, .countedLoss:
      .information
    case .probability, .accuracy: .share
    case .rank, .layer, .layerRank, .settledLayer, .perplexity, .tokens, .bitsPerByte,
      .bestTemperature, .temperature, .step, .steps,
      .weights, .seed, .rate, .lowestStep, .rises, .divergedStep:
      .number
    case .corner, .word, .text, .unit, .lens, .panel, .board, .train, .network, .optimizer, .chart,
      .watch, .checkpoint:
      .word
    }
  }

  /// Whether it is taken of a token.
  public var isOfToken: Bool {
    switch self {
    case .surprise, .wordSurprise, .probability, .rank, .entropy, .excess, .corner, .word, .bought:
      true
    default: false
    }
  }

  /// Whether it is one of a training in the lab.
  public var isOfTraining: Bool {
    switch self {
    case .step, .trainingLoss, .validationLoss, .gap, .byHeart, .steps, .weights, .seed, .rate,
      .lowestLoss, .highestBatchLoss, .lowestStep, .rises, .divergedStep, .floor, .countedLoss,
      .train, .network, .optimizer, .chart, .watch, .checkpoint:
      true
    default: false
    }
  }

  /// Whether it is known of the focused token alone, at the slider's temperature, while a board shows it.
  public var isOfInsight: Bool {
    switch self {
    case .bought, .layer, .layerSurprise, .layerRank, .settledLayer: true
    default: false
    }
  }

  /// Whether it is taken of bytes of one kind, which is named: `gap of "sums"`.
  public var isOfKind: Bool { self == .gap }

  /// Whether it depends on the temperature, so that it may be asked for at another one.
  public var isOfTemperature: Bool {
    switch self {
    case .surprise, .wordSurprise, .probability, .entropy, .excess, .loss, .perplexity, .total,
      .meanEntropy,
      .bitsPerByte, .accuracy, .rank:
      true
    default: false
    }
  }
}

/// What a quantity is at a moment.
public enum Value: Hashable, Sendable {
  /// An amount of information.
  case information(Information)
  /// A probability, or a share of the tokens: 0 … 1.
  case share(Double)
  /// A plain number.
  case number(Double)
  /// A word, or a text.
  case word(String)

  /// The kinds of values: only equal kinds can be compared.
  public enum Kind: String, Hashable, Sendable {
    /// In bits or nats.
    case information = "an amount in bits or nats"
    /// 0 … 1, also as a percentage.
    case share = "a percentage"
    /// A plain number.
    case number = "a number"
    /// In quotation marks where it is a text.
    case word = "a word"
  }

  /// Its kind.
  public var kind: Kind {
    switch self {
    case .information: .information
    case .share: .share
    case .number: .number
    case .word: .word
    }
  }

  /// Its size, in nats where it is information; nil for a word.
  var size: Double? {
    switch self {
    case .information(let amount): amount.nats
    case .share(let size), .number(let size): size
    case .word: nil
    }
  }
}
