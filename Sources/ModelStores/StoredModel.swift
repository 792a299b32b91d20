/// A model in a store: where its file lies, and what it is called there.
public struct StoredModel: Hashable, Sendable {
  /// What `--model` names it by. It may hold any characters, as file names do.
  public var reference: String
  /// What people know it by, where the store says more than the name of its file.
  public var nickname: String?
  /// The paths of its file, or of the parts of its file in order, or of the folder that holds its files; never
  /// empty.
  public var paths: [String]
  /// What its files are.
  public var layout: ModelLayout
  /// Why it cannot be opened; nil where its files are there.
  public var fault: StoreError?

  /// A model.
  public init(
    reference: String, nickname: String? = nil, paths: [String],
    layout: ModelLayout = .gguf, fault: StoreError? = nil
  ) {
    self.reference = reference
    self.nickname = nickname
    self.paths = paths
    self.layout = layout
    self.fault = fault
  }

  /// What lies in a folder.
  init(_ item: Shelf.Item, reference: String, nickname: String? = nil) {
    self.init(
      reference: reference, nickname: nickname, paths: item.paths, layout: item.layout,
      fault: item.fault)
  }

  /// Itself, where it can be opened.
  func checked() throws(StoreError) -> StoredModel {
    if let fault { throw fault }
    return self
  }
}

/// What the files of a model are.
public enum ModelLayout: Sendable {
  /// A GGUF file, which may be split.
  case gguf
  /// A folder with `config.json`, `tokenizer.json` and safetensors.
  case safetensors
}

/// Why a model is not found, or cannot be had from its store.
public enum StoreError: Error, Hashable, Sendable {
  /// A reference is not written as its store's are.
  case malformed(reference: String, form: String)
  /// There is nothing of this name at any of the places where it could be.
  case absent(reference: String, tried: [String])
  /// Something cannot be read.
  case unreadable(path: String, FileFault)
  /// A part of a split file is missing.
  case missingPart(path: String)
  /// A store's own list names a file that is not there.
  case missingBlob(path: String, again: String)
  /// A store's own list is not as it should be.
  case damagedManifest(path: String, fault: String)
  /// A model whose weights are there without what says how they are used.
  case otherFormat(path: String, format: String)
  /// A folder in which no model is.
  case emptyFolder(path: String)
  /// A name that fits several models, and what each is called.
  case several(reference: String, choices: [String])
  /// A file or a format that a repository has not, and what it has.
  case noSuchFile(reference: String, choices: [String])
  /// A repository of which no whole revision is here.
  case unfinished(reference: String, path: String)
  /// No folder is known in which this could be, since no home is.
  case homeless(reference: String)
}

extension StoreError: CustomStringConvertible {
  /// One sentence that says what is wrong, where, and what to do. It may hold any characters.
  public var description: String {
    switch self {
    case .malformed(let reference, let form):
      "\(reference) names no model: write it as \(form)"
    case .absent(let reference, let tried):
      "there is no model \(reference) at \(tried.joined(separator: " or ")): see what there is with "
        + "`surprisal models`, or name a GGUF file"
    case .unreadable(let path, .absent): "there is nothing at \(path)"
    case .unreadable(let path, .refused(let reason)):
      "cannot read \(path): \(reason); ask its owner, or name another model"
    case .unreadable(let path, .tooLarge(let limit)):
      "\(path) has more than \(limit) bytes, which is too much for what it should be"
    case .missingPart(let path):
      "a part of the model is missing: there is no file \(path); fetch all parts"
    case .missingBlob(let path, let again):
      "the file of the model is missing: there is nothing at \(path); fetch it again with `\(again)`"
    case .damagedManifest(let path, let fault): "the manifest \(path) cannot be used: \(fault)"
    case .otherFormat(let path, let format):
      "the weights at \(path) are \(format) without a config.json and a model.safetensors beside it: fetch the "
        + "whole repository, or a GGUF file of the model"
    case .emptyFolder(let path):
      "there is no GGUF file in the folder \(path), and no model.safetensors"
    case .several(let reference, let choices):
      "\(reference) holds \(choices.count) models: name one of \(Self.list(choices))"
    case .noSuchFile(let reference, let choices):
      "there is no \(reference): name one of \(Self.list(choices))"
    case .unfinished(let reference, let path):
      "there are no files of \(reference) in \(path): its download has not ended; fetch it again"
    case .homeless(let reference):
      "cannot tell where \(reference) would be, because HOME is not set: name a GGUF file by its path"
    }
  }

  /// The first few of many.
  private static func list(_ choices: [String]) -> String {
    let shown = choices.prefix(8).joined(separator: ", ")
    return choices.count > 8 ? "\(shown), … (\(choices.count - 8) more)" : shown
  }
}
