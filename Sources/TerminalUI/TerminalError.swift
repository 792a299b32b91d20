/// Why there can be no full screen here.
public enum TerminalError: Error, Equatable {
  /// Standard output is no terminal, or there is none to read keys from.
  case absent
  /// TERM is unset or empty.
  case typeUnset
  /// The terminfo database does not know TERM.
  case typeUnknown(String)
  /// The terminal cannot move its cursor or clear its screen.
  case typeTooPlain(String)
  /// The system gave no memory or descriptors.
  case refused
}

extension TerminalError: CustomStringConvertible {
  /// A sentence for the user: what is wrong, and what to do.
  public var description: String {
    switch self {
    case .absent:
      "this is no terminal: run it in one, or print with `surprisal score`"
    case .typeUnset:
      "cannot use this terminal: TERM is not set (try TERM=xterm-256color, or `surprisal score`)"
    case .typeUnknown(let type):
      "cannot use this terminal: no terminfo entry for TERM=\(type.printable)"
        + " (try TERM=xterm-256color, or `surprisal score`)"
    case .typeTooPlain(let type):
      "cannot use this terminal: TERM=\(type.printable) cannot place its cursor"
        + " (print with `surprisal score`)"
    case .refused:
      "cannot use this terminal: the system refused memory or file descriptors"
    }
  }
}

extension String {
  /// The beginning of a name from outside, safe to print.
  fileprivate var printable: String {
    String(unicodeScalars.prefix(40).map { (" "..."~").contains($0) ? Character($0) : "?" })
  }
}
