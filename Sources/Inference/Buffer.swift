import Basics

/// Floats at a fixed place, aligned to a vector and zero at first.
///
/// Its pages are mapped and take memory only when they are touched, so a buffer may be as large as
/// the longest context at no cost to a short text.
@safe final class Buffer {
  /// The first float.
  let start: UnsafeMutablePointer<Float>
  /// The number of floats.
  let count: Int

  /// Reserves floats. Throws when the system has no room for them.
  init(count: Int) throws(InferenceError) {
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let address = unsafe mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .outOfMemory(bytes: bytes)
    }
    unsafe start = address.bindMemory(to: Float.self, capacity: count)
    self.count = count
  }

  deinit { unsafe munmap(start, max(count, 1) * MemoryLayout<Float>.stride) }
}
