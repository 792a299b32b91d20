import Basics
import Foundation
import InformationTheory
import Reports
import Scoring
import Testing

/// The page that has all in it.
@Suite struct PageTests {
  private func page(_ look: ReportLook = .init(), temperature: Temperature = .one) throws -> Markup
  {
    try Markup(
      try text(look, temperature: temperature), void: ["meta", "input"], raw: ["script", "style"])
  }

  private func text(_ look: ReportLook = .init(), temperature: Temperature = .one) throws -> String
  {
    let fixture = Fixture.plain
    var header = fixture.header(temperature: temperature)
    header.look = look
    var text = ""
    var report = ScoreReport(of: fixture.text, tokens: fixture.tokens, header, as: .html)
    report.begin { text += $0 }
    for block in fixture.blocks(of: 10) { report.add(block) { text += $0 } }
    report.end { text += $0 }
    return text
  }

  @Test func `loads nothing, and runs nothing but what it names by its hash`() throws {
    var look = ReportLook()
    (look.style, look.script) = ("i{color:red}", "let a = 1 < 2;")
    let page = try page(look)
    let policy = try #require(
      page.all("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }?
        .attributes["content"])
    #expect(policy.hasPrefix("default-src 'none'; "))
    for name in ["style", "script"] {
      let content = try #require(page.all(name).last?.text)
      let digest = SHA256(of: content.utf8).hexadecimal
      let bytes = stride(from: 0, to: 64, by: 2).compactMap {
        UInt8(digest.dropFirst($0).prefix(2), radix: 16)
      }
      #expect(policy.contains("\(name)-src 'sha256-\(Data(bytes).base64EncodedString())'"))
    }
    #expect(page.all("script").last?.text == look.script)
    #expect(page.elements.allSatisfy { $0.attributes["style"] == nil })
  }

  @Test func `shows colours and figures without its script`() throws {
    let page = try page()
    let tokens = page.all("i")
    #expect(tokens.map(\.text) == ["A", " \"b", "é", "·"])
    #expect(tokens.map { $0.attributes["class"] } == ["u", "s1", "s1", "s1 k"])
    #expect(
      tokens[1].attributes["title"]
        == "1.00 bits, p 0.500, rank 1, entropy 1.50; best “ \"b” 0.500")
    #expect(tokens[0].attributes["title"] == "no score")
    #expect(
      page.element("loss-nats")?.text == "1.1552" && page.element("perplexity")?.text == "3.17")
    #expect(page.element("controls")?.attributes["hidden"] != nil)
    #expect(page.all("dd").map(\.text).contains("5eed"))
  }

  @Test func `takes the lens and the unit of the screen`() throws {
    var look = ReportLook()
    (look.lens, look.unit) = (.entropy, .nats)
    look.light.ramp[2] = "#123456"
    let two = try #require(Temperature(2))
    let page = try page(look, temperature: two)
    #expect(
      page.all("i")[1].attributes["title"]?.hasPrefix("0.88 nats, p 0.414, rank 1, entropy 1.08;")
        == true)
    #expect(page.all("i")[2].attributes["class"] == "s2")
    #expect(page.all("style")[0].text.contains("--g2:#123456;"))
    let text = try #require(page.element("surprisal")?.text)
    let data = try JSON(text)
    #expect(data["lens"] == .string("entropy") && data["unit"] == .string("nats"))
    #expect(data["settings"]["temperature"] == .number(2))
  }

  @Test func `holds the summary and the receipt as JSON`() throws {
    let page = try page()
    let text = try #require(page.element("surprisal")?.text)
    let data = try JSON(text)
    let document = try JSON(try Fixture.plain.report(.json))
    #expect(data["schema"] == .string("surprisal.page/1"))
    for name in ["model", "settings", "program", "summary"] {
      #expect(data[name] == document[name], "\(name)")
      #expect(data[name] != .null)
    }
    #expect(data["losses_nats"].elements.count == Temperature.notches.count)
  }

  /// The bytes that carry the predictions, and the names that they number.
  private func packed() throws -> (bytes: [UInt8], names: [String]) {
    let page = try page()
    let text = try #require(page.element("predictions")?.text)
    let data = try #require(Data(base64Encoded: text))
    let list = try #require(page.element("names")?.text)
    let names = try JSON(list).elements.compactMap(\.string)
    return (Array(data), names)
  }

  @Test func `carries every prediction in 249 bytes`() throws {
    let (bytes, names) = try packed()
    #expect(bytes.count == 4 * 249)
    func number(_ place: Int) -> Int {
      Int(bytes[place]) | Int(bytes[place + 1]) << 8 | Int(bytes[place + 2]) << 16
    }
    // " \"b" behind "A": rank 1, its name, and the candidates by their names.
    #expect(number(0) == 0 && number(249) == 1)
    #expect(names[number(252)] == " \"b")
    #expect((0..<3).map { names[number(259 + 3 * $0)] } == [" \"b", "A", "⟨C3⟩"])
    #expect(number(259 + 9) == 0xFF_FFFF)
    // A vocabulary of four has no rest.
    let rest = 249 + 249 - 3 * 25
    #expect((0..<25).allSatisfy { number(rest + 3 * $0) == 0 })
    let nothing = (0..<4).map { UInt8(truncatingIfNeeded: Float(-1e30).bitPattern >> (8 * $0)) }
    #expect((1...7).allSatisfy { Array(bytes[rest - 4 * $0..<rest - 4 * $0 + 4]) == nothing })
  }

  @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
  func `writes bytes as RFC 4648 does`(text: String) {
    #expect(base64(Array(text.utf8)) == Data(text.utf8).base64EncodedString())
  }

  @Test func `is of at most 300 kB and 500 bytes a token`() throws {
    // 2000 tokens of a vocabulary of 50 000, each with other candidates.
    let ids = (0..<2_000).map { $0 * 97 % 50_000 }
    let words = ids.map { Array(" word\($0)".utf8) }
    var offset = 0
    let tokens = zip(ids, words).map { id, bytes in
      defer { offset += bytes.count }
      return Token(id: id, bytes: offset..<offset + bytes.count)
    }
    var predictions = Predictions(vocabularySize: 50_000)
    for id in ids {
      var prediction = Prediction.unscored
      for lane in 0..<32 {
        prediction.ids[lane] = Int32((id + lane * 1_009) % 50_000)
        prediction.logits[lane] = -Float(lane) / 3
        prediction.rest[lane] = 10 - Float(lane) / 3
      }
      (prediction.actualLogit, prediction.actualRank) = (-7.25, 12_345)
      predictions.append(prediction)
    }
    var header = Fixture.plain.header()
    header.model.vocabularySize = 50_000
    header.vocabulary = Vocabulary(count: 50_000) { Array(" word\($0)".utf8) }
    var report = ScoreReport(of: Array(words.joined()), tokens: tokens, header, as: .html)
    var size = 0
    report.begin { size += $0.utf8.count }
    report.add(predictions) { size += $0.utf8.count }
    let body = size
    report.end { size += $0.utf8.count }
    // Its style and its script are 25 kB.
    #expect(size < 275_000 + 2_000 * 500, "\(size) bytes, of which the text is \(body)")
  }
}
