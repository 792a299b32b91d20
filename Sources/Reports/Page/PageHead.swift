import InformationTheory
import Scoring
import ShownText

/// What stands before the tokens of a page.
struct PageHead {
  private let header: ReportHeader

  init(_ header: ReportHeader) { self.header = header }

  var text: String {
    PageFrame(header.look).beginning("Surprisal of a text, read by \(name)") + """
      <header>
      <h1>What \(name) finds surprising</h1>
      <form id="controls" hidden aria-label="Temperature and colours">
      \(PageFrame.temperatureControls)
      <button id="fit" type="button">best T</button>
      <label>Colours <select id="lens"></select></label>
      <label>Unit <select id="unit"></select></label>
      </form>
      \(PageFrame.still(header.temperature))
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
    let (lens, unit) = (header.look.lens, header.look.unit)
    return PageFrame.legend(lens.heading(in: unit), lens.stepNames(in: unit).prefix(6), "s")
  }
}
