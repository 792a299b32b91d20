import JSON
import ShownText

/// Reads the member `prompt_logprobs` of an answer in vLLM's shape while it comes in, and hands each position on as soon
/// as its object ends: of a whole vocabulary a thousand positions are gigabytes.
struct PromptLogprobs {
  /// What is known before the answer comes.
  struct Question: Sendable {
    var ids: [Int]
    var vocabularySize: Int
    /// How many candidates were asked for; nil for all.
    var candidates: Int?
    /// Whether the text before a position ends where a character does, so that a name of a token is its own.
    var isWhole: [Bool]
  }

  private enum Field { case logProbability, rank, name, bytes, other }

  private let question: Question
  private let bytes: TokenBytes
  private var stream = JSONStream(.init(depth: 32, text: 1 << 20))
  /// How deep the value at hand lies, and whether its parents are those that lead to the positions.
  private var depth = 0
  private var isInChoices = false, isInPositions = false
  /// The entry at hand.
  private var field = Field.other
  private var (id, rank): (Int, Int?) = (-1, nil)
  private var logProbability: Double?
  private var name: [UInt8] = [], spelt: [UInt8] = [], hasBytes = false
  private var position: PositionAnswer?
  /// How many positions there were.
  private(set) var count = 0

  init(_ question: Question, bytes: TokenBytes) {
    self.question = question
    self.bytes = bytes
  }

  /// Reads a piece of the answer. `take` gets each position; nil for one of which nothing is said.
  mutating func read(_ piece: [UInt8], _ take: (PositionAnswer?) throws -> Void) throws {
    var reader = stream
    defer { stream = reader }
    try reader.read(piece.span) { event, text in try read(event, text, take) }
  }

  /// Ends the answer, which has to be whole.
  mutating func finish() throws {
    try stream.finish { _, _ in }
  }

  private mutating func read(
    _ event: JSONStream.Event, _ text: Span<UInt8>, _ take: (PositionAnswer?) throws -> Void
  ) throws {
    switch event {
    case .objectBegins, .arrayBegins:
      depth += 1
      if isInPositions, depth == 5 { begin() }
    case .objectEnds, .arrayEnds:
      depth -= 1
      guard isInPositions else { return }
      if depth == 5, event == .objectEnds { endEntry() }
      if depth == 4 { try end(take) }
      if depth == 3 { isInPositions = false }
    case .name: readName(text)
    case .null where isInPositions && depth == 4:
      count += 1
      try take(nil)
    default: if isInPositions { readValue(event, text) }
    }
  }

  private mutating func readName(_ text: Span<UInt8>) {
    switch depth {
    case 1: isInChoices = text.isEqual(to: "choices")
    case 3: isInPositions = isInChoices && count == 0 && text.isEqual(to: "prompt_logprobs")
    case 5 where isInPositions: beginEntry(jsonNumber(text).flatMap { Int(exactly: $0) } ?? -1)
    case 6 where isInPositions: field = Self.field(text)
    default: break
    }
  }

  private static func field(_ text: Span<UInt8>) -> Field {
    switch text.count {
    case 7 where text.isEqual(to: "logprob"): .logProbability
    case 4 where text.isEqual(to: "rank"): .rank
    case 5 where text.isEqual(to: "bytes"): .bytes
    case 13 where text.isEqual(to: "decoded_token"): .name
    default: .other
    }
  }

  private mutating func readValue(_ event: JSONStream.Event, _ text: Span<UInt8>) {
    switch (event, field, depth) {
    case (.number, .logProbability, 6): logProbability = jsonNumber(text)
    case (.number, .rank, 6): rank = jsonNumber(text).flatMap { Int32(exactly: $0) }.map { Int($0) }
    case (.number, .bytes, 7):
      spelt.append(jsonNumber(text).flatMap { UInt8(exactly: $0) } ?? 0)
      hasBytes = true
    case (.string, .name, 6):
      for index in text.indices { name.append(text[index]) }
    default: break
    }
  }
}

// Positions and their entries.
extension PromptLogprobs {
  private mutating func begin() {
    guard question.ids.indices.contains(count) else { return position = nil }
    position = PositionAnswer(
      actual: question.ids[count], vocabularySize: question.vocabularySize,
      expectsAll: question.candidates == nil)
  }

  private mutating func beginEntry(_ id: Int) {
    (self.id, rank, logProbability, hasBytes) = (id, nil, nil, false)
    name.removeAll(keepingCapacity: true)
    spelt.removeAll(keepingCapacity: true)
  }

  private mutating func endEntry() {
    guard position != nil, let logProbability, (0..<question.vocabularySize).contains(id)
    else { return }
    // What an engine cuts off is as good as impossible.
    let value = logProbability <= -9_999 ? -Double.infinity : logProbability
    let isListed = question.candidates.map { most in rank.map { $0 <= most } ?? true } ?? true
    position?.add(id, value, rank: rank, isListed: isListed)
    noteName()
  }

  /// Keeps what the entry is called, where that tells its bytes: not where characters before it are unfinished.
  private func noteName() {
    guard bytes.lacks(id) else { return }
    if hasBytes { return bytes.note(id, spelt) }
    guard question.isWhole[count], !name.isEmpty,
      name.firstRange(of: [0xEF, 0xBF, 0xBD]) == nil
    else { return }
    bytes.note(id, name)
  }

  private mutating func end(_ take: (PositionAnswer?) throws -> Void) throws {
    count += 1
    defer { position = nil }
    try take(position)
  }
}

extension Span<UInt8> {
  /// Whether they are the bytes of a text.
  fileprivate func isEqual(to text: StaticString) -> Bool {
    guard text.utf8CodeUnitCount == count else { return false }
    for index in indices where unsafe text.utf8Start[index] != self[index] { return false }
    return true
  }
}
