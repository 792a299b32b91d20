/// The heads of a file's parts, joined as they are read: of one that is not split, one.
struct Parts {
  private(set) var headers: [Header] = []
  /// The tensors of all parts, with their places in the storage.
  private(set) var tensors: [TensorInfo] = []
  private(set) var indices: [String: Int] = [:]

  /// Adds the head of the part that begins at an offset of the storage.
  mutating func add(_ header: Header, at offset: Int) throws(GGUFError) {
    headers.append(header)
    try add(header.tensors, at: offset)
  }

  /// Adds tensors whose places count from an offset of the storage.
  mutating func add(_ more: [TensorInfo], at offset: Int) throws(GGUFError) {
    for tensor in more {
      guard indices.updateValue(tensors.count, forKey: tensor.name) == nil else {
        throw GGUFError(.duplicateTensor(tensor.name))
      }
      var placed = tensor
      placed.byteOffset += offset
      tensors.append(placed)
    }
  }

  /// Throws when the part that was added last says that it is another one than that of an index. A file that
  /// is not split need not say anything.
  func check(_ index: Int, of storage: Storage) throws(GGUFError) {
    guard let pairs = headers.last?.pairs else { return }
    let bytes = storage.parts[index]
    // The entries of a part count from its beginning.
    let count = try number("split.count", pairs, storage, bytes) ?? 1
    let number = try number("split.no", pairs, storage, bytes) ?? 0
    let parts = storage.parts.count
    guard count == parts || (count == 0 && parts == 1), number == index else {
      throw GGUFError(
        .wrongPart(number: number &+ 1, of: count, needed: index + 1, neededOf: parts))
    }
  }

  private func number(
    _ key: String, _ pairs: PairReader, _ storage: Storage, _ part: Range<Int>
  ) throws(GGUFError) -> UInt64? {
    guard let entry = pairs.indices[key].map({ pairs.entries[$0] }) else { return nil }
    let value = storage.withBytes {
      integer(entry.type, at: part.lowerBound + entry.bytes.lowerBound, in: $0)
    }
    guard let value, let number = UInt64(exactly: value) else {
      throw GGUFError(
        .wrongType(key: key, found: entry.type.name, needed: "an unsigned integer"),
        at: entry.bytes.lowerBound)
    }
    return number
  }
}
