import InformationTheory
import Reports
import Scoring

extension FuzzTarget {
  /// A comparison is refused with a sentence, or all of its forms can be written, none of which acts on a terminal, and
  /// what is written is read again as the same.
  public static let comparison = FuzzTarget(name: "comparison", seeds: [document, page]) { bytes in
    do throws(ComparisonFault) {
      let report = try ComparisonReport(bytes)
      for format in ComparisonReport.Format.allCases {
        let acts = written(report, format).unicodeScalars.contains {
          $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value)
        }
        if acts { return .wrong("\(format) acts on a terminal") }
      }
      let again = try ComparisonReport(Array(written(report, .json).utf8))
      let isSame = ComparisonReport.Format.allCases.allSatisfy {
        written(again, $0) == written(report, $0)
      }
      return FuzzOutcome(complaint: isSame ? nil : "what is written is read as another one")
    } catch {
      return .refused(harmlessly: error)
    }
  }

  private static func written(
    _ report: ComparisonReport, _ format: ComparisonReport.Format
  ) -> String {
    var text = ""
    report.write(as: format) { text += $0 }
    return text
  }

  /// Two tokens to a model and to a server that leaves numbers open.
  private static let document: [UInt8] = {
    func side(_ server: ModelServer?) -> Comparison.Side {
      Comparison.Side(
        ModelDescription(
          name: "tiny", file: "", architecture: "llama", quantization: "F32", vocabularySize: 5,
          contextLength: 8, server: server), digest: nil,
        ScoringSettings(startToken: nil, window: 8, stride: 4), context: [0x61],
        isBounded: server != nil)
    }
    func score(_ low: Double, _ high: Double) -> TokenScore {
      TokenScore(
        surprisal: .nats((low + high) / 2), in: .nats(low) ... .nats(high), entropy: .nats(1),
        rank: 2, likeliest: 1)
    }
    let server = ModelServer(
      address: "http://a", engine: "b", version: "1", model: "c", candidates: 4,
      logProbabilities: "raw")
    let places = [
      PlaceComparison(base: nil, other: nil),
      PlaceComparison(
        base: score(0.3, 0.3), other: score(0.1, 0.7),
        divergences: Divergences(forward: .nats(0.1), reverse: .nats(0.2))),
    ]
    let text = Array("ab".utf8)
    let comparisons = [server, nil].map { server in
      Comparison(side(nil), side(server), at: .one, of: text, Token.each(byteOf: text), places)
    }
    return Array(written(ComparisonReport(comparisons), .json).utf8)
  }()

  private static let page =
    Array("<p><script type=\"application/json\" id=\"surprisal\">".utf8) + document
    + Array("</script>".utf8)
}
