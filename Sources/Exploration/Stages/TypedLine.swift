/// A line that is typed to find something by.
public struct TypedLine: Hashable, Sendable {
  /// What was typed.
  public private(set) var text = ""

  /// The longest line that is kept, in characters: hardly a file has so long a path.
  private static let longest = 1_000

  /// Types characters at its end, as far as there is room.
  mutating func type(_ characters: some Sequence<Character>) {
    let room = Self.longest - text.count
    text += characters.filter { !$0.isNewline }.prefix(max(room, 0))
  }

  /// Deletes the last character.
  mutating func erase() { text = String(text.dropLast()) }
}
