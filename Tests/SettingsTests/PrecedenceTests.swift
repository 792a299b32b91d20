import Settings
import Testing

/// Who comes before whom where several say what a setting is.
@Suite struct `Of those who say what a setting is` {
  /// Two values of each setting, and how a configuration writes them.
  private static let values = [
    "theme": ("\"mono\"", "\"light\""), "unit": ("\"nats\"", "\"bits\""),
    "view": ("\"words\"", "\"running\""), "big": ("\"off\"", "\"on\""),
    "model": ("\"dice:6\"", "\"uniform\""), "start-token": ("7", "\"eos\""),
    "game": ("{ kind = \"bets\" }", "{ players = [\"Owls\", \"Bears\"] }"),
  ]

  /// Who can say something, each before the next.
  private enum Voice: CaseIterable { case option, environment, config, memory }

  private func choices(_ written: String, of setting: Setting) throws -> Choices {
    try Config(Array("\(setting.name) = \(written)".utf8)).choices
  }

  /// The settings where some say something of one setting.
  private func settings(
    _ said: [Voice: String], of setting: Setting
  ) throws -> SettingsInForce {
    func choices(_ voice: Voice) throws -> Choices {
      try said[voice].map { try self.choices($0, of: setting) } ?? Choices()
    }
    func file(_ voice: Voice) -> [UInt8] {
      Array((said[voice].map { "\(setting.name) = \($0)" } ?? "").utf8)
    }
    return SettingsInForce(
      commandLine: try choices(.option), environment: [("VARIABLE", try choices(.environment))],
      config: try Config(file(.config)), memory: try Memory(file(.memory)))
  }

  private func origin(_ voice: Voice) -> SettingsInForce.Origin {
    switch voice {
    case .option: .commandLine
    case .environment: .environment("VARIABLE")
    case .config: .config
    case .memory: .memory
    }
  }

  /// Whether a setting is remembered from run to run.
  private func isRemembered(_ setting: Setting) throws -> Bool {
    let value = try #require(Self.values[setting.name]).0
    return try Memory(Array("\(setting.name) = \(value)".utf8)).choices != Choices()
  }

  @Test(arguments: Setting.all.map(\.name))
  func `the option comes before the environment, then the configuration, then the last run`(
    name: String
  ) throws {
    let setting = try #require(Setting.all.first { $0.name == name })
    let (first, second) = try #require(Self.values[name], "values of \(name) are missing")
    let voices = try Voice.allCases.filter { try $0 != .memory || isRemembered(setting) }
    for (place, voice) in voices.enumerated() {
      for (own, others) in [(first, second), (second, first)] {
        var said = [voice: own]
        for other in voices[(place + 1)...] { said[other] = others }
        let settings = try settings(said, of: setting)
        #expect(try settings.choices == choices(own, of: setting), "\(voice)")
        #expect(settings.origin(of: setting) == origin(voice))
      }
    }
    #expect(try isRemembered(setting) == !["model", "start-token"].contains(name))
  }

  @Test(arguments: Setting.all.map(\.name))
  func `one setting says nothing of another, and nobody leaves what is usual`(name: String) throws {
    let setting = try #require(Setting.all.first { $0.name == name })
    let value = try #require(Self.values[name]).0
    let settings = try settings([.option: value], of: setting)
    for other in Setting.all where other.name != name {
      #expect(settings.origin(of: other) == .standard && settings.choices[other] == nil)
    }
    let nobody = SettingsInForce()
    #expect(nobody.origin(of: setting) == .standard && nobody.choices[setting] == nil)
    let line = nobody.text(standardModel: "default.gguf").split(separator: "\n")
      .first { $0.hasPrefix("\(name) = ") }
    let usual = (setting.standard ?? .string("default.gguf")).text
    #expect(line?.hasPrefix("\(name) = \(usual) ") == true, "\(line ?? "")")
    #expect(line?.hasSuffix("# default") == true)
  }
}
