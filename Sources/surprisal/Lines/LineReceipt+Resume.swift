import Basics
import JSON
import Reports
import Runtime

extension LineReceipt {
  /// Whether a file is a receipt.
  static func stands(in path: String) -> Bool {
    (try? readFile(path)).flatMap { try? JSONDocument($0) }?.root["schema"]?.string == schema
  }

  /// Takes up how far an earlier run was, if it depended on the same.
  ///
  /// - Parameter rows: The file of the rows.
  mutating func takeUp(
    _ path: String, models: [String], of rows: String
  ) throws(CommandError) {
    let bytes: [UInt8]
    do {
      bytes = try readFile(path)
    } catch {
      let other = WritingPlace(rows).kind == .other ? "" : ", or remove \(rows) if it holds rows"
      throw CommandError(
        .badData, "there is no receipt \(path) to go on by: name another file with -o\(other)")
    }
    guard let document = try? JSONDocument(bytes), document.root["schema"]?.string == Self.schema
    else { throw notReceipt(path, of: rows) }
    try check(document)
    guard read(document), let sums = document.root["sums"]?.string, readSums(sums, models: models)
    else { throw notReceipt(path, of: rows) }
  }

  /// What refuses another file of that name: where there are no rows, it is somebody else's.
  private func notReceipt(_ path: String, of rows: String) -> CommandError {
    WritingPlace(rows).isTaken
      ? CommandError(
        .badData,
        "\(path) is no receipt: name another file with -o, or remove it, and \(rows) if that holds rows"
      )
      : CommandError(
        .cannotCreate, "\(path) exists already, and is no receipt: name another file with -o")
  }

  /// Refuses rows that depended on something else.
  private func check(_ document: JSONDocument) throws(CommandError) {
    for setting in settings {
      let there = document.root[setting.name].map {
        String(decoding: document.bytes[$0.range], as: UTF8.self)
      }
      let value = setting.value.text
      guard there ?? "null" != value else { continue }
      throw CommandError(
        .badData,
        "\(setting.name) is \(value), and the rows were made with \(there ?? "null"): go on with "
          + "the same, or name another file with -o")
    }
  }

  /// Takes how far the run was; false where that is not said.
  private mutating func read(_ document: JSONDocument) -> Bool {
    guard let texts = document.root["texts"]?.integer,
      let outputBytes = document.root["output_bytes"]?.integer,
      let outputHash = document.root["output_sha256"]?.string,
      let inputBytes = document.root["input_bytes"]?.integer,
      let inputHash = document.root["input_sha256"]?.string,
      let beyondLimit = document.root["beyond_limit"]?.integer, texts >= 0, outputBytes >= 0
    else { return false }
    (self.texts, self.outputBytes, self.inputBytes) = (texts, outputBytes, inputBytes)
    (self.inputHash, self.outputHash, self.beyondLimit) = (inputHash, outputHash, beyondLimit)
    copied = document.root["copied"]?.elements.map { $0.compactMap(\.string) }
    isComplete = document.root["complete"]?.bool ?? false
    return true
  }
}
