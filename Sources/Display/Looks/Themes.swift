import Exploration

extension ThemeColors {
  /// The colours of a theme; nil for the one that has none.
  init?(_ name: ThemeName) {
    switch name {
    case .dark: self = .dark
    case .light: self = .light
    case .highContrast: self = .highContrast
    case .monochrome: return nil
    }
  }

  // Ramps were searched among the 256 colours for the greatest distances between neighbours that
  // `ThemeTests` states, with words at a contrast of seven to one.
  static let dark = ThemeColors(
    paper: 234, ink: 254, faint: 248, rule: 240, accent: 117,
    ramp: [(17, 255), (24, 231), (247, 16), (214, 16), (222, 16), (230, 16)],
    levels: [61, 67, 247, 214, 222, 230],
    less: [(24, 231), (38, 16), (159, 16)], more: [(88, 231), (172, 16), (222, 16)],
    lessBars: [67, 110, 159], moreBars: [130, 172, 222],
    bar: 110, focus: (213, 16), actual: 213, highlight: 238, best: 221, notice: (117, 16),
    failure: (124, 231))

  static let light = ThemeColors(
    isLight: true,
    paper: 231, ink: 16, faint: 240, rule: 248, accent: 24,
    ramp: [(230, 16), (222, 16), (214, 16), (247, 16), (24, 231), (17, 231)],
    levels: [187, 172, 130, 240, 19, 17],
    less: [(153, 16), (24, 231), (17, 231)], more: [(223, 16), (208, 16), (88, 231)],
    lessBars: [67, 24, 17], moreBars: [172, 130, 88],
    bar: 67, focus: (207, 16), actual: 90, highlight: 252, best: 130, notice: (24, 231),
    failure: (124, 231))

  static let highContrast = ThemeColors(
    paper: 16, ink: 231, faint: 252, rule: 250, accent: 231,
    ramp: [(16, 231), (18, 231), (240, 231), (248, 16), (252, 16), (226, 16)],
    levels: [241, 244, 247, 250, 253, 226],
    less: [(18, 231), (24, 231), (117, 16)], more: [(52, 231), (172, 16), (222, 16)],
    lessBars: [67, 110, 159], moreBars: [130, 172, 222],
    bar: 231, focus: (207, 16), actual: 213, highlight: 238, best: 226, notice: (231, 16),
    failure: (226, 16))
}
