import Display
import Exploration
import Testing

@Suite struct `A theme` {
  private static let roles: [Role] =
    [
      .plain, .faint, .strong, .title, .heading, .focusedHeading, .unscored, .noContext, .focus,
      .actual, .knob, .key, .notice, .failure,
      .selection,
    ] + (0..<Role.steps).map(Role.surprise) + (-3...3).map(Role.change)

  /// Those with colours, and of these the ones with a ramp of many hues.
  private static let colored = ThemeName.allCases.filter { $0 != .monochrome }
  private static let graded = colored.filter { $0 != .highContrast }

  @Test(arguments: colored)
  func `has a contrast of seven to one wherever there are words`(name: ThemeName) throws {
    for role in Self.roles {
      let style = Theme(name).style(of: role, colors: 256)
      let front = try #require(style.foreground)
      let back = try #require(style.background)
      #expect(contrast(front, back) >= 7, "\(role)")
    }
  }

  @Test(arguments: graded)
  func `has a ramp whose lightness goes one way`(name: ThemeName) throws {
    let levels = try (0..<Role.steps).map { step in
      luminance(try #require(Theme(name).style(of: .surprise(step), colors: 256).background))
    }
    let plain = Theme(name).style(of: .plain, colors: 256)
    let paper = try luminance(#require(plain.background))
    let rising = try paper < luminance(#require(plain.foreground)) ? levels : levels.reversed()
    #expect(zip(rising, rising.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test(arguments: ThemeName.allCases, [0, 8, 256])
  func `tells every step and the focus from the others`(name: ThemeName, colors: Int) {
    let roles = (0..<Role.steps).map(Role.surprise) + [.focus]
    let styles = Set(roles.map { Theme(name).style(of: $0, colors: colors) })
    #expect(styles.count == roles.count)
  }

  @Test(arguments: ThemeName.allCases)
  func `uses no colour where there is none`(name: ThemeName) {
    for role in Self.roles {
      let style = Theme(name).style(of: role, colors: 0)
      #expect(style.foreground == nil && style.background == nil)
    }
  }

  @Test(arguments: ThemeName.allCases)
  func `uses only the colours that the terminal has`(name: ThemeName) {
    for role in Self.roles {
      let style = Theme(name).style(of: role, colors: 8)
      #expect((style.foreground ?? 0) < 8 && (style.background ?? 0) < 8)
    }
  }

  @Test(arguments: graded, ColourVision.all)
  func `can be read by colour-blind eyes`(name: ThemeName, vision: ColourVision) throws {
    let ramp = try (0..<Role.steps).map { step in
      vision.lab(try #require(Theme(name).style(of: .surprise(step), colors: 256).background))
    }
    for (a, b) in zip(ramp, ramp.dropFirst()) { #expect(distance(a, b) > 12) }
    let focus = vision.lab(
      try #require(Theme(name).style(of: .focus, colors: 256).background))
    for step in ramp { #expect(distance(focus, step) > 20) }
  }

  @Test(arguments: ThemeName.allCases, [0, 8, 256])
  func `tells every change from the others`(name: ThemeName, colors: Int) {
    let roles = (-3...3).map(Role.change) + [.focus]
    let styles = Set(roles.map { Theme(name).style(of: $0, colors: colors) })
    #expect(styles.count == roles.count)
  }

  @Test(arguments: colored, ColourVision.all)
  func `shows more and less to colour-blind eyes`(name: ThemeName, vision: ColourVision) throws {
    let changes = try (-3...3).map { step in
      vision.lab(try #require(Theme(name).style(of: .change(step), colors: 256).background))
    }
    for (a, b) in zip(changes, changes.dropFirst()) { #expect(distance(a, b) > 12) }
    for less in changes.prefix(3) {
      for more in changes.suffix(3) { #expect(distance(less, more) > 30) }
    }
  }

  @Test func `black on white has the contrast that WCAG gives it`() {
    #expect(abs(contrast(16, 231) - 21) < 1e-9)
    #expect(abs(contrast(244, 231) - 3.95) < 0.02)  // #808080 on white
  }
}
