import ArgumentParser
import Settings

/// Where the configuration is.
enum ConfigFile: Hashable, ExpressibleByArgument {
  /// Where the XDG specification says.
  case usual
  /// Nowhere: nothing is configured, and nothing remembered.
  case none
  /// In a file.
  case file(String)

  /// How the help shows a default.
  var defaultValueDescription: String { "$XDG_CONFIG_HOME/surprisal/config" }

  init(argument: String) { self = argument == "none" ? .none : .file(argument) }

  /// The path; nil where there is none.
  var path: String? {
    switch self {
    case .usual: Folders.config.map { $0 + "/surprisal/config" }
    case .none: nil
    case .file(let path): path
    }
  }

  /// What it says. Where the usual file is not there, it says nothing.
  func read() throws(CommandError) -> Config {
    guard let path, self != .usual || sizeOfFile(path) != nil else { return Config() }
    let bytes = try readFile(path)
    do throws(SettingsFault) {
      return try Config(bytes)
    } catch {
      throw CommandError(.configuration, "\(path), \(error)")
    }
  }
}
