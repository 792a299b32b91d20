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
