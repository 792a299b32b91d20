import InformationTheory
import Scoring

/// What is true of a whole report: which model, asked in which way.
public struct ReportHeader: Sendable {
  /// The model that scored the text.
  public var model: ModelDescription
  /// What its tokens are called.
  public var vocabulary: Vocabulary
  /// How the text was scored.
  public var settings: ScoringSettings
  /// The temperature of all numbers in the report.
  public var temperature: Temperature
  /// The number of candidates to list before each token: 0 … 32.
  public var topCount: Int
  /// Whether the model may say no more than its likeliest tokens, so that numbers are open: each then has two more
  /// beside it, what it is at least and at most, and is the middle of them.
  public var isBounded: Bool
  /// What made them.
  public var receipt: Receipt
  /// How pages and pictures look.
  public var look: ReportLook

  /// A header.
  public init(
    model: ModelDescription, vocabulary: Vocabulary, settings: ScoringSettings,
    temperature: Temperature, topCount: Int, isBounded: Bool = false, receipt: Receipt = .init(),
    look: ReportLook = .init()
  ) {
    self.model = model
    self.vocabulary = vocabulary
    self.settings = settings
    self.temperature = temperature
    self.topCount = topCount
    self.isBounded = isBounded
    self.receipt = receipt
    self.look = look
  }
}

/// One token as a report shows it.
struct ReportRow: Sendable {
  /// Its place in the text, from 0.
  var index: Int
  /// Its place among the rows, from 0: that in the text unless they are sorted.
  var place: Int
  /// The token.
  var token: Token
  /// Its bytes in the text.
  var bytes: [UInt8]
  /// The bytes of the characters that begin in it: a character that several tokens share is that of the first.
  var characters: [UInt8] = []
  /// What the model says of it; nil where it is not scored.
  var score: Score?
  /// What the model put first before it, best first.
  var top: [Alternative] = []
  /// All that is known of its place.
  var prediction = Prediction.unscored

  /// What is certain of a score, where the model says no more than its likeliest tokens.
  struct Bounds: Sendable {
    var surprisal: ClosedRange<Information>
    var entropy: ClosedRange<Information>

    /// Nil where a token is unscored.
    init?(_ figures: Figures, at position: Int) {
      guard let surprisal = figures.surprisalInterval(at: position),
        let entropy = figures.entropyInterval(at: position)
      else { return nil }
      (self.surprisal, self.entropy) = (surprisal, entropy)
    }

    var logProbability: ClosedRange<Double> { surprisal.logProbabilities }
    var probability: ClosedRange<Double> { exponentials(of: logProbability) }
  }

  /// What the model says of a token, at the report's temperature.
  struct Score: Sendable {
    /// ln p, in nats.
    var logProbability: Float
    /// 1 for the best.
    var rank: Int?
    /// The entropy before it.
    var entropy: Information
    /// Nil where all numbers are known.
    var bounds: Bounds?

    var surprisal: Information { .surprisal(ofLogProbability: Double(logProbability)) }
    var probability: Double { exponential(of: Double(logProbability)) }

    /// What each number is at least and at most: the same where it is known.
    var surprisals: ClosedRange<Information> { bounds?.surprisal ?? surprisal...surprisal }
    var entropies: ClosedRange<Information> { bounds?.entropy ?? entropy...entropy }
    var logProbabilities: ClosedRange<Double> {
      bounds?.logProbability ?? Double(logProbability)...Double(logProbability)
    }
  }

  /// A token that might have come.
  struct Alternative: Sendable {
    var id: Int
    var bytes: [UInt8]
    /// ln p, in nats.
    var logProbability: Double
    /// What is certain of it, where the model says no more than its likeliest tokens.
    var bounds: ClosedRange<Double>?

    var probability: Double { exponential(of: logProbability) }
    /// What ln p is at least and at most: the same where it is known.
    var logProbabilities: ClosedRange<Double> { bounds ?? logProbability...logProbability }
  }
}

/// e^x at both ends.
func exponentials(of logProbabilities: ClosedRange<Double>) -> ClosedRange<Double> {
  exponential(of: logProbabilities.lowerBound)...exponential(of: logProbabilities.upperBound)
}

/// e^x. The perplexity of a negative amount is the probability.
private func exponential(of logProbability: Double) -> Double {
  Information.nats(logProbability).perplexity
}
