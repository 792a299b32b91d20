/// What a model file says of one tensor, checked against the bytes that the file has.
public struct TensorInfo: Hashable, Sendable {
  /// Its name, of 1 to 64 printable ASCII characters.
  public var name: String
  /// Its 1 to 4 dimensions, none of them zero, in ggml's order: the first is the length of a row,
  /// whose elements lie side by side.
  public var dimensions: [Int]
  /// How its elements are stored.
  public var type: TensorType
  /// The byte of the file at which its data begin: a multiple of the alignment.
  public var byteOffset: Int
  /// The bytes of its data, all of them inside the file.
  public var byteCount: Int

  /// A tensor that has been checked.
  package init(
    name: String, dimensions: [Int], type: TensorType, byteOffset: Int, byteCount: Int
  ) {
    self.name = name
    self.dimensions = dimensions
    self.type = type
    self.byteOffset = byteOffset
    self.byteCount = byteCount
  }

  /// The number of its elements, which does not overflow.
  public var elementCount: Int { dimensions.reduce(1, *) }

  /// The bytes of the file that hold its data.
  public var byteRange: Range<Int> { byteOffset..<byteOffset + byteCount }
}
