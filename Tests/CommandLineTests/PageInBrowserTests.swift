import Foundation
import Testing

/// The page of `surprisal score --format html` in a real browser: every number that it shows is compared with what
/// the program prints at the same temperature.
@Suite(.enabled(if: Browser.path != nil, Browser.advice), .serialized)
struct `A page in a browser` {
  /// What the program prints.
  private struct Printed: Decodable {
    struct Amount: Decodable {
      var value: Double
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        value =
          try (try? container.decode(Double.self))
          ?? (container.decode(String.self).hasPrefix("-") ? -.infinity : .infinity)
      }
    }
    struct Token: Decodable {
      var surprisal_bits: Amount?, logprob: Amount?, rank: Int?, entropy_bits: Amount?
      var top: [Alternative]
    }
    struct Alternative: Decodable { var logprob: Amount }
    struct Summary: Decodable {
      var cross_entropy_nats: Amount, cross_entropy_bits: Amount, perplexity: Amount,
        total_bits: Amount
      var bits_per_byte: Amount, bits_per_word: Amount, mean_entropy_bits: Amount
      var best_temperature: Amount, best_cross_entropy_nats: Amount
    }
    var tokens: [Token], summary: Summary
  }

  /// A model that is always there, and the default one where it is.
  /// The second one reads a first token without a score, of a word with others.
  private static let models =
    [["--model", "world"], ["--model", "world", "--start-token", "none"]]
    + (TestModel.isAbsent ? [] : [[]])

  private static let text =
    "Anna sees 3 red foxes.\nThe fox (it is “old”) sees Anna, <b>twice</b> & naïvely 🙂.\n"

  private func page(_ model: [String], in folder: TemporaryFolder) throws -> PageInBrowser {
    let path = folder.path("page.html")
    let run = try ProgramRun(
      ["score", Self.text, "-o", path] + model, environment: TestModel.environment)
    try #require(run.status == 0, "\(run.errors)")
    return try PageInBrowser(path)
  }

  private func printed(_ model: [String], at temperature: String) throws -> Printed {
    let run = try ProgramRun(
      ["score", Self.text, "--format", "json", "--top", "10", "-T", temperature] + model,
      environment: TestModel.environment)
    try #require(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Printed.self, from: Data(run.output))
  }

  /// Whether a number with decimals is another one, to the digits that it shows.
  private func isRounded(_ shown: String, _ exact: Double, decimals: Int) -> Bool {
    guard exact.isFinite else { return shown == (exact < 0 ? "-inf" : "inf") }
    guard let value = Double(shown), shown.split(separator: ".").last?.count == decimals else {
      return false
    }
    return abs(value - exact) <= 0.5 * pow(10, -Double(decimals)) + 2e-5 + 2e-7 * abs(exact)
  }

  /// Whether a number of three significant digits is e^x.
  private func isExponential(_ shown: String, _ logarithm: Double) -> Bool {
    guard logarithm.isFinite else { return shown == (logarithm < 0 ? "0" : "inf") }
    let parts = shown.split(separator: "e")
    guard let mantissa = Double(parts.first ?? ""),
      let exponent = Double(parts.count > 1 ? parts[1] : "0")
    else {
      return false
    }
    return abs(log(mantissa) + exponent * log(10) - logarithm) <= 0.0051 + 2e-7 * abs(logarithm)
  }

  private func compare(_ shown: PageInBrowser.Shown, _ printed: Printed, _ place: String) {
    let summary = printed.summary
    for (name, exact) in [
      ("loss-nats", summary.cross_entropy_nats), ("loss-bits", summary.cross_entropy_bits),
      ("per-byte", summary.bits_per_byte), ("per-word", summary.bits_per_word),
      ("entropy", summary.mean_entropy_bits),
    ] {
      let text = shown.figures[name] ?? ""
      #expect(
        isRounded(text, exact.value, decimals: 4), "\(place): \(name) \(text), \(exact.value)")
    }
    let total = shown.figures["total"] ?? ""
    #expect(
      abs((Double(total) ?? -1) - summary.total_bits.value) < 0.0051 + 3e-7
        * summary.total_bits.value
        || total == "inf" && summary.total_bits.value == .infinity, "\(place): \(total)")
    let perplexity = shown.figures["perplexity"] ?? ""
    #expect(isExponential(perplexity, summary.cross_entropy_nats.value), "\(place): \(perplexity)")
    #expect(shown.tokens.count == printed.tokens.count)
    for (index, (token, exact)) in zip(shown.tokens, printed.tokens).enumerated() {
      compare(token, exact, "\(place), token \(index)")
    }
  }

  private func compare(_ token: PageInBrowser.Shown.Token, _ exact: Printed.Token, _ place: String)
  {
    guard let surprisal = exact.surprisal_bits?.value, let logarithm = exact.logprob?.value,
      let entropy = exact.entropy_bits?.value
    else {
      #expect(
        token.title == "no score" && token.top.isEmpty && token.step.hasPrefix("u"), "\(place)")
      return
    }
    let details = token.figures.map { String($0.split(separator: " ")[0]) }
    #expect(details.count == 4)
    guard details.count == 4 else { return }
    #expect(isRounded(details[0], surprisal, decimals: 2), "\(place): \(details[0]), \(surprisal)")
    #expect(isExponential(details[1], logarithm), "\(place): \(details[1]), \(logarithm)")
    #expect(details[2] == exact.rank.map { String($0) })
    #expect(isRounded(details[3], entropy, decimals: 2), "\(place): \(details[3]), \(entropy)")
    let title =
      "\(details[0]) bits, p \(details[1]), rank \(details[2]), entropy \(details[3]); best "
    #expect(token.title.hasPrefix(title), "\(place): \(token.title)")
    let step = [1, 3, 6, 10, 15].count { surprisal >= $0 }
    let borders = [1, 3, 6, 10, 15].allSatisfy { abs(surprisal - $0) > 1e-4 }
    #expect(token.step.hasPrefix("s\(step)") || !borders, "\(place): \(token.step)")
    #expect(token.top.count == exact.top.count)
    for (shown, candidate) in zip(token.top, exact.top) {
      #expect(isExponential(shown[1], candidate.logprob.value), "\(place): \(shown), \(candidate)")
    }
  }

  @Test(arguments: models)
  func `shows the program's numbers at every temperature`(model: [String]) throws {
    let folder = try TemporaryFolder()
    let page = try page(model, in: folder)
    for temperature in ["0.05", "0.3", "0.7", "1", "1.6", "5", "20", "40", "0", "inf", "0.01"] {
      let shown = try page.shown(at: "T=\(temperature)")
      #expect(shown.temperature == temperature)
      // They are those of the temperature that the page was written at.
      #expect(shown.errors == [temperature == "1" ? "visible" : "hidden"])
      compare(shown, try printed(model, at: temperature), "T \(temperature)")
    }
  }

  @Test(arguments: models)
  func `computes anew while its slider is dragged`(model: [String]) throws {
    let folder = try TemporaryFolder()
    let page = try page(model, in: folder)
    let browser = page.browser
    #expect(try page.shown().temperature == "1")
    let box = try JSONDecoder().decode(
      [Double].self,
      from: Data(
        browser.evaluate(
          "(() => { const b = slider.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()"
        ).utf8))
    let (y, thumb) = (box[1] + box[3] / 2, 16.0)
    func x(_ share: Double) -> Double { box[0] + thumb / 2 + share * (box[2] - thumb) }
    for (from, to) in [(0.65, 0.2), (0.2, 0.9), (0.9, 0.0), (0.0, 1.0)] {
      try browser.drag(from: (x(from), y), to: (x(to), y))
      let notch = try #require(Int(try browser.evaluate("Number(slider.value)")))
      #expect(abs(Double(notch) - to * 80) < 4)
      let exact = notch == 0 ? 0.05 : notch == 80 ? 5 : pow(10, Double(notch - 52) / 40)
      compare(try page.shown(), try printed(model, at: "\(exact)"), "notch \(notch)")
    }
  }

  @Test func `goes from token to token with the keys, and says where it is`() throws {
    let folder = try TemporaryFolder()
    let page = try page(["--model", "world"], in: folder)
    let browser = page.browser
    _ = try browser.evaluate("document.querySelector('#text i').focus()")
    for key in ["ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home", "ArrowRight"] {
      try browser.press(key)
    }
    _ = try page.shown()
    #expect(
      try browser.evaluate("document.activeElement.getAttribute('aria-selected')") == #""true""#)
    #expect(
      try browser.evaluate("document.activeElement === document.querySelectorAll('#text i')[1]")
        == "true")
    #expect(try browser.evaluate("location.hash") == ##""#T=1&token=2""##)
    let stops = #"[...document.querySelectorAll('#text i')].map(i => i.tabIndex).join(" ")"#
    #expect(try browser.evaluate(stops).hasPrefix(#""-1 0 -1 -1 "#))
    #expect(
      try browser.evaluate(#"document.querySelectorAll('#text i[tabindex="0"]').length"#) == "1")
    _ = try page.shown(at: "T=1&token=4")
    #expect(try browser.evaluate(stops).hasPrefix(#""-1 -1 -1 0 "#))
    #expect(
      try browser.evaluate(#"document.querySelectorAll('#text i[tabindex="0"]').length"#) == "1")
    #expect(
      try browser.evaluate(
        "document.activeElement.getAttribute('aria-label').includes(' bits, p ')") == "true")
    let shown = try page.shown(at: "T=0.5&lens=rank&unit=nats")
    #expect(shown.temperature == "0.5" && shown.announced.hasPrefix("temperature 0.5, loss "))
    #expect(shown.tokens[3].title.contains(" nats, p "))
    #expect(try browser.evaluate("document.querySelector('#legend b').textContent") == #""rank""#)
  }

  @Test func `asks nothing of any network, and has nothing to complain about`() throws {
    let folder = try TemporaryFolder()
    let browser = try page(["--model", "world"], in: folder).browser
    #expect(
      try browser.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        == "[]")
    // What its policy forbids is told to the page.
    let violations = try browser.evaluate(
      """
      new Promise(done => {
        document.addEventListener("securitypolicyviolation", event => done(event.violatedDirective));
        document.body.append(Object.assign(document.createElement("img"), { src: "http://localhost/x" }));
        setTimeout(() => done("none"), 2000);
      })
      """)
    #expect(violations == #""img-src""#)
  }
}
