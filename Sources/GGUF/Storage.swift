import Basics

/// The bytes of a model file, mapped, copied or lent, for as long as somebody refers to them.
///
/// The one place where the module touches memory that Swift does not own. It is immutable, so it may
/// be shared between threads. A mapped file that is truncated by somebody else raises SIGBUS when the
/// lost bytes are read; ``checkUnchanged()`` tells beforehand.
@safe final class Storage: @unchecked Sendable {
  private let start: UnsafeRawPointer
  let count: Int
  private let origin: Origin

  /// Whose the bytes are.
  private enum Origin {
    /// An open file's, as it was when it was mapped.
    case file(descriptor: Int32, Identity)
    /// Copied ones.
    case copy
    /// Those of somebody who keeps them for the life of the process.
    case lender
  }

  /// What changes when a file is rewritten.
  private struct Identity: Equatable {
    let device: UInt, inode: UInt, size: Int, seconds: Int, nanoseconds: Int

    init(_ status: stat) {
      device = UInt(status.st_dev)
      inode = UInt(status.st_ino)
      size = Int(status.st_size)
      let changed = status.modified
      seconds = changed.tv_sec
      nanoseconds = changed.tv_nsec
    }
  }

  /// Copies bytes. O(*n*).
  init(copying bytes: [UInt8]) throws(GGUFError) {
    guard !bytes.isEmpty else { throw GGUFError(.empty) }
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    unsafe copy.copyBytes(from: bytes)
    guard let base = copy.baseAddress else { throw GGUFError(.empty) }
    unsafe start = UnsafeRawPointer(base)
    count = bytes.count
    origin = .copy
  }

  /// Refers to bytes that stay where and as they are for the life of the process. O(1).
  @unsafe init(lasting bytes: UnsafeRawBufferPointer) throws(GGUFError) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { throw GGUFError(.empty) }
    unsafe start = base
    count = bytes.count
    origin = .lender
  }

  /// Maps a file read-only. Opening a pipe does not wait for somebody to write to it.
  init(mapping path: String) throws(GGUFError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw GGUFError(.unreadable(code: errno)) }
    var status = stat()
    do throws(GGUFError) {
      guard unsafe fstat(descriptor, &status) == 0 else {
        throw GGUFError(.unreadable(code: errno))
      }
      guard status.st_mode & S_IFMT == S_IFREG else { throw GGUFError(.notRegular) }
      guard status.st_size > 0 else { throw GGUFError(.empty) }
      let size = Int(status.st_size)
      let address = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
      guard let base = unsafe address, unsafe base != MAP_FAILED else {
        throw GGUFError(.unreadable(code: errno))
      }
      unsafe start = UnsafeRawPointer(base)
      count = size
      origin = .file(descriptor: descriptor, Identity(status))
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit {
    switch origin {
    case .file(let descriptor, _):
      unsafe munmap(UnsafeMutableRawPointer(mutating: start), count)
      close(descriptor)
    case .copy: unsafe start.deallocate()
    case .lender: break
    }
  }

  /// Throws when the file is not as it was when it was opened. O(1): one system call.
  func checkUnchanged() throws(GGUFError) {
    guard case .file(let descriptor, let identity) = origin else { return }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw GGUFError(.unreadable(code: errno))
    }
    guard Identity(status) == identity else { throw GGUFError(.changed) }
  }

  /// Lends the bytes, where every access is checked.
  func withBytes<Result, Failure: Error>(
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
