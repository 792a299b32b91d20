import CKernels
import GGUF
import Scoring

// A table or a perceptron from the file that a checkpoint wrote.
extension TrainedModel {
  /// What is wrong with a file of a table or a perceptron.
  public struct Damaged: Error, Hashable, CustomStringConvertible {
    /// The sentence for the user.
    public let description: String
  }

  /// Whether a file is one of these, which no other engine runs.
  public static func knows(_ file: ModelFile) -> Bool {
    let name = try? file.metadata.string("general.architecture")
    return [Network.table, .perceptron()].contains { $0.architecture == name }
  }

  /// A model of such a file. Throws `GGUFError` or ``Damaged`` for what cannot be.
  ///
  /// - Parameter instructionSet: The kernels, by name; by default the best.
  public convenience init(
    _ file: ModelFile, path: String, threads: Int = 1, instructionSet: String? = nil
  ) throws {
    let instructions = try InstructionSet.learning(instructionSet)
    let (network, windowLength) = try Network.sizes(in: file.metadata)
    let layout = network.layout
    // What a file claims is checked before there is room for it.
    for span in layout.spans { try file.check(span) }
    var weights = [Float](repeating: 0, count: layout.count)
    for span in layout.spans {
      weights.replaceSubrange(span.range, with: file.weights(of: span, instructions))
    }
    try self.init(
      network, weights, windowLength: windowLength, name: file.modelName(path: path), file: path,
      quantization: file.tensors.last?.type.name ?? "", threads: threads, instructions)
  }
}

extension Network {
  /// The network whose sizes a file states, and the length of its windows.
  fileprivate static func sizes(in metadata: Metadata) throws -> (Network, windowLength: Int) {
    let name = try metadata.required("general.architecture", metadata.string)
    func size(_ key: String, _ limit: Int, multipleOf factor: Int) throws -> Int {
      let key = "\(name).\(key)"
      let value = Int(clamping: try metadata.required(key, metadata.unsigned))
      guard (1...limit).contains(value), value % factor == 0 else {
        throw TrainedModel.Damaged(
          description:
            "\(key) is \(value), and has to be a multiple of \(factor) up to \(limit); the file is damaged"
        )
      }
      return value
    }
    let windowLength = try size("context_length", 4_096, multipleOf: 32)
    guard name != Network.table.architecture else { return (.table, windowLength) }
    let network = Network.perceptron(
      lookBack: try size("look_back", 64, multipleOf: 1),
      embedding: try size("embedding_length", 256, multipleOf: 16),
      hidden: try size("feed_forward_length", 4_096, multipleOf: 32))
    if let fault = network.fault { throw TrainedModel.Damaged(description: fault) }
    return (network, windowLength)
  }
}

extension ModelFile {
  /// Throws for a tensor that is missing or wrong.
  fileprivate func check(_ span: Span) throws(TrainedModel.Damaged) {
    guard let tensor = tensor(span.name), tensor.dimensions == [span.columns, span.rows] else {
      throw TrainedModel.Damaged(
        description:
          "the tensor \(span.name) is missing or not \(span.columns) × \(span.rows); the file is damaged"
      )
    }
    guard tensor.type == .f32 || tensor.type == .q8_0 else {
      throw TrainedModel.Damaged(
        description: "the tensor \(span.name) is stored as \(tensor.type.name); use F32 or Q8_0")
    }
  }

  /// A tensor's weights, row by row, as floats.
  fileprivate func weights(of span: Span, _ instructions: InstructionSet) -> [Float] {
    guard let tensor = tensor(span.name) else { return [] }
    let data = unsafe bytes(of: tensor)
    guard let start = data.baseAddress else { return [] }
    let type = tensor.type == .q8_0 ? kernels_q8_0 : kernels_f32
    let kernels = unsafe instructions.kernels.pointee
    return unsafe [Float](unsafeUninitializedCapacity: span.count) { out, count in
      guard let floats = out.baseAddress else { return }
      unsafe kernels.unpack(type, start, span.count, floats, 32)
      count = span.count
    }
  }
}
