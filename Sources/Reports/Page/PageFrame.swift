import Basics
import InformationTheory
import Scoring
import ShownText

/// What every page has: its style, its script, and what both may do.
struct PageFrame {
  private let look: ReportLook

  init(_ look: ReportLook) { self.look = look }

  /// Up to the body.
  ///
  /// - Parameter title: Markup.
  func beginning(_ title: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(title)</title>
    <style>\(style)</style>
    </head>
    <body>

    """
  }

  /// The script, and the end.
  var ending: String {
    """
    <script>\(look.script)</script>
    </body>
    </html>

    """
  }

  /// What moves the temperature, once the script runs.
  static let temperatureControls = """
    <label for="slider">Temperature</label>
    <input id="slider" type="range" min="0" max="\(Temperature.notches.count - 1)" step="1">
    <input id="temperature" inputmode="decimal" size="6" aria-label="Temperature as a number, 0 to inf">
    <button id="one" type="button">T 1</button>
    """

  /// The temperature, where no script runs.
  static func still(_ temperature: Temperature) -> String {
    "<p class=\"still\">At temperature <b id=\"at\">\(shortest(temperature.value))</b>"
      + "<span>. Point at a token for its figures.</span></p>"
  }

  /// What the colours of the text mean.
  ///
  /// - Parameter ramp: What their classes begin with.
  static func legend(_ heading: String, _ steps: some Sequence<String>, _ ramp: String) -> String {
    "<b>\(heading)</b>"
      + steps.enumerated().map { " <span class=\"\(ramp)\($0)\">\($1)</span>" }.joined()
  }

  private var style: String {
    """

    :root{\(look.light.variables)}
    @media screen and (prefers-color-scheme:dark){:root{\(look.dark.variables)}}
    \(look.style)
    """
  }

  /// Nothing may be loaded from anywhere, and nothing may run or be styled but what is known by its hash.
  private var policy: String {
    func hash(_ text: String) -> String {
      "'sha256-\(base64(bytes(hexadecimalDigits: SHA256(of: text.utf8).hexadecimal) ?? []))'"
    }
    return "default-src 'none'; style-src \(hash(style)); script-src \(hash(look.script)); "
      + "base-uri 'none'; form-action 'none'"
  }
}

/// JSON in which nothing ends a script.
func inScript(_ value: JSONValue) -> String { value.text.replacing("<", with: "\\u003c") }

extension ReportHeader {
  /// What a page says of all that its numbers depend on.
  var receiptMarkup: String {
    receiptLines.map { "<dt>\($0.name)</dt><dd>\(markupText($0.value))</dd>\n" }.joined()
  }
}
