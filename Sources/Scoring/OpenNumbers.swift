import Basics
import InformationTheory

/// A model that says no more than its likeliest tokens leaves numbers at this temperature open, where there is room
/// for one number alone.
public struct OpenNumbers: Error, Hashable, CustomStringConvertible {
  /// The model's name.
  public var model: String
  /// The temperature.
  public var temperature: Temperature

  /// Such a model at a temperature.
  public init(model: String, temperature: Temperature) {
    (self.model, self.temperature) = (model, temperature)
  }

  /// A sentence for the user.
  public var description: String {
    "\(model) gives only its likeliest tokens, so at a temperature other than 1 every number is an interval, for which "
      + "these rows have no columns: leave --temperature out, score text by text, or use a model that gives all logits"
  }
}

extension Scorer {
  /// Throws where surprisals at a temperature may be open. O(1).
  public func checkExact(at temperature: Temperature) throws(OpenNumbers) {
    if isBounded, temperature != .one {
      throw OpenNumbers(model: model.name, temperature: temperature)
    }
  }
}

extension Figures {
  /// The entropy before a token where that is certain; nil where it is open, and where unscored.
  public func certainEntropy(at position: Int) -> Information? {
    guard let interval = entropyInterval(at: position),
      interval.lowerBound == interval.upperBound
    else { return nil }
    return entropy(at: position)
  }
}
