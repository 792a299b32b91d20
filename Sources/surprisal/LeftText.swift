import Basics
import Exploration
import Reports
import Runtime
import Scoring
import ShownText

/// The text that was explored last, as it was left, to be gone on with.
enum LeftText {
  /// The most tokens whose scores are kept: those of a longer text are computed anew.
  private static let mostScores = 50_000

  /// Its file: none where nothing is remembered.
  static func path(_ config: ConfigFile) -> String? {
    guard config != .none else { return nil }
    return Folders.state.map { $0 + "/surprisal/last.surprisal" }
  }

  /// The text. Throws where there is none, or it cannot be read.
  static func read(_ config: ConfigFile) throws(CommandError) -> SavedText {
    guard let path = path(config), isFile(path), let saved = try SavedText.read(path) else {
      throw CommandError(
        .noInput,
        "there is nothing to go on with: no text was left before, or nothing is remembered")
    }
    return saved
  }

  /// A sentence that offers it, where there is one and somebody sits there.
  static func offer(_ config: ConfigFile, _ screen: ScreenOptions) -> String? {
    guard screen.script == nil, let path = path(config), isFile(path) else { return nil }
    return "surprisal --continue goes on with the text of the last time"
  }

  /// Keeps a text. What cannot be kept is scored and looked at anew.
  static func keep(_ text: SavedText, _ config: ConfigFile) {
    guard let path = path(config) else { return }
    var text = text
    if text.tokens.count > mostScores { text.predictions.truncate(to: 0) }
    makeFolders(to: path)
    try? replaceFile(path, text.bytes, mode: 0o600)
  }
}

extension Exploring {
  /// Takes up a saved text as it was looked at.
  ///
  /// - Parameter withModel: Whether its model is used where it is there, so that the text can be changed.
  mutating func take(_ saved: SavedText, withModel: Bool) {
    self.saved = saved
    if options.temperature == .one { options.temperature = saved.view.temperature }
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
    guard let left = explorer.leftText else { return }
    let text = taking.saved(left)
    if let save { try writeFile(save.path, text.bytes, replacing: save.replaces) }
    if screen.script == nil, self.text != nil || explorer.isTextChanged {
      LeftText.keep(text, options.chosen.config)
    }
  }

  /// How texts are taken away from here.
  var taking: TakingAway {
    TakingAway(
      readsControlTokens: isWithoutModel ? saved?.readsControlTokens ?? false : options.special,
      reference: options.chosen.model ?? "", known: isWithoutModel ? saved : nil)
  }
}
