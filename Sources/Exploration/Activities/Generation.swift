import InformationTheory
import Scoring

/// A text being continued: how tokens are drawn, and which ways the text went so far.
public struct Generation: Sendable {
  /// What may be drawn.
  public internal(set) var truncation = Truncation.none
  /// Which of all texts is drawn.
  public internal(set) var seed: UInt64 = 1
  /// The setting that the keys change.
  public internal(set) var setting = Setting.topK
  /// The ways in which the text went on.
  public internal(set) var branches: Branches
  /// The candidate that Enter takes, from 0 for the best.
  public internal(set) var selected = 0
  /// How many tokens are still to be drawn.
  public internal(set) var remaining = 0
  /// The continuations at several temperatures that lie over the text; nil while there are none.
  public internal(set) var sideBySide: SideBySide?
  /// The run of tokens that is or was drawn last.
  public internal(set) var run = Run()

  /// What comes after the last token, when that is known.
  var next: Next?
  /// The tokens behind which the next was asked for; nil when nothing is.
  var asked: [Int]?
  /// The text before anything was generated, for undo.
  var original: [UInt8]
  /// Whether the text was still being scored when it began: that goes on when it ends.
  var resumesScoring = false
  /// Whether it began only to show temperatures side by side, and ends with them.
  var isForLanes = false

  /// The tokens that a run draws when nothing stops it.
  static let runLength = 100

  init(of text: ScoredText) {
    branches = Branches(text)
    original = text.text
  }

  /// What comes after the last token of a branch.
  struct Next: Sendable {
    var branch: Int, place: Int
    var expected: Predictions
  }

  /// Tokens drawn in a row, for their speed.
  public struct Run: Hashable, Sendable {
    /// The number drawn since the first, and the time that this took.
    var count = -1
    var begun = 0.0, now = 0.0

    /// Tokens a second; nil before there are two.
    public var rate: Double? { count > 0 && now > begun ? Double(count) / (now - begun) : nil }

    /// Takes one more token into account, drawn at a moment.
    mutating func count(at moment: Double) {
      if count < 0 { begun = moment }
      count += 1
      now = moment
    }
  }

  /// A setting that the keys change.
  public enum Setting: Hashable, Sendable, CaseIterable {
    /// Rules for what may be drawn.
    case topK, topP, minP
    /// Which of all texts is drawn.
    case seed
  }

  private static let topKs: [Int?] = [1, 2, 3, 4, 5, 10, 20, 32, nil]
  private static let topPs = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1]
  private static let minPs = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1]

  mutating func chooseNextSetting() { setting = setting.next }

  /// Takes a token into account that was drawn at a moment.
  mutating func count(drawnAt moment: Double) {
    remaining = max(remaining - 1, 0)
    run.count(at: moment)
  }

  /// Moves the chosen setting by so many steps, to its ends at most.
  mutating func change(by steps: Int) {
    switch setting {
    case .topK: truncation.topK = Self.topKs.moved(from: truncation.topK, by: steps)
    case .topP: truncation.topP = Self.topPs.moved(from: truncation.topP, by: steps)
    case .minP: truncation.minP = Self.minPs.moved(from: truncation.minP, by: steps)
    case .seed: seed &+= UInt64(bitPattern: Int64(steps))
    }
  }
}

extension Array where Element: Equatable {
  /// The element so many places from a known one, at most the first or the last.
  fileprivate func moved(from element: Element, by steps: Int) -> Element {
    let place = firstIndex(of: element) ?? 0
    return self[Swift.min(Swift.max(place + steps, 0), count - 1)]
  }
}

/// A question about how some tokens go on.
public struct GenerationRequest: Hashable, Sendable {
  /// The ids of the tokens.
  public var tokens: [Int]
  /// How many of them were there before anything was drawn.
  public var given: Int
  /// How a model reads them.
  public var settings: ScoringSettings
  /// How it is to be drawn; nil when only what may come is asked for.
  public var sampler: Sampler?

  /// A question.
  public init(tokens: [Int], given: Int, settings: ScoringSettings, sampler: Sampler?) {
    self.tokens = tokens
    self.given = given
    self.settings = settings
    self.sampler = sampler
  }
}

/// How some tokens go on.
public struct GenerationAnswer: Sendable {
  /// The token that was drawn; nil when none was asked for.
  public var drawn: Drawn?
  /// What comes after it.
  public var next: Prediction
  /// When it was known, in seconds since some moment.
  public var moment: Double

  /// A token that was drawn.
  public struct Drawn: Sendable {
    /// The entry of the vocabulary.
    public var entry: Int
    /// What was expected in its place.
    public var prediction: Prediction
    /// Whether it ends the text, and stands for no bytes of it.
    public var isEnd: Bool

    /// A token that was drawn.
    public init(entry: Int, prediction: Prediction, isEnd: Bool) {
      self.entry = entry
      self.prediction = prediction
      self.isEnd = isEnd
    }
  }

  /// An answer.
  public init(drawn: Drawn?, next: Prediction, moment: Double) {
    self.drawn = drawn
    self.next = next
    self.moment = moment
  }
}

extension GenerationRequest {
  /// Answers with a model, whose expectations may be remembered from an earlier answer. Throws what
  /// the model throws.
  ///
  /// A control token ends the text: what comes next is then still what comes in its place.
  public func answer(
    from vocabulary: Vocabulary, seconds: () -> Double,
    expectation: (_ after: Context) throws -> Expectation
  ) rethrows -> GenerationAnswer {
    let place = tokens.count
    let here = try expectation(settings.context(before: place, of: tokens, given: given))
    guard let sampler else {
      return GenerationAnswer(drawn: nil, next: here.prediction, moment: seconds())
    }
    let entry = sampler.draw(from: here.logits, at: place).entry
    let drawn = GenerationAnswer.Drawn(
      entry: entry, prediction: here.prediction(of: entry), isEnd: vocabulary.isControl(entry))
    let next =
      drawn.isEnd
      ? here
      : try expectation(settings.context(before: place + 1, of: tokens + [entry], given: given))
    return GenerationAnswer(drawn: drawn, next: next.prediction, moment: seconds())
  }
}
