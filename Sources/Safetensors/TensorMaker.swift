import GGUF

/// Makes a tensor's numbers from those of a file.
struct TensorMaker: Sendable {
  private let change: TensorChange
  private let type: TensorType
  /// Rows and columns as the file has them, and the bytes of a number.
  private let rows: Int, columns: Int, width: Int
  private let heads: Int

  /// What makes a tensor, whose description becomes that of what is made. Nil for a shape of which it cannot be
  /// made.
  init?(_ change: TensorChange, _ info: inout TensorInfo, heads: Int) {
    self.change = change
    self.heads = heads
    type = info.type
    width = info.type.block.bytes
    columns = info.dimensions[0]
    rows = info.elementCount / columns
    switch change {
    case .none: break
    case .transposed:
      guard info.dimensions.count == 2 else { return nil }
      info.dimensions.reverse()
    case .plusOne:
      guard [.f32, .f16, .bf16].contains(type) else { return nil }
      info.byteCount = 4 * info.elementCount
      info.type = .f32
    case .sortedByPart:
      let count = info.dimensions.count == 1 ? columns : rows
      guard heads > 0, count % (3 * heads) == 0 else { return nil }
    }
  }

  /// Fills a tensor. O(*n*).
  func fill(_ target: inout MutableRawSpan, from source: RawSpan) {
    switch change {
    case .none: copy(0..<source.byteCount, of: source, to: 0, of: &target)
    case .transposed: transpose(source, to: &target)
    case .plusOne: addOne(source, to: &target)
    case .sortedByPart: sort(source, to: &target)
    }
  }

  /// In squares that stay in the cache.
  private func transpose(_ source: RawSpan, to target: inout MutableRawSpan) {
    let side = 32
    for top in stride(from: 0, to: rows, by: side) {
      for left in stride(from: 0, to: columns, by: side) {
        for column in left..<min(left + side, columns) {
          for row in top..<min(top + side, rows) {
            move(source, row * columns + column, &target, column * rows + row)
          }
        }
      }
    }
  }

  private func move(_ source: RawSpan, _ from: Int, _ target: inout MutableRawSpan, _ to: Int) {
    switch width {
    case 4: moveNumber(UInt32.self, source, from, &target, to)
    case 2: moveNumber(UInt16.self, source, from, &target, to)
    default: copy(from * width..<(from + 1) * width, of: source, to: to * width, of: &target)
    }
  }

  @inline(__always)
  private func moveNumber<Number: BitwiseCopyable>(
    _ type: Number.Type, _ source: RawSpan, _ from: Int, _ target: inout MutableRawSpan, _ to: Int
  ) {
    let size = MemoryLayout<Number>.size
    let number = unsafe source.unsafeLoadUnaligned(fromByteOffset: from * size, as: Number.self)
    target.storeBytes(of: number, toByteOffset: to * size, as: Number.self)
  }

  private func copy(
    _ range: Range<Int>, of source: RawSpan, to place: Int, of target: inout MutableRawSpan
  ) {
    precondition(place + range.count <= target.byteCount, "bytes beyond a tensor's end")
    unsafe target.withUnsafeMutableBytes { target in
      unsafe source.extracting(range).withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[place..<place + range.count])
          .copyMemory(from: source)
      }
    }
  }

  private func addOne(_ source: RawSpan, to target: inout MutableRawSpan) {
    for index in 0..<rows * columns {
      let bits: UInt32 =
        width == 4
        ? unsafe source.unsafeLoadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
        : UInt32(unsafe source.unsafeLoadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
      let value =
        switch type {
        case .f16: Float(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
        case .bf16: Float(bitPattern: bits << 16)
        default: Float(bitPattern: bits)
        }
      target.storeBytes(of: (value + 1).bitPattern, toByteOffset: 4 * index, as: UInt32.self)
    }
  }

  /// Of each head its queries, its keys, its values: first all queries, then all keys, then all values.
  private func sort(_ source: RawSpan, to target: inout MutableRawSpan) {
    let part = source.byteCount / (3 * heads)
    for head in 0..<heads {
      for kind in 0..<3 {
        let from = (3 * head + kind) * part
        copy(from..<from + part, of: source, to: (kind * heads + head) * part, of: &target)
      }
    }
  }
}
