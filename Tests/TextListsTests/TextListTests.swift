import Basics
import Tables
import TestSupport
import TextLists
import Testing

@Suite struct TextListTests {
  private func records(
    _ text: String, separator: UInt8? = nil, limit: Int = 1_000, step: Int = 1_000
  ) -> [Record] {
    var cutter = RecordCutter(separator: separator, limit: limit)
    var records: [Record] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: step) {
      cutter.cut(Array(bytes[start..<min(start + step, bytes.count)])) {
        records.append($0)
        return true
      }
    }
    if let last = cutter.end() { records.append(last) }
    return records
  }

  private func texts(
    _ text: String, _ format: ListFormat, _ keys: TextKeys = TextKeys()
  ) throws -> [ListedText] {
    var reader = TextListReader(format, keys)
    return try records(text, separator: format.separator).compactMap { try reader.read($0) }
  }

  private func strings(_ records: [Record]) -> [String] {
    records.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  private static let comma = UInt8(ascii: ",")

  @Test(arguments: [1, 2, 3, 7, 1_000])
  func `lines end at line feeds, with or without a carriage return, whatever pieces they come in`(
    step: Int
  ) {
    let text = "\u{FEFF}one\r\n\ntwo\rtwo\nlast"
    let records = records(text, step: step)
    #expect(strings(records) == ["one", "", "two\rtwo", "last"])
    #expect(records.map(\.line) == [1, 2, 3, 4])
    #expect(records.map(\.end) == [8, 9, 17, 21])
    for record in records {
      #expect(
        record.hash.hexadecimal == SHA256(of: text.utf8.prefix(record.end)).hexadecimal)
    }
  }

  @Test(arguments: [1, 2, 5, 1_000])
  func `a line's end between quotes belongs to the row, and a quote within a field opens nothing`(
    step: Int
  ) {
    let text = "a,b\n\"x\ny\",\"say \"\"so\n\"\"\"\n5\" pipe,2\nlast,1\n"
    let rows = records(text, separator: Self.comma, step: step)
    #expect(
      strings(rows) == ["a,b", "\"x\ny\",\"say \"\"so\n\"\"\"", "5\" pipe,2", "last,1"])
    #expect(rows.map(\.line) == [1, 2, 5, 6])
  }

  @Test func `a line that is too long has no bytes, and the next one is read`() {
    let long = String(repeating: "x", count: 5_000)
    for step in [1, 64, 100_000] {
      let records = records("ab\n\(long)\ncd", limit: 100, step: step)
      #expect(strings(records) == ["ab", "", "cd"])
      #expect(records.map(\.isTooLong) == [false, true, false])
      #expect(records.map(\.end) == [3, 5_004, 5_006])
    }
  }

  @Test func `the fields of a row are those of RFC 4180`() {
    func parts(_ row: String) -> [String]? {
      try? fields(of: Array(row.utf8), separator: Self.comma).map {
        String(decoding: $0.bytes, as: UTF8.self)
      }
    }
    #expect(parts("a,b,,c") == ["a", "b", "", "c"])
    #expect(parts("") == [""] && parts(",") == ["", ""])
    #expect(parts(#""a,""b""","",c"#) == [#"a,"b""#, "", "c"])
    #expect(parts(#"5" pipe,x"#) == [#"5" pipe"#, "x"])
    #expect(parts(#""open"#) == nil && parts(#""closed"more,x"#) == nil)
  }

  @Test func `the name of a file says what is in it`() {
    #expect(ListFormat(ofFile: "a/b.jsonl") == .objects && ListFormat(ofFile: "-") == .objects)
    #expect(ListFormat(ofFile: "b.CSV") == .table(separator: Self.comma))
    #expect(ListFormat(ofFile: "b.tsv") == .table(separator: 9))
    #expect(ListFormat(ofFile: "b.txt") == .lines && ListFormat(ofFile: "b") == .lines)
  }

  @Test func `objects have a text, a name, a context, and others that are copied as they are`()
    throws
  {
    let line = #"{"id": 7, "n": 1.50, "text": "a\nb", "tags": ["x", {"y": null}], "pre": "so "}"#
    let keys = TextKeys(context: "pre", copies: true)
    let text = try #require(try texts(line, .objects, keys).first)
    #expect(text.text == Array("a\nb".utf8) && text.context == Array("so ".utf8))
    #expect(text.id?.json == "7" && text.fault == nil)
    #expect(text.others.map(\.name) == ["n", "tags"])
    #expect(text.others.map(\.value.json) == ["1.50", #"["x", {"y": null}]"#])
    let named = try texts(
      #"{"key": "k\"1", "sentence": "s", "text": 5}"#, .objects, .init(text: "sentence", id: "key"))
    #expect(named.map(\.id?.plain) == ["k\"1"] && named.map(\.text) == [Array("s".utf8)])
    #expect(try texts(#"{"stimulus": "s"}"#, .objects).map(\.text) == [Array("s".utf8)])
  }

  @Test(arguments: [
    (#"{"text": 5}"#, #""text" is no text"#), (#"{"txt": "a"}"#, #""text" is missing"#),
    (#"["a"]"#, "the line is no JSON object"), (#"{"text": "a""#, "the document ends too early"),
    (#"{"text": "a"} {"#, "something follows the document"),
    (#"{"text": "\ud800"}"#, "an escape that means nothing"),
    (#"{"text": "a", "text": "b"}"#, "occurs twice"), ("\u{0}", "byte 0"),
    (String(repeating: "[", count: 400), "deeper in each other"),
  ])
  func `a line that is no object with a text is that row's fault, and the next is read`(
    line: String, words: String
  ) throws {
    let found = try texts("{\"text\": \"a\"}\n\(line)\n\n{\"text\": \"b\"}", .objects)
    #expect(found.map { $0.fault == nil } == [true, false, true])
    #expect(found[1].fault?.contains(words) == true, "\(found[1].fault ?? "")")
    #expect(found.map(\.line) == [1, 2, 4], "an empty line is none")
  }

  @Test func `bytes that are no UTF-8 are a fault in an object, and a text on a line`() throws {
    var cutter = RecordCutter(limit: 100)
    var (objects, lines) = (TextListReader(.objects, .init()), TextListReader(.lines, .init()))
    var found: [ListedText?] = []
    try cutter.cut(Array("{\"text\": \"".utf8) + [0xFF] + Array("\"}\n".utf8)) {
      found.append(try objects.read($0))
      found.append(try lines.read($0))
      return true
    }
    #expect(found[0]?.fault?.contains("not UTF-8") == true)
    #expect(found[1]?.fault == nil && found[1]?.text.contains(0xFF) == true)
  }

  @Test func `a table has a header, and its columns are found by their names`() throws {
    let table = "id,sentence,cond,pre\n1,\"a, b\",x,so\n2,c,\"y \"\"z\"\"\",so\n3,d\n\n4,e,,f\n"
    let keys = TextKeys(context: "pre", copies: true)
    let found = try texts(table, .table(separator: Self.comma), keys)
    #expect(found.map(\.id?.json) == ["\"1\"", "\"2\"", nil, "\"4\""])
    #expect(found[0].text == Array("a, b".utf8) && found[0].context == Array("so".utf8))
    #expect(found[1].others.map(\.value.json) == [#""y \"z\"""#])
    #expect(found[2].fault == "the row has 2 fields where the header has 4")
    #expect(found.map(\.line) == [2, 3, 4, 6])
  }

  @Test func `a column that is not there is refused with those that are`() throws {
    for keys in [TextKeys(text: "txt"), .init(id: "key"), .init(context: "c")] {
      do {
        _ = try texts("id,text\n1,a", .table(separator: Self.comma), keys)
        Issue.record("it was taken")
      } catch let error as TextListError {
        #expect(error.isAboutNames && error.description.contains("the table has id, text"))
      }
    }
  }

  @Test func `nothing of a name or of what is copied can act on a terminal`() throws {
    let line = "{\"id\": \"\u{9B}2J\", \"text\": \"a\", \"x\":\t\"\u{202E}\\u001b\"}"
    let text = try #require(
      try texts(line, .objects, TextKeys(copies: true)).first)
    #expect(text.id?.json == #""\u009b2J""#)
    #expect(text.others[0].value.json == #""\u202e\u001b""#)
    let row = try #require(
      try texts("id\ttext\n\u{1B}[2J\ta", .table(separator: 9)).first)
    #expect(row.id?.json == #""\u001b[2J""#)
  }
}
