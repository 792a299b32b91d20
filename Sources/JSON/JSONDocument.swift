/// A JSON document (RFC 8259), read once from front to back and checked whole: its grammar, its UTF-8, that no
/// object has two members of one name, and that nothing lies deeper than a limit.
///
/// Written by hand: Foundation's decoder lets members occur twice and needs seconds for a vocabulary, and pure
/// modules do without it. Nothing is copied: of each value only its place is kept, twelve bytes, in the order
/// of the document, so that no part of it is read by recursion.
package final class JSONDocument: Sendable {
  package let bytes: [UInt8]
  package let nodes: [Node]
  /// Whether it ends early, so that only what stands before is known.
  package let isCut: Bool

  /// Where a value lies.
  package struct Node: Sendable {
    /// The bytes of the document that it takes, quotes and brackets included.
    var start: UInt32, end: UInt32
    /// The node behind it and all that it holds.
    var next: UInt32
  }

  /// How deep values may lie in each other, and the most bytes.
  static let depthLimit = 32, byteLimit = 1 << 28

  /// Reads a document. O(*n*).
  ///
  /// - Parameter mayBeCut: Whether the bytes may be the beginning of a document: what they hold whole is read then.
  package init(_ bytes: [UInt8], mayBeCut: Bool = false) throws(JSONFault) {
    self.bytes = bytes
    guard bytes.count <= Self.byteLimit else {
      throw JSONFault(.tooLong(count: bytes.count, limit: Self.byteLimit), at: 0)
    }
    var reader = JSONReader(reserving: bytes.count / 8)
    do throws(JSONFault) {
      try reader.read(bytes.span)
      isCut = false
    } catch {
      guard mayBeCut, reader.stopsAtEnd(of: bytes, error) else { throw error }
      reader.closeAll()
      isCut = true
    }
    nodes = reader.nodes
  }

  /// The whole value.
  package var root: JSONValue { JSONValue(document: self, index: 0) }
}

/// Goes through a document, and notes where its values lie.
struct JSONReader {
  private(set) var nodes: [JSONDocument.Node] = []
  private var place = 0
  /// The containers that are open, by their nodes, the innermost last.
  private var open: [Int] = []
  /// The nodes up to the last value that something follows.
  private var wholeCount = 0

  init(reserving count: Int) { nodes.reserveCapacity(count) }

  /// Reads the value that is all of a text.
  mutating func read(_ text: Span<UInt8>) throws(JSONFault) {
    repeat {
      try readValue(text)
      try closeContainers(text)
    } while !open.isEmpty
    skipSpace(text)
    guard place == text.count else { throw JSONFault(.more, at: place) }
  }

