/// Reads a JSON document (RFC 8259) that comes in pieces, and tells what is in it in the order in which it stands
/// there: of a document of gigabytes nothing is kept but the string or the number at hand.
///
/// What it tells is checked as `JSONDocument` checks it, but for one thing: it does not see whether an object has two
/// members of one name.
package struct JSONStream {
  /// What stands next in the document.
  package enum Event: Hashable, Sendable {
    case objectBegins, objectEnds, arrayBegins, arrayEnds
    /// The name of a member; its value comes next.
    case name
    case string, number
    case yes, no, null
  }

  /// What a document may have at most.
  package struct Limits: Hashable, Sendable {
    /// How deep values may lie in each other.
    package var depth = 32
    /// The bytes of one string or number.
    package var text = 1 << 20
    /// The bytes of all.
    package var total = Int.max

    package init(depth: Int = 32, text: Int = 1 << 20, total: Int = .max) {
      (self.depth, self.text, self.total) = (depth, text, total)
    }
  }

  private enum Place {
    case value, valueOrEnd, name, nameOrEnd, colon, behindValue, end
  }
  private enum Kind { case string, number, word }

  private let limits: Limits
  private var place = Place.value
  /// The containers that are open, whether each is an object, the innermost last.
  private var open: [Bool] = []
  /// The string, number or word at hand as it is written, and whether its last byte is a backslash that escapes.
  private var written: [UInt8] = []
  private var kind: Kind?
  private var isEscaping = false, hasEscape = false, isName = false
  /// What a string with escapes stands for.
  private var meant: [UInt8] = []
  /// The bytes that were read.
  package private(set) var count = 0

  /// A document that has not begun.
  package init(_ limits: Limits = Limits()) { self.limits = limits }

  /// Reads a piece, and calls `tell` with each event and the bytes of a name, a string or a number.
  ///
  /// - Throws: `JSONFault`, or what `tell` throws.
  /// - Complexity: O(*n*) in the bytes of the piece.
  package mutating func read(
    _ piece: Span<UInt8>, _ tell: (Event, Span<UInt8>) throws -> Void
  ) throws {
    guard piece.count <= limits.total - count else {
      throw JSONFault(.tooLong(count: count + piece.count, limit: limits.total), at: count)
    }
    var index = 0
    while index < piece.count {
      if kind != nil {
        try goOn(piece, &index, tell)
      } else {
        try take(piece[index], at: count + index, tell)
        index += 1
      }
    }
    count += piece.count
  }

  /// Ends the document, which has to be whole.
  package mutating func finish(_ tell: (Event, Span<UInt8>) throws -> Void) throws {
    if let kind, kind != .string { try endText(at: count, tell) }
    guard kind == nil, place == .end else { throw JSONFault(.endsEarly, at: count) }
  }
}

// Between strings, numbers and words.
extension JSONStream {
  private mutating func take(
    _ byte: UInt8, at position: Int, _ tell: (Event, Span<UInt8>) throws -> Void
  ) throws {
    switch (byte, place) {
    case (0x20, _), (0x0A, _), (0x0D, _), (0x09, _): return
    case (UInt8(ascii: "\""), .name), (UInt8(ascii: "\""), .nameOrEnd): begin(.string, byte, true)
    case (UInt8(ascii: "}"), .nameOrEnd),
      (UInt8(ascii: "}"), .behindValue) where open.last == true:
      try close(.objectEnds, tell)
    case (UInt8(ascii: "]"), .valueOrEnd),
      (UInt8(ascii: "]"), .behindValue) where open.last == false:
      try close(.arrayEnds, tell)
    case (UInt8(ascii: ":"), .colon): place = .value
    case (UInt8(ascii: ","), .behindValue): place = open.last == true ? .name : .value
    case (_, .value), (_, .valueOrEnd): try beginValue(byte, at: position, tell)
    case (_, .end): throw JSONFault(.more, at: position)
    default: throw JSONFault(.unexpected(byte), at: position)
    }
  }

