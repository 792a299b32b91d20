import ShownText

/// All settings as they hold in a run, and who has said so.
public struct SettingsInForce: Sendable {
  /// The file of the configuration, read.
  public let config: Config
  private let layers: [(origin: Origin, choices: Choices)]

  /// Who has set something; each comes before the next.
  public enum Origin: Hashable, Sendable {
    /// The command line.
    case commandLine
    /// A variable of the environment.
    case environment(String)
    /// The configuration.
    case config
    /// An earlier run.
    case memory
    /// Nobody.
    case standard
  }

  /// The settings of a run, from all that was said.
  ///
  /// - Parameter environment: The variables that set something.
  public init(
    commandLine: Choices = .init(), environment: [(variable: String, choices: Choices)] = [],
    config: Config = .init(), memory: Memory = .init()
  ) {
    self.config = config
    layers =
      [(.commandLine, commandLine)] + environment.map { (.environment($0.variable), $0.choices) }
      + [(.config, config.choices), (.memory, memory.choices)]
  }

  /// What was said, the first of all that said something.
  public var choices: Choices {
    layers.reduce(Choices()) { $0.over($1.choices) }
  }

  /// Who has said what a setting is.
  public func origin(of setting: Setting) -> Origin {
    layers.first { $0.choices[setting] != nil }?.origin ?? .standard
  }

  /// The settings as a configuration that says the same, with who has said it beside each.
  ///
  /// - Parameter model: The model where nobody names one.
  public func text(standardModel model: String) -> String {
    let settings = Setting.all.map { setting in
      let standard = setting.standard ?? ModelWish(model).toml
      return (
        "\(setting.name) = \((choices[setting] ?? standard).text)",
        said(origin(of: setting), line: config.lines[setting.name])
      )
    }
    let keys = config.wishes.map { wish in
      let keys = TOMLValue.array(wish.keys.map { .string($0) }).text
      return ("\(TOMLValue.key(wish.command)) = \(keys)", said(.config, line: wish.line))
    }
    return Self.columns(settings) + (keys.isEmpty ? "" : "\n[keys]\n" + Self.columns(keys))
  }

  private func said(_ origin: Origin, line: Int?) -> String {
    switch origin {
    case .commandLine: "command line"
    case .environment(let variable): variable
    case .config: "config" + (line.map { ", line \($0)" } ?? "")
    case .memory: "state"
    case .standard: "default"
    }
  }

  private static func columns(_ rows: [(setting: String, origin: String)]) -> String {
    let width = rows.map { columnWidth(of: $0.setting) }.filter { $0 <= 40 }.max() ?? 0
    return rows.map { row in
      let gap = max(width - columnWidth(of: row.setting), 0) + 2
      return row.setting + String(repeating: " ", count: gap) + "# \(row.origin)\n"
    }.joined()
  }
}
