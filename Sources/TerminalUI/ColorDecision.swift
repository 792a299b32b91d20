/// What a person said about colour on the command line.
public enum ColorWish: String, CaseIterable, Sendable {
  /// Colour where it is of use.
  case auto
  /// Colour in any case.
  case always
  /// No colour.
  case never
}

/// Decides whether to use colour.
///
/// The first that says anything wins: the command line, `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR`, then
/// whether output is a terminal that is more than `dumb`. Empty variables count as unset.
///
///     usesColor(.auto, environment: ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], isTerminal: true)
///     // false
public func usesColor(
  _ wish: ColorWish, environment: [String: String], isTerminal: Bool
) -> Bool {
  func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
  switch wish {
  case .always: return true
  case .never: return false
  case .auto: break
  }
  if value("NO_COLOR") != nil { return false }
  if let force = value("CLICOLOR_FORCE"), force != "0" { return true }
  if value("CLICOLOR") == "0" || !isTerminal { return false }
  return value("TERM").map { $0 != "dumb" } ?? false
}

/// The number of colours to draw with, 0, 8 or 256, of those that the terminal's entry offers.
///
/// `COLORTERM` is not asked: 256 colours are enough for a ramp of six steps, and with fewer the entry
/// knows no way to choose the others.
public func colorDepth(offered: Int) -> Int { offered >= 256 ? 256 : offered >= 8 ? 8 : 0 }
