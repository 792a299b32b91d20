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

  @Test(arguments: ThemeName.allCases, [0, 8, 256])
  func `draws the focused bar in ink, so that it is not the room above it that looks like one`(
    name: ThemeName, colors: Int
  ) {
    let (bar, plain) = (
      Theme(name).style(of: .focusBar, colors: colors),
      Theme(name).style(of: .plain, colors: colors)
    )
    #expect(!bar.reverse && (bar.foreground ?? -1) != (plain.background ?? -2))
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

  /// The ramps, each from the paper on where it begins there: steps that stand beside one another.
  private static let ramps: [(name: String, steps: [Role])] = [
    ("on text", (0..<Role.steps).map(Role.surprise)),
    ("of bars", (0..<Role.steps).map(Role.level)),
    ("of more on text", [.plain] + (1...3).map(Role.change)),
    ("of less on text", [.plain] + (1...3).map { .change(-$0) }),
    ("of more in bars", (1...3).map(Role.changeBar)),
    ("of less in bars", (1...3).map { .changeBar(-$0) }),
  ]

  /// What an eye sees of a step: the paper behind words, the ink of a bar.
  private func seen(
    _ role: Role, in name: ThemeName, by vision: ColourVision
  ) throws -> SIMD3<Double> {
    let style = Theme(name).style(of: role, colors: 256)
    return switch role {
    case .level, .changeBar: vision.lab(try #require(style.foreground))
    default: vision.lab(try #require(style.background))
    }
  }

  @Test(arguments: colored, ColourVision.all)
  func `keeps neighbouring steps of every ramp ten units of CIE L*a*b* apart for every eye`(
    name: ThemeName, vision: ColourVision
  ) throws {
    for ramp in Self.ramps {
      let colours = try ramp.steps.map { try seen($0, in: name, by: vision) }
      for (step, (a, b)) in zip(colours, colours.dropFirst()).enumerated() {
        #expect(distance(a, b) >= 10, "\(ramp.name), from step \(step)")
      }
    }
  }

  @Test(arguments: colored)
  func `gives no bar the colour that words of another step stand on`(name: ThemeName) {
    let theme = Theme(name)
    for step in 0..<Role.steps {
      for other in 0..<Role.steps where other != step {
        let (bar, words) = (Role.level(step), Role.surprise(other))
        #expect(
          theme.style(of: bar, colors: 256).foreground
            != theme.style(of: words, colors: 256).background, "\(step), \(other)")
      }
    }
  }

  @Test(arguments: colored, ColourVision.all)
  func `keeps the focus twenty units from every step for every eye with colours`(
    name: ThemeName, vision: ColourVision
  ) throws {
    // Without colours it is told by being bold and underlined.
    guard vision.description != "greyscale" else { return }
    let focus = try seen(.focus, in: name, by: vision)
    for step in 0..<Role.steps {
      #expect(distance(focus, try seen(.surprise(step), in: name, by: vision)) >= 20, "\(step)")
    }
  }

  @Test(arguments: ThemeName.allCases.filter { $0 != .monochrome })
  func `tells neighbouring steps of eight colours by lightness or by an attribute`(
    name: ThemeName
  ) throws {
    let grey = try #require(ColourVision.all.last)
    let styles = (0..<Role.steps).map { Theme(name).style(of: .surprise($0), colors: 8) }
    for (a, b) in zip(styles, styles.dropFirst()) {
      let papers = try [a, b].map { grey.lab(try #require($0.background)) }
      #expect(
        distance(papers[0], papers[1]) >= 10 || a.bold != b.bold || a.underline != b.underline)
    }
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
    // Without colours, the signs before the words tell more from less.
    guard vision.description != "greyscale" else { return }
    for less in changes.prefix(3) {
      for more in changes.suffix(3) { #expect(distance(less, more) > 30) }
    }
  }

  @Test func `black on white has the contrast that WCAG gives it`() {
    #expect(abs(contrast(16, 231) - 21) < 1e-9)
    #expect(abs(contrast(244, 231) - 3.95) < 0.02)  // #808080 on white
  }
}
