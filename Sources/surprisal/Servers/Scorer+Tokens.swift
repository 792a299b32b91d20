import Scoring

extension Scorer {
  /// The tokens of a text. Throws `CommandError`.
  func tokens(
    of text: [UInt8], special: Bool, while isWanted: () -> Bool = { true }
  ) throws -> [Token] {
    do { return try tokenize(text, special, while: isWanted) } catch {
      throw CommandError.failedModel(error)
    }
  }
}
