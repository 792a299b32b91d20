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

  /// The colours of a role on a page, as `#rrggbb`: black on white where the theme has none.
  public func webColors(of role: Role) -> (text: String, ground: String) {
    let style = style(of: role, colors: 256)
    return (
      style.foreground.map(hexadecimalColor) ?? "#000000",
      style.background.map(hexadecimalColor) ?? "#ffffff"
    )
  }

  /// The look of a role on a terminal of so many colours: 256, 8, or 0 for none.
  public func style(of role: Role, colors: Int) -> Style {
    guard let palette = ThemeColors(name), colors >= 8 else { return monochrome(role) }
    return colors < 256 ? eightColors(role, onLight: palette.isLight) : palette.style(of: role)
  }
}
