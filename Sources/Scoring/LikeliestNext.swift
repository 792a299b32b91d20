import Basics
import InformationTheory

/// How a model says what comes next that does not say it of the whole vocabulary.
public struct LikeliestNext: Sendable {
  /// How many of the likeliest entries it names.
  public var count: Int
  /// What it expects after some tokens, as far as it says. Throws an error whose description is a sentence for the user.
  public var expectation: Scorer.Expect

  /// A model that names so many.
  public init(count: Int, expectation: @escaping Scorer.Expect) {
    (self.count, self.expectation) = (count, expectation)
  }
}

extension Expectation {
  /// What a model expects that names its likeliest entries alone: the rest is taken for flat, so that what is drawn from
  /// no more than those that are named is drawn as it should be, whatever the rest is.
  ///
  /// - Parameter likeliest: ln p at T = 1 in nats, best first.
  /// - Returns: Nil where no distribution fits.
  public init?(likeliest: [(id: Int, logProbability: Double)], vocabularySize: Int) {
    guard let first = likeliest.first,
      let rest = BoundedRest(
        logProbabilities: likeliest.map(\.logProbability), vocabularySize: vocabularySize),
      let prediction = Prediction(
        likeliest: likeliest, vocabularySize: vocabularySize, actual: (first.logProbability, 1))
    else { return nil }
    let flat =
      rest.count > 0 && rest.mass > 0 ? Float(log(rest.mass / Double(rest.count))) : -.infinity
    var logits = [Float](repeating: flat, count: vocabularySize)
    for entry in likeliest { logits[entry.id] = Float(entry.logProbability) }
    self.init(logits: logits, folded: prediction)
  }
}

extension Scorer {
  /// A model names fewer of its likeliest tokens than may be drawn.
  public struct NamesTooFew: Error, Hashable, CustomStringConvertible {
    /// The model's name.
    public var model: String
    /// How many it names.
    public var count: Int
    /// A model of this name names so many.
    public init(model: String, count: Int) { (self.model, self.count) = (model, count) }
    /// A sentence for the user.
    public var description: String {
      "\(model) names its \(count) likeliest tokens alone: draw from no more than these, with a top-k of \(count) or "
        + "less and a top-p of 1"
    }
  }

  /// Throws where tokens cannot be drawn so that each comes as often as the model expects it: from no more than it
  /// names, or from all. O(1).
  public func checkDraws(by truncation: Truncation) throws {
    guard isBounded else { return }
    guard let likeliest else { throw NoWholeVocabulary(model: model.name) }
    guard truncation.topP == 1, let count = truncation.topK, count <= likeliest.count else {
      throw NamesTooFew(model: model.name, count: likeliest.count)
    }
  }

  /// What the model expects after some tokens, as far as it says; to draw from it, ask ``checkDraws(by:)`` first.
  ///
  /// - Parameter isWanted: As in ``expectation(_:while:)``.
  /// - Throws: `NoWholeVocabulary`, or what went wrong as an error whose description is a sentence for the user.
  public func nextExpectation(
    _ context: Context, while isWanted: () -> Bool = { true }
  ) throws -> Expectation {
    guard isBounded, let likeliest else { return try expectation(context, while: isWanted) }
    return try likeliest.expectation(context, isWanted)
  }
}
