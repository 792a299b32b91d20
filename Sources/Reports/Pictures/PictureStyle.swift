extension ReportLook {
  /// The rules of a picture's classes, by day, and by night for readers that ask for those.
  var pictureStyle: String {
    light.rules + "@media (prefers-color-scheme: dark) {\n" + dark.rules + "}\n"
  }
}

extension ReportColors {
  /// A rule a line: no reader of SVG needs to know variables.
  fileprivate var rules: String {
    let steps = zip(ramp, rampInk).enumerated().map { step, colors in
      ".g\(step){fill:\(colors.0)}.s\(step){fill:\(colors.1)}\n"
    }
    return """
      .paper{fill:\(paper)}text{fill:\(ink)}.label{fill:\(faint)}.u{fill:\(faint)}
      .axis{fill:none;stroke:\(rule)}.curve{fill:none;stroke:\(accent);stroke-width:2}
      .best{fill:none;stroke:\(best);stroke-width:2}.now{fill:\(actual)}
      \(steps.joined())
      """
  }

  /// The colours as variables of a page.
  var variables: String {
    let named = [
      ("paper", paper), ("ink", ink), ("faint", faint), ("rule", rule), ("accent", accent),
      ("actual", actual), ("best", best),
    ]
    let steps = zip(ramp, rampInk).enumerated().flatMap { step, colors in
      [("g\(step)", colors.0), ("s\(step)", colors.1)]
    }
    let changes = zip(changes, changeInk).enumerated().flatMap { step, colors in
      [("d\(step)", colors.0), ("e\(step)", colors.1)]
    }
    return (named + steps + changes).map { "--\($0):\($1);" }.joined()
  }
}
