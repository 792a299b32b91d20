/// What a byte of a text from a world is there for: by this one sees what is learnt when.
///
/// A byte is a *choice* where the source itself is uncertain of it. Every other byte is certain to whoever
/// knows the rules, and its kind says which of them has to be known.
public enum ByteKind: UInt8, CaseIterable, Hashable, Sendable {
  /// More than one byte was possible: no model can know it.
  case choice
  /// The rest of a word or phrase, once no other begins like it.
  case spelling
  /// The words around what is chosen.
  case frame
  /// The ending that must agree with a word before it, or the byte that stands in its place.
  case agreement
  /// What a table says of something that was named before.
  case fact
  /// What was said before, said again.
  case copy
  /// The sum of two numbers that were named before.
  case sum

  /// What such bytes are called, in a word.
  public var name: String {
    switch self {
    case .choice: "choices"
    case .spelling: "spelling"
    case .frame: "frame"
    case .agreement: "agreement"
    case .fact: "facts"
    case .copy: "copying"
    case .sum: "sums"
    }
  }
}
