import CKernels
import GGUF

/// A matrix of weights in the mapped file, as it is stored there: rows of inputs for each output.
@safe struct Matrix: @unchecked Sendable {
  let type: kernels_type
  let start: UnsafeRawPointer
  /// Outputs and inputs.
  let rows: Int, columns: Int
  let rowBytes: Int
}

/// What a model learnt. The file stays mapped as long as this lives; nothing is copied but the norms.
final class Weights: @unchecked Sendable {
  let file: ModelFile
  let sizes: Hyperparameters
  let embedding: Matrix  // [vocabulary, width]
  let layers: [any Layer]
  let outputNorm: [Float]  // [width]
  let output: Matrix  // [vocabulary, width]; the embedding itself where it is tied
  /// What each rotary frequency is divided by; nil for nothing.
  let rotaryFactors: [Float]?  // [headWidth / 2]

  /// Finds and checks every tensor. Throws `GGUFError` or `InferenceError`.
  ///
  /// - Parameters:
  ///   - contextLimit: The most tokens that the context is to hold; nil for all that the model reads.
  ///   - copies: Whether the norms are there to be computed with; else nothing of the data is read.
  init(
    _ file: ModelFile, vocabulary: Int, contextLimit: Int? = nil, copying copies: Bool = true
  ) throws {
    self.file = file
    if copies { file.make() }
    let architecture = try Architecture(of: file)
    var sizes = try Hyperparameters(
      file.metadata, architecture: architecture.name, vocabulary: vocabulary)
    sizes.context = min(sizes.context, contextLimit ?? .max)
    self.sizes = sizes
    let width = sizes.width
    var reader = TensorReader(file, copying: copies)
    embedding = try reader.matrix("token_embd.weight", rows: vocabulary, columns: width)
    outputNorm = try reader.vector("output_norm.weight", count: width)
    output =
      try reader.matrix(ifPresent: "output.weight", rows: vocabulary, columns: width) ?? embedding
    rotaryFactors = try reader.vector(
      ifPresent: "rope_freqs.weight", count: sizes.headWidth / 2)
    var layers: [any Layer] = []
    for index in 0..<sizes.layers {
      reader.prefix = "blk.\(index)."
      layers.append(try architecture.layer(&reader, sizes))
    }
    self.layers = layers
    try reader.checkAllUsed()
  }
}

extension ModelFile {
  /// The type in which most bytes of the file's matrices are stored, leaving out the embedding.
  var prevailingType: String {
    let layers = tensors.filter { $0.name.hasPrefix("blk.") }
    let bytes = Dictionary(layers.map { ($0.type.name, $0.byteCount) }, uniquingKeysWith: +)
    return bytes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
  }
}
