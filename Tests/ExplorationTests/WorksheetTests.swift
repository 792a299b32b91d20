import ShownText
import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing
import Basics

@Suite struct `The sum behind a number` {
  /// Every number of a text at every third notch, in both units.
  private func sheets(of text: RandomExplorer) -> [(sheet: Worksheet, explorer: Explorer)] {
    var text = text
    var result: [(Worksheet, Explorer)] = []
    for notch in stride(from: 0, to: Temperature.notches.count, by: 3) {
      text.set(Temperature.notches[notch])
      for _ in Unit.allCases {
        text.explorer.press(.character("u"))
        for _ in Explanation.Number.allCases {
          text.explorer.press(.tab)
          result.append((text.explorer.worksheet(terms: 3), text.explorer))
        }
      }
    }
    return result
  }

  private func explaining(_ text: RandomExplorer, token: Int) -> RandomExplorer {
    var text = text
    text.explorer.press(.character("m"))
    text.explorer.press(.home)
    text.explorer.press(.right, times: token)
    return text
  }

  @Test(arguments: 1...8)
  func `comes out again from nothing but the printed digits`(seed: Int) throws {
    let deviation = [0.5, 2, 4, 9][seed % 4]
    let size = [20, 33, 90, 700][seed % 4]
    let text = RandomExplorer(seed: UInt64(seed), vocabulary: size, deviation: deviation)
    for token in [1, 2, 11] {
      for (sheet, explorer) in sheets(of: explaining(text, token: token)) {
        #expect(!sheet.lines.isEmpty)
        try expectPrintedArithmetic(sheet)
        try expectConclusions(of: sheet, in: explorer)
      }
    }
  }

