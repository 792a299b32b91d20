/// Cuts bytes into rows and fields.
struct RowScanner: Sendable {
  private let bytes: [UInt8]
  private let delimiter: UInt8
  private var place: Int
  private var line = 1
  private var lineStart: Int

  private static let quote = UInt8(ascii: "\""), feed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  init(_ bytes: [UInt8], delimiter: UInt8) {
    self.bytes = bytes
    self.delimiter = delimiter
    place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    lineStart = place
  }

  mutating func next() throws(TableFault) -> TableRow? {
    while place < bytes.count, let length = lineBreak() { pass(lineBreak: length) }
    guard place < bytes.count else { return nil }
    let first = line
    var fields: [String] = []
    while true {
      fields.append(try field())
      if place < bytes.count, bytes[place] == delimiter {
        place += 1
      } else {
        if let length = lineBreak() { pass(lineBreak: length) }
        return TableRow(line: first, fields: fields)
      }
    }
  }

  /// The bytes of the line break that stands here; nil for none.
  private func lineBreak() -> Int? {
    guard place < bytes.count else { return nil }
    if bytes[place] == Self.feed { return 1 }
    guard bytes[place] == Self.carriageReturn else { return nil }
    return place + 1 < bytes.count && bytes[place + 1] == Self.feed ? 2 : nil
  }

  private mutating func pass(lineBreak length: Int) {
    place += length
    line += 1
    lineStart = place
  }

  private mutating func field() throws(TableFault) -> String {
    let start = (place, line, lineStart)
    guard place < bytes.count, bytes[place] == Self.quote else {
      while place < bytes.count, bytes[place] != delimiter, lineBreak() == nil { place += 1 }
      return try text(bytes[start.0..<place], from: start)
    }
    var content: [UInt8] = []
    place += 1
    while true {
      guard place < bytes.count else { throw fault(.openQuote, start) }
      if bytes[place] == Self.quote {
        guard place + 1 < bytes.count, bytes[place + 1] == Self.quote else { break }
        place += 1
      } else if bytes[place] == Self.feed {
        line += 1
        lineStart = place + 1
      }
      content.append(bytes[place])
      place += 1
    }
    place += 1
    guard place == bytes.count || bytes[place] == delimiter || lineBreak() != nil else {
      throw fault(.textBehindQuote, (place, line, lineStart))
    }
    return try text(content[...], from: start)
  }

  private typealias Start = (place: Int, line: Int, lineStart: Int)

  private func text(_ content: ArraySlice<UInt8>, from start: Start) throws(TableFault) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw fault(.notUTF8, start)
    }
    return text
  }

  /// Columns count characters as far as the line is text.
  private func fault(_ problem: TableFault.Problem, _ start: Start) -> TableFault {
    let before = String(decoding: bytes[start.lineStart..<start.place], as: UTF8.self)
    return TableFault(problem, line: start.line, column: before.unicodeScalars.count + 1)
  }
}
