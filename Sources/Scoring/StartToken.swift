/// The tokens that a model's file names for the beginning and the end of a text.
public struct BoundaryTokens: Hashable, Sendable {
  /// The token that begins a text, BOS; nil when the file names none.
  public var beginning: Int?
  /// The token that ends a text, EOS; nil when the file names none.
  public var end: Int?
  /// Whether the file asks for the beginning token before every text.
  public var isBeginningAdded: Bool

  /// Boundary tokens; none by default.
  public init(beginning: Int? = nil, end: Int? = nil, isBeginningAdded: Bool = false) {
    self.beginning = beginning
    self.end = end
    self.isBeginningAdded = isBeginningAdded
  }
}

/// What a person asks to stand before a text, so that its first token can be scored.
public enum StartToken: Hashable, Sendable {
  /// What the model's file says: its beginning token if it asks for one before every text.
  case automatic
  /// Nothing: the first token has no context and no score.
  case none
  /// The file's beginning or end token.
  case beginning, end
  /// An entry of the vocabulary.
  case id(Int)

  /// Why a start token cannot be used.
  public enum Unavailable: Error, Hashable, Sendable {
    /// The model's file names no such token.
    case notNamed(StartToken)
    /// The vocabulary has no such entry.
    case notInVocabulary(id: Int, vocabularySize: Int)
  }

  /// The token for one model; nil for none.
  public func resolved(
    _ boundaries: BoundaryTokens, vocabularySize: Int
  ) throws(Unavailable) -> Int? {
    switch self {
    case .none: nil
    case .automatic: boundaries.isBeginningAdded ? boundaries.beginning : nil
    case .beginning: try named(boundaries.beginning)
    case .end: try named(boundaries.end)
    case .id(let id): try known(id, vocabularySize: vocabularySize)
    }
  }

  private func named(_ token: Int?) throws(Unavailable) -> Int {
    guard let token else { throw .notNamed(self) }
    return token
  }

  private func known(_ id: Int, vocabularySize: Int) throws(Unavailable) -> Int {
    guard (0..<vocabularySize).contains(id) else {
      throw .notInVocabulary(id: id, vocabularySize: vocabularySize)
    }
    return id
  }
}

extension StartToken.Unavailable: CustomStringConvertible {
  /// The sentence for the user.
  public var description: String {
    switch self {
    case .notNamed(let token):
      """
      the model's file names no \(token == .end ? "end" : "beginning") token: \
      use --start-token none or an id
      """
    case .notInVocabulary(let id, let size):
      "there is no token \(id): the vocabulary's ids are 0 to \(size - 1)"
    }
  }
}
