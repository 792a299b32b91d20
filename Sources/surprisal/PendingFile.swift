import Basics
import Runtime

/// A file that appears under its name when all of it is written: until then it is written beside, and whatever
/// fails leaves what was there.
struct PendingFile: ~Copyable {
  private let path: String
  /// Where it is written until then; nil where it is written in place, as into a pipe or a device.
  private let beside: String?
  private let replaces: Bool
  private var descriptor: Int32

  /// Begins a file.
  ///
  /// - Parameter replaces: Whether a file of that name may be written over.
  init(_ path: String, replacing replaces: Bool) throws(CommandError) {
    let place = WritingPlace(path)
    let isInPlace = place.kind == .other
    if place.isTaken, !isInPlace, !replaces {
      throw CommandError(
        .cannotCreate, "\(path) exists already: --force writes over it, or name another file")
    }
    let beside = isInPlace ? nil : "\(place.path).\(getpid()).new"
    let descriptor =
      unsafe isInPlace
      ? open(path, O_WRONLY | O_CLOEXEC)
      : open(beside ?? path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw CommandError(
        .cannotCreate,
        "cannot write \(path): \(reason(errno)); name another file, in a folder that can be "
          + "written to")
    }
    if case .regular(let mode) = place.kind { fchmod(descriptor, mode) }
    self.path = place.path
    self.beside = beside
    self.replaces = replaces
    self.descriptor = descriptor
  }

  /// Writes more of it.
  mutating func write(_ bytes: [UInt8]) throws(CommandError) {
    let code = writeAll(bytes, to: descriptor)
    if code != 0 { throw failure(code) }
  }

  /// Puts it in its place.
  consuming func finish() throws(CommandError) {
    guard let beside else { return }
    var fault = fsync(descriptor) == 0 ? 0 : errno
    if fault == EINVAL { fault = 0 }
    if close(descriptor) != 0, fault == 0 { fault = errno }
    descriptor = -1
    if fault == 0 { fault = put(beside) }
    guard fault == 0 else { throw failure(fault) }
  }

  /// Gives it its name, and returns the number of an error or 0. A file that came meanwhile is not written over.
  private func put(_ beside: String) -> Int32 {
    if !replaces {
      if unsafe link(beside, path) == 0 { return 0 }
      // Some file systems have no links.
      if errno == EEXIST || WritingPlace(path).isTaken { return EEXIST }
    }
    return unsafe rename(beside, path) == 0 ? 0 : errno
  }

  private func failure(_ code: Int32) -> CommandError {
    CommandError(
      code == EEXIST ? .cannotCreate : .outputFailed,
      "cannot write \(path): \(reason(code)); what was there is as it was, so make room or name another file"
    )
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if let beside { unsafe unlink(beside) }
  }
}

/// Writes a whole file: see `PendingFile`.
func writeFile(_ path: String, _ bytes: [UInt8], replacing: Bool) throws(CommandError) {
  var file = try PendingFile(path, replacing: replacing)
  try file.write(bytes)
  try file.finish()
}
