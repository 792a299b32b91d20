import JSON

/// The members of a request's body. One that is null is as if it were not there, and one that nobody reads is refused.
final class RequestFields {
  private let members: [String: JSONValue]
  /// Those that were asked for.
  private var known: Set<String> = []

  /// What other servers have and what changes no answer.
  private static let harmless: Set = ["user", "metadata", "store", "request_id", "priority"]

  /// Reads a body. O(*n*).
  init(_ body: [UInt8]) throws(APIError) {
    let document: JSONDocument
    do throws(JSONFault) { document = try JSONDocument(body) } catch {
      throw APIError("the body is no JSON: \(error.problem), at byte \(error.position + 1)")
    }
    guard let members = document.root.members else {
      throw APIError("the body is no JSON object: send one, as in {\"prompt\": \"Once\"}")
    }
    let named = members.filter { !$0.value.isNull }.map { ($0.name.string ?? "", $0.value) }
    self.members = Dictionary(named) { first, _ in first }
  }

  /// A value of any kind; nil where there is none.
  subscript(name: String) -> JSONValue? {
    known.insert(name)
    return members[name]
  }

  /// Refuses a field that was not asked for: what this server does not know may change what an answer is.
  func checkAllKnown() throws(APIError) {
    let strange = members.keys.filter { !known.contains($0) && !Self.harmless.contains($0) }
    guard let name = strange.min() else { return }
    throw APIError(
      "`\(name)` is no field that this server knows here: leave it out", about: name)
  }

  /// A string.
  func string(_ name: String) throws(APIError) -> String? {
    try read(name, "a string") { $0.string }
  }

  /// True or false.
  func flag(_ name: String) throws(APIError) -> Bool {
    try read(name, "true or false") { $0.bool } ?? false
  }

  /// An integer within limits.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(APIError) -> Int? {
    let end = range.upperBound == .max ? " or more" : " to \(range.upperBound)"
    return try read(name, "an integer, \(range.lowerBound)\(end)") { value in
      value.integer.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// A number for which something holds.
  func number(
    _ name: String, _ needed: String, where holds: (Double) -> Bool
  ) throws(APIError) -> Double? {
    try read(name, needed) { value in value.number.flatMap { holds($0) ? $0 : nil } }
  }

  /// Ids of entries of the vocabulary.
  func ids(_ name: String) throws(APIError) -> [Int]? {
    try read(name, "a list of token ids") { $0.ids }
  }

  /// A value that something is made of, or a refusal that says what is needed.
  func read<T>(
    _ name: String, _ needed: String, _ make: (JSONValue) -> T?
  ) throws(APIError) -> T? {
    guard let value = self[name] else { return nil }
    guard let made = make(value) else {
      throw APIError("`\(name)` is not \(needed)", about: name)
    }
    return made
  }
}

extension JSONValue {
  /// The integers of an array of nothing else.
  var ids: [Int]? {
    guard let elements else { return nil }
    var ids: [Int] = []
    for element in elements {
      guard let id = element.integer else { return nil }
      ids.append(id)
    }
    return ids
  }

  /// The strings of an array of nothing else, as bytes.
  var texts: [[UInt8]]? {
    guard let elements else { return nil }
    var texts: [[UInt8]] = []
    for element in elements {
      guard let text = element.utf8 else { return nil }
      texts.append(text)
    }
    return texts
  }

  /// Whether a string, an array or an object holds nothing.
  var isEmpty: Bool {
    if let members { return !members.contains { _ in true } }
    return elements.map { !$0.contains { _ in true } } ?? (utf8 == [])
  }
}
