import Basics
import Synchronization

/// A tensor that a file holds in another order, or with other numbers, than it is computed with: it is made
/// in memory from the file's bytes.
package struct MadeTensor: Sendable {
  /// What is made; its place counts from the first made tensor on.
  package var info: TensorInfo
  /// The bytes of the storage that it is made from.
  package var source: Range<Int>
  /// Fills so many bytes as the tensor has. Both are of the sizes that are said here.
  package var make: @Sendable (_ source: RawSpan, _ target: inout MutableRawSpan) -> Void

  /// What is made, of what and how.
  package init(
    _ info: TensorInfo, from source: Range<Int>,
    by make: @escaping @Sendable (_ source: RawSpan, _ target: inout MutableRawSpan) -> Void
  ) {
    self.info = info
    self.source = source
    self.make = make
  }
}

/// The memory of tensors that are made: there from the start, and filled when somebody asks for it, so that a
/// look at the head of a file costs nothing.
@safe final class MadeTensors: @unchecked Sendable {
  private let start: UnsafeMutableRawPointer?
  /// The bytes of all.
  let count: Int
  /// What is still to be made.
  private let open: Mutex<[MadeTensor]>

  /// Reserves what the tensors need, which lie one behind the other.
  init(_ tensors: [MadeTensor]) throws(GGUFError) {
    let count = tensors.last?.info.byteRange.upperBound ?? 0
    self.count = count
    open = Mutex(tensors)
    guard count > 0 else {
      unsafe start = nil
      return
    }
    let address = unsafe mmap(
      nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let base = unsafe address, unsafe base != MAP_FAILED else {
      throw GGUFError(.unreadable(code: errno))
    }
    unsafe start = base
  }

  deinit { if let start = unsafe start { unsafe munmap(start, count) } }

  /// Fills what is not filled yet. O(*n*) in the bytes.
  func make(from storage: Storage) {
    open.withLock { open in
      for tensor in open {
        guard let start = unsafe start else { return }
        let range = tensor.info.byteRange
        var target = unsafe MutableRawSpan(
          _unsafeStart: start + range.lowerBound, byteCount: range.count)
        storage.withBytes { tensor.make($0.extracting(tensor.source), &target) }
        storage.forget(tensor.source)
      }
      open = []
    }
  }

  /// The address of bytes, which have to lie inside.
  @unsafe func pointer(to range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes that nobody makes")
    return unsafe UnsafeRawBufferPointer(
      start: UnsafeRawPointer(start).map { unsafe $0 + range.lowerBound }, count: range.count)
  }
}
