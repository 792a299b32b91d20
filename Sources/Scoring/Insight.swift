/// What an engine that holds its model can show of how a token comes to be expected: the other half of the socket
/// `Scorer`, which a model on a server cannot fill.
public struct Insight: Sendable {
  /// What is expected in a place of a text by the stream before the first layer and after each.
  public typealias ByLayer =
    @Sendable (_ tokens: [Token], _ settings: ScoringSettings, _ place: Int) throws -> Predictions

  /// What is expected in a place of a text without each token before it.
  public typealias LeavingOut =
    @Sendable (
      _ tokens: [Token], _ settings: ScoringSettings, _ place: Int,
      _ report: (_ leftOut: [Int], _ predictions: Predictions) -> Bool
    ) throws -> Void

  let byLayer: ByLayer, leavingOut: LeavingOut

  /// How ``Scorer/predictByLayer(_:_:_:)`` and ``Scorer/predictLeavingOut(_:_:_:_:)`` are done.
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
  public func predictByLayer(
    _ tokens: [Token], _ settings: ScoringSettings, _ place: Int
  ) throws -> Predictions {
    guard let insight else { throw NoInsight(model: model.name) }
    return try insight.byLayer(tokens, settings, place)
  }

  /// What is expected in a place without each token that the model reads before it, the start token aside, from the
  /// nearest on, reported some at a time; an empty report asks whether to go on. Stops early when `report` returns
  /// false.
  ///
  /// What is left out is hidden from all that follow, at every layer, and these stay at their positions. It is as if
  /// it had never been read and its place were empty. Without the token just before the place, that is what the model
  /// says behind the one before it; where that is the only one there is, nothing can be said. *n* tokens take as
  /// long as reading *n*² / 2.
  ///
  /// Throws ``NoInsight``, or what went wrong as an error whose description is a sentence for the user.
  public func predictLeavingOut(
    _ tokens: [Token], _ settings: ScoringSettings, _ place: Int,
    _ report: (_ leftOut: [Int], _ predictions: Predictions) -> Bool
  ) throws {
    guard let insight else { throw NoInsight(model: model.name) }
    try insight.leavingOut(tokens, settings, place, report)
  }
}
