import Exploration

/// A script of keys: what a person does, one directive a line, so that a lesson, a demonstration, or
/// a report of a fault can be repeated without a terminal.
///
///     # step to the third token, warm up, look
///     wait
///     right 3
///     up 5
///     screen warm
///
/// Directives: a key by name, with how often (`right 3`, `ctrl-l`, `alt-x`, `f1`, `q`); `type TEXT`;
/// `paste TEXT`; `mouse press|double|drag|release|wheel-up|wheel-down ROW COLUMN`, counted from 0, where
/// `double` is the second press of a double click;
/// `resize ROWS COLUMNS`; `wait`, until the model is loaded and scoring has ended; `screen NAME`,
/// which saves the screen. In `type` and `paste`, `\n`, `\t`, `\\` and `\xHH` stand for bytes. Empty
/// lines and lines that begin with `#` mean nothing.
public struct KeyScript: Equatable, Sendable {
  /// One thing to do.
  public enum Directive: Equatable, Sendable {
    /// Input, as from a terminal.
    case input([Input])
    /// A key, so often.
    case key(Input, times: Int)
    /// Another size.
    case resize(rows: Int, columns: Int)
    /// Wait until the model is loaded and scoring has ended.
    case wait
    /// Save the screen under a name.
    case screen(String)
  }

  /// The directives, each with the number of its line, from 1.
  public let directives: [(line: Int, directive: Directive)]

  /// Reads a script.
  ///
  /// - Throws: The line and what is wrong with it.
  /// - Complexity: O(*n*), where *n* is the length of the text.
  public init(_ text: String) throws(KeyScriptError) {
    var directives: [(line: Int, directive: Directive)] = []
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() {
      var parser = DirectiveParser(line: index + 1, text: line)
      if let directive = try parser.parse() { directives.append((index + 1, directive)) }
    }
    self.directives = directives
  }

  /// How many keys it presses, with what else it gives to the explorer; nil where it gives the screen another size.
  var inputCount: Int? {
    var count = 0
    for (_, directive) in directives {
      switch directive {
      case .input(let inputs): count += inputs.count
      case .key(_, let times): count += times
      case .resize: return nil
      case .wait, .screen: break
      }
    }
    return count
  }

  /// Whether two scripts do the same on the same lines.
  public static func == (a: Self, b: Self) -> Bool {
    a.directives.elementsEqual(b.directives, by: ==)
  }
}
