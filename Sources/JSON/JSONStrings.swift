// What documents with a million strings are read by: where these lie, without a value for each. The place of a
// string takes in its quotes.
extension JSONValue {
  /// Goes through the members of an object, by where their names and values lie; false where this is none. O(*n*).
  package func forEachMember<Fault: Error>(
    _ body: (_ name: Range<Int>, _ value: Range<Int>) throws(Fault) -> Void
  ) throws(Fault) -> Bool {
    guard let members else { return false }
    let all = document.nodes
    let nodes = all.span
    var name = members.place
    while name < members.end {
      try body(nodes[name].range, nodes[name + 1].range)
      name = Int(nodes[name + 1].next)
    }
    return true
  }

  /// Goes through a list each of whose elements is a string, or a list of two.
  ///
  /// - Returns: The first element that is neither; nil where there is none. This value where it is no list.
  /// - Complexity: O(*n*).
  package func forEachPair(_ body: (_ first: Range<Int>, _ second: Range<Int>?) -> Void)
    -> JSONValue?
  {
    guard let elements else { return self }
    let (nodes, text) = (document.nodes, document.bytes)
    func isString(_ node: Int) -> Bool { text[Int(nodes[node].start)] == UInt8(ascii: "\"") }
    var node = elements.place
    while node < elements.end {
      let next = Int(nodes[node].next)
      if isString(node) {
        body(nodes[node].range, nil)
      } else if next == node + 3, isString(node + 1), isString(node + 2),
        text[Int(nodes[node].start)] == UInt8(ascii: "[")
      {
        body(nodes[node + 1].range, nodes[node + 2].range)
      } else {
        return JSONValue(document: document, index: node)
      }
      node = next
    }
    return nil
  }
}

extension JSONDocument.Node {
  /// The bytes that it takes.
  @inline(__always)
  fileprivate var range: Range<Int> { Int(start)..<Int(end) }
}

extension JSONDocument {
  /// Its strings and numbers, by their places.
  package var strings: JSONStrings { JSONStrings(bytes: bytes) }
}

/// The strings and numbers of a document, by their places.
package struct JSONStrings: Sendable {
  fileprivate let bytes: [UInt8]

  /// A number that is written as an integer, and that fits one; nil for any other value.
  package func integer(at place: Range<Int>) -> Int? {
    let (text, isNegative) = (bytes.span, bytes[place.lowerBound] == UInt8(ascii: "-"))
    var value = 0
    for index in place.dropFirst(isNegative ? 1 : 0) {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) else { return nil }
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, beyond) = tens.addingReportingOverflow(Int(text[index] - UInt8(ascii: "0")))
      guard !overflow, !beyond else { return nil }
      value = sum
    }
    return isNegative ? -value : value
  }

  /// The bytes of a string. O(*n*).
  package func string(at place: Range<Int>) -> [UInt8] { unescaped(place, in: bytes.span) }

  /// Puts the bytes of a string behind others. O(*n*).
  package func append(_ place: Range<Int>, to others: inout [UInt8]) {
    appendUnescaped(place, in: bytes.span, to: &others)
  }

  /// A hash of the bytes of a string. O(*n*).
  package func hash(of place: Range<Int>) -> UInt64 {
    JSON.hash(ofString: place, in: bytes.span)
  }

  /// Whether a string has some bytes. O(*n*).
  package func isString(at place: Range<Int>, _ wanted: [UInt8]) -> Bool {
    // Written with escapes, a string has more bytes and never fewer.
    guard place.count >= wanted.count + 2 else { return false }
    let written = bytes[inside(place)]
    return written.contains(UInt8(ascii: "\\"))
      ? string(at: place) == wanted : written.elementsEqual(wanted)
  }

  /// Whether a string is written as two others joined, the second of which may not be there. O(*n*).
  package func isString(
    at place: Range<Int>, _ first: Range<Int>, joinedWith second: Range<Int>?
  ) -> Bool {
    let (all, left, right) = (inside(place), inside(first), second.map(inside) ?? 0..<0)
    guard all.count == left.count + right.count else { return false }
    let text = bytes.span
    return areEqual(text, all.prefix(left.count), left)
      && areEqual(text, all.dropFirst(left.count), right)
  }

  /// What stands before and behind the only space of a string, as strings; nil where it has another number of them.
  /// O(*n*).
  package func halves(of place: Range<Int>) -> (Range<Int>, Range<Int>)? {
    let space = UInt8(ascii: " ")
    guard let first = bytes[place].firstIndex(of: space), bytes[place].lastIndex(of: space) == first
    else { return nil }
    return (place.lowerBound..<first + 1, first..<place.upperBound)
  }

  private func inside(_ place: Range<Int>) -> Range<Int> {
    place.lowerBound + 1..<place.upperBound - 1
  }

  @inline(__always)
  private func areEqual(_ text: Span<UInt8>, _ a: Range<Int>, _ b: Range<Int>) -> Bool {
    for offset in 0..<a.count where text[a.lowerBound + offset] != text[b.lowerBound + offset] {
      return false
    }
    return true
  }
}
