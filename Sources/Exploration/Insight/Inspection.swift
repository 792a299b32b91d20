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
    /// Of which token.
    public var question: Insight.Question
    /// The model, and the reference by which it is in use.
    var model: ModelDescription, reference: String?
  }

  /// What comes of it.
  public enum News: Sendable {
    /// Before the first layer and after each.
    case layers(Predictions)
    /// Without some tokens, by their places in the text: the nearest come first.
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

  /// How many tokens can be left out.
  var wanted: Int { wish.question.omissible }

  /// The place in the text of the first that is left out.
  var nearest: Int { wish.question.place - 1 }

  /// Whether it is all known, or known that it cannot be.
  var isComplete: Bool {
    failure != nil || (wish.subject == .layers ? count > 0 : count == wanted)
  }

  /// The same, to be gone on with where it ended.
  func resumed(at temperature: Temperature) -> Inspection {
    var inspection = self
    inspection.settle(at: temperature)
    inspection.isRunning = !isComplete
    return inspection
  }

  /// Takes in what has come; false where it does not follow what is known.
  mutating func take(_ news: News) -> Bool {
    switch news {
    case .layers(let all):
      predictions = all
      settle(at: figures.temperature, anew: true)
    case .without(let places, let more):
      guard places.enumerated().allSatisfy({ $1 == nearest - count - $0 }),
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
