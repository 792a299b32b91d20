/// What is wrong with a model file, and where. Its description is a sentence for the user.
public struct GGUFError: Error, Equatable {
  /// What is wrong.
  public var problem: Problem
  /// The byte of the file at which the faulty field begins; nil where no single byte is at fault.
  public var position: Int?
  /// The path of the file; nil for a file held in memory.
  public var path: String?

  /// A problem at a place.
  public init(_ problem: Problem, at position: Int? = nil, path: String? = nil) {
    self.problem = problem
    self.position = position
    self.path = path
  }

  /// The faults that a file can have.
  public enum Problem: Equatable, Sendable {
    /// The system refused to open or to map it, with this `errno`.
    case unreadable(code: Int32)
    /// It is a folder, a pipe or a device.
    case notRegular
    /// It has no bytes.
    case empty
    /// It was truncated, rewritten or touched after it was opened.
    case changed

    /// It is another part of a split file than the one that is needed here, or the whole of another file.
    case wrongPart(number: UInt64, of: UInt64, needed: Int, neededOf: Int)
    /// It begins with other bytes than `GGUF`.
    case notGGUF(magic: [UInt8])
    /// Its numbers are in big-endian order.
    case bigEndian
    /// Its version is neither 2 nor 3.
    case unsupportedVersion(UInt32)

    /// The file ends within a field.
    case truncated(reading: String)
    /// A count that the rest of the file has no room for.
    case impossibleCount(Counted, count: UInt64, bytesLeft: Int)
    /// More of something than is allowed; see ``Limits``.
    case overLimit(Counted, count: UInt64, limit: Int)

    /// A key is empty, or not printable ASCII.
    case invalidKey([UInt8])
    /// A key occurs twice.
    case duplicateKey(String)
    /// A value's type has no meaning.
    case unknownValueType(UInt32, key: String)
    /// An array of arrays.
    case nestedArray(key: String)
    /// A truth value that is neither 0 nor 1.
    case invalidBool(UInt8, key: String)
    /// `general.alignment` is not a power of two within its limits.
    case invalidAlignment(UInt32)

    /// A key that is needed is not there.
    case missingKey(String)
    /// A value has another type than is needed.
    case wrongType(key: String, found: String, needed: String)
    /// A number does not fit what it is needed for.
    case outOfRange(key: String, value: String)

    /// A tensor's name is empty, or not printable ASCII.
    case invalidTensorName([UInt8])
    /// Two tensors have one name.
    case duplicateTensor(String)
    /// A tensor has no dimension, or too many.
    case dimensionCount(UInt32, tensor: String)
    /// A tensor has an empty dimension.
    case zeroDimension(tensor: String)
    /// A tensor has more elements or bytes than can be counted.
    case sizeOverflow(tensor: String)
    /// A tensor's type has no meaning.
    case unknownTensorType(UInt32, tensor: String)
    /// A tensor's rows do not consist of whole blocks.
    case partialBlock(tensor: String, row: Int, block: Int)
    /// A tensor's data are not aligned.
    case unalignedOffset(tensor: String, offset: UInt64, alignment: Int)
    /// The file ends before a tensor's data do. `needed` is the size of the whole file, as far as it
    /// can be counted.
    case dataBeyondEnd(tensor: String, needed: UInt64, size: Int)
    /// Two tensors share bytes.
    case overlap(tensor: String, other: String)
  }

  /// What is counted in a file.
  public enum Counted: Equatable, Sendable {
    /// Pairs of a key and a value.
    case keys
    /// Tensors.
    case tensors
    /// The bytes of a key.
    case keyBytes
    /// The bytes of a tensor's name.
    case tensorNameBytes
    /// The bytes before the tensor list.
    case metadataBytes
  }
}

/// How much a file may ask for. The limits lie far above every published model.
public enum Limits {
  /// The most bytes before the list of tensors: 256 MiB.
  public static let metadataBytes = 1 << 28
  /// The most pairs of a key and a value.
  public static let keys = 1 << 16
  /// The most bytes in a key, as the format says.
  public static let keyBytes = 65_535
  /// The most tensors.
  public static let tensors = 1 << 17
  /// The most bytes in a tensor's name.
  public static let tensorNameBytes = 64
  /// The most dimensions of a tensor.
  public static let dimensions = 4
  /// The alignments that tensor data may have: the powers of two among these.
  public static let alignment = 8...65_536
}
