/// What a model file holds and where: its metadata and its tensors, every count, type, size and
/// offset checked against the bytes that are really there.
///
/// Opening reads only the head of the file; metadata values and tensor data stay in the file, which
/// is mapped into memory as long as the object, or metadata taken from it, lives. Immutable, hence
/// free to share between threads.
///
/// The format is GGUF 2 or 3, little-endian. Models of other formats are told in its terms: their reader
/// writes the metadata in memory, and says where the tensors lie in their files.
public final class ModelFile: Sendable {
  /// The version of the format: 2 or 3.
  public let version: UInt32
  /// What offsets of tensor data are multiples of: a power of two.
  public let alignment: Int
  /// The keys and their values.
  public let metadata: Metadata
  /// The tensors in the order of the file. They do not overlap.
  public let tensors: [TensorInfo]
  /// The byte of the file from which tensor offsets are counted.
  public let dataOffset: Int
  /// The bytes between or behind the data of tensors, beyond what alignment explains: a well-made
  /// file has none.
  public let unclaimedByteCount: Int

  private let indices: [String: Int]
  private let storage: Storage
  private let made: MadeTensors
  private let ownName: @Sendable (String) -> String

  /// Opens a file.
  ///
  /// - Throws: What is wrong with the file, and where.
  /// - Complexity: O(*n*) in the keys, tensors and strings in arrays; about a millisecond for a
  ///   vocabulary of 50 thousand.
  public convenience init(path: String) throws(GGUFError) { try self.init(paths: [path]) }

  /// Opens a file that is split into parts, which are given in their order: the first has the metadata, each
  /// tensors of its own.
  ///
  /// - Throws: What is wrong with which part, and where.
  public convenience init(paths: [String]) throws(GGUFError) {
    try self.init(Storage(mapping: paths), paths)
  }

  /// Reads a file that is held in memory, from a copy of its bytes.
  ///
  /// - Throws: What is wrong with it, and where.
  public convenience init(bytes: [UInt8]) throws(GGUFError) {
    try self.init(Storage(copying: bytes), [])
  }

  /// Reads a file that stays in memory, where and as it is, for the life of the process: one that is built
  /// into the program. It is not copied.
  ///
  /// - Throws: What is wrong with it, and where.
  @unsafe public convenience init(lasting bytes: UnsafeRawBufferPointer) throws(GGUFError) {
    try self.init(unsafe Storage(lasting: bytes), [])
  }

  private init(_ storage: Storage, _ paths: [String]) throws(GGUFError) {
    var parts = Parts()
    for (index, range) in storage.parts.enumerated() {
      do throws(GGUFError) {
        try storage.withBytes { bytes throws(GGUFError) in
          try parts.add(Header(bytes.extracting(range)), at: range.lowerBound)
        }
        try parts.check(index, of: storage)
      } catch {
        throw GGUFError(
          error.problem, at: error.position, path: index < paths.count ? paths[index] : nil)
      }
    }
    let first = parts.headers[0]
    self.storage = storage
    version = first.version
    alignment = first.alignment
    metadata = Metadata(
      storage: storage, entries: first.pairs.entries, indices: first.pairs.indices)
    tensors = parts.tensors
    dataOffset = first.dataOffset
    unclaimedByteCount = parts.headers.map(\.unclaimedByteCount).reduce(0, +)
    indices = parts.indices
    made = try MadeTensors([])
    ownName = { $0 }
  }

  /// A model that another reader has found in files of its own format.
  ///
  /// - Parameters:
  ///   - head: A file of metadata without tensors, as ``ModelFileWriter`` writes it.
  ///   - tensors: What lies in the storage, checked, in the order of the model.
  ///   - made: What has to be made of bytes of the storage, one behind the other; see ``make()``.
  ///   - ownName: What the other format calls a tensor, also one that is not there.
  /// - Throws: What of the metadata goes beyond the limits of a model file; two tensors of one name.
  package init(
    head: [UInt8], tensors: [TensorInfo], made: [MadeTensor], in storage: Storage,
    ownName: @escaping @Sendable (String) -> String = { $0 }
  ) throws(GGUFError) {
    let copy = try Storage(copying: head)
    let header = try copy.withBytes { bytes throws(GGUFError) in try Header(bytes) }
    var parts = Parts()
    try parts.add(tensors, at: 0)
    try parts.add(made.map(\.info), at: storage.count)
    self.storage = storage
    self.made = try MadeTensors(made)
    self.ownName = ownName
    self.indices = parts.indices
    self.tensors = parts.tensors
    version = header.version
    alignment = header.alignment
    metadata = Metadata(
      storage: copy, entries: header.pairs.entries, indices: header.pairs.indices)
    dataOffset = 0
    unclaimedByteCount = 0
  }

  /// Makes the tensors that are made in memory, once; until then their bytes are zero. To be called before
  /// weights are read. O(*n*) in their bytes; nothing for a GGUF file, which has none.
  public func make() { made.make(from: storage) }

  /// The bytes of tensors that are made in memory, beside those of the file.
  public var madeByteCount: Int { made.count }

  /// The size of the file, or of all its parts, in bytes.
  public var byteCount: Int { storage.parts.map(\.count).reduce(0, +) }

  /// The tensor of a name; nil when there is none. O(1).
  public func tensor(_ name: String) -> TensorInfo? { indices[name].map { tensors[$0] } }

  /// What the file itself calls a tensor, for messages: another name only in another format. O(1).
  public func nameInFile(_ tensor: String) -> String { ownName(tensor) }

  /// The data of a tensor of this file. The address is valid as long as the file lives.
  @unsafe public func bytes(of tensor: TensorInfo) -> UnsafeRawBufferPointer {
    let (range, end) = (tensor.byteRange, storage.count)
    guard range.lowerBound >= end else { return unsafe storage.pointer(to: range) }
    return unsafe made.pointer(to: range.lowerBound - end..<range.upperBound - end)
  }

  /// Throws when the file was truncated, rewritten or touched since it was opened, so that what was
  /// read from it may be gone or wrong. A file that was deleted or replaced by another of its name
  /// is still whole, and passes. O(1): one system call.
  public func checkUnchanged() throws(GGUFError) { try storage.checkUnchanged() }
}
