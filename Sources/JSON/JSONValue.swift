/// A value of a document. A getter returns nil where the value is of another kind.
package struct JSONValue {
  package let document: JSONDocument
  /// Its number among all values of the document, in their order.
  package let index: Int

  /// The value of a number in a document that has so many.
  package init(document: JSONDocument, index: Int) {
    self.document = document
    self.index = index
  }

  private var node: JSONDocument.Node { document.nodes[index] }
  private var first: UInt8 { document.bytes[position] }

  /// The byte of the document at which it begins.
  package var position: Int { Int(node.start) }

  /// The bytes of the document that it takes.
  package var range: Range<Int> { Int(node.start)..<Int(node.end) }

  package var isNull: Bool { first == UInt8(ascii: "n") }

  package var bool: Bool? {
    switch first {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    default: nil
    }
  }

  /// Whether it is a string.
  package var isString: Bool { first == UInt8(ascii: "\"") }

  /// The bytes of a string. O(*n*).
  package var utf8: [UInt8]? {
    guard isString else { return nil }
    let bytes = document.bytes
    return unescaped(range, in: bytes.span)
  }

  /// A string. O(*n*).
  package var string: String? { utf8.map { String(decoding: $0, as: UTF8.self) } }

  private var isNumber: Bool {
    first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
  }

  /// A number that is written as an integer, and that fits one.
  package var integer: Int? { document.strings.integer(at: range) }

  /// A number. One that is too large is infinite.
  package var number: Double? {
    isNumber ? Double(String(decoding: document.bytes[range], as: UTF8.self)) : nil
  }

  /// The elements of an array.
  package var elements: JSONElements? {
    first == UInt8(ascii: "[") ? JSONElements(document: document, place: index + 1, end: end) : nil
  }

  /// The members of an object.
  package var members: JSONMembers? {
    first == UInt8(ascii: "{") ? JSONMembers(document: document, place: index + 1, end: end) : nil
  }

  /// The member of a name; nil where there is none, where it is null, or where this is no object. O(*n*) in the
  /// members.
  package subscript(name: String) -> JSONValue? {
    let wanted = Array(name.utf8)
    guard let member = members?.first(where: { $0.name.utf8 == wanted })?.value, !member.isNull
    else { return nil }
    return member
  }

  private var end: Int { Int(node.next) }
}

/// The elements of an array, in order.
package struct JSONElements: Sequence, IteratorProtocol {
  let document: JSONDocument
  fileprivate(set) var place: Int
  let end: Int

  package mutating func next() -> JSONValue? {
    guard place < end else { return nil }
    defer { place = Int(document.nodes[place].next) }
    return JSONValue(document: document, index: place)
  }
}

/// The members of an object, in order.
package struct JSONMembers: Sequence, IteratorProtocol {
  let document: JSONDocument
  fileprivate(set) var place: Int
  let end: Int

  /// The name is a string.
  package mutating func next() -> (name: JSONValue, value: JSONValue)? {
    guard place < end else { return nil }
    defer { place = Int(document.nodes[place + 1].next) }
    return (
      JSONValue(document: document, index: place), JSONValue(document: document, index: place + 1)
    )
  }
}
