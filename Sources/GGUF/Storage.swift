import Basics
import CMapping

/// The bytes of a model file, mapped, copied or lent, for as long as somebody refers to them. The parts of a
/// split file lie one behind the other, each from a page of its own on.
///
/// The one place where the module touches memory that Swift does not own. It is immutable, so it may
/// be shared between threads. Of a mapped file that is truncated by somebody else the lost bytes read as
/// zeros, and ``checkUnchanged()`` throws from then on.
@safe package final class Storage: @unchecked Sendable {
  private let start: UnsafeRawPointer
  /// The bytes from the first to the last, what lies between parts among them.
  package let count: Int
  /// Where the parts lie; one of a file that is not split.
  package let parts: [Range<Int>]
  private let origin: Origin

  /// Whose the bytes are.
  private enum Origin {
    /// Those of open files, one for each part, under a guard.
    case files([OpenFile], guardNumber: Int32)
    /// Copied ones.
    case copy
    /// Those of somebody who keeps them for the life of the process.
    case lender
  }

  /// Copies bytes. O(*n*).
  package convenience init(copying bytes: [UInt8]) throws(GGUFError) {
    try self.init(copying: bytes, parts: [bytes.count])
  }

  private init(copying bytes: [UInt8], parts: [Int]) throws(GGUFError) {
    guard !bytes.isEmpty else { throw GGUFError(.empty) }
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    unsafe copy.copyBytes(from: bytes)
    guard let base = copy.baseAddress else { throw GGUFError(.empty) }
    unsafe start = UnsafeRawPointer(base)
    count = bytes.count
    var end = 0
    self.parts = parts.map { size in
      defer { end += size }
      return end..<end + size
    }
    origin = .copy
  }

  /// Copies the parts of a file, one behind the other. O(*n*).
  package convenience init(copying parts: [[UInt8]]) throws(GGUFError) {
    try self.init(copying: Array(parts.joined()), parts: parts.map(\.count))
  }

  /// Refers to bytes that stay where and as they are for the life of the process. O(1).
  @unsafe init(lasting bytes: UnsafeRawBufferPointer) throws(GGUFError) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { throw GGUFError(.empty) }
    unsafe start = base
    count = bytes.count
    parts = [0..<bytes.count]
    origin = .lender
  }

  /// Maps a file, or the parts of one in order, read-only.
  package init(mapping paths: [String]) throws(GGUFError) {
    var files: [OpenFile] = []
    var parts: [Range<Int>] = []
    var end = 0
    for path in paths {
      let file = try OpenFile(path)
      let (next, overflow) = end.addingReportingOverflow(file.size)
      let page = Int(getpagesize())
      guard !overflow, next < Int.max - page else {
        throw GGUFError(.unreadable(code: ENOMEM), path: path)
      }
      files.append(file)
      parts.append(end..<next)
      end = (next + page - 1) / page * page
    }
    unsafe start = try Self.reserve(max(end, 1))
    count = parts.last?.upperBound ?? 0
    self.parts = parts
    origin = .files(files, guardNumber: unsafe mapping_guard(start, count))
    // From here on `deinit` gives all back.
    for (file, part) in zip(files, parts) {
      try unsafe file.map(to: UnsafeMutableRawPointer(mutating: start) + part.lowerBound)
    }
  }

  /// Addresses that nothing lies at yet.
  private static func reserve(_ size: Int) throws(GGUFError) -> UnsafeRawPointer {
    let address = unsafe mmap(
      nil, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let base = unsafe address, unsafe base != MAP_FAILED else {
      throw GGUFError(.unreadable(code: errno))
    }
    return UnsafeRawPointer(base)
  }

  deinit {
    switch origin {
    case .files(_, let number):
      mapping_release(number)
      unsafe munmap(UnsafeMutableRawPointer(mutating: start), count)
    case .copy: unsafe start.deallocate()
    case .lender: break
    }
  }

  /// Throws when a file is not as it was when it was opened. O(*n*) in the parts: a system call each.
  func checkUnchanged() throws(GGUFError) {
    guard case .files(let files, let number) = origin else { return }
    for file in files { try file.checkUnchanged() }
    // It may have been cut and made whole again in between.
    guard !mapping_is_lost(number) else { throw GGUFError(.changed) }
  }

  /// Says that some bytes are not needed soon: those of a mapped file give their memory back, and come again
  /// from the file.
  func forget(_ range: Range<Int>) {
    guard case .files = origin else { return }
    let page = Int(getpagesize())
    let first = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound / page * page
    guard first < end else { return }
    _ = unsafe madvise(
      UnsafeMutableRawPointer(mutating: start + first), end - first, MADV_DONTNEED)
  }

  /// Lends the bytes, where every access is checked.
  package func withBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe RawSpan(_unsafeStart: start, byteCount: count))
  }

  /// The address of bytes, which have to lie inside.
  @unsafe func pointer(to range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes outside of the file")
    return unsafe UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count)
  }
}
