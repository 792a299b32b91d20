import InformationTheory
import Scoring

/// The same beginning and the same seed at three temperatures, side by side.
public struct SideBySide: Sendable {
  /// One continuation.
  public struct Lane: Sendable {
    /// What its tokens are drawn at.
    public var temperature: Temperature
    /// The tokens drawn so far.
    public internal(set) var entries: [Int] = []
    /// What was expected in their places.
    public internal(set) var predictions: Predictions
    /// Whether a token was drawn that ends the text.
    public internal(set) var hasEnded = false

    /// Whether more tokens are wanted.
    var isOpen: Bool { !hasEnded && entries.count < SideBySide.length }

    /// The means over its tokens, at a temperature; nil before there is one. O(*n*) in the tokens.
    public func means(
      at temperature: Temperature
    ) -> (surprise: Information, entropy: Information)? {
      let figures = Figures(predictions, at: temperature)
      guard let surprise = figures.crossEntropy, let entropy = figures.meanEntropy else {
        return nil
      }
      return (surprise, entropy)
    }
  }

  /// The continuations, the coldest first unless somebody turned them.
  public internal(set) var lanes: [Lane]
  /// The one that the keys and the slider change.
  public internal(set) var chosen = 1
  /// Whether no more tokens are drawn for now.
  public internal(set) var isPaused = false

  /// The ids that all of them go on from, and how a model reads them.
  let beginning: [Int]
  let settings: ScoringSettings
  /// What may be drawn.
  let truncation: Truncation
  /// Which of all texts is drawn.
  public let seed: UInt64
  /// The temperature to go back to.
  let temperatureBefore: Temperature
  /// The lane that was asked for; nil when none is.
  var asked: Int?
  /// The lane whose turn it is.
  var turn = 0

  /// The tokens that each draws.
  public static let length = 60
  /// Dull, good and broken.
  static let temperatures = [0.3, 1, 1.7].compactMap(Temperature.init)

  init(
    of scored: ScoredText, upTo place: Int, truncation: Truncation, seed: UInt64,
    temperature: Temperature
  ) {
    let none = Predictions(vocabularySize: scored.predictions.vocabularySize)
    lanes = Self.temperatures.map { Lane(temperature: $0, predictions: none) }
    beginning = scored.tokens[..<place].map(\.id)
    settings = scored.settings
    self.truncation = truncation
    self.seed = seed
    temperatureBefore = temperature
  }

  /// Turns a lane to another temperature, from its beginning.
  mutating func turn(_ lane: Int, to temperature: Temperature) {
    guard lanes[lane].temperature != temperature else { return }
    let none = Predictions(vocabularySize: lanes[lane].predictions.vocabularySize)
    lanes[lane] = Lane(temperature: temperature, predictions: none)
    if asked == lane { asked = nil }
  }

  /// The next lane that wants a token, and the question for it; nil when none does.
  mutating func nextQuestion() -> GenerationRequest? {
    let order = lanes.indices.map { (turn + $0) % lanes.count }
    guard !isPaused, let lane = order.first(where: { lanes[$0].isOpen }) else { return nil }
    turn = (lane + 1) % lanes.count
    asked = lane
    return GenerationRequest(
      tokens: beginning + lanes[lane].entries, given: beginning.count, settings: settings,
      sampler: Sampler(
        temperature: lanes[lane].temperature, truncation: truncation, seed: seed))
  }

  /// Takes in the token that was drawn for the lane that was asked for.
  mutating func take(_ drawn: GenerationAnswer.Drawn) {
    guard let lane = asked else { return }
    asked = nil
    guard !drawn.isEnd else {
      lanes[lane].hasEnded = true
      return
    }
    lanes[lane].entries.append(drawn.entry)
    lanes[lane].predictions.append(drawn.prediction)
  }
}

extension Explorer {
  /// Everything between the header and the slider, for what needs the whole screen.
  package var stageArea: Area {
    let bottom = (screen.slider ?? screen.status ?? screen.footer)?.row ?? rows
    return Area(row: 1, column: 0, rows: max(bottom - 1, 0), columns: columns)
  }

  /// Where each continuation is: side by side, or below one another where that is too narrow.
  package var laneAreas: [Area] {
    guard let count = sideBySide?.lanes.count else { return [] }
    let stage = stageArea
    return (0..<count).map { lane in
      if stage.columns >= 72 {
        let (from, to) = (stage.columns * lane / count, stage.columns * (lane + 1) / count)
        return Area(row: stage.row, column: from, rows: stage.rows, columns: to - from)
      }
      let (from, to) = (stage.rows * lane / count, stage.rows * (lane + 1) / count)
      return Area(row: stage.row + from, column: 0, rows: to - from, columns: stage.columns)
    }
  }
}
