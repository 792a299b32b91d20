import Basics
import ModelStores
import Reports
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
  /// The bytes of the file that are this run's.
  private var written = 0
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
        let goesOn = isFile(path) && LineReceipt.stands(in: Self.receiptPath(path))
        throw CommandError(
          .cannotCreate,
          "\(there) exists already: \(goesOn ? "go on with it by --resume, or " : "")name another file with -o"
        )
      }
      try self.receipt.takeUp(Self.receiptPath(path), models: models, of: path)
      hash = try Self.hash(ofRowsIn: path, countedBy: self.receipt)
      if self.receipt.isComplete { try Self.checkEnd(of: path, countedBy: self.receipt) }
      Self.removeLeftovers(besides: Self.receiptPath(path))
    } else {
      try putFile(Self.receiptPath(path), self.receipt.document)
    }
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    written = self.receipt.outputBytes
    guard descriptor >= 0, lseek(descriptor, off_t(written), SEEK_SET) == off_t(written) else {
      throw CommandError(
        .cannotCreate, "cannot write \(path): \(reason(errno)); name another file with -o")
    }
  }

  /// Refuses rows behind which something stands that no run has written: it is for whoever wrote it to take away.
  private static func checkEnd(
    of path: String, countedBy receipt: LineReceipt
  ) throws(CommandError) {
    if let size = sizeOfFile(path), size > receipt.outputBytes {
      throw foreignEnd(of: path, behind: receipt.outputBytes)
    }
  }

  private static func foreignEnd(of path: String, behind count: Int) -> CommandError {
    CommandError(
      .badData,
      "behind the first \(count) bytes of \(path), which are rows of this run, stand others: take them away "
        + "(truncate -s \(count)), or name another file with -o")
  }

  /// Whether what stands where rows are to be written are these rows, as far as it goes: what a run left that was
  /// killed before its receipt counted them.
  private func standsThere(_ rows: [UInt8]) -> Bool {
    var there = [UInt8](repeating: 0, count: rows.count)
    var count = 0
    while count < there.count {
      let step = unsafe there.withUnsafeMutableBytes {
        unsafe pread(
          descriptor, $0.baseAddress.map { unsafe $0 + count }, $0.count - count,
          off_t(written + count))
      }
      if step < 0 && errno == EINTR { continue }
      guard step > 0 else { break }
      count += step
    }
    return there.prefix(count) == rows.prefix(count)
  }

  private static func receiptPath(_ path: String) -> String { path + ".receipt.json" }

  /// Removes the receipts that killed runs were about to put in the place of this one: what begins as one, or would,
  /// and has its name and a number.
  private static func removeLeftovers(besides receipt: String) {
    let path = WritingPlace(receipt).path
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let (folder, name) = (String(path[..<start]), String(path[start...]) + ".")
    let beginning = Array(LineReceipt.beginning.utf8)
    for other in (try? FileTree.live.names(folder.isEmpty ? "." : folder)) ?? []
    where other.hasPrefix(name) {
      let number = other.dropFirst(name.count)
      guard UInt64(number).map({ String($0) == number }) == true,
        let bytes = smallFile(folder + other, limit: beginning.count),
        beginning.starts(with: bytes)
      else { continue }
      unsafe unlink(folder + other)
    }
  }

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
    if let path, !standsThere(rows) { throw Self.foreignEnd(of: path, behind: written) }
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
    written = receipt.outputBytes
    if let path { try putFile(Self.receiptPath(path), receipt.document) }
  }

  /// Says in the receipt that all texts are done, where nothing else stands behind their rows.
  mutating func finish() throws(CommandError) {
    if let path { try Self.checkEnd(of: path, countedBy: receipt) }
    receipt.isComplete = true
    try flush()
  }
}

/// Puts a file in the place of another, in one step.
func putFile(_ path: String, _ text: String) throws(CommandError) {
  do throws(WritingFault) {
    try replaceFile(path, Array(text.utf8))
  } catch {
    throw CommandError(
      .cannotCreate,
      "cannot write \(path): \(error); "
        + ([ENOSPC, EDQUOT].contains(error.code) ? "make room there" : "name another file with -o"))
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
