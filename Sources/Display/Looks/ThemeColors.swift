import Basics
import Exploration

/// The colours of a theme, of the 256 of a terminal.
struct ThemeColors {
  /// Whether the paper is lighter than the ink.
  var isLight = false
  var paper: Int
  var ink: Int
  var faint: Int
  var rule: Int
  var accent: Int
  /// Background and text of each step of the ramp: monotone in lightness, in hues (blue to yellow)
  /// that colour-blind eyes tell apart, after cividis (Nuñez, Anderton, Renslow 2018).
  var ramp: [(background: Int, text: Int)]
  /// The ramp as colours of bars on the paper.
  var levels: [Int]
  /// The same for changes: three steps of less surprise in blues, three of more in oranges, both ever
  /// farther from the paper.
  var less: [(background: Int, text: Int)], more: [(background: Int, text: Int)]
  /// The changes as colours of bars on the paper.
  var lessBars: [Int], moreBars: [Int]
  var bar: Int
  var focus: (background: Int, text: Int)
  var actual: Int
  /// The background of what is focused and not filled.
  var highlight: Int
  var best: Int
  var notice: (background: Int, text: Int)
  var failure: (background: Int, text: Int)

  func style(of role: Role) -> Style {
    func text(_ color: Int, bold: Bool = false) -> Style {
      Style(foreground: color, background: paper, bold: bold)
    }
    func filled(_ pair: (background: Int, text: Int), bold: Bool = false) -> Style {
      Style(foreground: pair.text, background: pair.background, bold: bold)
    }
    switch role {
    case .plain, .unscored: return text(ink)
    case .faint: return text(faint)
    case .noContext: return Style(foreground: faint, background: paper, underline: true)
    case .known: return Style(foreground: ink, background: paper, underline: true)
    case .strong: return text(ink, bold: true)
    case .rule: return text(rule)
    case .title, .heading, .key: return text(accent, bold: true)
    case .focusedHeading, .selection: return filled((accent, paper), bold: true)
    case .surprise(let step): return filled(ramp[step.clamped(to: 0..<Role.steps)])
    case .level(let step): return text(levels[step.clamped(to: 0..<Role.steps)])
    case .change(let step):
      return step == 0 ? text(ink) : filled((step < 0 ? less : more)[min(abs(step), 3) - 1])
    case .changeBar(let step):
      return text(step == 0 ? rule : (step < 0 ? lessBars : moreBars)[min(abs(step), 3) - 1])
    case .focus:
      return Style(
        foreground: focus.text, background: focus.background, bold: true, underline: true)
    case .focusBar: return Style(foreground: actual, background: highlight)
    case .actual: return text(actual, bold: true)
    case .bar, .curve: return text(bar)
    case .knob: return text(actual, bold: true)
    case .best: return text(best, bold: true)
    case .notice: return filled(notice, bold: true)
    case .failure: return filled(failure, bold: true)
    }
  }
}
