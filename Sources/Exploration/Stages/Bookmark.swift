import Lessons

/// How far a lesson was read, as it is remembered between runs.
public struct Bookmark: Hashable, Sendable {
  /// The page that was open last, from 0.
  public var page: Int
  /// The pages whose exercise was done.
  public var done: Set<Int>
  /// Whether it was read to its end.
  public var isFinished: Bool
  /// What the lesson was like, so that a bookmark is not taken for one in another lesson of its name.
  public var outline: UInt64

  /// A bookmark from its parts.
  public init(page: Int, done: Set<Int>, isFinished: Bool, outline: UInt64) {
    self.page = page
    self.done = done
    self.isFinished = isFinished
    self.outline = outline
  }

  /// Before a lesson's first page.
  init(in lesson: Lesson) {
    self.init(page: 0, done: [], isFinished: false, outline: lesson.outline)
  }

  /// Whether it is one of a lesson as the lesson is now.
  func fits(_ lesson: Lesson) -> Bool {
    outline == lesson.outline && lesson.pages.indices.contains(page)
      && done.allSatisfy {
        lesson.pages.indices.contains($0) && lesson.pages[$0].exercise != nil
      }
  }
}

extension Lesson {
  /// A number made from the titles of its pages and which of them have a task: a corrected word
  /// leaves it as it is, another page does not. FNV-1a (Fowler, Noll and Vo 1991), 64 bits.
  var outline: UInt64 {
    let titles = pages.map { "\($0.title)\u{0}\($0.exercise == nil ? "" : "task")\u{0}" }
    return titles.joined().utf8.reduce(0xcbf2_9ce4_8422_2325) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
  }
}

extension Explorer {
  /// Whether somebody keeps the bookmarks for the next run, so that none is lost when this one ends.
  public var areBookmarksKept: Bool {
    get { shelf.areBookmarksKept }
    set { shelf.areBookmarksKept = newValue }
  }

  /// How far each lesson was read, the open one included, by the lessons' names.
  public var bookmarks: [String: Bookmark] {
    guard let lesson else { return shelf.bookmarks }
    let mark = shelf.bookmark(of: lesson, isFinished: false)
    return shelf.bookmarks.merging([lesson.lesson.name: mark]) { $1 }
  }
}
