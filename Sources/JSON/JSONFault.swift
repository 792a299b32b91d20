/// What is wrong with a document, and at which byte of it.
public struct JSONFault: Error, Hashable, Sendable {
  /// What is wrong.
  public var problem: Problem
  /// The byte at which the fault is.
  public var position: Int

  package init(_ problem: Problem, at position: Int) {
    self.problem = problem
    self.position = position
  }

  /// The faults that a document can have.
  public enum Problem: Hashable, Sendable {
    /// It ends too early.
    case endsEarly
    /// A byte that cannot stand where it does.
    case unexpected(UInt8)
    /// Something follows the value that a document is.
    case more
    /// Values in values in values …
    case tooDeep(limit: Int)
    /// More bytes than a document may have.
    case tooLong(count: Int, limit: Int)
    /// A control character in a string, or bytes that are not UTF-8.
    case invalidText
    /// A backslash before something that it cannot stand before, or half of a surrogate pair.
    case invalidEscape
    /// A number that is not written as one.
    case invalidNumber
    /// Two members of an object have one name.
    case duplicateName(String)
    /// A member that is needed is missing.
    case missing(String)
    /// A value is not of the kind that is needed.
    case wrongKind(name: String, needed: String)
  }
}

extension JSONFault.Problem: CustomStringConvertible {
  /// A few words, without the place. They may hold any characters.
  public var description: String {
    switch self {
    case .endsEarly: "the document ends too early"
    case .unexpected(let byte): "unexpected \(Self.shown(byte))"
    case .more: "something follows the document"
    case .tooDeep(let limit): "values lie deeper in each other than \(limit)"
    case .tooLong(let count, let limit): "\(count) bytes are more than the limit of \(limit)"
    case .invalidText: "a text that is not UTF-8, or has a control character"
    case .invalidEscape: "a text with an escape that means nothing"
    case .invalidNumber: "a number that is not written as JSON has it"
    case .duplicateName(let name): "\"\(name)\" occurs twice in an object"
    case .missing(let name): "\"\(name)\" is missing"
    case .wrongKind(let name, let needed): "\"\(name)\" is not \(needed)"
    }
  }

  private static func shown(_ byte: UInt8) -> String {
    (0x21...0x7E).contains(byte)
      ? "\"\(Unicode.Scalar(byte))\"" : "byte \(String(byte, radix: 16))"
  }
}
