/// What an engine that holds its model can show of how a token comes to be expected: the other half of the socket
/// `Scorer`, which a model on a server cannot fill.
public struct Insight: Sendable {
  /// What is asked: how a token of a text comes to be expected.
  public struct Question: Hashable, Sendable {
    /// What the model reads before the token, the start token aside, and the token.
    public var tokens: [Token]
    /// The place of the first of them in the text.
    public var first: Int
    /// How the text is scored.
    public var settings: ScoringSettings

    /// Asks about the token at a place of a text.
    public init(_ place: Int, of text: ArraySlice<Token>, _ settings: ScoringSettings) {
      precondition(text.indices.contains(place), "a place of the text")
      first = settings.first(before: place)
      tokens = Array(text[first...place])
      self.settings = settings
    }

    /// The place of the token in the text.
    public var place: Int { first + tokens.count - 1 }

    /// How many tokens can be left out: all that stand before the token, unless that is one with nothing before it.
    public var omissible: Int {
      let count = tokens.count - 1
      return count == 1 && settings.startToken == nil ? 0 : count
    }
  }

  /// What is expected in a place of a text by the stream before the first layer and after each.
  public typealias ByLayer = @Sendable (_ question: Question) throws -> Predictions

  /// What is expected in a place of a text without each token before it.
  public typealias LeavingOut =
    @Sendable (
      _ question: Question, _ known: Int,
      _ report: (_ leftOut: [Int], _ predictions: Predictions) -> Bool
    ) throws -> Void

  let byLayer: ByLayer, leavingOut: LeavingOut

  /// How ``Scorer/predictByLayer(_:)`` and ``Scorer/predictLeavingOut(_:butNearest:_:)`` are done.
  public init(byLayer: @escaping ByLayer, leavingOut: @escaping LeavingOut) {
    (self.byLayer, self.leavingOut) = (byLayer, leavingOut)
  }
}

extension Scorer {
  /// The model does not show how it comes to what it says.
  public struct NoInsight: Error, Hashable, CustomStringConvertible {
    /// The model's name.
    public var model: String
    /// A model of this name does not.
    public init(model: String) { self.model = model }
    /// A sentence for the user.
    public var description: String {
      "\(model) says what it expects and not how it comes to it: use a model that this program runs from a file"
    }
  }

  /// Whether the model shows how it comes to what it says.
  public var hasInsight: Bool { insight != nil }

  /// What is expected in a place by the head applied to the residual stream before the first layer and after each
  /// (the logit lens, nostalgebraist 2020): one prediction more than there are layers, of the token that is there. The
  /// last is what ``score`` says, to the bit; none where nothing stands before the place.
  ///
  /// Throws ``NoInsight``, or what went wrong as an error whose description is a sentence for the user.
  public func predictByLayer(_ question: Insight.Question) throws -> Predictions {
    guard let insight else { throw NoInsight(model: model.name) }
    return try insight.byLayer(question)
  }

  /// What is expected in a place without each token that the model reads before it, the start token aside, from the
  /// nearest on, reported some at a time; an empty report asks whether to go on. Stops early when `report` returns
  /// false.
  ///
  /// What is left out is hidden from all that follow, at every layer, and these stay at their positions. It is as if
  /// it had never been read and its place were empty. Without the token just before the place, that is what the model
  /// says behind the one before it; where that is the only one there is, nothing can be said. *n* tokens take as
  /// long as reading *n*² / 2: behind each that is left out every layer of every token is another.
  ///
  /// Throws ``NoInsight``, or what went wrong as an error whose description is a sentence for the user.
  ///
  /// - Parameters:
  ///   - known: How many of the nearest tokens are not asked about. The others come to the same bits as with them.
  ///   - report: Takes places in the text, and what is expected without each.
  public func predictLeavingOut(
    _ question: Insight.Question, butNearest known: Int = 0,
    _ report: (_ leftOut: [Int], _ predictions: Predictions) -> Bool
  ) throws {
    guard let insight else { throw NoInsight(model: model.name) }
    try insight.leavingOut(question, known, report)
  }
}
