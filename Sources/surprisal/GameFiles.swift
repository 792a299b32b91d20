import FoundationEssentials
import Games
import Reports
import Runtime

/// Files of games.
enum GameFiles {
  /// Saves a game, and says where or why not.
  ///
  /// - Parameter path: The file; nil for the first free name in the working folder.
  static func save(_ record: GameRecord, in path: String?) -> String {
    let file = path ?? firstFreeName { "surprisal-game-\($0).json" }
    do {
      try Data(gameReport(record).utf8).write(to: URL(filePath: file), options: .atomic)
      return "saved the game in \(file)"
    } catch {
      return "cannot write \(file): check the folder and the space on the disk"
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
