/// What is wrong with a table, and where.
public struct TableFault: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// There is no row at all.
    case noHeader
    /// Two columns have this name.
    case columnTwice(String)
    /// A row has more or fewer fields than there are columns.
    case ragged(fields: Int, columns: Int)
    /// A quote is opened and never closed.
    case openQuote
    /// Something stands between the quote that closes a field and the next delimiter.
    case textBehindQuote
    /// A field is no text.
    case notUTF8
  }

  /// What is wrong.
  public var problem: Problem
  /// Where in the file, from 1: the line, and the character in it.
  public var line: Int, column: Int

  /// A fault.
  public init(_ problem: Problem, line: Int, column: Int) {
    self.problem = problem
    self.line = line
    self.column = column
  }
}

extension TableFault: CustomStringConvertible {
  /// The sentence for the user, to stand behind the file's name.
  public var description: String { "line \(line), column \(column): \(sentence)" }

  private var sentence: String {
    switch problem {
    case .noHeader: "there is no header: the first row has to name the columns"
    case .columnTwice(let name): "two columns are called \"\(name)\": give one another name"
    case .ragged(let fields, let columns):
      "the row has \(fields) \(fields == 1 ? "field" : "fields") and the header \(columns): put a field "
        + "that holds a delimiter in quotes, or say what stands between fields with --delimiter"
    case .openQuote: "a quote is opened and never closed: double a quote that belongs to the text"
    case .textBehindQuote:
      "something stands behind the quote that closes a field: double a quote that belongs to the text"
    case .notUTF8: "the field is not UTF-8: save the table in that encoding"
    }
  }
}
