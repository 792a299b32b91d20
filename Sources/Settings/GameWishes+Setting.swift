import Games

extension GameWishes: SettingValue {
  /// What can be written.
  public static var expectation: String {
    "[game] and below it some of kind, by, players, questions"
  }

  /// The wishes that are written so; what is not said is as usual.
  public init?(_ toml: TOMLValue) {
    guard case .table(let entries) = toml else { return nil }
    var (kind, step) = (GameRules.Kind?.some(.guess), GameRules.Step?.some(.letter))
    var players: [String]? = GameRules.unnamed
    var questions: Int? = GameWishes().questionLimit
    for entry in entries {
      switch entry.key {
      case "kind": kind = GameRules.Kind(entry.value)
      case "by": step = GameRules.Step(entry.value)
      case "players": players = entry.value.strings
      case "questions": questions = entry.value.integer
      default: return nil
      }
    }
    guard let kind, let step, let players, let questions else { return nil }
    self.init(kind: kind, step: step, players: players, questionLimit: questions)
  }

  /// How they are written.
  public var toml: TOMLValue {
    let values: [(String, TOMLValue)] = [
      ("kind", kind.toml), ("by", step.toml),
      ("players", .array(players.map { .string($0) })), ("questions", .integer(questionLimit)),
    ]
    return .table(values.map { TOMLEntry(key: $0.0, line: 1, value: $0.1) })
  }
}

extension TOMLValue {
  /// The whole number; nil for anything else.
  var integer: Int? { if case .integer(let number) = self { number } else { nil } }

  /// The string; nil for anything else.
  var string: String? { if case .string(let string) = self { string } else { nil } }

  /// The strings of an array; nil for anything else.
  var strings: [String]? {
    guard case .array(let values) = self else { return nil }
    let strings = values.compactMap(\.string)
    return strings.count == values.count ? strings : nil
  }
}
