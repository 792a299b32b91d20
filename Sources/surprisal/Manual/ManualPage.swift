import ShownText

/// A page for man(1) in the macros of man(7), as it grows. Any text can be put into it: what roff would
/// take for a request or an escape is written so that it is shown.
struct ManualPage {
  /// The page so far, in ASCII.
  private(set) var source: String

  /// Begins a page of section 1.
  init(_ name: String, version: String) {
    source = ".TH \"\(Self.shown(name.uppercased()))\" 1 \"\" \"surprisal \(version)\""
    source += " \"User Commands\"\n"
    source += ".nr HY 0\n.nh\n.ad l\n"
  }

  /// Begins a section.
  mutating func section(_ title: String) { request("SH", title) }

  /// Begins a part of a section.
  mutating func subsection(_ title: String) { request("SS", title) }

  /// Adds a paragraph.
  mutating func paragraph(_ text: String) { source += ".PP\n" + Self.shown(text) + "\n" }

  /// Adds a term, and what is said of it beside or below.
  mutating func entry(_ term: String, _ meaning: String) {
    request("TP")
    request("B", term)
    source += Self.shown(meaning) + "\n"
  }

  /// Goes on with what is said of a term, in a paragraph of its own.
  mutating func furtherParagraph(_ text: String) { source += ".IP\n" + Self.shown(text) + "\n" }

  /// Adds lines as they stand.
  mutating func verbatim(_ lines: [some StringProtocol]) {
    source += ".PP\n.EX\n"
    for line in lines { source += Self.shown(line) + "\n" }
    source += ".EE\n"
  }

  /// Adds the line that whatis(1) reads.
  mutating func name(_ name: String, _ summary: String) {
    section("NAME")
    source += "\(Self.shown(name)) \\- \(Self.shown(summary))\n"
  }

  private mutating func request(_ macro: String, _ argument: String? = nil) {
    source += "." + macro
    if let argument { source += " \"\(Self.shown(argument))\"" }
    source += "\n"
  }

  /// A text without anything that roff acts on. O(*n*).
  private static func shown(_ text: some StringProtocol) -> String {
    var result = text.first.map { ".'".contains($0) } == true ? "\\&" : ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\(rs"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "\"": result += "\\(dq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case " "..."~": result.unicodeScalars.append(scalar)
      default: result += "\\[u" + hexadecimal(scalar.value, digits: 4, uppercase: true) + "]"
      }
    }
    return result
  }
}
