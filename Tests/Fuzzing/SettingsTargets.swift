import Exploration
import Settings

extension FuzzTarget {
  /// A configuration is refused with a harmless sentence and a line of it, or sets what can be said again.
  public static let config = FuzzTarget(name: "config", seeds: configSeeds) { bytes in
    do throws(SettingsFault) {
      return FuzzOutcome(complaint: complaint(about: try Config(bytes)))
    } catch {
      return .refusedHarmlessly(error, lines: lineCount(of: bytes))
    }
  }

  /// A memory is refused with a harmless sentence and a line of it, or it is the same once written and
  /// read again, and an explorer takes it.
  public static let state = FuzzTarget(name: "state", seeds: stateSeeds) { bytes in
    do throws(SettingsFault) {
      return FuzzOutcome(complaint: complaint(about: try Memory(bytes)))
    } catch {
      return .refusedHarmlessly(error, lines: lineCount(of: bytes))
    }
  }

  private static let configSeeds: [[UInt8]] = [
    """
    # mine
    theme = "contrast"
    unit = 'nats'
    view = "words"
    model = "dice:6"
    start-token = 17

    [game]
    kind = "bets"
    players = ["Owls", "Bears"]
    questions = 9

    [keys]
    next-peak = "ctrl-n"
    previous-peak = ["f5", "alt-p"]
    """,
    """
    keys.help = []
    "theme" = \"""
    dark\"""
    start-token = 0x11
    """,
    """
    keys = { help = "f1", quit = ["a", "b"] }
    a.b.c = [[1, 2.5, inf], {x = 1979-05-27T07:32:00Z}]
    [[t]]
    [t.u]
    """,
  ].map { Array($0.utf8) }

  private static let stateSeeds: [[UInt8]] = [
    """
    # What surprisal remembers. It can be deleted at any time.
    theme = "light"
    unit = "nats"
    game = { kind = "bets", by = "word", players = ["a", "b"], questions = 500 }

    [lessons.surprise]
    page = 3
    done = [1, 5]
    finished = false
    outline = "00ff00ff00ff00ff"

    [lessons."a \\U0000001B.é"]
    page = 1
    done = []
    finished = true
    outline = "0"
    """, "view = \"running\"\ntheme = 1\n[lessons]\na = 1\n[lessons.b]\npage = 0\n",
  ].map { Array($0.utf8) }

  private static func lineCount(of bytes: [UInt8]) -> Int { bytes.count { $0 == 0x0A } + 1 }

  private static func complaint(about config: Config) -> String? {
    let lines = Array(config.lines.values) + config.wishes.map(\.line)
    guard lines.allSatisfy({ $0 >= 1 }) else { return "lines \(lines)" }
    for setting in Setting.all {
      guard (config.choices[setting] == nil) == (config.lines[setting.name] == nil) else {
        return "\(setting.name) is set on no line"
      }
    }
    return config.keys == .standard && !config.wishes.isEmpty
      && config.wishes.contains { !$0.keys.isEmpty } ? "keys are lost" : nil
  }

  private static func complaint(about memory: Memory) -> String? {
    guard let again = try? Memory(Array(memory.text.utf8)), again == memory else {
      return "not the same again: \(memory.text)"
    }
    let explorer = Explorer(
      text: Array("a".utf8), preferences: Preferences(memory.choices), bookmarks: memory.bookmarks)
    var taken = memory
    taken.take(explorer.keepsakes, since: Explorer(text: []).keepsakes)
    return taken == memory ? nil : "changed by a run in which nothing was done"
  }
}

extension FuzzOutcome {
  fileprivate static func refusedHarmlessly(_ fault: SettingsFault, lines: Int) -> Self {
    let outcome = refused(fault, line: fault.line, of: lines)
    return outcome == .refused ? refused(harmlessly: fault) : outcome
  }
}
