import JSON
import Scoring
import ShownText

extension Server {
  /// The model that is meant among those that a server lists, and what is said of it.
  func model(
    listedIn root: JSONValue, wanted: String?
  ) throws(RemoteError) -> (name: String, entry: JSONValue) {
    let listed = (root["data"]?.elements.map(Array.init) ?? []).compactMap { entry in
      entry["id"]?.string.map { (name: $0, entry: entry) }
    }
    if let model = listed.first(where: { $0.name == wanted }) { return model }
    guard wanted == nil, listed.count == 1 else {
      throw .wrongModel(server: name, named: wanted, known: listed.map(\.name))
    }
    return listed[0]
  }

  /// The size of a vocabulary that a server names: as many entries at most as a file here may have.
  func vocabularySize(_ size: Int?) throws(RemoteError) -> Int {
    guard let size, (2...1 << 21).contains(size) else {
      throw lacks("number of entries of the vocabulary")
    }
    return size
  }

  /// A position of which nothing can be made.
  func fault(_ fault: PositionFault, at place: Int) -> RemoteError {
    RemoteError(fault, at: place, of: name)
  }

  /// Tokens that are not the text.
  var otherText: RemoteError {
    .text("the tokens that \(name) makes of the text are not the text: its tokenizer changes it")
  }

  /// Refuses a text that cannot be written in JSON.
  func checkUTF8(_ text: [UInt8]) throws(RemoteError) {
    guard let place = firstStrayByte(text) else { return }
    throw .text(
      "the text has a byte at \(place + 1) that is no character, and a server takes only text: use a model of this machine"
    )
  }
}

extension RemoteError {
  /// A position of which nothing can be made.
  init(_ fault: PositionFault, at place: Int, of server: String) {
    let what =
      switch fault {
      case .noActual: "it has no number of token \(place)"
      case .tooLikely:
        "token \(place) is none of its likeliest, and has a larger probability than they have"
      case .noDistribution(let sum):
        "the probabilities at token \(place) are no distribution, with a sum of \(threeDigits(sum))"
      }
    self = .malformed(server: server, what: what)
  }
}

extension Opening {
  /// The model that is named, or else the one that the server lists. Throws `RemoteError`.
  func modelName() throws -> String {
    try address.model
      ?? server.model(listedIn: server.ask(ServerRequest("/v1/models")).root, wanted: nil).name
  }
}

/// Where a text has the first byte that is no part of a character; nil where it is UTF-8. O(*n*).
func firstStrayByte(_ text: [UInt8]) -> Int? {
  var place = 0
  while place < text.count {
    if text[place] < 0x80 {
      place += 1
      continue
    }
    let decoded = DecodedScalar(text.span, at: place, end: text.count)
    guard decoded.scalar != nil else { return place }
    place += decoded.length
  }
  return nil
}

extension RemoteWishes.Candidates {
  /// How many to ask for where a server allows so many at most. Throws `RemoteError.cannot`.
  func count(most: Int, usual: Int, for engine: String) throws(RemoteError) -> Int {
    switch self {
    case .usual: return min(usual, most)
    case .all: return most
    case .count(let count):
      guard count <= most else {
        throw .cannot(
          engine: engine,
          missing: "it gives \(most) candidates at most, and not \(count): ask for --k \(most)")
      }
      return count
    }
  }

  /// Refuses a wish where a server gives none. Throws `RemoteError.cannot`.
  func checkNone(for engine: String) throws(RemoteError) {
    guard self == .usual else {
      throw .cannot(
        engine: engine,
        missing: "of a text it gives each token's own probability and no other's: leave --k out")
    }
  }
}

extension BoundaryTokens {
  /// The tokens that a tokenizer puts before a text, by what it makes of one with and without them.
  init(with: [Int], without: [Int]) {
    self.init()
    guard let first = with.first, with.count > without.count,
      Array(with.dropFirst().prefix(without.count)) == without
    else { return }
    beginning = first
    isBeginningAdded = true
    if with.count == without.count + 2 { end = with.last }
  }
}

extension JSONValue {
  /// The ids that an array of tokens is; nil where it is something else.
  var tokenIds: [Int]? {
    guard let ids = elements?.map({ $0.integer ?? -1 }),
      ids.allSatisfy((0..<TextModel.mostEntries).contains)
    else { return nil }
    return ids
  }

  /// The bytes that an array of numbers is; nil where it is something else.
  var byteArray: [UInt8]? {
    guard let elements else { return nil }
    var bytes: [UInt8] = []
    for element in elements {
      guard let byte = element.integer.flatMap({ UInt8(exactly: $0) }) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}

extension String {
  /// The number that follows some words; nil where they do not stand here.
  func number(behind words: String) -> Int? {
    firstRange(of: words).flatMap { Int(self[$0.upperBound...].prefix { $0.isNumber }) }
  }
}
