import Basics
import Foundation
import InformationTheory
import Reports
import Scoring
import Testing

/// The page of a model that gives no more than its likeliest tokens, in a real browser: what each number is at least and
/// at most is compared with what the program prints at the same temperature.
@Suite(.enabled(if: Browser.path != nil, Browser.advice), .serialized)
struct `A page with open numbers in a browser` {
  /// Whether what is shown, one number or two, are these two, rounded to so many decimals.
  private func isBetween(_ shown: String?, _ low: Any?, _ high: Any?, decimals: Int) -> Bool {
    let ends = (shown ?? "").split(separator: " ").compactMap { Double($0) }
    guard let from = ends.first, let to = ends.last, let low = low as? Double,
      let high = high as? Double
    else { return false }
    let room = 0.5 * pow(10, -Double(decimals)) + 2e-5
    return abs(from - low) <= room + 2e-6 * abs(low) && abs(to - high) <= room + 2e-6 * abs(high)
  }

  /// Likewise of three significant digits.
  private func isNear(_ shown: String, _ low: Any?, _ high: Any?) -> Bool {
    let ends = shown.split(separator: " ").compactMap { Double($0) }
    guard let from = ends.first, let to = ends.last, let low = low as? Double,
      let high = high as? Double
    else { return false }
    return abs(from - low) <= 0.006 * low + 1e-30 && abs(to - high) <= 0.006 * high + 1e-30
  }

  private static let text = "Anna sees 3 red foxes.\nThe fox (it is “old”) sees Anna.\n"

  @Test func `shows what score says they are at least and at most, at every temperature`() throws {
    let folder = try TemporaryFolder()
    try ServedProgram.run(["--model", "world"]) { server in
      _ = try server.client()
      let model = ["--model", "http://127.0.0.1:\(server.port)", "--k", "4"]
      let file = folder.path("page.html")
      let run = try ProgramRun(["score", Self.text, "-o", file] + model)
      try #require(run.status == 0, "\(run.errors)")
      let page = try PageInBrowser(file)
      for temperature in ["0.05", "0.3", "0.8", "1", "1.3", "2.2", "5", "20", "0", "inf"] {
        let printed = try ProgramRun(
          ["score", Self.text, "--format", "json", "--top", "10", "-T", temperature] + model)
        let document = try JSONSerialization.jsonObject(with: Data(printed.output))
        let exact = try #require(document as? [String: Any])
        try compare(try page.shown(at: "T=\(temperature)"), exact, "T \(temperature)")
      }
    }
  }

  private func compare(_ shown: PageInBrowser.Shown, _ exact: [String: Any], _ place: String) throws
  {
    let summary = try #require(exact["summary"] as? [String: Any])
    for (id, name, decimals) in [
      ("loss-nats", "cross_entropy_nats", 4), ("loss-bits", "cross_entropy_bits", 4),
      ("total", "total_bits", 2), ("per-byte", "bits_per_byte", 4),
      ("per-word", "bits_per_word", 4), ("entropy", "mean_entropy_bits", 4),
    ] {
      let (low, high) = (summary["\(name)_low"], summary["\(name)_high"])
      let text = shown.figures[id]
      if let low = low as? String {
        #expect(text == low, "\(place): \(id)")
      } else {
        #expect(
          isBetween(text, low, high, decimals: decimals),
          "\(place): \(id) \(text ?? "–"), \(low ?? "–") \(high ?? "–")")
      }
    }
    let tokens = try #require(exact["tokens"] as? [[String: Any]])
    #expect(shown.tokens.count == tokens.count && !shown.isClosed)
    #expect(shown.note?.contains("between two") == true)
    for (token, exact) in zip(shown.tokens, tokens) where exact["logprob"] is Double {
      #expect(
        isBetween(
          token.figures.first, exact["surprisal_bits_low"], exact["surprisal_bits_high"],
          decimals: 2), "\(place): \(token.figures) \(exact)")
      #expect(
        isBetween(
          token.figures.last, exact["entropy_bits_low"], exact["entropy_bits_high"], decimals: 2),
        "\(place): \(token.figures) \(exact)")
      let bits = token.figures[0].replacing(" bits", with: "")
      #expect(token.title.hasPrefix("\(bits) bits, p \(token.figures[1]), rank "), "\(token)")
      let top = try #require(exact["top"] as? [[String: Any]])
      #expect(token.top.count == top.count && top.count == 4)
      for (shown, candidate) in zip(token.top, top) {
        #expect(
          isNear(shown[1], candidate["probability_low"], candidate["probability_high"]),
          "\(place): \(shown) \(candidate)")
      }
    }
  }

  @Test func `says that nothing is known but at T = 1 where a model says no other token`() throws {
    let folder = try TemporaryFolder()
    let text = Array("abc".utf8)
    let values = [-2.5, -0.25]
    var predictions = Predictions(vocabularySize: 1 << 21)
    predictions.append(.unscored)
    for value in values {
      predictions.append(try #require(Prediction(ofOneToken: value, vocabularySize: 1 << 21)))
    }
    var look = ReportLook()
    let parts = try ["model", "reader", "score"].map { try Project.text("Assets/page/\($0).js") }
    look.script = "\"use strict\";\n{\n\(parts.joined())}\n"
    let server = ModelServer(
      address: "http://127.0.0.1:1", engine: "TGI", version: "3", model: "toy", candidates: 0,
      logProbabilities: "raw")
    let header = ReportHeader(
      model: ModelDescription(
        name: "toy", file: "", architecture: "", quantization: "", vocabularySize: 1 << 21,
        contextLength: 99, server: server),
      vocabulary: Vocabulary(count: 256, bytes: { [UInt8(truncatingIfNeeded: $0)] }),
      settings: ScoringSettings(startToken: nil, window: 99, stride: 50), temperature: .one,
      topCount: 0, isBounded: true, look: look)
    var (page, report) = (
      "", ScoreReport(of: text, tokens: Token.each(byteOf: text), header, as: .html)
    )
    report.begin { page += $0 }
    report.add(predictions) { page += $0 }
    report.end { page += $0 }
    try folder.write(Array(page.utf8), to: "page.html")
    let one = try PageInBrowser(folder.path("page.html")).shown()
    #expect(one.isClosed && one.note?.contains("known only at T = 1") == true)
    let bits = values.map { -$0 / log(2) }
    for (token, bits) in zip(one.tokens.dropFirst(), bits) {
      #expect(isBetween(token.figures.first, bits, bits, decimals: 2), "\(token)")
    }
    #expect(isBetween(one.figures["total"], bits[0] + bits[1], bits[0] + bits[1], decimals: 2))
    let cold = try PageInBrowser(folder.path("page.html"), at: "T=0.5").shown()
    #expect(cold.figures["loss-bits"] == "–" && cold.figures["perplexity"] == "–")
    for token in cold.tokens.dropFirst() {
      #expect(token.figures == ["known only at T = 1"] && token.title == "known only at T = 1")
      #expect(token.step.hasPrefix("u"))
    }
  }
}
