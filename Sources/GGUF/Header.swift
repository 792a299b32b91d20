/// Everything before the tensor data, read once from front to back and checked.
struct Header {
  let version: UInt32
  let pairs: PairReader
  let alignment: Int
  let tensors: [TensorInfo]
  let tensorIndices: [String: Int]
  let dataOffset: Int
  let unclaimedByteCount: Int

  static let magic: [UInt8] = Array("GGUF".utf8)

  init(_ bytes: RawSpan) throws(GGUFError) {
    try Self.checkMagic(bytes)
    var cursor = Cursor(end: min(bytes.byteCount, Limits.metadataBytes))
    _ = try cursor.skip(UInt64(Self.magic.count), "the magic number", in: bytes)
    version = try Self.readVersion(&cursor, bytes)
    let tensorCount = try Self.readCount(.tensors, minimumBytes: 33, &cursor, bytes)
    let keyCount = try Self.readCount(.keys, minimumBytes: 13, &cursor, bytes)

    var pairs = PairReader()
    for index in 0..<keyCount { try pairs.readPair(index, &cursor, bytes) }
    self.pairs = pairs
    alignment = try pairs.alignment(bytes)

    cursor.end = bytes.byteCount
    var reader = TensorInfoReader()
    for index in 0..<tensorCount { try reader.readInfo(index, &cursor, bytes) }
    let start = cursor.position
    dataOffset = start + (alignment - start % alignment) % alignment
    let placed = try reader.place(
      from: dataOffset, alignment: alignment, fileSize: bytes.byteCount)
    tensors = placed.tensors
    unclaimedByteCount = placed.unclaimedByteCount
    tensorIndices = reader.indices
  }

  private static func checkMagic(_ bytes: RawSpan) throws(GGUFError) {
    let found = bytes.copy(0..<min(bytes.byteCount, magic.count))
    guard found == Array(magic.prefix(found.count)) else {
      throw GGUFError(.notGGUF(magic: found), at: 0)
    }
  }

  private static func readVersion(
    _ cursor: inout Cursor, _ bytes: RawSpan
  ) throws(GGUFError) -> UInt32 {
    let position = cursor.position
    let version = try cursor.read(UInt32.self, "the version", from: bytes)
    switch version {
    case 2, 3: return version
    case let other where other != 0 && other & 0xFFFF == 0:
      throw GGUFError(.bigEndian, at: position)
    default: throw GGUFError(.unsupportedVersion(version), at: position)
    }
  }

  /// A count, which stays as wide as the file has it until it is known to be possible.
  private static func readCount(
    _ counted: GGUFError.Counted, minimumBytes: Int, _ cursor: inout Cursor, _ bytes: RawSpan
  ) throws(GGUFError) -> Int {
    let position = cursor.position
    let count = try cursor.read(UInt64.self, "the number of \(counted)", from: bytes)
    let left = bytes.byteCount - cursor.position
    guard count <= left / minimumBytes, let possible = Int(exactly: count) else {
      throw GGUFError(.impossibleCount(counted, count: count, bytesLeft: left), at: position)
    }
    let limit = counted == .keys ? Limits.keys : Limits.tensors
    guard possible <= limit else {
      throw GGUFError(.overLimit(counted, count: count, limit: limit), at: position)
    }
    return possible
  }
}

/// Whether a key or a tensor's name can be shown as it is and compared byte by byte.
func isPrintableASCII(_ name: [UInt8]) -> Bool {
  !name.isEmpty && name.allSatisfy { (0x21...0x7E).contains($0) }
}
