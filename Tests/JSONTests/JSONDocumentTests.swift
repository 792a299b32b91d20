import JSON
import TestSupport
import Testing

/// What is read of JSON, and what is refused, by RFC 8259.
@Suite struct JSONDocumentTests {
  private func problem(_ text: String) -> JSONFault.Problem? { problem(Array(text.utf8)) }

  private func problem(_ bytes: [UInt8]) -> JSONFault.Problem? {
    do throws(JSONFault) {
      _ = try JSONDocument(bytes)
      return nil
    } catch {
      return error.problem
    }
  }

  @Test func `values of each kind are read`() throws {
    let text =
      #" { "a" : [ 1, -20, 1e-05 , true,false,null, {}, [ ] ] , "b":"x\"\\\/\b\f\n\r\té\ud83d\ude00", "c":{"d":9223372036854775807}} "#
    let root = try JSONDocument(Array(text.utf8)).root
    let elements = try #require(root["a"]?.elements).map { $0 }
    #expect(elements.count == 8)
    #expect(elements[0].integer == 1 && elements[1].integer == -20)
    #expect(elements[2].integer == nil && elements[2].number == 1e-05)
    #expect(elements[3].bool == true && elements[4].bool == false && elements[5].isNull)
    #expect(elements[6].members?.map { $0.name.string } == [])
    #expect(elements[7].elements?.map(\.position) == [])
    #expect(root["b"]?.string == "x\"\\/\u{8}\u{C}\n\r\té😀")
    #expect(root["c"]?["d"]?.integer == .max)
    #expect(root["d"] == nil && root["a"]?["a"] == nil && root["b"]?.integer == nil)
    #expect(root.members?.map { $0.name.string } == ["a", "b", "c"])
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":1,"#, "\"a", "tru",
    #""\"#,
  ])
  func `what ends early is refused`(text: String) {
    #expect(problem(text) == .endsEarly, "\(text)")
  }

  @Test(arguments: [
    "[1,]", "[,1]", "[1 2]", #"{"a" 1}"#, #"{"a":1,}"#, "{1:2}", #"{"a":1]"#, "[1}", "nul!", "+1",
    ".5", "NaN", "'a'", "[1]]", "{}{}", "1 1", "\u{FEFF}1", "//", "Infinity",
  ])
  func `what is no JSON is refused`(text: String) {
    switch problem(text) {
    case .unexpected, .more: break
    case let other: Issue.record("\(text): \(String(describing: other))")
    }
  }

  @Test(arguments: ["01", "-", "1.", "1.e5", "1e", "1e+", "-01", "00"])
  func `what is no number is refused`(text: String) {
    #expect(problem(text) == .invalidNumber)
  }

  @Test(arguments: [
    #""\x""#, #""\u12g4""#, #""\ud800""#, #""\ud800\u0041""#, #""\udc00""#, #""\U0041""#,
    #""\u00"#,
  ])
  func `what is no escape is refused`(text: String) {
    #expect(problem(text) == .invalidEscape)
  }

  @Test(
    arguments: [
      [0x22, 0x0A, 0x22], [0x22, 0x00, 0x22], [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22],
      [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0xAF, 0x22],
    ] as [[UInt8]])
  func `what is no text is refused`(bytes: [UInt8]) {
    #expect(problem(bytes) == .invalidText)
  }

  @Test(arguments: [#"{"a":1,"a":2}"#, #"{"x":{"a":1,"b":2,"\u0061":3}}"#, #"{"é":1,"\u00e9":1}"#])
  func `a name that occurs twice is refused`(text: String) {
    guard case .duplicateName = problem(text) else {
      Issue.record("\(text) was taken")
      return
    }
  }

  @Test func `names may occur again in other objects`() {
    #expect(problem(#"[{"a":{"a":1}},{"a":{"b":{}}}]"#) == nil)
  }

  @Test func `a document may be as deep as the limit, and no deeper`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(problem(nested(32)) == nil)
    #expect(problem(nested(33)) == .tooDeep(limit: 32))
    #expect(problem(String(repeating: "[", count: 1_000_000)) == .tooDeep(limit: 32))
    #expect(problem(String(repeating: #"{"a":"#, count: 40)) == .tooDeep(limit: 32))
  }

  /// Every value that is left lies inside the document, whatever was damaged.
  @Test(arguments: 0..<8) func `no damage is fatal`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let whole = Array(#"{"a":[1,-2.5e3,true,null,{"b":"é😀\u00e9\n"}],"c":{"d":[],"e":{}}}"#.utf8)
    for _ in 0..<4_000 {
      var bytes = whole
      for _ in 0...Int.random(in: 0...2, using: &random) {
        let place = bytes.indices.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(whole.randomElement(using: &random) ?? 0, at: place)
        }
      }
      guard let document = try? JSONDocument(bytes) else { continue }
      #expect(readEverything(document.root) <= document.nodes.count)
    }
  }

  /// Reads a value and all in it, and counts them.
  private func readEverything(_ value: JSONValue) -> Int {
    _ = (value.string, value.integer, value.number, value.bool)
    var count = 1
    value.elements?.forEach { count += readEverything($0) }
    value.members?.forEach { count += 1 + readEverything($0.value) }
    return count
  }
}
