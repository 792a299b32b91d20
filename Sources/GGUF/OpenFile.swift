import Basics

/// A file that is open to be read, and what tells whether it has changed since.
final class OpenFile: Sendable {
  /// Its size in bytes; never zero.
  let size: Int
  private let path: String
  private let descriptor: Int32
  private let identity: Identity

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

  /// Opens a file. Opening a pipe does not wait for somebody to write to it.
  init(_ path: String) throws(GGUFError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw GGUFError(.unreadable(code: errno), path: path) }
    do throws(GGUFError) {
      let status = try Self.status(descriptor)
      guard status.st_mode & S_IFMT == S_IFREG else { throw GGUFError(.notRegular) }
      guard status.st_size > 0 else { throw GGUFError(.empty) }
      size = Int(status.st_size)
      identity = Identity(status)
    } catch {
      close(descriptor)
      throw GGUFError(error.problem, path: path)
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  private static func status(_ descriptor: Int32) throws(GGUFError) -> stat {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw GGUFError(.unreadable(code: errno))
    }
    return status
  }

  /// Maps it to an address that is reserved for it.
  @unsafe func map(to address: UnsafeMutableRawPointer) throws(GGUFError) {
    let mapped = unsafe mmap(address, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, 0)
    guard unsafe mapped == address else {
      throw GGUFError(.unreadable(code: errno), path: path)
    }
  }

  /// Throws when it is not as it was when it was opened.
  func checkUnchanged() throws(GGUFError) {
    guard Identity(try Self.status(descriptor)) == identity else {
      throw GGUFError(.changed, path: path)
    }
  }
}

extension OpenFile {
  /// The first bytes of it, copied, as they are while they are read.
  fileprivate func copy(_ wanted: Int) throws(GGUFError) -> [UInt8] {
    var failure: GGUFError.Problem?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      while count < wanted, failure == nil {
        let rest = unsafe buffer.baseAddress.map { unsafe $0 + count }
        let step = unsafe pread(descriptor, rest, wanted - count, count)
        if step < 0 { failure = .unreadable(code: errno) }
        if step == 0 { failure = .changed }
        count += max(step, 0)
      }
    }
    if let failure { throw GGUFError(failure, path: path) }
    return bytes
  }
}

/// The bytes of a file that has at most so many, or the first of them.
///
/// - Parameter head: How many are wanted at most.
package func fileBytes(
  of path: String, limit: Int, head: Int = .max
) throws(GGUFError) -> [UInt8] {
  let file = try OpenFile(path)
  guard file.size <= limit else {
    throw GGUFError(
      .overLimit(.metadataBytes, count: UInt64(file.size), limit: limit), path: path)
  }
  return try file.copy(min(file.size, head))
}
