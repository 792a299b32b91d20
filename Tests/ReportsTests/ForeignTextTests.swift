import InformationTheory
import Reports
import Scoring
import Testing

/// Texts and names of models that try to be more than that.
@Suite struct `Foreign text` {
  static let nasty = [
    "</script><script>alert(1)</script>", "<!--", "]]>", "\"><img src=x onerror=alert(1)>", "&lt;",
    "' onclick='",
    "=cmd|' /C calc'!A0", "@SUM(1)", "|a|b|", "`x`", "[l](javascript:alert(1))",
    "\u{1B}]0;owned\u{7}",
    "\u{1B}[2J\u{9B}31m", "\u{202E}evil", "\u{2028}\u{2029}", "a\r\nb\tc", "\0", "{{constructor}}",
    "\\u003c", "</title>",
    "</i></div>", "\"\u{301} onclick=\"a", "<\u{301}b>", "&\u{301}", "ẞ🙂👩\u{200D}🔬é\u{301}",
    "\u{FEFF}",
  ]

  /// The report of these texts, each a token, and of one cut inside its characters, from a model named after one.
  static func report(_ format: ReportFormat, model name: String = nasty[0]) throws -> String {
    var entries = nasty.map { Array($0.utf8) }
    let emoji = Array("🙂".utf8)
    entries += [Array(emoji[..<1]), Array(emoji[1..<3]), Array(emoji[3...]), [0xFF, 0xC3]]
    let text = Array(entries.joined())
    var offset = 0
    let tokens = entries.enumerated().map { id, bytes in
      defer { offset += bytes.count }
      return Token(id: id, bytes: offset..<offset + bytes.count)
    }
    let names = entries
    let model = ModelDescription(
      name: name, file: "/tmp/\(name)", architecture: name, quantization: name, tokenizer: name,
      vocabularySize: entries.count, contextLength: 64)
    let header = ReportHeader(
      model: model, vocabulary: Vocabulary(count: entries.count) { names[$0] },
      settings: ScoringSettings(startToken: 0, window: 64, stride: 32), temperature: .one,
      topCount: 3,
      receipt: Receipt(version: name, modelDigest: "5eed", instructionSet: name))
    var predictions = Predictions(vocabularySize: entries.count)
    for token in tokens {
      let logits = entries.indices.map { Double(($0 * 7 + token.id * 3) % 11) }
      predictions.append(Prediction(foldingLogits: logits, actual: token.id))
    }
    var result = ""
    var report = ScoreReport(of: text, tokens: tokens, header, as: format)
    report.begin { result += $0 }
    report.add(predictions) { result += $0 }
    report.end { result += $0 }
    return result
  }

  @Test(arguments: ReportFormat.all)
  func `acts on no terminal in any form`(format: ReportFormat) throws {
    for scalar in try Self.report(format).unicodeScalars {
      let acts =
        scalar.value < 32 && scalar != "\n" && scalar != "\t"
        || (0x7F...0x9F).contains(scalar.value)
      let turns =
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      #expect(!acts && !turns && scalar != "\u{FEFF}", "\(format.name): \(scalar.value)")
    }
  }

  @Test(arguments: [nasty[0], "plain"])
  func `is no markup in a page`(model: String) throws {
    let page = try Markup(
      try Self.report(.html, model: model), void: ["meta", "input"], raw: ["script", "style"])
    // Whatever the text is, the page has the same elements; only what a figure says differs.
    #expect(page.all("i").count == Self.nasty.count + 4)
    #expect(page.all("script").count == 4 && page.all("img").isEmpty && page.all("form").count == 1)
    #expect(page.elements.allSatisfy { $0.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
    #expect(
      page.elements.allSatisfy { $0.attributes["src"] == nil && $0.attributes["href"] == nil })
    #expect(
      page.all("title").first?.text.contains("read by \(model == "plain" ? "plain" : "</script>")")
        == true)
    let shown = page.all("i").prefix(Self.nasty.count).map(\.text)
    #expect(shown[0] == Self.nasty[0] && shown[3] == Self.nasty[3] && shown[4] == "&lt;")
    #expect(shown[11] == "\\u{1b}]0;owned\\u{7}" && shown[15] == "a\\r\nb\tc")
    let data = try #require(page.element("surprisal")?.text)
    #expect(try JSON(data)["model"]["name"] == .string(model))
    let names = try #require(page.element("names")?.text)
    #expect(try JSON(names).elements.count >= Self.nasty.count)
  }

  @Test func `shows a character that several tokens share with the first of them`() throws {
    let page = try Markup(
      try Self.report(.html), void: ["meta", "input"], raw: ["script", "style"])
    let last = page.all("i").suffix(4)
    #expect(last.map(\.text) == ["🙂", "·", "·", "⟨FF⟩⟨C3⟩"])
    #expect(
      last.map { $0.attributes["class"]?.contains("k") == true } == [false, true, true, false])
  }

  @Test func `is no markup in a picture`() throws {
    let picture = try Markup(try Self.report(.svg), raw: ["style"])
    let names: Set = ["svg", "title", "style", "rect", "g", "text", "path", "circle"]
    #expect(Set(picture.elements.map(\.name)).isSubset(of: names))
    #expect(picture.all("g").count >= Self.nasty.count)
    #expect(picture.elements.allSatisfy { $0.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
  }

  @Test func `is no formula in a table, and no row or column of it`() throws {
    for (format, separator) in [(ReportFormat.csv, Unicode.Scalar(",")), (.tsv, "\t")] {
      let text = try Self.report(format)
      let lines = text.split(separator: "\n")
      #expect(lines.count == Self.nasty.count + 5)
      for line in lines {
        var isQuoted = false
        let fields = line.unicodeScalars.split(omittingEmptySubsequences: false) { scalar in
          if scalar == "\"" { isQuoted.toggle() }
          return scalar == separator && !isQuoted
        }.map { String($0) }
        #expect(fields.count == 22 + 15)
        for field in fields {
          let first = field.first == "\"" ? field.dropFirst().first : field.first
          #expect(first.map { !"=@".contains($0) } ?? true, "\(field)")
          #expect(Double(field) != nil || first.map { !"+-".contains($0) } ?? true, "\(field)")
        }
      }
    }
  }

  @Test func `is no link, code or cell of its own in a note`() throws {
    let text = try Self.report(.markdown)
    for line in text.split(separator: "\n") where line.hasPrefix("| ") && line.contains("\\") {
      let bare = line.replacing("\\\\", with: "").unicodeScalars
      var isEscaped = false
      var cells = 0
      for scalar in bare {
        if !isEscaped { #expect(!"<`[]*_".unicodeScalars.contains(scalar), "\(line)") }
        if !isEscaped && scalar == "|" { cells += 1 }
        isEscaped = scalar == "\\" && !isEscaped
      }
      #expect([3, 8].contains(cells), "\(line)")
    }
  }
}
