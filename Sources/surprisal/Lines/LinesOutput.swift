import Basics
import Reports
import JSON
import Runtime

/// Where rows go: standard output, or a file with a receipt beside it.
struct LinesOutput {
  private let path: String?
  private let descriptor: Int32
  private var rows: [UInt8] = []
  /// Whether there was neither such a file nor a receipt before.
  private var isNew = true
  /// The hash of all rows that are written.
  private var hash = SHA256()
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
    let there = [path, Self.receiptPath(path)].first { WritingPlace($0).isTaken }
    isNew = there == nil
    if let there {
      guard resuming else {
        throw CommandError(
          .cannotCreate,
          "\(there) exists already: go on with it by --resume, or name another file with -o")
      }
      try self.receipt.takeUp(Self.receiptPath(path), models: models)
      hash = try Self.hash(ofRowsIn: path, countedBy: self.receipt)
      if self.receipt.isComplete, let size = sizeOfFile(path), size > self.receipt.outputBytes,
        lastByte(ofFile: path) == UInt8(ascii: "\n")
      {
        throw CommandError(
          .badData,
          "behind the rows that the receipt of \(path) counts stand others, though that run had ended: take them "
            + "away, or name another file with -o")
      }
    } else {
      try putFile(Self.receiptPath(path), self.receipt.document)
    }
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    let end = off_t(self.receipt.outputBytes)
    guard descriptor >= 0, ftruncate(descriptor, end) == 0, lseek(descriptor, end, SEEK_SET) == end
    else {
      throw CommandError(
        .cannotCreate, "cannot write \(path): \(reason(errno)); name another file with -o")
    }
  }

  private static func receiptPath(_ path: String) -> String { path + ".receipt.json" }

  /// The hash of the rows that are there. Throws where they are not those that were written: the sums of the
  /// receipt are of those.
  private static func hash(
    ofRowsIn path: String, countedBy receipt: LineReceipt
  ) throws(CommandError) -> SHA256 {
    let rows = surprisal.hash(ofFile: path, first: receipt.outputBytes) ?? (SHA256(), 0)
    guard rows.count == receipt.outputBytes else {
      throw CommandError(
        .badData,
        "\(path) is shorter than the \(receipt.outputBytes) bytes that its receipt counts: bring the rows back, "
          + "or remove both and begin anew")
    }
    guard rows.hash.hexadecimal == receipt.outputHash else {
      throw CommandError(
        .badData,
        "output_sha256 differs: what stands in \(path) are not the rows that its receipt counts; bring them "
          + "back, or remove both and begin anew")
    }
    return rows.hash
  }

  /// Removes an output in which no row stands, and its receipt.
  func discardEmpty() {
    guard let path, isNew, receipt.texts == 0 else { return }
    unsafe unlink(path)
    unsafe unlink(Self.receiptPath(path))
  }

  /// Says in the receipt that rows may stand behind those that it counts, before any does.
  mutating func reopen() throws(CommandError) {
    guard receipt.isComplete else { return }
    receipt.isComplete = false
    if let path { try putFile(Self.receiptPath(path), receipt.document) }
  }

  /// Takes rows.
  mutating func write(_ text: String) {
    rows += text.utf8
    receipt.outputBytes += text.utf8.count
  }

  /// Writes the rows of whole texts, and then the receipt that counts them.
  mutating func flush() throws(CommandError) {
    let code = writeAll(rows, to: descriptor)
    hash.update(rows)
    receipt.outputHash = hash.hexadecimal
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
    if let path { try putFile(Self.receiptPath(path), receipt.document) }
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
      let outputHash = document.root["output_sha256"]?.string,
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
      let value = setting.value.text
      guard there ?? "null" != value else { continue }
      throw CommandError(
        .badData,
        "\(setting.name) is \(value), and the rows were made with \(there ?? "null"): go on with "
          + "the same, or name another file with -o")
    }
    (self.texts, self.outputBytes, self.inputBytes) = (texts, outputBytes, inputBytes)
    (self.inputHash, self.outputHash, self.beyondLimit) = (inputHash, outputHash, beyondLimit)
    copied = document.root["copied"]?.elements.map { $0.compactMap(\.string) }
    isComplete = document.root["complete"]?.bool ?? false
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

extension LinesOutput {
  /// Begins the file of the figures of all texts; nil where none is asked for. One that is there is written over where
  /// it is such a file or empty, and none of those that the run reads or writes. Where it cannot be begun, nothing is
  /// left of an output without rows.
  func summaryFile(
    _ path: String?, besides lists: [String]
  ) throws(CommandError) -> PendingFile? {
    guard let path else { return nil }
    do throws(CommandError) {
      try checkSummary(path, besides: lists)
      return try PendingFile(path, replacing: true)
    } catch {
      discardEmpty()
      throw error
    }
  }

  private func checkSummary(_ path: String, besides lists: [String]) throws(CommandError) {
    let beginning = Array(LineReceipt.summaryBeginning.utf8)
    // A file that cannot be read is no summary either.
    let isFile = if case .regular? = WritingPlace(path).kind { true } else { false }
    let there = smallFile(path, limit: beginning.count) ?? (isFile ? [0] : [])
    let others = lists + (self.path.map { [$0, Self.receiptPath($0)] } ?? [])
    guard there.isEmpty || there == beginning, !others.contains(where: { isSameFile($0, path) })
    else {
      throw CommandError(
        .cannotCreate,
        "\(path) is there and is no summary, so it is not written over: name another file with --summary"
      )
    }
  }
}
