import Exploration
import ShownText

/// What is remembered from one run for the next.
public struct Memory: Hashable, Sendable {
  /// How the person last wanted the screen.
  public private(set) var choices = Choices()
  /// How far lessons were read, by their names.
  public private(set) var bookmarks: [String: Bookmark] = [:]

  /// Nothing remembered.
  public init() {}

  /// Reads what an earlier run has written. What is no memory of this program is left out. O(*n* log *n*).
  ///
  /// - Throws: Why the bytes cannot be read at all.
  public init(_ bytes: [UInt8]) throws(SettingsFault) {
    for entry in try TOMLValue.document(bytes) {
      if let setting = Setting.named(entry.key), setting.preference != nil {
        choices[setting] = entry.value
      } else if entry.key == "lessons", case .table(let lessons) = entry.value {
        for lesson in lessons { bookmarks[lesson.key] = Bookmark(lesson.value) }
      }
    }
  }

  /// Takes in what a run has become. A preference is remembered when it is another than the run began
  /// with: what only the command line or the configuration said is theirs to say again.
  public mutating func take(_ explorer: Explorer, begunWith beginning: Preferences) {
    for setting in Setting.all {
      guard let preference = setting.preference else { continue }
      let value = preference.value(explorer.preferences)
      if value != preference.value(beginning) { choices[setting] = value }
    }
    bookmarks = explorer.bookmarks
  }
}
