import JSON
import Tables
import TextLists

extension FuzzTarget {
  /// A list of texts is cut into the same records whatever pieces it comes in; each is a text or says what is
  /// wrong with it, and what is copied from it is JSON in which nothing acts on a terminal.
  ///
  /// The first byte says how the list is written, and in what pieces it comes.
  public static let texts = FuzzTarget(
    name: "texts",
    seeds: [
      Array(
        "A{\"id\": 1, \"text\": \"a\\n\\u00e9\", \"tags\": [\"x\", {\"y\": null}]}\n\n{\"text\": 5}\n"
          .utf8),
      Array("B\u{FEFF}id,text,c\r\n1,\"a, \"\"b\"\"\nc\",x\r\n2,d\n".utf8),
      Array("C\tid\ttext\n1\ta\n".utf8), Array("Dtwo\nlines\r\n\n".utf8),
    ]
  ) { bytes in
    guard let first = bytes.first else { return .taken }
    let formats: [ListFormat] = [
      .lines, .objects, .table(separator: 0x2C), .table(separator: 0x09),
    ]
    let format = formats[Int(first % 4)]
    let list = Array(bytes.dropFirst())
    do throws(TextListError) {
      let whole = try read(list, format, step: list.count + 1)
      let pieces = try read(list, format, step: Int(first / 4) + 1)
      guard whole.map(\.summary) == pieces.map(\.summary) else {
        return .wrong("other texts in pieces")
      }
      return FuzzOutcome(complaint: whole.lazy.compactMap(fault).first)
    } catch {
      return .refused(harmlessly: error)
    }
  }

  private static func read(
    _ list: [UInt8], _ format: ListFormat, step: Int
  ) throws(TextListError) -> [ListedText] {
    var cutter = RecordCutter(separator: format.separator, limit: 200)
    var records: [Record] = []
    for start in stride(from: 0, to: list.count, by: step) {
      cutter.cut(Array(list[start..<min(start + step, list.count)])) {
        records.append($0)
        return true
      }
    }
    if let last = cutter.end() { records.append(last) }
    var reader = TextListReader(format, TextKeys(copies: true))
    var texts: [ListedText] = []
    for record in records {
      if let text = try reader.read(record) { texts.append(text) }
    }
    return texts
  }

  private static func fault(of text: ListedText) -> String? {
    for value in text.others.map(\.value) + [text.id].compactMap({ $0 }) {
      guard (try? JSONDocument(Array(value.json.utf8))) != nil else {
        return "no JSON: \(value.json)"
      }
      guard value.json.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
        return "a control character in \(value.json.debugDescription)"
      }
    }
    return text.fault == "" ? "a fault without words" : nil
  }
}

extension ListedText {
  /// All that is in it, to be compared.
  fileprivate var summary: String {
    "\(line) \(id?.json ?? "") \(context) \(text) \(others) \(fault ?? "")"
  }
}
