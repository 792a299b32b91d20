/// How much a lesson may hold: far more than a lesson needs, and so little that no file, whoever wrote it,
/// makes the program slow.
enum LessonLimit: Int, CaseIterable {
  /// Of a lesson.
  case pages = 200
  /// Of a page: its lines, settings included.
  case bytes = 16_384
  /// Of a page: what is quoted from the screen, since all of it is computed after each key.
  case quotations = 100
  /// Of a page.
  case claims = 99
  /// Of a condition.
  case comparisons = 20
  /// In quotation marks, since a text is searched for them: bytes.
  case words = 256

  /// What is counted, and where.
  private var name: String {
    switch self {
    case .pages: "pages in the lesson"
    case .bytes: "bytes on this page"
    case .quotations: "quantities in braces on this page"
    case .claims: "lines `expect:` on this page"
    case .comparisons: "comparisons in a condition"
    case .words: "bytes between quotation marks"
    }
  }

  /// Refuses what is beyond the limit.
  func check(_ count: Int, line: Int) throws(LessonError) {
    guard count > rawValue else { return }
    throw LessonError(line: line, cause: .tooMany(name, limit: rawValue))
  }
}
