import CKernels
import GGUF

/// A matrix of weights in the mapped file, as it is stored there: rows of inputs for each output.
@safe struct Matrix {
  let type: kernels_type
  let start: UnsafeRawPointer
  /// Outputs and inputs.
  let rows: Int, columns: Int
  let rowBytes: Int
}

/// One layer of a transformer of the llama family (Touvron et al. 2023).
struct Layer {
  let attentionNorm: [Float]  // [width]
  let query: Matrix  // [heads * headWidth, width]
  let key: Matrix  // [keyHeads * headWidth, width]
  let value: Matrix  // [keyHeads * headWidth, width]
  let attentionOutput: Matrix  // [width, heads * headWidth]
  let feedForwardNorm: [Float]  // [width]
  let gate: Matrix  // [feedForward, width]
  let up: Matrix  // [feedForward, width]
  let down: Matrix  // [width, feedForward]
}

/// What a model learnt. The file stays mapped as long as this lives; nothing is copied but the norms.
final class Weights: @unchecked Sendable {
  let file: ModelFile
  let sizes: Hyperparameters
  let embedding: Matrix  // [vocabulary, width]
  let layers: [Layer]
  let outputNorm: [Float]  // [width]
  let output: Matrix  // [vocabulary, width]; the embedding itself where it is tied
  /// What each rotary frequency is divided by; empty for nothing.
  let rotaryFactors: [Float]  // [headWidth / 2]

  /// Finds and checks every tensor. Throws `GGUFError` or `InferenceError`.
  init(_ file: ModelFile, vocabulary: Int) throws {
    self.file = file
    let architecture = try file.metadata.required("general.architecture", file.metadata.string)
    let known = ["llama"]
    guard known.contains(architecture) else {
      throw InferenceError.unknownArchitecture(architecture, known: known)
    }
    sizes = try Hyperparameters(file.metadata, architecture: architecture, vocabulary: vocabulary)
    var reader = TensorReader(file)
    let (width, heads) = (sizes.width, sizes.heads * sizes.headWidth)
    let (keys, inner) = (sizes.keyHeads * sizes.headWidth, sizes.feedForward)
    embedding = try reader.matrix("token_embd.weight", rows: vocabulary, columns: width)
    outputNorm = try reader.vector("output_norm.weight", count: width)
    output =
      try reader.has("output.weight")
      ? reader.matrix("output.weight", rows: vocabulary, columns: width) : embedding
    rotaryFactors =
      try reader.has("rope_freqs.weight")
      ? reader.vector("rope_freqs.weight", count: sizes.headWidth / 2) : []
    var layers: [Layer] = []
    for index in 0..<sizes.layers {
      let name = "blk.\(index)."
      layers.append(
        Layer(
          attentionNorm: try reader.vector(name + "attn_norm.weight", count: width),
          query: try reader.matrix(name + "attn_q.weight", rows: heads, columns: width),
          key: try reader.matrix(name + "attn_k.weight", rows: keys, columns: width),
          value: try reader.matrix(name + "attn_v.weight", rows: keys, columns: width),
          attentionOutput: try reader.matrix(
            name + "attn_output.weight", rows: width, columns: heads),
          feedForwardNorm: try reader.vector(name + "ffn_norm.weight", count: width),
          gate: try reader.matrix(name + "ffn_gate.weight", rows: inner, columns: width),
          up: try reader.matrix(name + "ffn_up.weight", rows: inner, columns: width),
          down: try reader.matrix(name + "ffn_down.weight", rows: width, columns: inner)))
    }
    self.layers = layers
    try reader.checkAllUsed()
  }
}

/// Hands out tensors that have the right dimensions, and remembers which were asked for.
private struct TensorReader {
  private let file: ModelFile
  private var used: Set<String> = []

  init(_ file: ModelFile) { self.file = file }

  func has(_ name: String) -> Bool { file.tensor(name) != nil }

  mutating func matrix(_ name: String, rows: Int, columns: Int) throws -> Matrix {
    let tensor = try tensor(name, dimensions: [columns, rows])
    guard let type = tensor.type.kernelType else {
      throw InferenceError.unsupportedType(tensor: name, type: tensor.type.name)
    }
    guard let start = unsafe file.bytes(of: tensor).baseAddress else {
      throw InferenceError.missingTensor(name)
    }
    return unsafe Matrix(
      type: type, start: start, rows: rows, columns: columns,
      rowBytes: kernels_bytes(type, columns))
  }

  mutating func vector(_ name: String, count: Int) throws -> [Float] {
    let tensor = try tensor(name, dimensions: [count])
    guard tensor.type == .f32 else {
      throw InferenceError.unsupportedType(tensor: name, type: tensor.type.name)
    }
    let bytes = unsafe file.bytes(of: tensor)
    return (0..<count).map {
      unsafe bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)
    }
  }

  /// Refuses a file with weights that this architecture would pass over: biases, extra norms.
  func checkAllUsed() throws {
    if let tensor = file.tensors.first(where: { !used.contains($0.name) }) {
      throw InferenceError.unexpectedTensor(tensor.name)
    }
  }

  private mutating func tensor(_ name: String, dimensions: [Int]) throws -> TensorInfo {
    guard let tensor = file.tensor(name) else { throw InferenceError.missingTensor(name) }
    guard tensor.dimensions == dimensions else {
      throw InferenceError.wrongDimensions(
        tensor: name, found: tensor.dimensions, needed: dimensions)
    }
    used.insert(name)
    return tensor
  }
}

extension Weights {
  /// The type in which most bytes of the file's matrices are stored, leaving out the embedding.
  var prevailingType: String {
    let layers = file.tensors.filter { $0.name.hasPrefix("blk.") }
    let bytes = Dictionary(layers.map { ($0.type.name, $0.byteCount) }, uniquingKeysWith: +)
    return bytes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
  }
}
