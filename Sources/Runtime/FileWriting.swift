public import Basics

/// What the system says is wrong with a file.
public struct WritingFault: Error, Equatable, CustomStringConvertible {
  /// Its number for that, as `ENOSPC`.
  public let code: Int32

  /// A fault of a number, as `errno` has it.
  public init(_ code: Int32) { self.code = code }

  /// Whether there was no room for the file.
  public var isOfRoom: Bool { [ENOSPC, EDQUOT, EFBIG].contains(code) }

  /// The system's words.
  public var description: String { reason(code) }
}

/// Writes a file that is not there yet; what cannot be written whole is not left. O(*n*).
public func createFile(
  _ path: String, _ bytes: [UInt8], mode: mode_t = 0o644
) throws(WritingFault) {
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
  guard descriptor >= 0 else { throw WritingFault(errno) }
  var fault = writeAll(bytes, to: descriptor)
  if close(descriptor) != 0, fault == 0 { fault = errno }
  guard fault == 0 else {
    unsafe unlink(path)
    throw WritingFault(fault)
  }
}

/// Puts a file in the place of another, or of none, in one step: nobody ever reads half of it, and where it
/// cannot be written whole the other one stays. A link stays, and leads to the new file; a device or a pipe takes
/// the bytes. O(*n*).
public func replaceFile(
  _ path: String, _ bytes: [UInt8], mode: mode_t = 0o644
) throws(WritingFault) {
  let place = WritingPlace(path)
  guard place.kind != .other else { return try writeInPlace(path, bytes) }
  // A name that no other process writes to at the same time.
  let new = "\(place.path).\(UInt64.random(in: 0...(.max)))"
  try createFile(new, bytes, mode: mode)
  guard unsafe rename(new, place.path) != 0 else { return }
  let fault = errno
  unsafe unlink(new)
  throw WritingFault(fault)
}

/// Writes into what is no file with bytes of its own.
private func writeInPlace(_ path: String, _ bytes: [UInt8]) throws(WritingFault) {
  let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw WritingFault(errno) }
  defer { close(descriptor) }
  let fault = writeAll(bytes, to: descriptor)
  guard fault == 0 else { throw WritingFault(fault) }
}

/// Writes all bytes, and returns the number of an error or 0.
public func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  unsafe bytes.withUnsafeBytes {
    var rest = unsafe $0[...]
    while unsafe !rest.isEmpty {
      let count = unsafe write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count >= 0 { unsafe rest = rest.dropFirst(count) } else if errno != EINTR { return errno }
    }
    return 0
  }
}

/// The system's words for an error.
public func reason(_ code: Int32) -> String {
  unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}
