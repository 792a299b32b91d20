import Exploration
import Scoring

/// Something that a person may choose once for all runs.
public struct Setting: Sendable {
  /// Its name, as the configuration has it.
  public let name: String
  /// What can be written.
  public let expectation: String
  /// What holds where nobody has chosen; nil where that has no name.
  public let standard: TOMLValue?
  /// How it is part of the preferences that are remembered between runs; nil where it is none.
  let preference: Preference?
  /// A value of it, as this program writes it; nil for what is none.
  let canonical: @Sendable (TOMLValue) -> TOMLValue?

  /// Where a setting is in the preferences.
  struct Preference: Sendable {
    /// Its value there.
    var value: @Sendable (Preferences) -> TOMLValue
    /// Puts a value there.
    var set: @Sendable (inout Preferences, TOMLValue) -> Void
  }

  /// All settings, in the order in which they are listed.
  public static let all = [theme, unit, view, big, model, startToken, game]

  /// The colours.
  public static let theme = Setting("theme", \.theme)
  /// The unit of information.
  public static let unit = Setting("unit", \.unit)
  /// How the text is shown.
  public static let view = Setting("view", \.view)
  /// Whether figures are drawn large.
  public static let big = Setting("big", \.bigFigures)
  /// The model.
  public static let model = Setting("model", of: ModelWish.self, standard: nil)
  /// What texts are scored after.
  public static let startToken = Setting(
    "start-token", of: StartToken.self, standard: .automatic)
  /// How games are played.
  public static let game = Setting("game", \.game)

  /// The setting of a name; nil where there is none.
  static func named(_ name: String) -> Setting? { all.first { $0.name == name } }

  private init<Value: SettingValue>(
    _ name: String, of type: Value.Type, standard: Value?,
    preference: Preference? = nil
  ) {
    self.name = name
    self.preference = preference
    self.standard = standard?.toml
    expectation = Value.expectation
    canonical = { Value($0)?.toml }
  }

  private init<Value: SettingValue>(
    _ name: String, _ path: WritableKeyPath<Preferences, Value> & Sendable
  ) {
    self.init(
      name, of: Value.self, standard: Preferences()[keyPath: path],
      preference: Preference(
        value: { $0[keyPath: path].toml },
        set: { preferences, toml in
          if let value = Value(toml) { preferences[keyPath: path] = value }
        }))
  }
}

/// Values of some settings: what a command line, a file or somebody's memory says.
public struct Choices: Hashable, Sendable {
  private var values: [String: TOMLValue] = [:]

  /// Nothing chosen.
  public init() {}

  /// The value of a setting; nil where it was not chosen. Only one that can be its value is kept.
  public subscript(setting: Setting) -> TOMLValue? {
    get { values[setting.name] }
    set { values[setting.name] = newValue.flatMap(setting.canonical) }
  }

  /// Likewise, as what it means.
  public func value<Value: SettingValue>(of setting: Setting, as type: Value.Type = Value.self)
    -> Value?
  {
    self[setting].flatMap { Value($0) }
  }

  /// These choices, and others where nothing is chosen.
  public func over(_ others: Choices) -> Choices {
    var result = self
    result.values.merge(others.values) { own, _ in own }
    return result
  }
}

extension Preferences {
  /// The usual preferences, changed by what was chosen.
  public init(_ choices: Choices) {
    self.init()
    for setting in Setting.all {
      if let value = choices[setting] { setting.preference?.set(&self, value) }
    }
  }
}
