import Basics
import Exploration
import FoundationEssentials
import Lessons
import Reports
import Runtime
import Scoring
import ShownText

/// What was explored last, as it was left, to be gone on with.
struct LeftText {
  /// The text, and the lesson that was read over it.
  var text: SavedText?, lesson: Lesson?
  /// Why that lesson cannot be gone on with, in a sentence; nil where it can.
  var remark: String?

  /// The most tokens whose scores are kept: those of a longer text are computed anew.
  private static let mostScores = 50_000

  /// The file of the text: none where nothing is remembered.
  static func path(_ config: ConfigFile) -> String? {
    guard config != .none else { return nil }
    return Folders.state.map { $0 + "/surprisal/last.surprisal" }
  }

  /// Reads it. Throws where there is nothing, or the text cannot be read.
  static func read(_ config: ConfigFile) throws -> LeftText {
    let text = try path(config).flatMap { isFile($0) ? try SavedText.read($0) : nil }
    let (lesson, remark) = try lesson(config)
    guard text != nil || lesson != nil else {
      throw CommandError(
        .noInput,
        remark
          ?? "there is nothing to go on with: no text was left before, or nothing is remembered")
    }
    return LeftText(text: text, lesson: lesson, remark: remark)
  }

  /// The lesson that the last run was left in, or why it is not gone on with; nil where it was in none.
  private static func lesson(_ config: ConfigFile) throws -> (lesson: Lesson?, remark: String?) {
    guard let memory = StateFile(beside: config)?.read().memory, let name = memory.lesson else {
      return (nil, nil)
    }
    guard let file = memory.lessonFile else {
      return (try Assets.lessons().first { $0.name == name }, nil)
    }
    guard isFile(file.path) else {
      return (nil, "the lesson that was left is gone: there is no file \(file.path) any more")
    }
    guard let lesson = try? Lesson(inFile: file.path), lesson.file == file else {
      return (
        nil,
        "the lesson \(file.path) has changed since it was left, or cannot be read: surprisal lesson FILE opens it anew"
      )
    }
    return (lesson, nil)
  }

  /// A sentence that offers it, where there is one and somebody sits there.
  static func offer(_ config: ConfigFile, _ screen: ScreenOptions) -> String? {
    guard screen.script == nil, let path = path(config) else { return nil }
    if let lesson = try? lesson(config).lesson {
      return "surprisal --continue goes on with “\(lesson.title)”"
    }
    return isFile(path) ? "surprisal --continue goes on with the text of the last time" : nil
  }

  /// Keeps a text, of a long one no scores, which are computed anew. Says so where it cannot be kept for want of room,
  /// or is in no other file: who may not write there at all knows that.
  static func keep(_ text: SavedText, isAlone: Bool, _ config: ConfigFile) {
    guard let path = path(config) else { return }
    var text = text
    if text.tokens.count > mostScores { text.predictions.truncate(to: 0) }
    makeFolders(to: path)
    do throws(WritingFault) { try replaceFile(path, text.bytes, mode: 0o600) } catch {
      guard isAlone || error.isOfRoom else { return }
      noteOnStandardError(
        "--continue will not go on with the text: cannot write \(path): \(error); make room there, and keep a text "
          + "with --save")
    }
  }
}

extension Lesson {
  /// The lesson in a file of one's own, whose name is `mine` for `folder/mine.lesson`.
  init(inFile path: String) throws {
    let bytes = try readFile(path)
    do {
      try self.init(name: visibleText(lastComponent(of: path).prefix { $0 != "." }), bytes: bytes)
    } catch {
      throw CommandError(.badData, "\(path), \(error)")
    }
    let folder = path.hasPrefix("/") ? "" : FileManager.default.currentDirectoryPath + "/"
    file = LessonFile(path: folder + path, sha256: SHA256(of: bytes).hexadecimal)
  }
}

extension Exploring {
  /// Takes up a saved text as it was looked at.
  ///
  /// - Parameter withModel: Whether its model is used where it is there, so that the text can be changed.
  mutating func take(_ saved: SavedText, withModel: Bool) {
    self.saved = saved
    options.take(saved.view)
    guard options.chosen.models.isEmpty else { return }
    if withModel, !saved.view.reference.isEmpty { options.chosen.model = saved.view.reference }
    isWithoutModel = !withModel || !Self.isThere(options.chosen.model)
  }

  private static func isThere(_ reference: String?) -> Bool {
    switch try? ModelReference(reference) {
    case .file(let name): (try? ModelFiles.model(name)) != nil
    case nil: false
    default: true
    }
  }

  /// Keeps the text in the end, as it is left: where that was asked for, and to be gone on with.
  func keep(_ explorer: Explorer) throws(CommandError) {
    let isRemembered = remembers(explorer)
    guard isRemembered || save != nil else { return }
    guard let left = explorer.leftText else { return noteNothingSaved() }
    let text = taking.saved(left)
    if let save { try writeFile(save.path, text.bytes, replacing: save.replaces) }
    if isRemembered {
      LeftText.keep(text, isAlone: save == nil && explorer.isTextChanged, options.chosen.config)
    }
  }

  /// Whether what is left is to be gone on with: not what a script does, nor the sample as it came.
  private func remembers(_ explorer: Explorer) -> Bool {
    screen.script == nil && LeftText.path(options.chosen.config) != nil
      && (text != nil || explorer.isTextChanged)
  }

  private func noteNothingSaved() {
    guard let save else { return }
    noteOnStandardError(
      "\(save.path) is not written: no scored text of your own was on the screen at the end")
  }

  /// How texts are taken away from here.
  var taking: TakingAway {
    TakingAway(
      readsControlTokens: isWithoutModel ? saved?.readsControlTokens ?? false : options.special,
      reference: options.chosen.model ?? "", known: isWithoutModel ? saved : nil)
  }
}
