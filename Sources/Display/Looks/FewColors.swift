import Basics
import Exploration

/// Bold, underlined and reversed text only.
func monochrome(_ role: Role) -> Style {
  switch role {
  case .plain, .faint, .rule, .unscored, .level, .changeBar, .bar, .curve: Style()
  case .noContext: Style(dim: true)
  case .known: Style(underline: true)
  case .strong, .title, .heading, .key, .best, .knob, .actual, .focusBar: Style(bold: true)
  case .surprise(let step):
    [
      Style(), Style(underline: true), Style(bold: true), Style(bold: true, underline: true),
      Style(reverse: true), Style(bold: true, reverse: true),
    ][step.clamped(to: 0..<Role.steps)]
  case .change(let step):
    [
      Style(underline: true, reverse: true), Style(bold: true, underline: true),
      Style(underline: true), Style(), Style(bold: true), Style(reverse: true),
      Style(bold: true, reverse: true),
    ][step.clamped(to: -3...3) + 3]
  case .focus: Style(bold: true, underline: true, reverse: true)
  case .focusedHeading, .selection, .notice, .failure: Style(bold: true, reverse: true)
  }
}

/// The eight colours that every colour terminal has; the ramp is told apart by attributes as well.
func eightColors(_ role: Role, onLight: Bool) -> Style {
  let (black, red, yellow, blue, magenta, cyan, white) = (0, 1, 3, 4, 5, 6, 7)
  let (paper, ink) = onLight ? (white, black) : (black, white)
  let accent = onLight ? blue : cyan
  func text(_ color: Int, bold: Bool = false) -> Style {
    Style(foreground: color, background: paper, bold: bold)
  }
  switch role {
  case .plain, .faint, .rule, .unscored, .level, .changeBar: return text(ink)
  case .noContext: return Style(foreground: ink, background: paper, underline: true)
  case .known: return Style(foreground: ink, background: paper, underline: true)
  case .strong: return text(ink, bold: true)
  case .title, .heading, .key: return text(accent, bold: true)
  case .bar, .curve: return text(accent)
  case .surprise(let step):
    let ramp = [
      text(ink), Style(foreground: ink, background: paper, underline: true),
      Style(foreground: white, background: blue), Style(foreground: black, background: cyan),
      Style(foreground: black, background: yellow, bold: true),
      Style(foreground: paper, background: ink, bold: true),
    ]
    return ramp[step.clamped(to: 0..<Role.steps)]
  case .change(let step):
    let ramp = [
      Style(foreground: white, background: blue, bold: true, underline: true),
      Style(foreground: white, background: blue),
      Style(foreground: ink, background: paper, underline: true), text(ink), text(ink, bold: true),
      Style(foreground: black, background: yellow),
      Style(foreground: black, background: yellow, bold: true, underline: true),
    ]
    return ramp[step.clamped(to: -3...3) + 3]
  case .focus: return Style(foreground: white, background: magenta, bold: true, underline: true)
  case .focusBar: return Style(foreground: ink, background: magenta)
  case .actual, .knob: return text(magenta, bold: true)
  case .best: return text(onLight ? red : yellow, bold: true)
  case .focusedHeading, .selection, .notice:
    return Style(foreground: paper, background: accent, bold: true)
  case .failure: return Style(foreground: white, background: red, bold: true)
  }
}
