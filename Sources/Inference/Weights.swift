import CKernels
import Computing
import GGUF
import Scoring

/// A matrix of weights in the mapped file, as it is stored there: rows of inputs for each output.
@safe struct Matrix: @unchecked Sendable {
  let type: kernels_type
  let start: UnsafeRawPointer
  /// Outputs and inputs.
  let rows: Int, columns: Int
  let rowBytes: Int
}

extension Matrix {
  /// Unpacks a row of any length by the plain kernels, and some zeros behind it: whole pieces.
  func unpack(row: Int, to out: UnsafeMutablePointer<Float>) {
    let piece = Int(kernels_piece)
    // Behind an uncommon end, where a piece is not whole, there may be no more file.
    var bytes = [UInt8](repeating: 0, count: rowBytes + piece * MemoryLayout<Float>.stride)
    unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe bytes.copyMemory(
        from: UnsafeRawBufferPointer(start: start + row * rowBytes, count: rowBytes))
      unsafe InstructionSet.plain.kernels.pointee.unpack(
        type, bytes.baseAddress, columns.roundedUp(to: piece), out, piece)
    }
  }
}

/// What a model learnt. The file stays mapped as long as this lives; nothing is copied but norms, biases, and
/// matrices whose sizes are no whole pieces.
final class Weights: @unchecked Sendable {
  let file: ModelFile
  let sizes: Hyperparameters
  let embedding: Matrix  // [vocabulary, width]
  let positions: Matrix?  // [context, width], where positions are learnt
  let layers: [Layer]
  let outputNorm: Norm
  let output: Matrix  // [vocabulary, width]; the embedding itself where it is tied
  /// How queries and keys turn in layers without a window, and in those with one.
  let rotaries: [RotaryEmbedding]
  private let filled: [Buffer]

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
    let sizes = try Hyperparameters(
      file, architecture, vocabulary: vocabulary, contextLimit: contextLimit)
    self.sizes = sizes
    var reader = TensorReader(file, copying: copies)
    let entries = Extent(exactly: vocabulary)
    embedding = try reader.matrix("token_embd.weight", rows: entries, columns: sizes.stream)
    positions = try reader.positions(architecture, sizes)
    outputNorm = try reader.norm(
      "output_norm", architecture.norm, over: sizes.stream, sizes.normEpsilon)
    output =
      reader.has("output.weight")
      ? try reader.matrix("output.weight", rows: entries, columns: sizes.stream) : embedding
    rotaries = try reader.rotaries(sizes)
    var layers: [Layer] = []
    for index in 0..<sizes.layers {
      reader.prefix = "blk.\(index)."
      layers.append(try reader.layer(index, architecture, sizes))
    }
    self.layers = layers
    filled = reader.filled
    try reader.checkAllUsed()
  }
}

extension TensorReader {
  /// What is added to the embedding at each position, where that is learnt.
  fileprivate mutating func positions(
    _ architecture: Architecture, _ sizes: Hyperparameters
  ) throws -> Matrix? {
    guard architecture.pairing == nil else { return nil }
    return try matrix(
      "position_embd.weight", rows: Extent(exactly: sizes.trained), columns: sizes.stream)
  }

  /// The model's angles, of which those of layers without a window may have factors.
  fileprivate mutating func rotaries(_ sizes: Hyperparameters) throws -> [RotaryEmbedding] {
    var factors: [Float]?
    if let whole = sizes.rotaries.first {
      for name in whole.scaling.factorNames {
        let read = try vector(ifPresent: name, count: whole.turned / 2)
        guard read?.allSatisfy({ $0.isFinite && $0 > 0 }) ?? true else {
          throw InferenceError.damagedTensor(name, file: "")
        }
        if name == whole.scaling.factorName { factors = read }
      }
      if copies, case .each = whole.scaling, factors == nil {
        throw InferenceError.missingTensor(whole.scaling.factorName)
      }
    }
    return sizes.rotaries.enumerated().map {
      $1.embedding(factors: $0 == 0 && copies ? factors : nil)
    }
  }
}

extension ModelFile {
  /// What people call the way in which the weights are stored: the mix that the file says it is, such as
  /// `Q4_K_M`, or else the type of most bytes of its matrices, leaving out the embedding.
  var quantization: String {
    if let said = try? metadata.unsigned("general.file_type"), let mix = Self.mixes[said] {
      return mix
    }
    let layers = tensors.filter { $0.name.hasPrefix("blk.") }
    let bytes = Dictionary(layers.map { ($0.type.name, $0.byteCount) }, uniquingKeysWith: +)
    return bytes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
  }

  /// The mixes of types that have a name, by llama.cpp's numbers.
  private static let mixes: [UInt64: String] = [
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M",
  ]
}
