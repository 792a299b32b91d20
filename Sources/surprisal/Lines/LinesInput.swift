import Basics
import Runtime
import Tables
import TextLists

/// The texts of several lists, one after the other, of which no more is held than a text and a piece of a file.
struct LinesInput {
  /// A text, where it stands, and what was read up to its end.
  struct Item {
    var file: Int
    var text: ListedText
    /// The bytes of all lists up to its end, and their hash.
    var bytes: Int, hash: SHA256
  }

  let files: [String]
  let keys: TextKeys
  /// The bytes of the lists that were read before, and their hash.
  private var (before, hash) = (0, SHA256())

  init(_ files: [String], _ keys: TextKeys) {
    self.files = files
    self.keys = keys
  }

  /// Hands on all texts, until `take` returns false.
  mutating func forEach(_ take: (Item) throws -> Bool) throws {
    for file in files.indices {
      guard try readList(file, take) else { return }
    }
  }

  /// Whether all was handed on.
  private mutating func readList(_ file: Int, _ take: (Item) throws -> Bool) throws -> Bool {
    let (path, format) = (files[file], ListFormat(ofFile: files[file]))
    var cutter = RecordCutter(separator: format.separator, limit: largestInput, behind: hash)
    var reader = TextListReader(format, keys)
    var goesOn = true
    func pass(_ record: Record) throws -> Bool {
      hash = record.hash
      do {
        guard let text = try reader.read(record) else { return true }
        goesOn = try take(
          Item(file: file, text: text, bytes: before + record.end, hash: record.hash))
      } catch let error as TextListError {
        throw CommandError(
          error.isAboutNames ? .usage : .badData, "\(path), line \(record.line): \(error)")
      }
      return goesOn
    }
    var end = 0
    try Self.forEachPiece(of: path) { piece in
      try cutter.cut(piece) { record in
        end = record.end
        return try pass(record)
      }
      return goesOn
    }
    guard goesOn else { return false }
    if let record = cutter.end() {
      end = record.end
      guard try pass(record) else { return false }
    }
    before += end
    return true
  }

  private static func forEachPiece(of path: String, _ take: ([UInt8]) throws -> Bool) throws {
    let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CommandError(
        .noInput, "cannot open \(path): \(reason(errno)); check its name, and that it may be read")
    }
    defer { if path != "-" { close(descriptor) } }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe piece.withUnsafeMutableBytes {
        unsafe read(descriptor, $0.baseAddress, $0.count)
      }
      if count == 0 { return }
      if count < 0 && errno == EINTR {
        if endingSignal() != nil { return }
        continue
      }
      guard count > 0 else {
        throw CommandError(.noInput, "cannot read \(path): \(reason(errno)); name a readable file")
      }
      guard try take(Array(piece[..<count])) else { return }
    }
  }
}
