/// What is learnt from, and what shows whether that was more than learning by heart.
public struct Corpus: Sendable {
  /// What is learnt from.
  public var training: [UInt8]
  /// What is never learnt from.
  public var validation: [UInt8]
  /// Where one text was cut in two; nil where both were drawn.
  public var cut: Cut?
  /// The source that both were drawn from; nil where nobody knows it, and so no floor.
  public var source: Source?

  /// What the validation text begins with.
  public enum Cut: Hashable, Sendable {
    /// A paragraph, or a line where none begins near enough, or any character.
    case paragraph, line, character
  }

  /// Which text of a seed is meant: what is learnt from, what shows when to stop, and what is for neither are
  /// drawn apart.
  public enum Part: CaseIterable, Sendable {
    case training
    case validation
    case test

    /// What it is called.
    public var name: String { "\(self)" }
    /// Its place among the parts, from 0.
    var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// Texts drawn from a source, by parts of one seed.
  public init(
    drawing bytes: Int, validation: Int, from source: Source, seed: UInt64
  ) {
    training = source.draw(bytes: bytes, seed: seed, part: .training).text
    self.validation = source.draw(bytes: validation, seed: seed, part: .validation).text
    cut = nil
    self.source = source
  }

  /// The least that somebody's own text must have, in bytes.
  public static let leastBytes = 2_048

  /// A text too short to be cut in two.
  public struct TooShort: Error, Hashable, CustomStringConvertible {
    /// Its bytes.
    public var bytes: Int
    /// A sentence for the user, which goes on behind the text's name.
    public var description: String {
      "has \(bytes) bytes, of which a tenth is too little to measure by: give at least \(leastBytes)"
    }
  }

  /// Somebody's own text, of any bytes: the last tenth is for validation, from a paragraph's beginning where
  /// one is near, and so on as ``Cut`` says. O(*n*).
  public init(splitting text: [UInt8]) throws(TooShort) {
    guard text.count >= Self.leastBytes else { throw TooShort(bytes: text.count) }
    let (place, cut) = Self.cut(text)
    training = Array(text[..<place])
    validation = Array(text[place...])
    self.cut = cut
    source = nil
  }

  /// The place nearest to nine tenths at which something begins, no farther off than a twentieth.
  private static func cut(_ text: [UInt8]) -> (Int, Cut) {
    let (aim, reach) = (text.count - text.count / 10, text.count / 20)
    let places = (0...reach).flatMap { [aim - $0, aim + $0] }.filter { $0 < text.count }
    if let place = places.first(where: { beginsParagraph(text, $0) }) { return (place, .paragraph) }
    if let place = places.first(where: { beginsLine(text, $0) }) { return (place, .line) }
    return (places.first { text[$0] & 0xC0 != 0x80 } ?? aim, .character)
  }

  private static func beginsLine(_ text: [UInt8], _ place: Int) -> Bool {
    text[place - 1] == 0x0A && text[place] != 0x0A && text[place] != 0x0D
  }

  /// Behind an empty line, whether or not lines end as on Windows.
  private static func beginsParagraph(_ text: [UInt8], _ place: Int) -> Bool {
    guard beginsLine(text, place) else { return false }
    let before = text[..<(place - 1)].last { $0 != 0x0D }
    return before == 0x0A
  }
}
