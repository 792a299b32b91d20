import GGUF

/// What is wrong with a model, or with running it.
public enum InferenceError: Error, Equatable {
  /// The file names an architecture that is not known here.
  case unknownArchitecture(String, known: [String])
  /// A number in the metadata cannot be, as explained.
  case invalidShape(key: String, value: String, reason: String)
  /// A tensor that the architecture needs is not in the file.
  case missingTensor(String)
  /// A tensor has other dimensions than the metadata says.
  case wrongDimensions(tensor: String, found: [Int], needed: [Int])
  /// A tensor's weights are stored in a way that is not supported.
  case unsupportedType(tensor: String, type: String)
  /// The file holds a tensor that the architecture would have to use, and does not know.
  case unexpectedTensor(String)
  /// The model has a feature that is not supported.
  case unsupportedFeature(String)
  /// A computation came to something that is not a finite number, although all weights are: what is expected of the
  /// token at a place of the text, counted from 0.
  case notFinite(position: Int)
  /// A tensor holds something that is not a finite number.
  case damagedTensor(String, file: String)
}

extension InferenceError: CustomStringConvertible {
  /// The sentence for the user: what is wrong, and what to do where something can be done.
  public var description: String {
    switch self {
    case .unknownArchitecture(let name, let known):
      "the architecture “\(name.prefix(64))” is not supported; use a model of: \(known.joined(separator: ", "))"
    case .invalidShape(let key, let value, let reason):
      "\(key) is \(value): \(reason); the file is damaged or was converted wrongly"
    case .missingTensor(let name):
      "the tensor \(name) is missing; the file is incomplete or was converted wrongly"
    case .wrongDimensions(let tensor, let found, let needed):
      "the tensor \(tensor) is \(Self.list(found)), and the metadata needs \(Self.list(needed))"
    case .unsupportedType(let tensor, let type):
      "the tensor \(tensor) is stored as \(type), which is not supported; use a file in "
        + TensorType.allCases.filter { $0.kernelType != nil }.map(\.name).joined(separator: ", ")
    case .unexpectedTensor(let name):
      "the tensor \(name) is not known for this architecture, so the model's numbers would be wrong"
    case .unsupportedFeature(let feature): "\(feature) is not supported"
    case .notFinite(let position):
      "the model's output at token \(position + 1) is not a finite number; its weights are damaged"
    case .damagedTensor(let name, let file):
      "\(file.isEmpty ? "" : "\(file): ")the tensor \(name) holds something that is not a finite number: "
        + "the file is damaged, fetch it again"
    }
  }

  private static func list(_ dimensions: [Int]) -> String {
    dimensions.map(String.init).joined(separator: " × ")
  }
}
