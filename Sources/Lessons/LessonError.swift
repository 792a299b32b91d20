/// What is wrong with a lesson, and where.
public struct LessonError: Error, Equatable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// What is wrong.
  public var cause: Cause

  /// What can be wrong with a lesson.
  public enum Cause: Equatable, Sendable {
    /// It is not UTF-8.
    case notText
    /// The file is larger than any lesson.
    case tooLarge(bytes: Int, limit: Int)
    /// There is more of something than a lesson may have.
    case tooMany(String, limit: Int)
    /// It does not begin with `# ` and a title.
    case noTitle
    /// There is no page: no line begins with `## `.
    case noPage
    /// The first page sets no text.
    case noText
    /// A block of settings stands where only some are allowed.
    case misplaced(String, allowed: [String])
    /// A setting that there is not.
    case unknownSetting(String, known: [String])
    /// A line in a block of settings that is none.
    case notASetting(String)
    /// A setting was given twice.
    case repeated(String)
    /// A setting without a value.
    case empty(String)
    /// A word that a setting does not take.
    case notAChoice(String, for: String, choices: [String])
    /// A task without what makes it done, or the reverse.
    case incompleteTask(missing: String)
    /// A `{` or `*` without its end.
    case unclosed(Character)
    /// Something else was expected.
    case expected(String, found: String)
    /// A comparison of different kinds.
    case mismatch(String, is: Value.Kind, found: Value.Kind)
    /// Words that do not stand in the page's text.
    case notInText(String)
  }
}

extension LessonError: CustomStringConvertible {
  /// The sentence for the user.
  public var description: String { "line \(line): \(cause)" }
}

extension LessonError.Cause: CustomStringConvertible {
  /// The sentence for the user, without the line.
  public var description: String {
    switch self {
    case .notText: "the lesson is not UTF-8 text"
    case .tooLarge(let bytes, let limit):
      "the lesson has \(bytes) bytes: at most \(limit) are read"
    case .tooMany(let what, let limit): "there are more than \(limit) \(what): leave some out"
    case .noTitle: "a lesson begins with a line like `# What surprise is`"
    case .noPage: "the lesson has no page: begin one with a line like `## A first guess`"
    case .noText:
      """
      the first page must say what is shown: add a line `text: …` or `train: …` under its title
      """
    case .misplaced(let name, let allowed):
      "`\(name):` has no place here: only \(list(allowed)) may stand here"
    case .unknownSetting(let name, let known):
      "there is no setting `\(name):`; there are \(list(known))"
    case .notASetting(let line):
      """
      “\(line)” stands in a block of settings but is none: begin it with a setting's name, \
      two spaces (to go on with the line before), or an empty line above it
      """
    case .repeated(let name): "`\(name):` is given twice on this page"
    case .empty(let name): "`\(name):` has no value"
    case .notAChoice(let word, let name, let choices):
      "`\(name):` cannot be “\(word)”: it is \(list(choices, with: "or"))"
    case .incompleteTask(let missing): "a task needs `\(missing):` as well"
    case .unclosed(let sign): "a `\(sign)` is never closed"
    case .expected(let what, let found):
      found.isEmpty ? "\(what) is missing" : "“\(found)” stands where \(what) should"
    case .mismatch(let name, let kind, let found):
      "\(name) is \(kind.rawValue) and cannot be compared with \(found.rawValue)"
    case .notInText(let words): "the page's text does not contain “\(words)”"
    }
  }
}

/// `a, b and c`.
func list(_ words: [String], with last: String = "and") -> String {
  guard words.count > 1, let end = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " \(last) " + end
}
