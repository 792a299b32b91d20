import Scoring

extension Scorer {
  /// The tokens of a text. Throws `CommandError`.
  func tokens(of text: [UInt8], special: Bool) throws -> [Token] {
    do { return try tokenize(text, special) } catch { throw CommandError.failedModel(error) }
  }
}
