import Scoring

/// The colours of a page or a picture, each as `#rrggbb`.
public struct ReportColors: Hashable, Sendable {
  /// The ground and what is written on it.
  public var paper: String, ink: String
  /// What weighs little, lines, and what wants to be seen.
  public var faint: String, rule: String, accent: String
  /// The focused token, and the best temperature.
  public var actual: String, best: String
  /// The grounds of the ramp's steps, expected first, and what is written on each.
  public var ramp: [String], rampInk: [String]
  /// Likewise of the steps from less to more of what has a sign, the middle one for no change worth a colour.
  public var changes: [String], changeInk: [String]

  /// Colours.
  public init(
    paper: String, ink: String, faint: String, rule: String, accent: String, actual: String,
    best: String, ramp: [String], rampInk: [String], changes: [String], changeInk: [String]
  ) {
    (self.paper, self.ink, self.faint, self.rule) = (paper, ink, faint, rule)
    (self.accent, self.actual, self.best) = (accent, actual, best)
    (self.ramp, self.rampInk) = (ramp, rampInk)
    (self.changes, self.changeInk) = (changes, changeInk)
  }

  /// Greys, where nobody said which colours.
  public static let greys = ReportColors(
    paper: "#ffffff", ink: "#000000", faint: "#585858", rule: "#a8a8a8", accent: "#000000",
    actual: "#000000", best: "#000000",
    ramp: ["#ffffff", "#d0d0d0", "#a8a8a8", "#505050", "#303030", "#000000"],
    rampInk: ["#000000", "#000000", "#000000", "#ffffff", "#ffffff", "#ffffff"],
    changes: ["#000000", "#505050", "#a8a8a8", "#ffffff", "#a8a8a8", "#505050", "#000000"],
    changeInk: ["#ffffff", "#ffffff", "#000000", "#000000", "#000000", "#ffffff", "#ffffff"])
}

/// How pages and pictures look: what an explorer shows is taken away as it stands there.
public struct ReportLook: Sendable {
  /// What the colours of the text mean.
  public var lens = Lens.surprise
  /// The unit of amounts.
  public var unit = Unit.bits
  /// The colours by day, and by night for readers that ask for those.
  public var light = ReportColors.greys, dark = ReportColors.greys
  /// The style and the script of a page, from `Assets/page/`.
  public var style = "", script = ""

  /// The look of nothing in particular.
  public init() {}
}
