import CTOML
import ShownText

/// What a file in TOML holds under a key, as far as settings are made of it.
public indirect enum TOMLValue: Hashable, Sendable {
  /// Keys with their values, in the order of their lines.
  case table([TOMLEntry])
  /// Values in their order.
  case array([TOMLValue])
  /// A word in quotes.
  case string(String)
  /// A whole number.
  case integer(Int)
  /// A number with a point.
  case number(Double)
  /// `true` or `false`.
  case boolean(Bool)
  /// A date or a time, or what lies too deep to be a setting.
  case other
}

/// A key of a table.
public struct TOMLEntry: Hashable, Sendable {
  /// The key.
  public var key: String
  /// The line of its value, from 1.
  public var line: Int
  /// Its value.
  public var value: TOMLValue
}

/// The most bytes that a file of settings may have: more would be no settings any more.
public let largestSettings = 32 << 10

/// What is wrong with a file of settings, and where.
public struct SettingsFault: Error, Equatable, CustomStringConvertible {
  /// The line, from 1.
  public var line: Int
  /// What is wrong there, and what to do.
  public var reason: String

  /// A sentence that begins with the line.
  public var description: String { "line \(line): \(reason)" }
}

extension TOMLValue {
  /// Reads a document. O(*n* log *n*).
  ///
  /// - Returns: The keys of its outermost table, in the order of their lines.
  package static func document(_ bytes: [UInt8]) throws(SettingsFault) -> [TOMLEntry] {
    guard bytes.count <= largestSettings else {
      throw SettingsFault(
        line: 1,
        reason: "the file has more than \(largestSettings >> 10) KiB: it cannot be settings")
    }
    if let line = lineOfStrayByte(bytes) {
      throw SettingsFault(line: line, reason: "there are bytes that are no UTF-8: write it anew")
    }
    var sentence = [CChar](repeating: 0, count: 256)
    var line: Int32 = 1
    let document = unsafe bytes.withUnsafeBytes { bytes in
      unsafe toml_read(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, &sentence,
        sentence.count, &line)
    }
    guard let document = unsafe document else {
      let words = String(
        decoding: sentence.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw SettingsFault(line: Int(line), reason: unreadable(words))
    }
    defer { unsafe toml_release(document) }
    var count = 0
    guard let first = unsafe toml_items(document, &count) else { return [] }
    let items = unsafe UnsafeBufferPointer(start: first, count: count)
    var place = 0
    return unsafe entries(items, from: &place, depth: 0)
  }

  /// The line of the first byte that is no part of a character; nil where all are. O(*n*).
  private static func lineOfStrayByte(_ bytes: [UInt8]) -> Int? {
    var line = 1
    for (scalar, _) in DecodedScalars(bytes) {
      guard let scalar else { return line }
      if scalar == "\n" { line += 1 }
    }
    return nil
  }

  private static func unreadable(_ words: String) -> String {
    "\(words.prefix(1).lowercased() + visibleText(words.dropFirst())); write it as in "
      + "theme = \"light\", with quotes around words"
  }

  /// The items of one depth from a place on, with all that they hold.
  private static func entries(
    _ items: UnsafeBufferPointer<toml_item>, from place: inout Int, depth: Int
  ) -> [TOMLEntry] {
    var entries: [TOMLEntry] = []
    while place < items.count, unsafe items[place].depth == depth {
      let item = unsafe items[place]
      place += 1
      let held = unsafe Self.entries(items, from: &place, depth: depth + 1)
      entries.append(
        TOMLEntry(
          key: unsafe String(item.key), line: unsafe Int(item.line),
          value: unsafe TOMLValue(item, holding: held)))
    }
    return entries
  }

  private init(_ item: toml_item, holding held: [TOMLEntry]) {
    self =
      switch unsafe item.kind {
      case toml_is_table: .table(held.sorted { ($0.line, $0.key) < ($1.line, $1.key) })
      case toml_is_array: .array(held.map(\.value))
      case toml_is_string: unsafe .string(String(item.string))
      case toml_is_integer: unsafe .integer(Int(item.integer))
      case toml_is_number: unsafe .number(item.number)
      case toml_is_boolean: unsafe .boolean(item.integer != 0)
      default: .other
      }
  }
}

extension String {
  fileprivate init(_ text: toml_text) {
    let bytes = unsafe UnsafeRawBufferPointer(start: text.bytes, count: text.count)
    self = unsafe String(decoding: bytes, as: UTF8.self)
  }
}
