import ShownText

/// The text of tokens as they come, up to where one of the stops stands: whole characters, and nothing that a stop
/// may begin with.
struct GeneratedText {
  private let stops: [[UInt8]]
  private var held: [UInt8] = []
  /// The stop that ended it.
  private(set) var stop: [UInt8]?

  /// An empty text that ends where one of these begins.
  init(endingAt stops: [[UInt8]]) { self.stops = stops }

  /// Takes a token's bytes; what can be shown now.
  mutating func add(_ bytes: [UInt8]) -> String {
    held += bytes
    let found = stops.compactMap { stop in place(of: stop).map { (place: $0, stop: stop) } }
      .min { $0.place < $1.place }
    if let found {
      stop = found.stop
      return release(found.place)
    }
    let beginning = stops.map { self.beginning(of: $0) }.max() ?? 0
    return release(held.count - (beginning > 0 ? beginning : unfinishedBytes(held)))
  }

  /// What is left when no more comes.
  mutating func end() -> String { stop == nil ? release(held.count) : "" }

  private mutating func release(_ count: Int) -> String {
    defer { held.removeFirst(count) }
    return String(decoding: held.prefix(count), as: UTF8.self)
  }

  private func place(of stop: [UInt8]) -> Int? {
    guard held.count >= stop.count else { return nil }
    return (0...held.count - stop.count).first { held[$0...].starts(with: stop) }
  }

  /// How many of the last bytes a stop may begin with.
  private func beginning(of stop: [UInt8]) -> Int {
    let most = min(stop.count - 1, held.count)
    return (0...most).last { held.suffix($0).elementsEqual(stop.prefix($0)) } ?? 0
  }
}

/// Counts the characters that have begun in bytes as they come.
struct CharacterCount {
  private(set) var value = 0

  /// Takes bytes. O(*n*).
  mutating func add(_ bytes: some Sequence<UInt8>) {
    value += bytes.count { !UTF8Lead.continuations.contains($0) }
  }
}
