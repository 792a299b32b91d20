import Foundation
import Testing

/// The page of `surprisal compare --format html` in a real browser: what it shows at a temperature is compared with what
/// `score` prints of each model there, and with what `compare` prints of both.
@Suite(.enabled(if: Browser.path != nil, Browser.advice), .serialized)
struct `A page of two models in a browser` {
  private let folder: TemporaryFolder
  private let cat: String, dog: String

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      Array("the cat sat on the mat and the dog sat on the log.".utf8), to: "cat.txt")
    try folder.write(Array("a dog and a cat and another dog sat there. ".utf8), to: "dog.txt")
    (cat, dog) = ("ngram:\(folder.path("cat.txt"))", "ngram:\(folder.path("dog.txt"))")
  }

  /// What the page shows.
  private struct Shown: Decodable {
    struct Row: Decodable {
      var title: String, colour: String
      /// The lines of the details, each its name and what stands beside it.
      var details: [[String]]
      /// The candidates of both: names and probabilities.
      var expected: [[[String]]]
    }
    var temperature: String, figures: [String: String], rows: [Row], largest: [String]
    var isClosed: Bool, note: String?

    static let script = """
      (async () => {
        await new Promise(done => setTimeout(done, 350));
        const all = (selector, within = document) => [...within.querySelectorAll(selector)];
        const texts = row => [...row.cells].map(cell => cell.textContent);
        const rows = all("#text i").map(span => {
          span.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
          return {
            title: span.title, colour: span.className, details: all("#details .both tr").map(texts),
            expected: all("#details .pair table").map(table => [...table.rows].map(texts)),
          };
        });
        return {
          temperature: document.getElementById("temperature").value, rows,
          figures: Object.fromEntries(all("#figures td[id]").map(cell => [cell.id, cell.textContent])),
          largest: all("#largest li").map(item => item.textContent),
          isClosed: document.getElementById("slider").disabled,
          note: document.getElementById("open")?.textContent,
        };
      })()
      """
  }

  private func page(_ arguments: String...) throws -> Browser {
    let path = folder.path("both.html")
    let run = try ProgramRun(
      ["compare", "-o", path, "--force"] + arguments, environment: TestModel.environment)
    try #require(run.status == 0, "\(run.errors)")
    return try Browser("file://\(path)")
  }

  private func shown(_ browser: Browser, at temperature: String? = nil) throws -> Shown {
    if let temperature { _ = try browser.evaluate("location.hash = 'T=\(temperature)'") }
    return try JSONDecoder().decode(
      Shown.self, from: Data(browser.evaluate(Shown.script).utf8))
  }

  private typealias Object = [String: Any]

  private func printed(_ arguments: String...) throws -> Object {
    let run = try ProgramRun(
      arguments + ["--format", "json"], environment: TestModel.environment)
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? Object)
  }

  private func number(_ value: Any?) -> Double? {
    value as? Double ?? (value as? String).map { $0.hasPrefix("-") ? -.infinity : .infinity }
  }

  /// Whether what is shown, one number or two, are these two, to so many decimals.
  private func isNear(_ shown: String?, _ low: Double?, _ high: Double?, _ decimals: Int) -> Bool {
    let ends = (shown ?? "").replacing("+", with: "").split(separator: " ").compactMap {
      Double($0)
    }
    guard let from = ends.first, let to = ends.last, let low, let high else { return false }
    func isNear(_ a: Double, _ b: Double) -> Bool {
      a == b || abs(a - b) <= 0.5 * pow(10, -Double(decimals)) + 3e-5 + 1e-6 * abs(b)
    }
    return isNear(from, low) && isNear(to, high)
  }

  private func isPower(_ shown: String?, _ logarithm: Double?) -> Bool {
    guard let value = Double((shown ?? "").replacing("× ", with: "")), let logarithm else {
      return false
    }
    return abs(log(value) - logarithm) <= 0.0052 || logarithm < -600 && value == 0
      || value == exp(logarithm)
  }

  /// Compares all that is shown with what `score` prints of each model, token by token.
  private func compare(_ shown: Shown, _ base: Object, _ other: Object, _ place: String) throws {
    let tokens = try [base, other].map { try #require($0["tokens"] as? [Object]) }
    let summaries = try [base, other].map { try #require($0["summary"] as? Object) }
    #expect(shown.rows.count == tokens[0].count && shown.rows.count == tokens[1].count)
    var least = 0.0
    for (index, row) in shown.rows.enumerated() {
      let both = tokens.map { number($0[index]["surprisal_bits"]) }
      guard let base = both[0], let other = both[1] else {
        #expect(row.title == "no score" && row.colour.hasPrefix("u"))
        continue
      }
      let delta = other - base
      let line = { (name: String) in row.details.first { $0[0] == name } ?? [] }
      let bits = line("bits")
      #expect(
        isNear(bits[1], base, base, 2) && isNear(bits[2], other, other, 2),
        "\(place) \(index): \(bits)")
      #expect(
        isNear(bits[3], delta, delta, 2) || delta.isNaN && bits[3] == "–",
        "\(place) \(index): \(bits) \(delta)")
      #expect(row.title.hasPrefix("base \(bits[1]), other \(bits[2]), difference \(bits[3]) bits"))
      let borders = [-3, -1, -0.25, 0.25, 1, 3]
      let isClear = borders.allSatisfy { abs(delta - $0) > 1e-4 }
      #expect(
        !isClear || row.colour.hasPrefix("d\(borders.count { delta >= $0 })"), "\(place) \(index)")
      if delta.isFinite { least = max(least, abs(delta)) }
      for (side, token) in tokens.map({ $0[index] }).enumerated() {
        #expect(
          isPower(line("probability")[side + 1], number(token["logprob"])), "\(place) \(index)")
        #expect(line("rank")[side + 1] == (token["rank"] as? Int).map { "\($0)" })
        let entropy = number(token["entropy_bits"])
        #expect(isNear(line("entropy")[side + 1], entropy, entropy, 2), "\(place) \(index)")
        let top = try #require(token["top"] as? [Object])
        #expect(row.expected[side].count == top.count)
        for (shown, candidate) in zip(row.expected[side], top) {
          #expect(isPower(shown[1], number(candidate["logprob"])), "\(place) \(index): \(shown)")
        }
      }
    }
    for (side, name) in ["base", "other"].enumerated() {
      let total = number(summaries[side]["total_bits"])
      #expect(isNear(shown.figures["total-\(name)"], total, total, 2), "\(place): \(shown.figures)")
      let perByte = number(summaries[side]["bits_per_byte"])
      #expect(isNear(shown.figures["per-byte-\(name)"], perByte, perByte, 4))
      let loss = number(summaries[side]["cross_entropy_bits"])
      #expect(isNear(shown.figures["loss-bits-\(name)"], loss, loss, 4))
      #expect(
        isPower(shown.figures["perplexity-\(name)"], number(summaries[side]["cross_entropy_nats"])))
    }
    if least > 0.01, let first = shown.largest.first, !first.contains("inf") {
      let size = Double(first.prefix { $0 != "“" }.replacing("+", with: "").dropLast())
      #expect(abs(abs(size ?? 0) - least) < 0.0051, "\(place): \(shown.largest)")
    }
  }

  private static let text = "the dog “sat”.\nA <b>cat</b>"

  @Test func `shows each model's numbers at every temperature, and KL at its own alone`() throws {
    let browser = try page(Self.text, "--model", cat, "--model", dog, "-T", "0.7")
    for temperature in ["0.7", "0.05", "0.3", "1", "2.5", "5", "40", "0", "inf"] {
      let found = try shown(browser, at: temperature)
      #expect(found.temperature == temperature)
      let scores = try [cat, dog].map {
        try printed("score", Self.text, "--model", $0, "-T", temperature, "--top", "10")
      }
      try compare(found, scores[0], scores[1], "T \(temperature)")
      let compared = try #require(
        try printed("compare", Self.text, "--model", cat, "--model", dog, "-T", temperature)[
          "comparisons"] as? [Object])[0]
      let rows = try #require(compared["tokens"] as? [Object])
      for (row, exact) in zip(found.rows, rows) where exact["kl_bits"] is Double {
        let line = try #require(row.details.first { $0[0] == "KL to the other" })
        if temperature == "0.7" {
          let (kl, reverse) = (number(exact["kl_bits"]), number(exact["kl_reverse_bits"]))
          #expect(isNear(line[1], kl, kl, 4) && isNear(line[2], reverse, reverse, 4))
          #expect(row.title.contains(", KL \(line[1])"))
        } else {
          #expect(line.last == "known at T = 0.7 alone" && !row.title.contains("KL"))
        }
      }
    }
  }

  @Test func `says with its script what it says without`() throws {
    for arguments in [
      [Self.text, "--model", cat, "--model", dog, "-T", "0.7"],
      ["sat", "--model", dog, "--context-a", "the dog ", "--context-b", "a"],
      ["6 é 4 3", "--model", "dice:6", "--model", cat],
      [
        "-f", folder.path("cat.txt"), "--model", cat, "--model", dog, "--protocol",
        "llama-perplexity", "-c", "16",
      ],
    ] {
      let path = folder.path("both.html")
      let run = try ProgramRun(["compare", "-o", path, "--force"] + arguments)
      try #require(run.status == 0, "\(run.errors)")
      let found = try shown(try Browser("file://\(path)"))
      let page = String(decoding: try folder.read("both.html"), as: UTF8.self)
      let signs = ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&amp;": "&"]
      let listed = page.matches(of: #/<li>(.*)</li>/#).map { match in
        signs.reduce(String(match.1)) { $0.replacing($1.key, with: $1.value) }
      }
      #expect(found.largest == listed && !listed.isEmpty)
      #expect(found.rows.map(\.title) == page.matches(of: #/ title="(.*?)">/#).map { String($0.1) })
      let figures = page.matches(of: #/<td id="(.*?)">(.*?)</td>/#)
      #expect(figures.count == found.figures.count && figures.count >= 6)
      for figure in figures {
        #expect(found.figures[String(figure.1)] == String(figure.2), "\(figure.1)")
      }
      let colours = page.matches(of: #/<i class="?([du]\d?)/#).map { String($0.1) }
      #expect(found.rows.map { String($0.colour.prefix { $0 != " " }) } == colours)
    }
  }

  @Test func `computes anew while its slider is dragged, and goes to the largest differences`()
    throws
  {
    let browser = try page(Self.text, "--model", cat, "--model", dog)
    let box = try JSONDecoder().decode(
      [Double].self,
      from: Data(
        browser.evaluate(
          "(() => { const b = slider.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()"
        ).utf8))
    let y = box[1] + box[3] / 2
    for (from, to) in [(0.65, 0.2), (0.2, 0.9)] {
      func x(_ share: Double) -> Double { box[0] + 8 + share * (box[2] - 16) }
      try browser.drag(from: (x(from), y), to: (x(to), y))
      let notch = try #require(Int(try browser.evaluate("Number(slider.value)")))
      let exact = "\(pow(10, Double(notch - 52) / 40))"
      let scores = try [cat, dog].map {
        try printed("score", Self.text, "--model", $0, "-T", exact, "--top", "10")
      }
      try compare(try shown(browser), scores[0], scores[1], "notch \(notch)")
    }
    _ = try browser.evaluate("document.querySelector('#largest button').click()")
    let focused = try browser.evaluate(
      "document.activeElement.getAttribute('aria-label') + document.querySelector('#largest li').textContent"
    )
    #expect(focused.contains("difference") && focused.contains("base "))
    #expect(
      try browser.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        == "[]")
  }

  @Test func `sums spans where the vocabularies differ, at every temperature`() throws {
    let browser = try page("6 1 4 3", "--model", "dice:6", "--model", cat)
    for temperature in ["1", "0.5", "3"] {
      let found = try shown(browser, at: temperature)
      let compared = try #require(
        try printed("compare", "6 1 4 3", "--model", "dice:6", "--model", cat, "-T", temperature)[
          "comparisons"] as? [Object])[0]
      let rows = try #require(compared["tokens"] as? [Object])
      #expect(
        found.rows.count == rows.count && found.note?.contains("different vocabularies") == true)
      for (row, exact) in zip(found.rows, rows) {
        let names = ["base_surprisal_bits", "other_surprisal_bits", "delta_bits"]
        guard exact[names[0]] is Double || exact[names[0]] is String else { continue }
        let line = try #require(row.details.first { $0[0] == "bits" })
        for (shown, name) in zip(line.dropFirst(), names) where !(exact[name] is NSNull) {
          #expect(
            isNear(shown, number(exact[name]), number(exact[name]), 2),
            "\(temperature): \(line), \(exact)")
        }
        #expect(
          row.details.contains { $0[0] == "tokens" } && !row.details.contains { $0[0] == "rank" })
      }
      let summary = try #require(compared["summary"] as? Object)
      let total = number(summary["other_total_bits"])
      #expect(isNear(found.figures["total-other"], total, total, 2))
      #expect(found.figures["perplexity-base"] == nil)
    }
  }

  @Test func `has both ends of what a server leaves open`() throws {
    try ServedProgram.run(["--model", "world"]) { server in
      _ = try server.client()
      let address = "http://127.0.0.1:\(server.port)"
      try compareEnds(["--model", "world", "--model", address, "--k", "4"])
      // What is open of one is so independently of the other, be they the same.
      try compareEnds(["--model", address, "--model", address, "--k", "4"])
    }
  }

  private func compareEnds(_ remote: [String]) throws {
    let path = folder.path("open.html")
    let text = "Anna sees 3 red foxes."
    let run = try ProgramRun(["compare", text, "-o", path, "--force"] + remote)
    try #require(run.status == 0, "\(run.errors)")
    let browser = try Browser("file://\(path)")
    for temperature in ["1", "0.5", "2"] {
      let found = try shown(browser, at: temperature)
      let exact = try ProgramRun(
        ["compare", text, "--format", "json", "-T", temperature] + remote)
      let document = try #require(
        try JSONSerialization.jsonObject(with: Data(exact.output)) as? Object)
      let comparison = try #require(document["comparisons"] as? [Object])[0]
      let rows = try #require(comparison["tokens"] as? [Object])
      #expect(
        found.note?.contains("lie between two") == true || found.note?.contains("KL") == true)
      for (row, exact) in zip(found.rows, rows) where exact["delta_bits_low"] is Double {
        let line = try #require(row.details.first { $0[0] == "bits" })
        for (shown, name) in zip(
          line.dropFirst(), ["base_surprisal_bits", "other_surprisal_bits", "delta_bits"])
        {
          #expect(
            isNear(shown, number(exact["\(name)_low"]), number(exact["\(name)_high"]), 2),
            "\(temperature): \(line), \(exact)")
        }
      }
      let summary = try #require(comparison["summary"] as? Object)
      #expect(
        isNear(
          found.figures["total-other"], number(summary["other_total_bits_low"]),
          number(summary["other_total_bits_high"]), 2))
    }
  }
}
