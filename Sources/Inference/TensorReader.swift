import CKernels
import GGUF

/// Hands out tensors that have the right dimensions, and remembers which were asked for.
struct TensorReader {
  private let file: ModelFile
  private var used: Set<String> = []
  /// What the names asked for begin with, such as `blk.0.`.
  var prefix = ""
  /// Whether vectors are copied; else they are checked and stay empty, and nothing of the data is read.
  private let copies: Bool

  init(_ file: ModelFile, copying copies: Bool = true) {
    self.file = file
    self.copies = copies
  }

  /// A matrix of weights, which stays in the file. Throws for one that is missing or wrong.
  mutating func matrix(_ name: String, rows: Int, columns: Int) throws -> Matrix {
    let tensor = try tensor(name, dimensions: [columns, rows])
    guard let type = tensor.type.kernelType else {
      throw InferenceError.unsupportedType(tensor: tensor.name, type: tensor.type.name)
    }
    guard let start = unsafe file.bytes(of: tensor).baseAddress else {
      throw InferenceError.missingTensor(tensor.name)
    }
    return unsafe Matrix(
      type: type, start: start, rows: rows, columns: columns,
      rowBytes: tensor.byteCount / rows)
  }

  /// The same of a tensor that a model may do without; nil when it is absent.
  mutating func matrix(ifPresent name: String, rows: Int, columns: Int) throws -> Matrix? {
    try has(name) ? matrix(name, rows: rows, columns: columns) : nil
  }

  /// A vector of floats, in full or in half precision, copied. Throws for one that is missing or wrong.
  mutating func vector(_ name: String, count: Int) throws -> [Float] {
    let tensor = try tensor(name, dimensions: [count])
    guard [.f32, .f16, .bf16].contains(tensor.type) else {
      throw InferenceError.unsupportedType(tensor: tensor.name, type: tensor.type.name)
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
      throw InferenceError.unexpectedTensor(tensor.name)
    }
  }

  private func has(_ name: String) -> Bool { file.tensor(prefix + name) != nil }

  private mutating func tensor(_ name: String, dimensions: [Int]) throws -> TensorInfo {
    let name = prefix + name
    guard let tensor = file.tensor(name) else { throw InferenceError.missingTensor(name) }
    guard tensor.dimensions == dimensions else {
      throw InferenceError.wrongDimensions(
        tensor: name, found: tensor.dimensions, needed: dimensions)
    }
    used.insert(name)
    return tensor
  }
}
