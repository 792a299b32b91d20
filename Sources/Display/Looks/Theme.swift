import Exploration

/// How a role looks on a terminal: colours of the 256-colour palette and attributes.
public struct Style: Hashable, Sendable {
  /// The text colour, 0 … 255; nil is the terminal's own.
  public var foreground: Int?
  /// The background colour, 0 … 255; nil is the terminal's own.
  public var background: Int?
  /// Attributes that need no colour.
  public var bold = false, underline = false, reverse = false, dim = false

  /// A style.
  public init(
    foreground: Int? = nil, background: Int? = nil, bold: Bool = false, underline: Bool = false,
    reverse: Bool = false, dim: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.bold = bold
    self.underline = underline
    self.reverse = reverse
    self.dim = dim
  }
}

/// What every role looks like: one table for each name and each number of colours.
public struct Theme: Hashable, Sendable {
  /// Which of the themes it is.
  public let name: ThemeName

  /// The theme of a name.
  public init(_ name: ThemeName) { self.name = name }

  /// The look of a role on a terminal of so many colours: 256, 8, or 0 for none.
  public func style(of role: Role, colors: Int) -> Style {
    if colors < 8 || name == .monochrome { return monochrome(role) }
    if colors < 256 { return eightColors(role, onLight: name == .light) }
    switch name {
    case .dark: return dark.style(of: role)
    case .light: return light.style(of: role)
    case .highContrast: return highContrast.style(of: role)
    case .monochrome: return monochrome(role)
    }
  }
}

/// The colours of a theme of 256 colours.
private struct Palette {
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
    case .strong: return text(ink, bold: true)
    case .rule: return text(rule)
    case .title, .heading, .key: return text(accent, bold: true)
    case .focusedHeading, .selection: return filled((accent, paper), bold: true)
    case .surprise(let step): return filled(ramp[min(max(step, 0), Role.steps - 1)])
    case .level(let step): return text(levels[min(max(step, 0), Role.steps - 1)])
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

private let dark = Palette(
  paper: 234, ink: 254, faint: 248, rule: 240, accent: 117,
  ramp: [(17, 255), (24, 231), (247, 16), (179, 16), (221, 16), (230, 16)],
  levels: [67, 110, 247, 179, 221, 230],
  less: [(18, 231), (24, 231), (159, 16)], more: [(52, 231), (172, 16), (222, 16)],
  lessBars: [67, 110, 159], moreBars: [130, 172, 222],
  bar: 110, focus: (213, 16), actual: 213, highlight: 238, best: 221, notice: (117, 16),
  failure: (124, 231))

private let light = Palette(
  paper: 231, ink: 16, faint: 240, rule: 248, accent: 24,
  ramp: [(230, 16), (222, 16), (179, 16), (247, 16), (24, 231), (17, 231)],
  levels: [179, 136, 101, 242, 24, 17],
  less: [(153, 16), (24, 231), (17, 231)], more: [(223, 16), (208, 16), (88, 231)],
  lessBars: [67, 24, 17], moreBars: [172, 130, 88],
  bar: 67, focus: (207, 16), actual: 90, highlight: 252, best: 130, notice: (24, 231),
  failure: (124, 231))

private let highContrast = Palette(
  paper: 16, ink: 231, faint: 252, rule: 250, accent: 231,
  ramp: [(16, 231), (18, 231), (240, 231), (250, 16), (231, 16), (226, 16)],
  levels: [231, 231, 231, 231, 231, 226],
  less: [(18, 231), (24, 231), (117, 16)], more: [(52, 231), (172, 16), (222, 16)],
  lessBars: [117, 117, 117], moreBars: [222, 222, 222],
  bar: 231, focus: (51, 16), actual: 51, highlight: 238, best: 226, notice: (231, 16),
  failure: (226, 16))

/// Bold, underlined and reversed text only.
private func monochrome(_ role: Role) -> Style {
  switch role {
  case .plain, .faint, .rule, .unscored, .level, .changeBar, .bar, .curve: Style()
  case .noContext: Style(dim: true)
  case .strong, .title, .heading, .key, .best, .knob, .actual: Style(bold: true)
  case .surprise(let step):
    [
      Style(), Style(underline: true), Style(bold: true), Style(bold: true, underline: true),
      Style(reverse: true), Style(bold: true, reverse: true),
    ][min(max(step, 0), Role.steps - 1)]
  case .change(let step):
    [
      Style(underline: true, reverse: true), Style(bold: true, underline: true),
      Style(underline: true), Style(), Style(bold: true), Style(reverse: true),
      Style(bold: true, reverse: true),
    ][min(max(step, -3), 3) + 3]
  case .focus: Style(bold: true, underline: true, reverse: true)
  case .focusBar: Style(reverse: true)
  case .focusedHeading, .selection, .notice, .failure: Style(bold: true, reverse: true)
  }
}

/// The eight colours that every colour terminal has; the ramp is told apart by attributes as well.
private func eightColors(_ role: Role, onLight: Bool) -> Style {
  let (black, red, yellow, blue, magenta, cyan, white) = (0, 1, 3, 4, 5, 6, 7)
  let (paper, ink) = onLight ? (white, black) : (black, white)
  let accent = onLight ? blue : cyan
  func text(_ color: Int, bold: Bool = false) -> Style {
    Style(foreground: color, background: paper, bold: bold)
  }
  switch role {
  case .plain, .faint, .rule, .unscored, .level, .changeBar: return text(ink)
  case .noContext: return Style(foreground: ink, background: paper, underline: true)
  case .strong: return text(ink, bold: true)
  case .title, .heading, .key: return text(accent, bold: true)
  case .bar, .curve: return text(accent)
  case .surprise(let step):
    let ramp = [
      text(ink), Style(foreground: ink, background: paper, underline: true),
      Style(foreground: white, background: blue), Style(foreground: black, background: cyan),
      Style(foreground: black, background: yellow),
      Style(foreground: paper, background: ink, bold: true),
    ]
    return ramp[min(max(step, 0), Role.steps - 1)]
  case .change(let step):
    let ramp = [
      Style(foreground: white, background: blue, bold: true, underline: true),
      Style(foreground: white, background: blue),
      Style(foreground: ink, background: paper, underline: true), text(ink), text(ink, bold: true),
      Style(foreground: black, background: yellow),
      Style(foreground: black, background: yellow, bold: true, underline: true),
    ]
    return ramp[min(max(step, -3), 3) + 3]
  case .focus: return Style(foreground: white, background: magenta, bold: true, underline: true)
  case .focusBar: return Style(foreground: black, background: magenta)
  case .actual, .knob: return text(magenta, bold: true)
  case .best: return text(onLight ? red : yellow, bold: true)
  case .focusedHeading, .selection, .notice:
    return Style(foreground: paper, background: accent, bold: true)
  case .failure: return Style(foreground: white, background: red, bold: true)
  }
}
