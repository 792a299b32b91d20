import Exploration
import Lessons
import ShownText

/// What is remembered from one run for the next.
public struct Memory: Hashable, Sendable {
  /// How the person last wanted the screen.
  public private(set) var choices = Choices()
  /// How far lessons were read, by their names.
  public private(set) var bookmarks: [String: Bookmark] = [:]
  /// The name of the lesson that the last run was left in; nil for none.
  public private(set) var lesson: String?
  /// The file that this lesson was read from; nil for one of the program's.
  public private(set) var lessonFile: LessonFile?

  /// Nothing remembered.
  public init() {}

  /// Reads what an earlier run has written. What is no memory of this program is left out. O(*n* log *n*).
  ///
  /// - Throws: Why the bytes cannot be read at all.
  public init(_ bytes: [UInt8]) throws(SettingsFault) {
    var lessonPath: String?
    var lessonDigest: String?
    for entry in try TOMLValue.document(bytes) {
      if let setting = Setting.named(entry.key), setting.preference != nil {
        choices[setting] = entry.value
      } else if entry.key == "lessons", case .table(let lessons) = entry.value {
        for lesson in lessons { bookmarks[lesson.key] = Bookmark(lesson.value) }
      } else if entry.key == "lesson", case .string(let name) = entry.value {
        lesson = name
      } else if entry.key == "lesson_file", case .string(let path) = entry.value {
        lessonPath = path
      } else if entry.key == "lesson_sha256", case .string(let digest) = entry.value {
        lessonDigest = digest
      }
    }
    if let lessonPath, let lessonDigest {
      lessonFile = LessonFile(path: lessonPath, sha256: lessonDigest)
    }
  }

  /// Takes in what a run has become, where that is something else than it began with: what only the
  /// command line or the configuration said is theirs to say again, and what another run has changed
  /// meanwhile stays.
  public mutating func take(_ present: Explorer.Keepsakes, since beginning: Explorer.Keepsakes) {
    for setting in Setting.all {
      guard let preference = setting.preference else { continue }
      let value = preference.value(present.preferences)
      if value != preference.value(beginning.preferences) { choices[setting] = value }
    }
    lesson = present.lesson
    lessonFile = present.lessonFile
    for (name, mark) in present.bookmarks where mark != beginning.bookmarks[name] {
      bookmarks[name] = mark
    }
  }
}

extension Explorer {
  /// What there is to be remembered of an explorer.
  public struct Keepsakes: Sendable {
    /// How the person likes the screen.
    public var preferences: Preferences
    /// How far lessons were read.
    public var bookmarks: [String: Bookmark]
    /// The name of the lesson that is being read; nil for none.
    public var lesson: String?
    /// The file that it was read from; nil for one of the program's.
    public var lessonFile: LessonFile?
  }

  /// What there is to be remembered.
  public var keepsakes: Keepsakes {
    Keepsakes(
      preferences: preferences, bookmarks: bookmarks, lesson: lesson?.lesson.name,
      lessonFile: lesson?.lesson.file)
  }
}
