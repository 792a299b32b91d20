/// What an entry of the vocabulary stands for, by its number in the file.
public enum TokenKind: UInt8, Sendable, CaseIterable {
  /// A sequence of bytes.
  case normal = 1
  /// Whatever the vocabulary lacks.
  case unknown
  /// A signal to the model, such as the end of a text. It stands for no bytes of a text.
  case control
  /// A sequence of bytes that somebody added, and that is never split.
  case userDefined
  /// Nothing yet.
  case unused
  /// A single byte, by its number.
  case byte
}
