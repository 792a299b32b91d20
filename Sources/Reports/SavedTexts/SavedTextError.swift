/// Why bytes are no saved text.
public enum SavedTextError: Error, Hashable, Sendable, CustomStringConvertible {
  /// They begin with something else.
  case notSaved
  /// They are of a version that is not known here.
  case unknownVersion
  /// They end in a section, or before all sections were there.
  case truncated
  /// They are not those that were written.
  case damaged
  /// Something is missing in them, or is not what it can be.
  case unusable(String)

  /// What follows the name of the file, as a sentence for the user.
  public var description: String {
    switch self {
    case .notSaved: "is no text that was saved by this program"
    case .unknownVersion:
      "was saved by a newer version of this program: open it with that one, or save it as JSON there"
    case .truncated: "is cut off: copy it again"
    case .damaged: "is damaged, as its hash says: copy it again"
    case .unusable(let what): "cannot be used: \(what)"
    }
  }
}
