import GGUF
import GGUFFixtures
import JSON
import Safetensors
import SafetensorsFixtures
import TestSupport

/// How the Python package transformers stores a tiny model: `Reference/repositories/NAME.json`. The numbers are those
/// of the ``ReferenceModel`` of the same name.
struct ReferenceRepository: Decodable, Sendable {
  var parameters: [Parameter]

  /// A stored parameter: of which tensor of the GGUF file its numbers are, and in which way.
  struct Parameter: Decodable, Sendable {
    var name: String
    var shape: [Int]
    var tensor: String
    var way: Way
    /// Which expert of the tensor, where it holds several.
    var expert: Int?
  }

  /// What transformers stores in place of a tensor's numbers.
  enum Way: String, Decodable, Sendable {
    case same, transposed
    case lessOne = "less one"
    case halvesOfQueries = "halves of queries"
    case halvesOfKeys = "halves of keys"
    case byHead = "by head"
  }

  private static let folder = "Tests/InferenceTests/Reference/repositories"

  /// The names of all.
  static var names: [String] {
    get throws {
      try TestFiles.names(in: folder).map {
        String($0.split(separator: "/").last?.dropLast(".json".count) ?? "")
      }
    }
  }
}

/// A tiny model, in both layouts.
struct ReferencePair {
  let model: ReferenceModel
  let file: ModelFixture
  let repository: ReferenceRepository
  private let settings: JSONDocument
  private let config: JSONValue

  init(named name: String) throws {
    let path = "\(TestFiles.packageFolder)/Tests/InferenceTests/Reference/repositories/\(name).json"
    model = try ReferenceModel(named: name)
    file = model.file
    repository = try TestFiles.decode(ReferenceRepository.self, from: path)
    settings = try JSONDocument(TestFiles.bytes(of: path))
    config = settings.root["config"] ?? settings.root
  }

  /// The repository, its numbers in floats.
  var fixture: RepositoryFixture {
    let tensors = (0..<model.layers).flatMap { layer in
      repository.parameters.compactMap { parameter in
        let isOfLayer = parameter.tensor.hasPrefix("blk.")
        return layer == 0 || isOfLayer ? tensor(parameter, layer) : nil
      }
    }
    return RepositoryFixture(
      settings: String(decoding: settings.bytes[config.range], as: UTF8.self),
      tokenizer: RepositoryFixture.byteTokenizer(count: model.vocabulary),
      shards: [.init("model.safetensors", tensors)])
  }

  private func tensor(
    _ parameter: ReferenceRepository.Parameter, _ layer: Int
  ) -> RepositoryFixture.Tensor {
    let inLayer = parameter.tensor.hasPrefix("blk.")
    let name =
      inLayer
      ? parameter.name.replacing(".0.", with: ".\(layer).", maxReplacements: 1) : parameter.name
    let from = parameter.tensor.replacing("blk.0.", with: "blk.\(layer).")
    var numbers = numbers(from)
    if let expert = parameter.expert {
      let count = parameter.shape.reduce(1, *)
      numbers = Array(numbers[expert * count..<(expert + 1) * count])
    }
    return .init(
      name, parameter.shape, Self.stored(numbers, parameter, heads: heads(parameter.way)))
  }

  /// The heads that a way goes by.
  private func heads(_ way: ReferenceRepository.Way) -> Int {
    let keys = config["num_key_value_heads"]?.integer
    let all = config["num_attention_heads"]?.integer ?? 1
    return way == .halvesOfKeys ? keys ?? all : all
  }

  /// The numbers of a tensor of the GGUF file.
  func numbers(_ name: String) -> [Float] {
    guard let tensor = file.tensors.first(where: { $0.name == Array(name.utf8) }) else { return [] }
    let bytes = tensor.data
    return stride(from: 0, to: bytes.count, by: 4).map { place in
      let low = UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8
      let high = UInt32(bytes[place + 2]) | UInt32(bytes[place + 3]) << 8
      return Float(bitPattern: low | high << 16)
    }
  }

  /// The numbers that are stored in place of some.
  static func stored(
    _ numbers: [Float], _ parameter: ReferenceRepository.Parameter, heads: Int
  ) -> [Float] {
    let rows = parameter.shape[0]
    let columns = numbers.count / rows
    let head = rows / heads
    switch parameter.way {
    case .same: return numbers
    case .lessOne: return numbers.map { $0 - 1 }
    case .transposed:
      return (0..<numbers.count).map { numbers[$0 % columns * rows + $0 / columns] }
    case .halvesOfQueries, .halvesOfKeys:
      return (0..<rows).flatMap { row in
        let (first, place) = (row / head * head, row % head)
        let from = first + 2 * (place % (head / 2)) + place / (head / 2)
        return numbers[from * columns..<(from + 1) * columns]
      }
    case .byHead:
      return (0..<rows).flatMap { row in
        let part = head / 3
        let (first, kind, place) = (row / head, row % head / part, row % part)
        let from = (kind * heads + first) * part + place
        return numbers[from * columns..<(from + 1) * columns]
      }
    }
  }
}
