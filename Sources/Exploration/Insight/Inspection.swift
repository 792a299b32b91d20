import InformationTheory
import Scoring

/// What an engine that holds its model shows of how the focused token came to be expected, as far as it is known.
public struct Inspection: Sendable {
  /// What is looked at.
  public enum Subject: Hashable, Sendable {
    /// What is expected after each layer.
    case layers
    /// What is expected without each token before it.
    case bought
  }

  /// What is asked: all that the answer depends on.
  public struct Wish: Hashable, Sendable {
    /// What is looked at.
    public var subject: Subject
    /// What the model reads before the token, the start token aside, and the token.
    public var tokens: [Token]
    /// How the text was scored.
    public var settings: ScoringSettings
    /// The place of the first of the tokens in the text.
    var first: Int
    /// The model, and the reference by which it is in use.
    var model: ModelDescription, reference: String?

    /// The place of the token that is asked about, in the text.
    var place: Int { first + tokens.count - 1 }
    /// How many tokens stand before it.
    var context: Int { tokens.count - 1 }
  }

  /// What comes of it.
  public enum News: Sendable {
    /// Before the first layer and after each.
    case layers(Predictions)
    /// Without some tokens, by their places among those asked about: the nearest come first.
    case without([Int], Predictions)
    /// It cannot be answered: a sentence.
    case failed(String)
    /// That was all, whether it was finished or not.
    case ended
  }

  let wish: Wish
  /// Of each layer, or without each token, from the nearest on.
  private(set) var predictions: Predictions
  /// Their figures at the temperature.
  private(set) var figures: Figures
  /// Why there are none.
  public private(set) var failure: String?
  /// Whether more are to come.
  public private(set) var isRunning = true

  init(_ wish: Wish, at temperature: Temperature) {
    self.wish = wish
    predictions = Predictions(vocabularySize: wish.model.vocabularySize)
    figures = Figures(predictions, at: temperature)
  }

  /// How many answers there are.
  var count: Int { predictions.count }

  /// Takes in what has come; false where it does not follow what is known.
  mutating func take(_ news: News) -> Bool {
    switch news {
    case .layers(let all):
      predictions = all
      settle(at: figures.temperature, anew: true)
    case .without(let places, let more):
      guard places.enumerated().allSatisfy({ $1 == wish.context - 1 - count - $0 }),
        places.count == more.count
      else { return false }
      predictions.append(more)
      settle(at: figures.temperature, anew: true)
    case .failed(let reason): (failure, isRunning) = (reason, false)
    case .ended: isRunning = false
    }
    return true
  }

  /// Computes the figures where the temperature is another. O(*n*) in the answers then.
  mutating func settle(at temperature: Temperature, anew: Bool = false) {
    guard anew || figures.temperature != temperature else { return }
    figures = Figures(predictions, at: temperature)
  }
}
