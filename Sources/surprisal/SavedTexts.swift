import Reports
import Runtime
import Scoring

extension SavedText {
  /// The most bytes that are read of a saved text.
  static let largest = 1 << 30

  /// The saved text of a file; nil where the file is none. Throws what is wrong with one.
  static func read(_ path: String) throws(CommandError) -> SavedText? {
    guard
      path.lowercased().hasSuffix(".surprisal") || isSaved(smallFile(path, limit: magicCount) ?? [])
    else {
      return nil
    }
    let bytes = try readFile(path, limit: largest)
    do throws(SavedTextError) { return try SavedText(bytes) } catch {
      throw CommandError(.badData, "\(path) \(error)")
    }
  }

  private static let magicCount = 16

  /// It as a model in use, which answers for itself alone.
  func loadedModel(_ measure: @escaping LoadedModel.Measure) -> LoadedModel {
    LoadedModel(
      scorer: scorer, settings: settings, readsControlTokens: readsControlTokens, measure: measure)
  }
}

extension ScoringOptions {
  /// Takes the temperature at which a saved text was looked at, unless another one is asked for.
  mutating func take(_ view: SavedText.View) {
    wishedTemperature = wishedTemperature ?? view.temperature
  }
}
