/// Reads the list of tensors, and checks where their data lie once it is known where data begin.
struct TensorInfoReader {
  private(set) var indices: [String: Int] = [:]
  private var tensors: [TensorInfo] = []
  /// The offsets as the file has them, and where it has them.
  private var offsets: [(value: UInt64, position: Int)] = []

  mutating func readInfo(
    _ index: Int, _ cursor: inout Cursor, _ bytes: RawSpan
  ) throws(GGUFError) {
    let position = cursor.position
    let name = try readName(index, &cursor, bytes)
    guard indices.updateValue(index, forKey: name) == nil else {
      throw GGUFError(.duplicateTensor(name), at: position)
    }
    let dimensionsPosition = cursor.position
    let dimensions = try readDimensions(name, &cursor, bytes)
    let typePosition = cursor.position
    let number = try cursor.read(UInt32.self, "the type of tensor \(name)", from: bytes)
    guard let type = TensorType(rawValue: number) else {
      throw GGUFError(.unknownTensorType(number, tensor: name), at: typePosition)
    }
    let size = try byteCount(dimensions, type, name, at: dimensionsPosition)
    offsets.append((0, cursor.position))
    offsets[index].value = try cursor.read(
      UInt64.self, "the offset of tensor \(name)", from: bytes)
    tensors.append(
      TensorInfo(name: name, dimensions: dimensions, type: type, byteOffset: 0, byteCount: size))
  }

  private func readName(
    _ index: Int, _ cursor: inout Cursor, _ bytes: RawSpan
  ) throws(GGUFError) -> String {
    let position = cursor.position
    let range = try cursor.readString("the name of tensor \(index)", from: bytes)
    let limit = Limits.tensorNameBytes
    guard range.count <= limit else {
      throw GGUFError(
        .overLimit(.tensorNameBytes, count: UInt64(range.count), limit: limit), at: position)
    }
    let name = bytes.copy(range)
    guard isPrintableASCII(name) else { throw GGUFError(.invalidTensorName(name), at: position) }
    return String(decoding: name, as: UTF8.self)
  }

  private func readDimensions(
    _ name: String, _ cursor: inout Cursor, _ bytes: RawSpan
  ) throws(GGUFError) -> [Int] {
    let position = cursor.position
    let count = try cursor.read(UInt32.self, "the dimensions of tensor \(name)", from: bytes)
    guard (1...UInt32(Limits.dimensions)).contains(count) else {
      throw GGUFError(.dimensionCount(count, tensor: name), at: position)
    }
    var dimensions: [Int] = []
    for _ in 0..<count {
      let position = cursor.position
      let size = try cursor.read(UInt64.self, "the dimensions of tensor \(name)", from: bytes)
      guard size > 0 else { throw GGUFError(.zeroDimension(tensor: name), at: position) }
      guard let size = Int(exactly: size) else {
        throw GGUFError(.sizeOverflow(tensor: name), at: position)
      }
      dimensions.append(size)
    }
    return dimensions
  }

  private func byteCount(
    _ dimensions: [Int], _ type: TensorType, _ name: String, at position: Int
  ) throws(GGUFError) -> Int {
    let block = type.block
    var elements = 1
    for size in dimensions {
      let (product, overflow) = elements.multipliedReportingOverflow(by: size)
      guard !overflow else { throw GGUFError(.sizeOverflow(tensor: name), at: position) }
      elements = product
    }
    guard dimensions[0] % block.elements == 0 else {
      throw GGUFError(
        .partialBlock(tensor: name, row: dimensions[0], block: block.elements), at: position)
    }
    let (size, overflow) = (elements / block.elements).multipliedReportingOverflow(by: block.bytes)
    guard !overflow else { throw GGUFError(.sizeOverflow(tensor: name), at: position) }
    return size
  }

  /// Gives every tensor its place in the file, and checks that the file has it. O(*n* log *n*).
  func place(
    from dataOffset: Int, alignment: Int, fileSize: Int
  ) throws(GGUFError) -> (tensors: [TensorInfo], unclaimedByteCount: Int) {
    try checkAlignment(alignment)
    try checkEnds(from: dataOffset, fileSize: fileSize)
    var placed = tensors
    for index in placed.indices {
      placed[index].byteOffset = dataOffset + Int(truncatingIfNeeded: offsets[index].value)
    }
    return (placed, try unclaimed(placed, from: dataOffset, alignment, fileSize))
  }

  private func checkAlignment(_ alignment: Int) throws(GGUFError) {
    for (offset, tensor) in zip(offsets, tensors) where offset.value % UInt64(alignment) != 0 {
      throw GGUFError(
        .unalignedOffset(tensor: tensor.name, offset: offset.value, alignment: alignment),
        at: offset.position)
    }
  }

  /// Names the first tensor whose data the file lacks, and the size that the whole file should have.
  private func checkEnds(from dataOffset: Int, fileSize: Int) throws(GGUFError) {
    let room = UInt64(max(fileSize - dataOffset, 0))
    var firstBeyond: Int?
    var needed: UInt64 = 0
    for (index, tensor) in tensors.enumerated() {
      let offset = offsets[index].value
      let size = UInt64(tensor.byteCount)
      if offset > room || size > room - offset { firstBeyond = firstBeyond ?? index }
      let (end, overflow) = offset.addingReportingOverflow(size)
      let (total, beyond) = end.addingReportingOverflow(UInt64(dataOffset))
      needed = overflow || beyond ? .max : max(needed, total)
    }
    guard let firstBeyond else { return }
    throw GGUFError(
      .dataBeyondEnd(tensor: tensors[firstBeyond].name, needed: needed, size: fileSize),
      at: offsets[firstBeyond].position)
  }

  /// Refuses tensors that overlap, and counts the bytes that belong to none.
  private func unclaimed(
    _ placed: [TensorInfo], from dataOffset: Int, _ alignment: Int, _ fileSize: Int
  ) throws(GGUFError) -> Int {
    let order = placed.indices.sorted { placed[$0].byteOffset < placed[$1].byteOffset }
    var unclaimed = 0
    var end = dataOffset
    for (rank, index) in order.enumerated() {
      let tensor = placed[index]
      guard tensor.byteOffset >= end else {
        let other = placed[order[rank - 1]].name
        throw GGUFError(
          .overlap(tensor: tensor.name, other: other), at: offsets[index].position)
      }
      let gap = tensor.byteOffset - end
      if gap >= alignment { unclaimed += gap }
      end = tensor.byteRange.upperBound
    }
    let rest = fileSize - end
    return rest >= alignment ? unclaimed + rest : unclaimed
  }
}
