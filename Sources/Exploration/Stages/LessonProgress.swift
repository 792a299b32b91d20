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
  /// What the page's text quotes, and what its task, hints and answer do, as it last was of the page's own
  /// text: an edit of the text leaves it.
  var values: [Quantity: Value] = [:], taskValues: [Quantity: Value] = [:]
  /// Whether what the page sets is on the screen; what depends on scores waits for them.
  var isArranged = false
  /// The training that the page was opened with, which it waits for.
  var awaited: AwaitedTraining?
  /// The lab as it was before the lesson, where that has a training of its own.
  var labAside: LabAside?
  /// The desk as it was before the lesson, and its text as it is left; nil where that had no scores.
  let before: Desk
  var left: TakenText?

  /// The page that is open.
  public var openPage: Page { lesson.pages[page] }
  /// Whether the open page's exercise was done; nil where there is none.
  public var isDone: Bool? { openPage.exercise == nil ? nil : done.contains(page) }
}

/// The lessons that there are, and how far each was read.
public struct LessonShelf: Sendable {
  /// The lessons, in the order in which they are best read, as far as they were asked for.
  public private(set) var lessons: [Lesson]
  /// The same in the order in which they were written.
  private var written: [Lesson]
  /// Reads lessons that nobody has asked for yet.
  private var unread: (@Sendable () -> [Lesson])?
  /// How far lessons were read, those of files and of other runs included, by their names.
  private(set) var bookmarks: [String: Bookmark]
  /// The lesson that was left last in the midst of it, until that was asked about.
  var halfRead: Lesson?
  /// Whether somebody keeps the bookmarks, so that they are there in the next run.
  var areBookmarksKept = false
  /// Whether there is another model in place of the default one, so that what is written for that would
  /// not be true.
  private var lacksDefaultModel = false
  /// The name of the file of the default model, which the lessons were written for; nil where nobody says.
  var fileOfDefaultModel: String?

  init(_ lessons: [Lesson], _ bookmarks: [String: Bookmark]) {
    self.lessons = lessons
    written = lessons
    self.bookmarks = bookmarks
  }

  /// Offers lessons that are read when they are first asked for.
  mutating func offer(_ lessons: @escaping @Sendable () -> [Lesson]) { unread = lessons }

  /// Reads what nobody has asked for yet: lessons are about to be listed or opened.
  mutating func fill() {
    guard let read = unread else { return }
    (written, unread) = (written + read(), nil)
    sort()
  }

  /// The number of exercises of a lesson that were done.
  public func doneCount(in lesson: Lesson) -> Int { bookmark(in: lesson).done.count }

  /// Whether a lesson of the list cannot be read because it is about the default model.
  public func lacksModel(for lesson: Lesson) -> Bool {
    lacksDefaultModel && lesson.needsDefaultModel && lessons.contains(lesson)
  }

  /// Whether a lesson was read to its end.
  public func isFinished(_ lesson: Lesson) -> Bool { bookmark(in: lesson).isFinished }

  /// What is said of a lesson that cannot be read.
  static let advice: Sentence =
    "it needs the English model: `surprisal models fetch`"

  /// Offers those lessons first that can be read without the default model, where that is not there.
  mutating func set(lacksDefaultModel: Bool) {
    self.lacksDefaultModel = lacksDefaultModel
    sort()
  }

  private mutating func sort() {
    lessons =
      lacksDefaultModel
      ? written.filter { !$0.needsDefaultModel } + written.filter(\.needsDefaultModel) : written
  }

  /// Where to go on in a lesson: its first page when it was read to the end, or was never read, or is
  /// no more what it was.
  func bookmark(in lesson: Lesson) -> Bookmark {
    guard let mark = bookmarks[lesson.name], mark.fits(lesson) else { return Bookmark(in: lesson) }
    return mark
  }

  /// What is said of the half read lesson before the program ends: where it goes on the next time.
  var halfReadSentence: String? {
    guard let halfRead else { return nil }
    let page = "page \(bookmark(in: halfRead).page + 1) of \(halfRead.pages.count)"
    return "“\(halfRead.title)” "
      + (areBookmarksKept ? "goes on at \(page) next time" : "loses its place, \(page)")
  }

  mutating func remember(_ progress: LessonProgress, isFinished: Bool) {
    let mark = bookmark(of: progress, isFinished: isFinished)
    bookmarks[progress.lesson.name] = mark
    if halfRead?.name == progress.lesson.name { halfRead = nil }
    if !isFinished, mark.page > 0 { halfRead = progress.lesson }
  }

  func bookmark(of progress: LessonProgress, isFinished: Bool) -> Bookmark {
    var mark = bookmark(in: progress.lesson)
    mark.page = isFinished ? 0 : progress.page
    mark.done = progress.done
    mark.isFinished = mark.isFinished || isFinished
    return mark
  }
}

extension Explorer {
  /// Offers those lessons first that can be read without the default model, and no other: a model of
  /// something else is in its place.
  public mutating func doWithoutDefaultModel() { shelf.set(lacksDefaultModel: true) }

  /// Says which file the lessons were written for: with another one, their pages say that they were.
  public mutating func lessonsAreWritten(forFile name: String) { shelf.fileOfDefaultModel = name }

  /// Offers lessons that are read when they are first listed or opened.
  public mutating func offerLessons(_ lessons: @escaping @Sendable () -> [Lesson]) {
    shelf.offer(lessons)
  }
}
