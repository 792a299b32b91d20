import Basics
import InformationTheory
import Scoring
import ShownText

extension Lens {
  /// Whether what it shows is known at a temperature of a model that says no more than its likeliest tokens.
  package func isKnownExactly(at temperature: Temperature) -> Bool {
    switch self {
    case .rank, .bought: true
    case .surprise, .probability, .change: temperature == .one
    case .entropy, .excess: false
    }
  }
}

// What is certain of the numbers on the screen where the model says no more than its likeliest tokens: each then is
// between two, and wherever one number is needed, as for a colour, it is their middle.
extension Explorer {
  /// Whether the model says no more than its likeliest tokens, so that numbers may be open.
  package var isBounded: Bool { figures.isBounded }

  /// Whether what a lens shows is the middle of what is open: of the model at hand, or of one that it is compared with.
  package func showsMiddles(of lens: Lens) -> Bool {
    guard !lens.isKnownExactly(at: temperature) else { return false }
    return isBounded
      || lens == .change && modelComparison?.contrast?.figures.isBounded == true
  }

  /// Whether of the focused place nothing is known but how likely the token was that came.
  var isOfOneToken: Bool { scored?.predictions[focus].isOfOneToken ?? false }

  /// What is certain of the surprisal of a token at the temperature; nil where unscored.
  package func surprisalInterval(of token: Int) -> ClosedRange<Information>? {
    hasPrediction(token) ? figures.surprisalInterval(at: token) : nil
  }

  /// What is certain of the entropy before a token at the temperature; nil where unscored.
  package func entropyInterval(before token: Int) -> ClosedRange<Information>? {
    hasPrediction(token) ? figures.entropyInterval(at: token) : nil
  }

  /// Where the best temperature may be, where that is open.
  package var openBest: ClosedRange<Temperature>? {
    guard let best = curve.bestInterval?.temperature, best.lowerBound < best.upperBound else {
      return nil
    }
    return best
  }

  /// The slider on the screen, with room for what is certain of the loss where that may be open.
  package var sliderGeometry: SliderGeometry? {
    screen.slider.map { SliderGeometry($0, hasReadout: isBounded) }
  }

  /// What is to be said of a number that is computed step by step where it is open; nil where it is not.
  func openSentence<Value: Equatable>(
    _ range: ClosedRange<Value>?, _ written: (Value) -> String
  ) -> String? {
    guard isBounded, !isOfOneToken, let range,
      written(range.lowerBound) != written(range.upperBound)
    else {
      return nil
    }
    return "The model says no more than its likeliest tokens, so this is between "
      + "\(between(range, by: " and ", written)): the steps are those of the middle."
  }
}