  private mutating func beginValue(
    _ byte: UInt8, at position: Int, _ tell: (Event, Span<UInt8>) throws -> Void
  ) throws {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < limits.depth else {
        throw JSONFault(.tooDeep(limit: limits.depth), at: position)
      }
      let isObject = byte == UInt8(ascii: "{")
      open.append(isObject)
      place = isObject ? .nameOrEnd : .valueOrEnd
      try tell(isObject ? .objectBegins : .arrayBegins, [UInt8]().span)
    case UInt8(ascii: "\""): begin(.string, byte)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): begin(.number, byte)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): begin(.word, byte)
    default: throw JSONFault(.unexpected(byte), at: position)
    }
  }

  private mutating func close(
    _ event: Event, _ tell: (Event, Span<UInt8>) throws -> Void
  ) throws {
    open.removeLast()
    place = open.isEmpty ? .end : .behindValue
    try tell(event, [UInt8]().span)
  }

  private mutating func begin(_ kind: Kind, _ byte: UInt8, _ isName: Bool = false) {
    self.kind = kind
    self.isName = isName
    (isEscaping, hasEscape) = (false, false)
    written.removeAll(keepingCapacity: true)
    written.append(byte)
  }
}

// Strings, numbers and words.
extension JSONStream {
  /// Takes what belongs to the text at hand, up to the end of the piece at most.
  private mutating func goOn(
    _ piece: Span<UInt8>, _ index: inout Int, _ tell: (Event, Span<UInt8>) throws -> Void
  ) throws {
    let start = index
    let hasEnded = kind == .string ? skipString(piece, &index) : skipPlain(piece, &index)
    guard written.count + index - start <= limits.text else {
      throw JSONFault(
        .tooLong(count: written.count + index - start, limit: limits.text), at: count + start)
    }
    unsafe piece.extracting(start..<index).withUnsafeBufferPointer { unsafe written += $0 }
    if hasEnded { try endText(at: count + index, tell) }
  }

  /// Steps behind the closing quote; whether it was there.
  private mutating func skipString(_ piece: Span<UInt8>, _ index: inout Int) -> Bool {
    while index < piece.count {
      let byte = piece[index]
      index += 1
      if isEscaping {
        isEscaping = false
      } else if byte == UInt8(ascii: "\\") {
        (isEscaping, hasEscape) = (true, true)
      } else if byte == UInt8(ascii: "\"") {
        return true
      }
    }
    return false
  }

  /// Steps over what a number or a word is made of; whether something else follows.
  private func skipPlain(_ piece: Span<UInt8>, _ index: inout Int) -> Bool {
    while index < piece.count {
      switch piece[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "+"):
        index += 1
      default: return true
      }
    }
    return false
  }

  /// Tells the text at hand, which ends at a byte of the document.
  private mutating func endText(
    at end: Int, _ tell: (Event, Span<UInt8>) throws -> Void
  ) throws {
    do throws(JSONFault) { try checkText() } catch {
      throw JSONFault(error.problem, at: end - written.count + error.position)
    }
    let ended = kind
    kind = nil
    place = isName ? .colon : open.isEmpty ? .end : .behindValue
    switch ended {
    case .number: try tell(.number, written.span)
    case .word: try tell(try word(), [UInt8]().span)
    default:
      let event = isName ? Event.name : .string
      guard hasEscape else {
        return try tell(event, written.span.extracting(1..<written.count - 1))
      }
      let text = written
      meant.removeAll(keepingCapacity: true)
      appendUnescaped(text.indices, in: text.span, to: &meant)
      try tell(event, meant.span)
    }
  }

  /// A fault is placed from the beginning of the text on.
  private func checkText() throws(JSONFault) {
    switch kind {
    case .number:
      guard jsonNumber(written.span) != nil else { throw JSONFault(.invalidNumber, at: 0) }
    case .word: _ = try word()
    default: _ = try endOfString(written.span, from: 0)
    }
  }

  private func word() throws(JSONFault) -> Event {
    switch String(decoding: written, as: UTF8.self) {
    case "true": .yes
    case "false": .no
    case "null": .null
    default: throw JSONFault(.unexpected(written[0]), at: 0)
    }
  }
}
