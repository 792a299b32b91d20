import CKernels
import Computing
import GGUF
import Scoring

/// Hands out tensors that have the right dimensions, and remembers which were asked for.
struct TensorReader {
  private let file: ModelFile
  private var used: Set<String> = []
  /// What the names asked for begin with, such as `blk.0.`.
  var prefix = ""
  /// Whether vectors are copied; else they are checked and stay empty, and nothing of the data is read.
  let copies: Bool
  /// Matrices that could not stay in the file.
  private(set) var filled: [Buffer] = []

  init(_ file: ModelFile, copying copies: Bool = true) {
    self.file = file
    self.copies = copies
  }

  /// A matrix of weights, which stays in the file. Throws for one that is missing or wrong.
  mutating func matrix(_ name: String, rows: Extent, columns: Extent) throws -> Matrix {
    try matrices(name, rows: [rows], columns: columns)[0]
  }

  /// The matrices whose rows follow each other in one tensor.
  mutating func matrices(_ name: String, rows parts: [Extent], columns: Extent) throws -> [Matrix] {
    let rows = parts.reduce(0) { $0 + $1.count }
    return try split(
      tensor(name, dimensions: [columns.count, rows]), rows: parts, columns: columns)
  }

  /// Matrices of the same size in one tensor of three dimensions.
  mutating func stack(
    _ name: String, _ count: Int, rows: Extent, columns: Extent
  ) throws -> [Matrix] {
    try split(
      tensor(name, dimensions: [columns.count, rows.count, count]),
      rows: Array(repeating: rows, count: count), columns: columns)
  }

  private mutating func split(
    _ tensor: TensorInfo, rows parts: [Extent], columns: Extent
  ) throws -> [Matrix] {
    let rows = parts.reduce(0) { $0 + $1.count }
    guard let type = tensor.type.kernelType else {
      throw InferenceError.unsupportedType(
        tensor: file.nameInFile(tensor.name), type: tensor.type.name)
    }
    guard var start = unsafe file.bytes(of: tensor).baseAddress else {
      throw InferenceError.missingTensor(file.nameInFile(tensor.name))
    }
    let rowBytes = tensor.byteCount / rows
    return try parts.map { part in
      let stored = unsafe Matrix(
        type: type, start: start, rows: part.count, columns: columns.count, rowBytes: rowBytes)
      unsafe start += part.count * rowBytes
      return part.isExact && columns.isExact || !copies
        ? stored : try filledUp(stored, rows: part, columns: columns)
    }
  }

  /// A copy of a matrix with the room that its rows and columns need.
  private mutating func filledUp(_ matrix: Matrix, rows: Extent, columns: Extent) throws -> Matrix {
    let copy = try Buffer(count: rows.total * columns.total)
    let row = try Buffer(count: columns.total)
    for index in 0..<rows.count {
      unsafe matrix.unpack(row: index, to: row.start)
      let out = unsafe copy.start + rows.place(index) * columns.total
      for column in 0..<columns.count {
        unsafe out[columns.place(column)] = row.start[column]
      }
    }
    filled.append(copy)
    return unsafe Matrix(
      type: kernels_f32, start: UnsafeRawPointer(copy.start), rows: rows.total,
      columns: columns.total, rowBytes: columns.total * MemoryLayout<Float>.stride)
  }

  /// A vector of floats, filled up to its room. Throws for one that is missing or wrong.
  mutating func vector(_ name: String, _ extent: Extent) throws -> [Float] {
    try vectors(name, [extent])[0]
  }

  /// The vectors that follow each other in one tensor, each filled up to its room.
  mutating func vectors(_ name: String, _ parts: [Extent]) throws -> [[Float]] {
    var values = try vector(name, count: parts.reduce(0) { $0 + $1.count })[...]
    guard copies else { return parts.map { _ in [] } }
    return parts.map { part in
      var vector = [Float](repeating: 0, count: part.total)
      for (index, value) in values.prefix(part.count).enumerated() {
        vector[part.place(index)] = value
      }
      values = values.dropFirst(part.count)
      return vector
    }
  }

  /// A vector of floats, in full or in half precision, copied. Throws for one that is missing or wrong.
  mutating func vector(_ name: String, count: Int) throws -> [Float] {
    let tensor = try tensor(name, dimensions: [count])
    guard [.f32, .f16, .bf16].contains(tensor.type) else {
      throw InferenceError.unsupportedType(
        tensor: file.nameInFile(tensor.name), type: tensor.type.name)
    }
    guard copies else { return [] }
    let bytes = unsafe file.bytes(of: tensor)
    switch tensor.type {
    case .f16:
      return (0..<count).map {
        Float(unsafe bytes.loadUnaligned(fromByteOffset: 2 * $0, as: Float16.self))
      }
    case .bf16:
      return (0..<count).map {
        let upper = unsafe bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)
        return Float(bitPattern: UInt32(upper) << 16)
      }
    default:
      return (0..<count).map {
        unsafe bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)
      }
    }
  }

  /// The same of a tensor that a model may do without; nil when it is absent.
  mutating func vector(ifPresent name: String, count: Int) throws -> [Float]? {
    try has(name) ? vector(name, count: count) : nil
  }

  /// Refuses a file with weights that nobody asked for and that would be passed over: biases, norms.
  func checkAllUsed() throws {
    if let tensor = file.tensors.first(where: { !used.contains($0.name) }) {
      throw InferenceError.unexpectedTensor(file.nameInFile(tensor.name))
    }
  }

  /// Whether the file has a tensor.
  func has(_ name: String) -> Bool { file.tensor(prefix + name) != nil }

  private mutating func tensor(_ name: String, dimensions: [Int]) throws -> TensorInfo {
    let name = prefix + name
    guard let tensor = file.tensor(name) else {
      throw InferenceError.missingTensor(file.nameInFile(name))
    }
    guard tensor.dimensions == dimensions else {
      throw InferenceError.wrongDimensions(
        tensor: file.nameInFile(name), found: tensor.dimensions, needed: dimensions)
    }
    used.insert(name)
    return tensor
  }
}
