/// What is wrong with a script of keys, and on which line.
public struct KeyScriptError: Error, Equatable {
  /// What is wrong.
  public enum Cause: Equatable, Sendable {
    /// The word is no directive and no key.
    case unknown(String)
    /// The directive needs something more.
    case missing(String)
    /// Something stands where a number between bounds should.
    case notInRange(String, ClosedRange<Int>)
    /// A backslash before something that it does not explain.
    case unknownEscape(String)
    /// A name of a screen that is no plain file name.
    case unsafeName(String)
    /// There is something behind the directive.
    case excess(String)
    /// The screen could not be written.
    case unwritable(name: String, reason: String)
  }

  /// The number of the line, from 1.
  public var line: Int
  /// What is wrong.
  public var cause: Cause

  /// Whether it is a screen that could not be written, and the script is none the worse.
  public var isOfOutput: Bool { if case .unwritable = cause { true } else { false } }

  /// An error on a line.
  public init(line: Int, cause: Cause) {
    self.line = line
    self.cause = cause
  }
}

extension KeyScriptError: CustomStringConvertible {
  /// A sentence for the user.
  public var description: String { "script line \(line): \(cause.sentence)" }
}

extension KeyScriptError.Cause {
  /// What is wrong, without its line.
  var sentence: String {
    switch self {
    case .unknown(let word): "“\(word)” is no key and no directive"
    case .missing(let what): "\(what) is missing"
    case .notInRange(let word, let range):
      "“\(word)” is no number from \(range.lowerBound) to \(range.upperBound)"
    case .unknownEscape(let escape): "“\(escape)” is no escape: use \\n, \\t, \\\\ or \\xHH"
    case .unsafeName(let name): "“\(name)” is no name for a screen: use letters, digits, - and _"
    case .excess(let word): "“\(word)” is one word too many"
    case .unwritable(let name, let reason): "cannot write the screen “\(name)”: \(reason)"
    }
  }
}
