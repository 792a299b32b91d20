import Foundation
import Testing

/// A page of `surprisal score --format html`, open in a browser.
struct PageInBrowser {
  let browser: Browser

  /// What a page shows.
  struct Shown: Decodable {
    struct Token: Decodable {
      var title: String, step: String
      /// Surprise, probability, rank and entropy, as the details say them.
      var figures: [String]
      /// The candidates: name and probability.
      var top: [[String]]
    }
    var temperature: String, figures: [String: String], tokens: [Token], announced: String
    /// Whether standard errors are seen: each style that one has.
    var errors: [String]
    /// Whether the temperature stays where it is, and what is said of numbers that are open.
    var isClosed: Bool, note: String?
  }

  private static let reading = """
    (async () => {
      await new Promise(done => setTimeout(done, 350));
      const all = selector => [...document.querySelectorAll(selector)];
      const tokens = all("#text i").map(span => {
        span.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
        return {
          title: span.title, step: span.className,
          figures: all("#details dd").map(cell => cell.textContent),
          top: all("#details tr").map(row => [...row.cells].slice(0, 2).map(cell => cell.textContent)),
        };
      });
      return {
        temperature: document.getElementById("temperature").value, tokens,
        announced: document.getElementById("slider").getAttribute("aria-valuetext"),
        errors: [...new Set(all(".error").map(one => getComputedStyle(one).visibility))],
        isClosed: document.getElementById("slider").disabled,
        note: document.getElementById("open")?.textContent,
        figures: Object.fromEntries(all("#figures span[id]").map(cell => [cell.id, cell.textContent])),
      };
    })()
    """

  /// Opens a file.
  ///
  /// - Parameter wish: What its address wishes for, as `T=0.5`.
  init(_ path: String, at wish: String = "") throws {
    browser = try Browser("file://\(path)" + (wish.isEmpty ? "" : "#\(wish)"))
  }

  /// What it shows, once it has come to rest.
  ///
  /// - Parameter wish: What its address wishes for from now on; nil for what it does.
  func shown(at wish: String? = nil) throws -> Shown {
    if let wish { _ = try browser.evaluate("location.hash = '#\(wish)'") }
    return try JSONDecoder().decode(Shown.self, from: Data(browser.evaluate(Self.reading).utf8))
  }
}
