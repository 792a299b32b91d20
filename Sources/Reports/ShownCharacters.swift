import Basics
import InformationTheory
import Scoring
import ShownText

/// The characters of a token as a page or a picture shows them: what steers or hides is written by its number,
/// line ends and tabs stay, and so does what joins the parts of one picture.
func shownCharacters(_ bytes: [UInt8]) -> String {
  DecodedScalars(bytes).enumerated().map { place, decoded in
    guard let scalar = decoded.scalar else { return "⟨\(hexadecimalPairs(decoded.bytes))⟩" }
    switch scalar {
    case "\n", "\t", "\\": return String(scalar)
    case _ where place > 0 && (joiners.contains(scalar) || !isInvisible(scalar)):
      return String(scalar)
    default: return visibleText(String(scalar))
    }
  }.joined()
}

/// Joiners and selectors of variants: harmless behind the character that they change.
private let joiners: Set<Unicode.Scalar> = ["\u{200C}", "\u{200D}", "\u{FE0E}", "\u{FE0F}"]

/// The bytes of the characters that begin in a stretch of a text. O(*n*) in it.
func charactersBeginning(in bytes: Range<Int>, of text: [UInt8]) -> [UInt8] {
  let own = bytes.clamped(to: text.indices)
  let start = endOfCharacter(before: own.lowerBound, in: text)
  let end = own.isEmpty ? start : endOfCharacter(before: own.upperBound, in: text)
  return Array(text[start..<max(start, end)])
}

/// Where the character ends that holds the byte before a place; the place itself behind what is none.
private func endOfCharacter(before place: Int, in text: [UInt8]) -> Int {
  for start in stride(from: place - 1, through: max(place - 3, 0), by: -1) {
    let decoded = DecodedScalar(text.span, at: start, end: text.count)
    if decoded.scalar != nil { return max(start + decoded.length, place) }
  }
  return place
}

extension ReportRow {
  /// The token's figures in words, for who points at it: `2.31 bits, p 0.202, rank 3, entropy 4.10`.
  func words(_ look: ReportLook) -> String {
    guard let score else { return "no score" }
    func amount(_ information: Information) -> String {
      decimal(look.unit.amount(information), 2, infinity: "inf")
    }
    let probability = between(score.logProbabilities) { significant(exponentialOf: $0) }
    return
      "\(between(score.surprisals, amount)) \(look.unit.rawValue), p \(probability), "
      + "rank \(score.rank.map(String.init) ?? "–"), entropy \(between(score.entropies, amount))"
  }

  /// The step of the ramp that it has the colour of; nil where it has none.
  func step(_ lens: Lens) -> Int? {
    guard let score,
      let value = lens.value(score.surprisal, score.entropy) ?? score.rank.map(Double.init)
    else { return nil }
    return lens.step(value).clamped(to: 0...5)
  }
}

extension Lens {
  /// What the steps of the ramp mean, in a unit: `below 1`, `1–3`, …, `15 and above`.
  func stepNames(in unit: Unit) -> [String] {
    let borders = thresholds.map { border in
      isInformation ? shortest((unit.amount(.bits(border)) * 10).rounded() / 10) : shortest(border)
    }
    let between = zip(borders, borders.dropFirst()).map { "\($0) – \($1)" }
    let (first, last) = (borders.first ?? "", borders.last ?? "")
    return self == .probability
      ? ["above \(first)"] + between + ["below \(last)"]
      : ["below \(first)"] + between + ["from \(last)"]
  }

  /// What its numbers are, in a unit.
  func heading(in unit: Unit) -> String {
    isInformation ? "\(title), in \(unit.rawValue)" : title
  }
}
