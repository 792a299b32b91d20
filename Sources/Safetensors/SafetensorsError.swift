import GGUF
import JSON
import ShownText

/// What is wrong with a model in Hugging Face's layout, in which of its files, and where. Its description is a
/// sentence for the user.
public struct SafetensorsError: Error, Hashable, Sendable {
  /// What is wrong.
  public var problem: Problem
  /// The file, by its path or its name; nil where no single one is at fault.
  public var file: String?
  /// The byte of the file at which the fault is; nil where no single byte is.
  public var position: Int?

  /// A problem at a place.
  public init(_ problem: Problem, in file: String? = nil, at position: Int? = nil) {
    self.problem = problem
    self.file = file
    self.position = position
  }

  /// The faults that a model can have.
  public enum Problem: Hashable, Sendable {
    /// A file cannot be read, or has more than a model may have, as the sentence says.
    case unreadable(String)
    /// A document is not as JSON should be, or lacks what is needed.
    case document(JSONFault.Problem)

    /// The length of the header goes beyond the file, or beyond the limit.
    case headerLength(UInt64, size: Int)
    /// A tensor's name is empty, too long, or not printable ASCII.
    case invalidName([UInt8])
    /// A tensor's shape has a number that is none, or more elements than can be counted.
    case invalidShape(tensor: String)
    /// A tensor's type that the format does not have.
    case unknownType(String, tensor: String)
    /// A tensor's type that the format has, and that nobody computes with here.
    case unsupportedType(String, tensor: String)
    /// A tensor's data are not as long as its shape and type say.
    case wrongSize(tensor: String, needed: Int, found: Int)
    /// The file ends before a tensor's data do, or some of its bytes belong to no tensor.
    case incomplete(needed: Int, size: Int)
    /// A tensor's data do not follow those of the tensor before: they overlap, or leave a gap.
    case misplaced(tensor: String)

    /// A name of a file that could lie outside of the folder.
    case foreignShard(String)
    /// The index names a file for a tensor that is not in it.
    case missingInShard(tensor: String, shard: String)
    /// A tensor is in two files, or in one that the index does not name for it.
    case unlisted(tensor: String)

    /// A tensor that the configuration speaks of is in no file.
    case missingTensor(String)
    /// The model's type is not known.
    case unknownModelType(String, known: [String])
    /// The weights are stored by a method of their own, which may have a name.
    case quantized(method: String?)
    /// A feature of the model or of its tokenizer that is not known.
    case unsupported(what: String, value: String, known: String)
    /// The tokenizer does not fit together.
    case tokenizer(String)
  }
}

extension SafetensorsError: CustomStringConvertible {
  /// One sentence that says which file, what is wrong with it, and where. Whatever comes from the file
  /// is escaped and clipped.
  public var description: String {
    let sentence = visibleText(problem.description.utf8, columns: 400)
    let place = position.map { " (at byte \($0))" } ?? ""
    return (file.map { "\(visibleText($0)): " } ?? "") + sentence + place
  }
}

extension SafetensorsError.Problem: CustomStringConvertible {
  /// What is wrong, without the place. It may hold any characters.
  public var description: String { fileSentence ?? modelSentence ?? "unknown fault" }

  private var fileSentence: String? {
    switch self {
    case .unreadable(let reason): reason
    case .document(let problem): problem.description
    case .headerLength(let length, let size):
      "not a safetensors file: its header would have \(length) bytes, and the file has \(size)"
    case .invalidName(let name):
      "the tensor name \"\(clipped(String(decoding: name, as: UTF8.self)))\" is not 1 to "
        + "\(SafetensorsLimits.nameBytes) characters of printable ASCII"
    case .invalidShape(let tensor):
      "the shape of tensor \(clipped(tensor)) is no list of dimensions"
    case .unknownType(let type, let tensor):
      "tensor \(clipped(tensor)) has the unknown type \"\(clipped(type))\""
    case .unsupportedType(let type, let tensor):
      "the tensor \(clipped(tensor)) is stored as \(type), which is not supported; use F32, F16 or BF16"
    case .wrongSize(let tensor, let needed, let found):
      "the data of tensor \(clipped(tensor)) have \(found) bytes, and its shape needs \(needed)"
    case .incomplete(let needed, let size):
      "the file has \(size) of \(needed) bytes" + (size < needed ? ": a truncated download?" : "")
    case .misplaced(let tensor):
      "the data of tensor \(clipped(tensor)) do not follow those of the tensor before"
    case .foreignShard(let name): "\"\(clipped(name))\" is not the name of a file beside it"
    case .missingInShard(let tensor, let shard):
      "it names \(clipped(shard)) for the tensor \(clipped(tensor)), which is not in it"
    case .unlisted(let tensor):
      "the tensor \(clipped(tensor)) is in a file that the index does not name"
    default: nil
    }
  }

  private var modelSentence: String? {
    switch self {
    case .missingTensor(let tensor): "the tensor \(tensor) is missing: fetch the model again"
    case .unknownModelType(let type, let known):
      "the model type \"\(clipped(type))\" is not supported; use a model of: \(known.joined(separator: ", "))"
    case .quantized(let method):
      "the weights are quantized\(method.map { " by \"\(clipped($0))\"" } ?? ""), which is not supported: fetch the "
        + "model in F32, F16 or BF16, or as a GGUF file"
    case .unsupported(let what, let value, let known):
      "\(what) \"\(clipped(value))\" is not known, only \(known)"
    case .tokenizer(let sentence): sentence
    default: nil
    }
  }
}

/// A name from a file as a message may hold it.
private func clipped(_ text: String) -> String { String(text.prefix(80)) }

/// How much a model may ask for. The limits lie far above every published one.
public enum SafetensorsLimits {
  /// The most bytes of a file's header, as the format says.
  public static let headerBytes = 100_000_000
  /// The most bytes of a tensor's name.
  public static let nameBytes = 256
  /// The most dimensions of a tensor.
  public static let dimensions = 8
  /// The most tensors of all files.
  public static let tensors = 1 << 17
  /// The most files of weights.
  public static let shards = 1_000
  /// The most bytes of `config.json` and of the list of files.
  public static let settingsBytes = 1 << 24
  /// The most bytes of `tokenizer.json`.
  public static let tokenizerBytes = 1 << 27
  /// The most tokens.
  public static let tokens = 1 << 21
}
