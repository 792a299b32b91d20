import Basics

/// Floats at a fixed place, aligned to a vector and zero at first.
///
/// Its pages are mapped and take memory only when they are touched, so a buffer may be as large as
/// the longest context at no cost to a short text.
@safe package final class Buffer {
  /// The first float.
  package let start: UnsafeMutablePointer<Float>
  /// The number of floats.
  package let count: Int

  /// Reserves floats. Throws when the system has no room for them.
  package init(count: Int) throws(OutOfMemory) {
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let address = unsafe mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw OutOfMemory(bytes: bytes)
    }
    unsafe start = address.bindMemory(to: Float.self, capacity: count)
    self.count = count
  }

  deinit { unsafe munmap(start, max(count, 1) * MemoryLayout<Float>.stride) }
}

/// The system has no room for so many bytes.
public struct OutOfMemory: Error, Hashable, CustomStringConvertible {
  /// How many.
  public var bytes: Int
  /// So many bytes were refused.
  public init(bytes: Int) { self.bytes = bytes }
  /// The sentence for the user.
  public var description: String { "no memory for \(bytes >> 20) MiB; use a smaller --context" }
}
