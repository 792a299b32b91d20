import Basics
import InformationTheory
import Scoring
import ShownText

extension SavedText {
  /// Whether bytes say of themselves that they are a saved text, of whichever version. O(1).
  public static func isSaved(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.prefix(magic.count - 1).elementsEqual(magic.dropLast())
  }

  /// Reads a file; nothing in it is taken for granted.
  ///
  /// - Complexity: O(*n*) in its bytes.
  public init(_ bytes: [UInt8]) throws(SavedTextError) {
    guard Self.isSaved(bytes) else { throw .notSaved }
    guard bytes.starts(with: Self.magic) else { throw .unknownVersion }
    let sections = try Self.sections(bytes)
    func section(_ tag: String) throws(SavedTextError) -> ByteCursor {
      guard let range = sections[tag] else { throw .unusable("the section \(tag) is missing") }
      return ByteCursor(bytes, range)
    }
    let head = try SavedHead(try section("HEAD"))
    let text = try section("TEXT")
    let tokens = try Self.tokens(try section("TOKN"), of: text.count, head.vocabularySize)
    self.init(
      model: head.model, receipt: head.receipt, boundaries: head.boundaries,
      settings: head.settings,
      readsControlTokens: head.readsControlTokens, text: Array(bytes[text.rest]), tokens: tokens,
      predictions: try Self.predictions(try section("PRED"), head, atMost: tokens.count),
      names: try Self.names(try section("NAME"), head.vocabularySize),
      view: head.view(tokens: tokens.count))
  }

  /// Where the sections are, by their tags, behind which the hash of all stands.
  private static func sections(_ bytes: [UInt8]) throws(SavedTextError) -> [String: Range<Int>] {
    var cursor = ByteCursor(bytes, magic.count..<bytes.count)
    var sections: [String: Range<Int>] = [:]
    while sections["DONE"] == nil {
      let start = cursor.rest.lowerBound
      let tag = String(decoding: try cursor.take(4), as: UTF8.self)
      guard let length = Int(exactly: try cursor.number(as: UInt64.self)) else { throw .truncated }
      let body = cursor.rest.lowerBound
      let content = try cursor.take(length)
      guard sections.updateValue(body..<body + length, forKey: tag) == nil else {
        throw .unusable("it has the section \(visibleText(tag)) twice")
      }
      guard tag == "DONE" else { continue }
      guard content.elementsEqual(SHA256(of: bytes[..<start]).hexadecimal.utf8), cursor.rest.isEmpty
      else {
        throw .damaged
      }
    }
    return sections
  }

  private static func tokens(
    _ section: ByteCursor, of length: Int, _ vocabularySize: Int
  ) throws(SavedTextError) -> [Token] {
    var (cursor, start, tokens) = (section, 0, [Token]())
    while !cursor.rest.isEmpty {
      let id = Int(try cursor.number(as: UInt32.self))
      let code = try cursor.number(as: UInt32.self)
      let end = start + Int(code >> 2)
      guard id < vocabularySize, end <= length else {
        throw .unusable("a token is beyond the text")
      }
      tokens.append(
        Token(id: id, bytes: start..<end, isUnknown: code & 1 != 0, isSpaceAdded: code & 2 != 0))
      start = end
    }
    guard start == length else { throw .unusable("its tokens are not its text") }
    return tokens
  }

  private static func names(
    _ section: ByteCursor, _ vocabularySize: Int
  ) throws(SavedTextError) -> [Int: Name] {
    var (cursor, names) = (section, [Int: Name]())
    while !cursor.rest.isEmpty {
      let id = Int(try cursor.number(as: UInt32.self))
      let code = try cursor.number(as: UInt32.self)
      guard id < vocabularySize else { throw .unusable("a name is beyond the vocabulary") }
      names[id] = Name(bytes: Array(try cursor.take(Int(code >> 1))), isControl: code & 1 != 0)
    }
    return names
  }

