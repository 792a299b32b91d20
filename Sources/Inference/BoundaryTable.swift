import CKernels
import Scoring

/// What begins a word and what ends a text, where the kernels read it.
@safe final class BoundaryTable {
  /// How many entries of the vocabulary begin a word.
  let startCount: Int
  /// The same for kernels, as long as this lives.
  let table: kernels_boundaries
  private let starts: UnsafeMutableBufferPointer<UInt8>

  init(_ boundaries: WordBoundaries) {
    startCount = boundaries.startCount
    unsafe starts = .allocate(capacity: boundaries.starts.count)
    _ = unsafe starts.initialize(from: boundaries.starts)
    let ends = boundaries.ends.map(Int32.init) + Array(repeating: -1, count: Int(kernels_ends))
    unsafe table = kernels_boundaries(starts: starts.baseAddress, ends: (ends[0], ends[1]))
  }

  deinit { unsafe starts.deallocate() }
}