  /// Reads what begins at this place: the whole of a plain value, or the opening of a container and all
  /// openings in it up to the first plain value or empty container.
  private mutating func readValue(_ text: Span<UInt8>) throws(JSONFault) {
    while true {
      skipSpace(text)
      let start = place
      switch try byte(text) {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let isObject = text[start] == UInt8(ascii: "{")
        guard open.count < JSONDocument.depthLimit else {
          throw JSONFault(.tooDeep(limit: JSONDocument.depthLimit), at: start)
        }
        open.append(nodes.count)
        append(start, start + 1)
        place += 1
        skipSpace(text)
        if try byte(text) == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return }
        if isObject { try readName(text) }
      case UInt8(ascii: "\""):
        place = try endOfString(text, from: place)
        return append(start, place)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        try readNumber(text)
        return append(start, place)
      default:
        try readWord(text)
        return append(start, place)
      }
    }
  }

  /// Behind a value: the ends of containers, or else the comma before the next value and its name.
  private mutating func closeContainers(_ text: Span<UInt8>) throws(JSONFault) {
    while let container = open.last {
      skipSpace(text)
      let isObject = text[Int(nodes[container].start)] == UInt8(ascii: "{")
      switch (try byte(text), isObject) {
      case (UInt8(ascii: "}"), true), (UInt8(ascii: "]"), false):
        place += 1
        wholeCount = nodes.count
        nodes[container].end = UInt32(truncatingIfNeeded: place)
        nodes[container].next = UInt32(truncatingIfNeeded: nodes.count)
        open.removeLast()
        if isObject { try checkNames(of: container, text) }
      case (UInt8(ascii: ","), _):
        place += 1
        wholeCount = nodes.count
        if isObject {
          skipSpace(text)
          try readName(text)
        }
        return
      default: throw unexpected(text)
      }
    }
  }

  private mutating func append(_ start: Int, _ end: Int) {
    nodes.append(
      .init(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        next: UInt32(truncatingIfNeeded: nodes.count + 1)))
  }

  private mutating func readName(_ text: Span<UInt8>) throws(JSONFault) {
    let start = place
    guard try byte(text) == UInt8(ascii: "\"") else { throw unexpected(text) }
    place = try endOfString(text, from: place)
    append(start, place)
    skipSpace(text)
    guard try byte(text) == UInt8(ascii: ":") else { throw unexpected(text) }
    place += 1
  }

  /// Refuses an object with two members of one name. O(*n*) in its members.
  ///
  /// Two names are taken for the same where their hashes are, whose seeds are drawn anew in every process.
  private func checkNames(of object: Int, _ text: Span<UInt8>) throws(JSONFault) {
    var count = 0
    forEachName(of: object) { _ in count += 1 }
    guard count > 1 else { return }
    var names = StringNumbers(capacity: count)
    var second: Range<Int>?
    forEachName(of: object) { name in
      let range = Int(nodes[name].start)..<Int(nodes[name].end)
      if !names.enter(hash(ofString: range, in: text), 0) { second = second ?? range }
    }
    if let second {
      throw JSONFault(
        .duplicateName(String(decoding: unescaped(second, in: text), as: UTF8.self)),
        at: second.lowerBound)
    }
  }

  private func forEachName(of object: Int, _ body: (Int) -> Void) {
    var name = object + 1
    while name < nodes.count {
      body(name)
      name = Int(nodes[name + 1].next)
    }
  }
}

// A document that is cut off.
extension JSONReader {
  /// Whether a fault is that the bytes end: a character or an escape in which they do is none.
  func stopsAtEnd(of bytes: [UInt8], _ fault: JSONFault) -> Bool {
    wholeCount > 0 && (fault.problem == .endsEarly || fault.position >= bytes.count - 12)
  }

  /// Closes what is open behind the last whole value in it.
  mutating func closeAll() {
    nodes.removeLast(nodes.count - wholeCount)
    for container in open where container < wholeCount {
      nodes[container].end = UInt32(truncatingIfNeeded: place)
      nodes[container].next = UInt32(truncatingIfNeeded: wholeCount)
    }
  }
}

// The parts of a document.
extension JSONReader {
  private func byte(_ text: Span<UInt8>) throws(JSONFault) -> UInt8 {
    guard place < text.count else { throw JSONFault(.endsEarly, at: place) }
    return text[place]
  }

  private func unexpected(_ text: Span<UInt8>) -> JSONFault {
    place < text.count
      ? JSONFault(.unexpected(text[place]), at: place) : JSONFault(.endsEarly, at: place)
  }

  private mutating func skipSpace(_ text: Span<UInt8>) {
    while place < text.count {
      if let word = text.word(at: place), word == EightBytes.all(0x20) {
        place += 8
        continue
      }
      switch text[place] {
      case 0x20, 0x0A, 0x0D, 0x09: place += 1
      default: return
      }
    }
  }

  private mutating func readWord(_ text: Span<UInt8>) throws(JSONFault) {
    let words: [StaticString] = ["true", "false", "null"]
    for word in words where unsafe text[place] == word.utf8Start[0] {
      for offset in 0..<word.utf8CodeUnitCount {
        guard try byte(text) == (unsafe word.utf8Start[offset]) else { throw unexpected(text) }
        place += 1
      }
      return
    }
    throw unexpected(text)
  }

  private mutating func readNumber(_ text: Span<UInt8>) throws(JSONFault) {
    var scanner = NumberScanner(at: place)
    guard scanner.take(text) else { throw JSONFault(.invalidNumber, at: place) }
    place = scanner.place
  }
}
