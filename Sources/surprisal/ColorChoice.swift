import ArgumentParser

/// Whether colours are wanted.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never

  /// Decides by what was asked for, then by the conventions of the environment
  /// (no-color.org, bixense.com/clicolors), then by the terminal.
  func isOn() -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto: Self.isOnByEnvironment()
    }
  }

  private static func isOnByEnvironment() -> Bool {
    if environmentVariable("NO_COLOR") != nil { return false }
    if let forced = environmentVariable("CLICOLOR_FORCE"), forced != "0" { return true }
    if environmentVariable("CLICOLOR") == "0" { return false }
    guard let terminal = environmentVariable("TERM"), terminal != "dumb" else { return false }
    return standardOutputIsTerminal()
  }
}
