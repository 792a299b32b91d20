import Basics
import Reports
import Runtime
import Safetensors

/// Where rows go: standard output, or a file with a receipt beside it.
struct LinesOutput {
  private let path: String?
  private let descriptor: Int32
  private var rows: [UInt8] = []
  /// What the rows depend on, and how far they are.
  var receipt: LineReceipt

  /// Opens a new output, or goes on with one; `receipt` then says how far that is.
  ///
  /// - Parameter models: Their names.
  init(
    _ path: String?, resuming: Bool, _ receipt: LineReceipt, models: [String]
  ) throws(CommandError) {
    self.path = path
    self.receipt = receipt
    guard let path else {
      descriptor = STDOUT_FILENO
      return
    }
    if let size = sizeOfFile(path) {
      guard resuming else {
        throw CommandError(
          .cannotCreate,
          "\(path) exists already: go on with it by --resume, or name another file with -o")
      }
      try self.receipt.takeUp(Self.receiptPath(path), models: models)
      // Rows that somebody cut off are made anew, all of them: sums cannot be taken back.
      if size < self.receipt.outputBytes { self.receipt = receipt }
    }
    try putFile(Self.receiptPath(path), self.receipt.json)
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    let end = off_t(self.receipt.outputBytes)
    guard descriptor >= 0, ftruncate(descriptor, end) == 0, lseek(descriptor, end, SEEK_SET) == end
    else {
      throw CommandError(
        .cannotCreate, "cannot write \(path): \(reason(errno)); name another file with -o")
    }
  }

  private static func receiptPath(_ path: String) -> String { path + ".receipt.json" }

  /// Takes rows.
  mutating func write(_ text: String) {
    rows += text.utf8
    receipt.outputBytes += text.utf8.count
  }

  /// Writes the rows of whole texts, and then the receipt that counts them.
  mutating func flush() throws(CommandError) {
    let code = writeAll(rows, to: descriptor)
    rows.removeAll(keepingCapacity: true)
    guard code == 0 else {
      throw code == EPIPE && path == nil
        ? .outputClosed
        : CommandError(
          .outputFailed,
          path.map {
            "cannot write the rows to \($0): \(reason(code)); make room, and go on with --resume"
          }
            ?? "cannot write the rows to standard output: \(reason(code)); with -o FILE a run can go on"
        )
    }
    if let path { try putFile(Self.receiptPath(path), receipt.json) }
  }
}

extension LineReceipt {
  /// Takes up how far an earlier run was, if it depended on the same.
  fileprivate mutating func takeUp(_ path: String, models: [String]) throws(CommandError) {
    let bytes: [UInt8]
    do {
      bytes = try readFile(path)
    } catch {
      throw CommandError(
        .badData, "there is no receipt \(path) to go on by: remove the rows, and begin anew")
    }
    guard let document = try? JSONDocument(bytes), let texts = document.root["texts"]?.integer,
      let outputBytes = document.root["output_bytes"]?.integer,
      let inputBytes = document.root["input_bytes"]?.integer,
      let inputHash = document.root["input_sha256"]?.string,
      let beyondLimit = document.root["beyond_limit"]?.integer,
      let sums = document.root["sums"]?.string, texts >= 0, outputBytes >= 0,
      readSums(sums, models: models)
    else {
      throw CommandError(.badData, "\(path) is no receipt: remove it and the rows, and begin anew")
    }
    for setting in settings {
      let there = document.root[setting.name].map {
        String(decoding: document.bytes[$0.range], as: UTF8.self)
      }
      guard there ?? "null" != setting.json else { continue }
      throw CommandError(
        .badData,
        "\(setting.name) is \(setting.json), and the rows were made with \(there ?? "null"): go on with "
          + "the same, or name another file with -o")
    }
    (self.texts, self.outputBytes, self.inputBytes) = (texts, outputBytes, inputBytes)
    (self.inputHash, self.beyondLimit) = (inputHash, beyondLimit)
    copied = document.root["copied"]?.elements.map { $0.compactMap(\.string) }
  }
}

/// Puts a file in the place of another, in one step.
func putFile(_ path: String, _ text: String) throws(CommandError) {
  do throws(WritingFault) {
    try replaceFile(path, Array(text.utf8))
  } catch {
    throw CommandError(.cannotCreate, "cannot write \(path): \(error); make room there")
  }
}
