import Games
import Reports
import Runtime

/// Files of games.
enum GameFiles {
  /// Saves a game, and says where or why not. No file is written over, one that appeared in the meantime
  /// neither.
  ///
  /// - Parameter path: The file; nil for the first free name in the working folder.
  static func save(_ record: GameRecord, in path: String?) -> String {
    let isTaken = path.map { WritingPlace($0).isTaken } ?? true
    let file = isTaken ? firstFreeName { "surprisal-game-\($0).json" } : path ?? ""
    do throws(CommandError) {
      try writeNewFile(file, Array(gameReport(record).utf8))
      return (path.map { isTaken ? "\($0) exists already: " : "" } ?? "")
        + "saved the game in \(file)"
    } catch {
      return error.sentence
    }
  }

  /// Reads a game that was saved.
  static func read(_ path: String) throws(CommandError) -> GameRecord {
    let bytes = try readFile(path)
    do throws(SavedGameError) {
      return try GameRecord(saved: bytes)
    } catch {
      throw CommandError(.badData, "\(path) \(error)")
    }
  }
}
