import Basics
import ShownText

/// How a number on the screen is computed, in lines that anybody can follow with a calculator.
///
/// Every line computes with the digits that are printed, never with hidden ones, and there are as
/// many digits as it takes for the last line to be the number that is explained.
public struct Worksheet: Sendable {
  /// A step of the computation.
  public struct Line: Equatable, Sendable {
    /// What it does, or what the number is.
    public var label: String
    /// The arithmetic: printed numbers and what is done with them; empty where a number is given.
    public var expression: String
    /// What comes out.
    public var result: String
    /// The result's unit, where it has one.
    public var unit: String
  }

  /// The expression of a line that adds up the results above it.
  public static let sumOfLines = "sum of these lines"

  /// What is said where the temperature makes numbers that nobody computes with.
  static let tooExtreme =
    "The temperature is too far from 1 for steps that could be followed with a calculator."

  /// What is explained.
  public var title: String
  /// What is to be said before the lines, in sentences; mostly nothing.
  public var introduction = ""
  /// The steps.
  public var lines: [Line] = []
  /// The explained numbers as the rest of the screen shows them, each with its name.
  public var conclusions: [(name: String, number: String)] = []
  /// What the number means, in a sentence.
  public var meaning = ""
  /// The results that are explained, rounded as the screen rounds them.
  var ends: [String] = []

  init(title: String) { self.title = title }

  /// Adds a step.
  mutating func add(
    _ label: String, _ expression: String, _ result: PrintedNumber, unit: String = ""
  ) {
    lines.append(Line(label: label, expression: expression, result: result.text, unit: unit))
  }

  /// The same sheet with the numbers that it explains, as the screen shows them, and their meaning.
  func concluding(
    _ conclusions: [(name: String, number: String)], meaning: String
  ) -> Worksheet {
    var sheet = self
    sheet.conclusions = conclusions
    sheet.meaning = meaning
    return sheet
  }

  /// What `3e-7` means, where a result is written so; nil where none is.
  var powerOfTenSentence: String? {
    guard let small = lines.last(where: { $0.result.contains("e-") })?.result else { return nil }
    let parts = small.split(separator: "e-")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return nil }
    let power =
      exponent < 10 ? grouped(Int(nearest: pow(10, Double(exponent)))) : "1 with \(exponent) zeros"
    return "\(small) is how calculators write \(parts[0]) ÷ \(power)."
  }

  /// The same sheet with something to be said before the lines, unless there is something already.
  func introduced(by sentence: String?) -> Worksheet {
    var sheet = self
    if let sentence, sheet.introduction.isEmpty { sheet.introduction = sentence }
    return sheet
  }

  /// The sheet with the fewest digits whose results are, as the screen rounds, what the screen shows.
  ///
  /// - Parameters:
  ///   - shown: The explained numbers as the screen shows them.
  ///   - attempts: Each makes a sheet of so many digits; the first that succeeds is taken.
  static func ending(
    in shown: [String], from attempts: [(_ digits: Int) -> Worksheet]
  ) -> Worksheet? {
    for attempt in attempts {
      for digits in 5...11 {
        let sheet = attempt(digits)
        if sheet.ends == shown { return sheet }
      }
    }
    return nil
  }
}
