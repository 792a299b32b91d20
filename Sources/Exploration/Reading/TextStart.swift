import Scoring
import ShownText

/// What a text is scored after.
public enum TextStart: Hashable, Sendable, CaseIterable {
  /// What the program was started with.
  case asStarted
  /// Nothing: the first token has no score.
  case nothing
  /// The token that begins a text, or the one that ends it, as the model's file names them.
  case beginning, end
}

/// The tokens that a model's texts can be scored after, as entries of its vocabulary.
public struct StartTokens: Hashable, Sendable {
  /// What the model's file names.
  public var boundaries: BoundaryTokens
  /// What the program was started with; nil for nothing.
  public var standard: Int?

  /// The tokens of a model; none by default.
  public init(_ boundaries: BoundaryTokens = .init(), standard: Int? = nil) {
    self.boundaries = boundaries
    self.standard = standard
  }

  /// The token of a start; nil for none.
  public func token(of start: TextStart) -> Int? {
    switch start {
    case .asStarted: standard
    case .nothing: nil
    case .beginning: boundaries.beginning
    case .end: boundaries.end
    }
  }

  /// The starts that are not the same, in the order of the key.
  var choices: [TextStart] {
    var seen: Set<Int?> = []
    return TextStart.allCases.filter { start in
      let token = token(of: start)
      let isNamed = token != nil || start == .nothing || start == .asStarted
      return isNamed && seen.insert(token).inserted
    }
  }
}

extension Refusal {
  static let ofStart = [
    Refusal("a lesson says what its text is scored after", lasts: true) {
      $0 == .switchStart
    } when: {
      $0.lesson != nil
    },
    Refusal(
      "first leave the generation, so that all of it is scored as a text: \(leaving: .activity)"
    ) {
      $0 == .switchStart || $0.opensModels
    } when: {
      $0.generation != nil
    },
    Refusal("the model is not loaded yet") {
      $0 == .switchStart
    } when: {
      !$0.isModelReady
    },
    Refusal("this model's file names no token that a text could begin with") {
      $0 == .switchStart
    } when: {
      $0.models.starts.choices.count < 2
    },
  ]
}

extension Explorer {
  /// What the text is scored after.
  package var start: TextStart { desk.start }

  /// The token that the scores on the screen begin with, by its name; nil for none.
  package var startTokenName: String? {
    scored?.settings.startToken.map { display(bytes(ofEntry: $0)) }
  }

  /// Scores the text after the next of the tokens that it can be scored after.
  mutating func switchStart() -> [Effect] {
    let choices = models.starts.choices
    let place = choices.firstIndex(of: desk.start) ?? 0
    desk.start = choices[(place + 1) % choices.count]
    measurement = nil  // the first token may have got a score
    desk.keptGeneration = nil
    reading.truncatePredictions(to: 0)  // those hold for the other start
    say(Sentence(startSentence))
    return [.startAfter(desk.start)] + score()
  }

  private var startSentence: String {
    guard let token = models.starts.token(of: desk.start) else {
      return "no start token: nothing stands before the first token, so it has no score"
    }
    let name = display(bytes(ofEntry: token))
    return switch desk.start {
    case .beginning: "start token \(name): the model's token for the beginning of a text"
    case .end: "start token \(name): the model's token for the end of a text"
    case .asStarted, .nothing: "start token \(name), as when the program was started"
    }
  }
}