  /// Each line's arithmetic gives its result, to the last digit that is printed.
  private func expectPrintedArithmetic(_ sheet: Worksheet) throws {
    for (place, line) in sheet.lines.enumerated() where !line.expression.isEmpty {
      let computed =
        line.expression == Worksheet.sumOfLines
        ? try sheet.lines[..<place].reduce(0) { $0 + (try number($1.result)) }
        : try value(line.expression)
      let printed = try number(line.result)
      #expect(
        abs(computed - printed) <= 0.500_001 * lastDigit(of: line.result),
        "\(line.label): \(line.expression) = \(line.result), not \(computed)")
    }
  }

  /// The last results, rounded as the screen rounds, are the explained numbers.
  private func expectConclusions(of sheet: Worksheet, in explorer: Explorer) throws {
    let last = try #require(sheet.lines.last)
    let end = try number(last.result)
    let loss = try #require(explorer.figures.crossEntropy)
    switch explorer.explanation.number {
    case .surprise:
      let surprisal = try #require(explorer.surprisal(of: explorer.focus))
      #expect(decimal(end, 2) == explorer.unit.format(surprisal))
      let share = try #require(sheet.lines.first { $0.label == "share = probability" })
      #expect(
        percentage(logProbability: try logarithm(share.result))
          == percentage(logProbability: -surprisal.nats))
    case .entropy:
      let entropy = try #require(explorer.entropy(before: explorer.focus))
      #expect(decimal(end, 2) == explorer.unit.format(entropy))
    case .loss:
      let other: Scoring.Unit = explorer.unit == .bits ? .nats : .bits
      #expect(decimal(end, 2) == other.format(loss))
      #expect(
        decimal(try number(sheet.lines[sheet.lines.count - 2].result), 2)
          == explorer.unit.format(loss))
    case .perplexity: #expect(threeDigits(end) == threeDigits(loss.perplexity))
    case .bitsPerByte:
      let total = explorer.figures.total.bits
      // The first token has no score: neither its surprise nor its bytes count.
      let unscored = explorer.tokens.first?.bytes.count ?? 0
      #expect(decimal(end, 3) == decimal(total / Double(explorer.text.count - unscored), 3))
    }
  }

  @Test func `is that of the float64 formula over the whole vocabulary`() throws {
    var text = explaining(RandomExplorer(seed: 31), token: 7)
    for notch in stride(from: 0, to: Temperature.notches.count, by: 8) {
      let temperature = Temperature.notches[notch]
      text.set(temperature)
      let probabilities = softmax(text.logits[7], at: temperature)
      let sheet = text.explorer.worksheet(terms: 3)
      let bits = try number(try #require(sheet.lines.last).result)
      #expect(abs(bits + log2(probabilities[text.ids[7]])) < 1e-3)
      text.explorer.press(.tab)
      let terms = text.explorer.worksheet(terms: 3)
      let best = try #require(probabilities.max())
      #expect(abs(try number(terms.lines[0].result) + best * log2(best)) < 1e-4)
      text.explorer.press(.backTab)
    }
  }

  @Test func `explains any candidate, best first, and then the token that came again`() throws {
    var text = explaining(RandomExplorer(seed: 5), token: 3)
    let logits = text.logits[3]
    let best = try #require(logits.indices.max { logits[$0] < logits[$1] })
    text.explorer.press(.character("j"))
    #expect(text.explorer.worksheet(terms: 3).title == "surprise of “␣w\(best)”")
    text.explorer.press(.character("j"), times: 99)
    let last = text.explorer.worksheet(terms: 3)
    try expectPrintedArithmetic(last)
    #expect(text.explorer.explanation.candidate == LogPartition.candidateCount - 1)
    text.explorer.press(.character("k"), times: 99)
    #expect(text.explorer.worksheet(terms: 3).title == "surprise of “␣w\(text.ids[3])”")
    text.explorer.press(.character("j"))
    text.explorer.press(.right)
    #expect(text.explorer.explanation.candidate == nil)
  }

  @Test func `goes through all numbers with Tab and back with Shift-Tab`() {
    var text = explaining(RandomExplorer(seed: 6), token: 3)
    var seen: [Explanation.Number] = []
    for _ in Explanation.Number.allCases {
      seen.append(text.explorer.explanation.number)
      text.explorer.press(.tab)
    }
    #expect(seen == Explanation.Number.allCases)
    text.explorer.press(.tab, .shift)
    #expect(text.explorer.explanation.number == .bitsPerByte)
    text.explorer.press(.character("M"), .shift)
    #expect(text.explorer.explanation.number == .surprise)
  }

  @Test func `begins with the number of the panel that is focused`() {
    var text = RandomExplorer(seed: 6)
    text.explorer.press(.tab, times: 2)
    text.explorer.press(.character("m"))
    #expect(text.explorer.explanation.number == .loss)
    text.explorer.press(.escape)
    text.explorer.press(.tab, .shift)
    text.explorer.press(.character("m"))
    #expect(text.explorer.explanation.number == .surprise)
  }

  @Test(arguments: [0.0, .infinity, 1e-7, 1e8, 1e-300])
  func `is said in words where the temperature is a limit or nearly one`(value: Double) throws {
    let text = RandomExplorer(seed: 7)
    var explorer = Explorer(text: text.explorer.text, temperature: try #require(Temperature(value)))
    let scored = try #require(text.explorer.scored)
    let model = ModelDescription(
      name: "", file: "", architecture: "", quantization: "", vocabularySize: 90, contextLength: 9)
    _ = explorer.update(.modelLoaded(model, Vocabulary(count: 90) { _ in [0x61] }))
    _ = explorer.update(.tokenized(scored.tokens, scored.settings, request: 1))
    var block = Predictions(vocabularySize: scored.predictions.vocabularySize)
    for place in scored.tokens.indices { block.append(scored.predictions[place]) }
    _ = explorer.update(.scored(block, request: 1))
    explorer.press(.character("m"))
    for _ in Explanation.Number.allCases {
      let sheet = explorer.worksheet(terms: 3)
      #expect(!sheet.introduction.isEmpty || !sheet.lines.isEmpty)
      #expect(!sheet.conclusions.isEmpty)
      for conclusion in sheet.conclusions { #expect(!conclusion.number.contains("—")) }
      try expectPrintedArithmetic(sheet)
      explorer.press(.tab)
    }
    if value == .infinity {
      #expect(explorer.worksheet(terms: 3).lines.map(\.result).first == "0.01111111")
    }
  }

  @Test func `says why there is none where nothing is scored`() {
    var first = RandomExplorer(seed: 8)
    first.explorer.press(.home)
    #expect(first.explorer.worksheet(terms: 3).introduction.hasPrefix("Nothing stands before"))
    var empty = Explorer.ready("")
    for _ in Explanation.Number.allCases {
      #expect(empty.worksheet(terms: 3).introduction.hasSuffix("scored yet."))
      empty.press(.character("m"))
      empty.press(.tab)
    }
    let single = Explorer.ready("the")
    #expect(single.worksheet(terms: 3).lines.isEmpty)
  }
}

/// What a printed number says.
private func number(_ text: String) throws -> Double {
  try #require(Double(text.replacing("−", with: "-")), "\(text)")
}

/// The natural logarithm of a printed number, however small.
private func logarithm(_ text: String) throws -> Double {
  let parts = text.split(separator: "e")
  let mantissa = try number(String(parts[0]))
  return log(mantissa) + (parts.count > 1 ? try number(String(parts[1])) * log(10) : 0)
}

/// How much one is in the last printed place.
private func lastDigit(of text: String) -> Double {
  let parts = text.split(separator: "e")
  let decimals = parts[0].split(separator: ".").dropFirst().first?.count ?? 0
  let exponent = parts.count > 1 ? Double(String(parts[1])) ?? 0 : 0
  return pow(10, exponent - Double(decimals))
}

/// A pocket calculator for what a sheet prints.
private func value(_ expression: String) throws -> Double {
  let words = expression.split(separator: " ").map(String.init)
  if words.count == 3 {
    let (a, b) = (try number(words[0]), try number(words[2]))
    switch words[1] {
    case "÷": return a / b
    case "×": return a * b
    case "+": return a + b
    default: break
    }
  }
  if words.count == 2, words[0] == "−ln" { return -(try logarithm(words[1])) }
  if expression.hasPrefix("e^") { return exp(try number(String(expression.dropFirst(2)))) }
  if expression.hasPrefix("2^") { return exp2(try number(String(expression.dropFirst(2)))) }
  Issue.record("a calculator has no key for “\(expression)”")
  return .nan
}
