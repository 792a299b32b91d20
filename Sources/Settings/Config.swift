import Exploration
import ShownText

/// What a person has written into the file of the configuration.
public struct Config: Sendable {
  /// What it sets.
  public private(set) var choices = Choices()
  /// The lines of what it sets, by the names of settings.
  public private(set) var lines: [String: Int] = [:]
  /// The keys that it gives to commands.
  public private(set) var wishes: [KeyWish] = []
  /// The keys in force.
  public private(set) var keys = KeyTable.standard

  /// Other keys for a command.
  public struct KeyWish: Hashable, Sendable {
    /// The command's name.
    public var command: String
    /// Its keys, by their names.
    public var keys: [String]
    /// The line that says so.
    public var line: Int
  }

  /// A file that sets nothing.
  public init() {}

  /// Reads the file's bytes. O(*n* log *n*).
  ///
  /// - Throws: The first thing that is wrong, and its line.
  public init(_ bytes: [UInt8]) throws(SettingsFault) {
    for entry in try TOMLValue.document(bytes) {
      if entry.key == "keys" {
        try takeKeys(entry)
      } else {
        try take(entry)
      }
    }
  }

  private mutating func take(_ entry: TOMLEntry) throws(SettingsFault) {
    guard let setting = Setting.named(entry.key) else {
      let names = Setting.all.map(\.name).joined(separator: ", ")
      throw SettingsFault(
        line: entry.line,
        reason: "“\(visibleText(entry.key))” is no setting: write one of \(names), or keys")
    }
    choices[setting] = entry.value
    guard choices[setting] != nil else {
      throw SettingsFault(
        line: entry.line, reason: "\(setting.name) cannot be this: write \(setting.expectation)")
    }
    lines[setting.name] = entry.line
  }

  // MARK: Keys

  private mutating func takeKeys(_ entry: TOMLEntry) throws(SettingsFault) {
    guard case .table(let entries) = entry.value else {
      throw SettingsFault(
        line: entry.line,
        reason: "keys cannot be this: write [keys], and a command on each line below")
    }
    for entry in entries {
      guard let keys = Self.keys(entry.value) else {
        throw SettingsFault(
          line: entry.line,
          reason: "the keys of \(visibleText(entry.key)) cannot be this: write a key in quotes, or "
            + "several as in [\"n\", \"ctrl-n\"]")
      }
      wishes.append(KeyWish(command: entry.key, keys: keys, line: entry.line))
    }
    do {
      keys = try KeyTable(wishes.map { ($0.command, $0.keys) })
    } catch {
      let line = wishes.first { $0.command == error.command }?.line ?? entry.line
      throw SettingsFault(line: line, reason: visibleText("\(error)"))
    }
  }

  private static func keys(_ value: TOMLValue) -> [String]? {
    value.strings ?? value.string.map { [$0] }
  }
}
