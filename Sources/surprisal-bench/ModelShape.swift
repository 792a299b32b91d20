import GGUF
import Scoring

/// The sizes of a model that decide how much there is to compute.
struct ModelShape {
  /// The matrices of all layers, and the one that makes logits.
  let layerMatrices: [TensorInfo]
  let head: TensorInfo
  let layers: Int, heads: Int, keyHeads: Int, headWidth: Int
  let file: ModelFile

  /// Reads them from a model's file.
  init(path: String) throws {
    file = try ModelFile(path: path)
    let metadata = file.metadata
    let architecture = try metadata.required("general.architecture", metadata.string)
    let size = { (name: String) in
      Int(try metadata.required("\(architecture).\(name)", metadata.unsigned))
    }
    layers = try size("block_count")
    heads = try size("attention.head_count")
    keyHeads =
      try metadata.unsigned("\(architecture).attention.head_count_kv").map { Int($0) } ?? heads
    headWidth = try size("embedding_length") / heads
    layerMatrices = file.tensors.filter { $0.name.hasPrefix("blk.") && $0.dimensions.count == 2 }
    guard let head = file.tensor("output.weight") ?? file.tensor("token_embd.weight") else {
      throw BenchmarkError.noHead(path)
    }
    self.head = head
  }

  /// Operations of the layers' products, the head's, and the attention's, for a text of so many tokens.
  func operations(tokens: Int) -> (layers: Double, head: Double, attention: Double) {
    let pairs = Double(tokens * (tokens + 1) / 2)  // a token attends to itself and those before it
    return (
      2 * Double(layerMatrices.reduce(0) { $0 + $1.elementCount } * tokens),
      2 * Double(head.elementCount * tokens),
      4 * pairs * Double(heads * headWidth * layers)
    )
  }
}
