import JSON
import TestSupport
import Testing

/// A document that comes in pieces is read as one that is there whole.
@Suite struct `A document that comes in pieces` {
  /// What is told of a document in pieces of so many bytes, each event and its text.
  private func told(
    _ bytes: [UInt8], pieces size: Int, _ limits: JSONStream.Limits = .init()
  ) throws -> [String] {
    var (stream, events): (JSONStream, [String]) = (JSONStream(limits), [])
    let tell = { (event: JSONStream.Event, text: Span<UInt8>) in
      let shown = unsafe text.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
      events.append(shown.isEmpty ? "\(event)" : "\(event) \(shown)")
    }
    for start in stride(from: 0, to: bytes.count, by: size) {
      try stream.read(Array(bytes[start..<min(start + size, bytes.count)]).span, tell)
    }
    try stream.finish(tell)
    return events
  }

  private func problem(_ text: String, pieces size: Int = 3) -> JSONFault.Problem? {
    problem(Array(text.utf8), pieces: size)
  }

  private func problem(_ bytes: [UInt8], pieces size: Int = 3) -> JSONFault.Problem? {
    do {
      _ = try told(bytes, pieces: size)
      return nil
    } catch {
      return (error as? JSONFault)?.problem
    }
  }

  @Test(arguments: [1, 2, 3, 7, 1_000])
  func `is told value by value, wherever it is cut`(size: Int) throws {
    let text = #" {"a":[1,-2.5e-3,true,false,null,{},[]] ,"b\n\u00e9":"x\"\\😀\ud83d\ude00"} "#
    #expect(
      try told(Array(text.utf8), pieces: size) == [
        "objectBegins", "name a", "arrayBegins", "number 1", "number -2.5e-3", "yes", "no", "null",
        "objectBegins", "objectEnds", "arrayBegins", "arrayEnds", "arrayEnds", "name b\né",
        "string x\"\\😀😀", "objectEnds",
      ])
    #expect(try told(Array("12".utf8), pieces: size) == ["number 12"])
    #expect(try told(Array("\"\"".utf8), pieces: size) == ["string"])
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":1,"#, "\"a", #""\"#,
  ])
  func `is refused where it ends early`(text: String) { #expect(problem(text) == .endsEarly) }

  @Test(arguments: [
    "[1,]", "[,1]", "[1 2]", #"{"a" 1}"#, #"{"a":1,}"#, "{1:2}", #"{"a":1]"#, "[1}", "nul!", "+1",
    ".5", "NaN", "'a'", "[1]]", "{}{}", "1 1", "\u{FEFF}1", "//", "Infinity", "nulll", "[tru]",
  ])
  func `is refused where it is no JSON`(text: String) {
    switch problem(text) {
    case .unexpected, .more: break
    case let other: Issue.record("\(text): \(String(describing: other))")
    }
  }

  @Test(arguments: ["01", "-", "1.", "1.e5", "1e", "1e+", "-01", "00", "1-2", "[1.5.2]"])
  func `is refused where a number is none`(text: String) {
    #expect(problem(text) == .invalidNumber)
  }

  @Test func `is refused where a string is none`() {
    #expect(problem(#""\x""#) == .invalidEscape)
    #expect(problem(#""\ud800""#) == .invalidEscape)
    #expect(problem("\"a\u{1}\"") == .invalidText)
    #expect(problem([0x22, 0xFF, 0x22]) == .invalidText)
    #expect(problem([0x22, 0xC3, 0x22]) == .invalidText)
  }

  @Test func `has limits of depth, of a text and of all`() throws {
    let deep = Array((String(repeating: "[", count: 9) + String(repeating: "]", count: 9)).utf8)
    #expect(try told(deep, pieces: 4, .init(depth: 9)).count == 18)
    #expect(throws: JSONFault(.tooDeep(limit: 8), at: 8)) {
      try told(deep, pieces: 4, .init(depth: 8))
    }
    let text = Array("\"abcdef\"".utf8)
    #expect(try told(text, pieces: 3, .init(text: 8)) == ["string abcdef"])
    #expect(throws: JSONFault(.tooLong(count: 8, limit: 7), at: 6)) {
      try told(text, pieces: 3, .init(text: 7))
    }
    #expect(throws: JSONFault(.tooLong(count: 8, limit: 7), at: 6)) {
      try told(text, pieces: 3, .init(total: 7))
    }
  }

  @Test func `says where its faults are`() {
    for size in [1, 2, 5, 100] {
      #expect(throws: JSONFault(.unexpected(UInt8(ascii: "x")), at: 7)) {
        try told(Array(#"{"a":[ x"#.utf8), pieces: size)
      }
      #expect(throws: JSONFault(.invalidEscape, at: 3)) {
        try told(Array(#"["a\q"]"#.utf8), pieces: size)
      }
    }
  }

  @Test func `gives numbers to the last bit but one`() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<2_000 {
      let number = random.normal() * [1e-30, 1e-7, 1, 1e5, 1e200][Int(random.next() % 5)]
      let read = try #require(self.number("\(number)"))
      #expect(abs(read - number) <= 2 * number.ulp)
    }
    for text in [
      "0", "-0", "-0.0", "1e-400", "-11.539274215698242", "123456789012345678901234567890",
    ] {
      let read = try #require(number(text))
      let exact = try #require(Double(text))
      #expect(abs(read - exact) <= 2 * exact.ulp, "\(text)")
    }
    #expect(number("1.5") == 1.5)
  }

  private func number(_ text: String) -> Double? { jsonNumber(Array(text.utf8).span) }
}
