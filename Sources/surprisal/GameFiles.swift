import FoundationEssentials
import Games
import Reports
import Runtime

/// Files of games.
enum GameFiles {
  /// Complains about a file that is there already, before anybody has played for nothing.
  static func checkNew(_ path: String) throws(CommandError) {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw CommandError(
        .outputFailed, "cannot write into the folder of \(path): name another file with --save")
    }
    guard sizeOfFile(path) == nil else {
      throw CommandError(
        .outputFailed, "\(path) exists already: name another file with --save, or remove it")
    }
  }

  /// Saves a game, and says where or why not.
  ///
  /// - Parameter path: The file; nil for the first free name in the working folder.
  static func save(_ record: GameRecord, in path: String?) -> String {
    let file = path ?? freeName
    do {
      try Data(gameReport(record).utf8).write(to: URL(filePath: file), options: .atomic)
      return "saved the game in \(file)"
    } catch {
      return "cannot write \(file): check the folder and the space on the disk"
    }
  }

  private static var freeName: String {
    var number = 1
    while sizeOfFile("surprisal-game-\(number).json") != nil { number += 1 }
    return "surprisal-game-\(number).json"
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