  private static func predictions(
    _ section: ByteCursor, _ head: SavedHead, atMost count: Int
  ) throws(SavedTextError) -> Predictions {
    var (cursor, predictions) = (section, Predictions(vocabularySize: head.vocabularySize))
    while !cursor.rest.isEmpty {
      let prediction = try cursor.prediction(head.wordStarts)
      guard predictions.count < count, prediction.isSound(in: head.vocabularySize) else {
        throw .unusable("what was expected of token \(predictions.count) can be no model's")
      }
      predictions.append(prediction)
    }
    return predictions
  }
}

/// A place in bytes; every step is checked against those that are there.
struct ByteCursor {
  private let bytes: [UInt8]
  /// What is still to be read.
  private(set) var rest: Range<Int>

  init(_ bytes: [UInt8], _ range: Range<Int>) { (self.bytes, rest) = (bytes, range) }

  var count: Int { rest.count }

  mutating func take(_ count: Int) throws(SavedTextError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= rest.count else { throw .truncated }
    defer { rest = rest.lowerBound + count..<rest.upperBound }
    return bytes[rest.lowerBound..<rest.lowerBound + count]
  }

  mutating func number<T: FixedWidthInteger>(as type: T.Type = T.self) throws(SavedTextError) -> T {
    let own = try take(T.bitWidth / 8)
    return own.reversed().reduce(0) { $0 << 8 | T(truncatingIfNeeded: $1) }
  }

  mutating func float() throws(SavedTextError) -> Float { Float(bitPattern: try number()) }

  mutating func text() throws(SavedTextError) -> String {
    let count = Int(try number(as: UInt32.self))
    return String(decoding: try take(count), as: UTF8.self)
  }

  /// A prediction, its word starts among so many entries.
  mutating func prediction(_ wordStarts: Int) throws(SavedTextError) -> Prediction {
    var prediction = Prediction.unscored
    prediction.actualRank = try number()
    prediction.actualLogit = try float()
    prediction.logRestMass = try float()
    for lane in 0..<LogPartition.candidateCount { prediction.ids[lane] = try number() }
    for lane in 0..<LogPartition.candidateCount { prediction.logits[lane] = try float() }
    for node in 0..<LogPartition.nodeCount { prediction.rest[node] = try float() }
    guard try number(as: UInt8.self) == 1 else { return prediction }
    let starts: UInt32 = try number()
    let ends = SIMD2(try float(), try float())
    var part = TailPart(largest: try float(), first: try float(), falls: .zero)
    for node in 1..<LogPartition.nodeCount { part.falls[node] = try number() }
    prediction.boundaries = BoundaryMass(
      starts: starts, ends: ends, part: part, startCount: wordStarts)
    return prediction
  }
}

extension Prediction {
  /// Whether a model can have made it: its numbers are numbers, in their order, and no larger than they can be.
  fileprivate func isSound(in vocabularySize: Int) -> Bool {
    guard actualRank != 0 else { return actualLogit.isNaN }
    let impossible = LogPartition.impossible
    let isOrdered = (1..<LogPartition.candidateCount).allSatisfy { logits[$0] <= logits[$0 - 1] }
    let isSmall = (0..<LogPartition.candidateCount).allSatisfy { lane in
      logits[lane] >= impossible && ids[lane] >= -1 && ids[lane] < vocabularySize
        && rest[lane] >= impossible && rest[lane] < 100
    }
    let areEndsSound = boundaries.map { mass in
      (0..<2).allSatisfy { mass.ends[$0] <= 0 && mass.ends[$0] >= impossible }
        && mass.starts.nonzeroBitCount <= mass.startCount && mass.part.largest <= 0
        && mass.part.largest >= impossible && mass.part.first >= impossible && mass.part.first < 100
    }
    let isRank =
      actualRank == Prediction.unknownRank || (1...vocabularySize).contains(Int(actualRank))
    // Where nothing is known of the others it is measured from what all would have alike.
    let largest = isOfOneToken ? Float(log(Double(vocabularySize))) : 0
    return isOrdered && isSmall && logits[0] == 0 && isRank
      && actualLogit <= largest && actualLogit >= impossible && areEndsSound != false
      && (logRestMass.isNaN || logRestMass <= 1e-3)
  }
}
