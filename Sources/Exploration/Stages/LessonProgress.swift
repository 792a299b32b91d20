import Lessons

/// A lesson that is being read.
public struct LessonProgress: Sendable {
  /// The lesson.
  public let lesson: Lesson
  /// The page that is open, from 0.
  public internal(set) var page: Int
  /// The pages whose exercise was done.
  public internal(set) var done: Set<Int>
  /// How many of the page's hints are shown.
  public internal(set) var hints = 0
  /// The first line of the page that is visible.
  public internal(set) var topLine = 0
  /// What the page quotes, as it last was of the page's own text: an edit of the text leaves it.
  var values: [Quantity: Value] = [:]
  /// Whether what the page sets is on the screen; what depends on scores waits for them.
  var isArranged = false
  /// The desk as it was before the lesson.
  let before: Desk

  /// The page that is open.
  public var openPage: Page { lesson.pages[page] }
  /// Whether the open page's exercise was done; nil where there is none.
  public var isDone: Bool? { openPage.exercise == nil ? nil : done.contains(page) }
}

/// The lessons that there are, and how far each was read.
public struct LessonShelf: Sendable {
  /// The lessons, in the order in which they are best read.
  public let lessons: [Lesson]
  private var bookmarks: [String: Bookmark] = [:]

  private struct Bookmark {
    var page: Int
    var done: Set<Int>
    var isFinished: Bool
  }

  init(_ lessons: [Lesson]) { self.lessons = lessons }

  /// The number of exercises of a lesson that were done.
  public func doneCount(in lesson: Lesson) -> Int { bookmarks[lesson.name]?.done.count ?? 0 }

  /// Whether a lesson was read to its end.
  public func isFinished(_ lesson: Lesson) -> Bool { bookmarks[lesson.name]?.isFinished ?? false }

  /// Where to go on in a lesson: its first page when it was read to the end.
  func bookmark(in lesson: Lesson) -> (page: Int, done: Set<Int>) {
    guard let mark = bookmarks[lesson.name], mark.page < lesson.pages.count else { return (0, []) }
    return (mark.page, mark.done)
  }

  mutating func remember(_ progress: LessonProgress, isFinished: Bool) {
    let finished = isFinished || self.isFinished(progress.lesson)
    bookmarks[progress.lesson.name] = Bookmark(
      page: isFinished ? 0 : progress.page, done: progress.done, isFinished: finished)
  }
}
