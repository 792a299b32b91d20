import Basics
import InformationTheory
import Scoring
import ShownText

/// What stands before the tokens of a page.
struct PageHead {
  private let header: ReportHeader

  init(_ header: ReportHeader) { self.header = header }

  var text: String {
    let look = header.look
    let style = Self.style(look)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy(style, look.script))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>Surprisal of a text, read by \(name)</title>
      <style>\(style)</style>
      </head>
      <body>
      <header>
      <h1>What \(name) finds surprising</h1>
      <form id="controls" hidden aria-label="Temperature and colours">
      <label for="slider">Temperature</label>
      <input id="slider" type="range" min="0" max="\(Temperature.notches.count - 1)" step="1">
      <input id="temperature" inputmode="decimal" size="6" aria-label="Temperature as a number, 0 to inf">
      <button id="one" type="button">T 1</button>
      <button id="fit" type="button">best T</button>
      <label>Colours <select id="lens"></select></label>
      <label>Unit <select id="unit"></select></label>
      </form>
      <p class="still">At temperature <b id="at">\(shortest(header.temperature.value))</b>\
      <span>. Point at a token for its figures.</span></p>
      <p id="legend">\(legend)</p>\(openness)
      </header>
      <main>
      <div id="text">
      """
  }

  private var name: String { markupText(header.model.shownName) }

  /// What has to be said of numbers that are open.
  private var openness: String {
    guard header.isBounded else { return "" }
    let sentence =
      header.model.server?.candidates == 0
      ? "This model says how likely each token was, and nothing of the others: numbers are known only at T = 1."
      : "This model gives only its likeliest tokens: numbers lie between two, colours and bars show the middle."
    return "\n<p id=\"open\">\(sentence)</p>"
  }

  private var legend: String {
    let look = header.look
    return "<b>\(look.lens.heading(in: look.unit))</b>"
      + look.lens.stepNames(in: look.unit).prefix(6).enumerated().map { step, name in
        " <span class=\"s\(step)\">\(name)</span>"
      }.joined()
  }

  private static func style(_ look: ReportLook) -> String {
    """

    :root{\(look.light.variables)}
    @media screen and (prefers-color-scheme:dark){:root{\(look.dark.variables)}}
    \(look.style)
    """
  }

  /// Nothing may be loaded from anywhere, and nothing may run or be styled but what is known by its hash.
  private static func policy(_ style: String, _ script: String) -> String {
    func hash(_ text: String) -> String {
      "'sha256-\(base64(bytes(hexadecimalDigits: SHA256(of: text.utf8).hexadecimal) ?? []))'"
    }
    return "default-src 'none'; style-src \(hash(style)); script-src \(hash(script)); "
      + "base-uri 'none'; form-action 'none'"
  }
}
