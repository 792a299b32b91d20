import ShownText

/// Breakdowns as a picture: a bar a part, its length the part's share of the time.
struct Chart {
  var breakdowns: [Breakdown]
  var machine: String

  private static let (width, left, right, row, top) = (760, 190, 170, 24, 66)

  /// The picture as SVG, readable on a light page and on a dark one.
  var svg: String {
    var y = Self.top
    var body = [text(20, 30, "Where the time goes", style: "title")]
    body.append(text(20, 50, markupText(machine), style: "quiet"))
    for breakdown in breakdowns {
      body.append(text(20, y + 16, heading(breakdown), style: "heading"))
      y += Self.row + 4
      for part in breakdown.parts {
        body += bar(part, of: breakdown.seconds, y)
        y += Self.row
      }
      y += 14
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(y + 6)" \
      viewBox="0 0 \(Self.width) \(y + 6)" role="img">
      <style>
        text { font: 13px system-ui, sans-serif; fill: #24292f }
        .title { font-size: 16px; font-weight: 600 }
        .heading { font-weight: 600 }
        .quiet { fill: #57606a }
        .name { text-anchor: end }
      </style>
      <rect width="100%" height="100%" rx="6" fill="#f6f8fa"/>
      \(body.joined(separator: "\n"))
      </svg>

      """
  }

  private func heading(_ breakdown: Breakdown) -> String {
    "\(breakdown.instructionSet): \(breakdown.tokens.grouped) tokens in "
      + "\((breakdown.seconds * 1e3).rounded3) ms on one core, "
      + "\(percent(breakdown.shareOfCore)) of its peak of "
      + "\((breakdown.peakOfCore * 1e-9).rounded3) Gflop/s"
  }

  private func bar(_ part: Breakdown.Part, of whole: Double, _ y: Int) -> [String] {
    let share = min(max(part.seconds / whole, 0), 1)
    let length = share * Double(Self.width - Self.left - Self.right)
    let rate = part.operationsPerSecond.map { ", \(($0 * 1e-9).rounded3) Gflop/s" } ?? ""
    let end = Self.left + Int(length.rounded(.up))
    return [
      text(Self.left - 10, y + 15, part.name, style: "name"),
      "<rect x=\"\(Self.left)\" y=\"\(y + 3)\" width=\"\(length.rounded3)\" "
        + "height=\"\(Self.row - 8)\" rx=\"2\" fill=\"#0969da\"/>",
      text(end + 8, y + 15, percent(part.seconds / whole) + rate, style: "quiet"),
    ]
  }

  private func text(_ x: Int, _ y: Int, _ words: String, style: String) -> String {
    "<text x=\"\(x)\" y=\"\(y)\" class=\"\(style)\">\(words)</text>"
  }
}
