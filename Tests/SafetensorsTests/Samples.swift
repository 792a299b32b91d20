import GGUF
import Safetensors
import SafetensorsFixtures

extension RepositoryFixture {
  /// A llama of one layer.
  static var sample: RepositoryFixture { small }
  static var sampleTensors: [Tensor] { small.shards[0].tensors }

  /// The sample after an edit.
  static func sample(_ edit: (inout RepositoryFixture) -> Void) -> RepositoryFixture {
    var fixture = sample
    edit(&fixture)
    return fixture
  }

  /// Puts a text in the place of another in `config.json`.
  mutating func set(_ old: String, _ new: String) {
    settings = settings.replacing(old, with: new)
  }

  /// What is wrong with it; nil where nothing is.
  var problem: SafetensorsError? {
    do { _ = try open() } catch { return error as? SafetensorsError }
    return nil
  }
}

extension ModelFile {
  /// The numbers of a tensor of floats.
  func floats(_ name: String) -> [Float] {
    guard let tensor = tensor(name) else { return [] }
    let bytes = unsafe bytes(of: tensor)
    return (0..<tensor.elementCount).map {
      unsafe bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)
    }
  }
}
