import ModelStores

/// The model that the set-up fetches, pinned: `Assets/setup/fetch-model` checks the same numbers.
enum DefaultModel {
  static let fileName = "SmolLM2-135M-Instruct.Q4_1.gguf"
  static let size = 98_362_432
  static let digest = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
}

/// Where model files are.
enum ModelFiles {
  /// The model of a reference, or else the default one; its files are there.
  static func model(_ reference: String?) throws(CommandError) -> StoredModel {
    if let reference { return try model(named: reference) }
    let path = try directory() + "/" + DefaultModel.fileName
    guard let size = sizeOfFile(path) else { throw missingDefault(path) }
    guard isFile(path) else { throw folderForDefault(path) }
    guard size == DefaultModel.size else { throw damagedDefault(path, size) }
    return StoredModel(reference: DefaultModel.fileName, paths: [path])
  }

  /// Whether there is no file of the default model, nor a part of one.
  static var isDefaultMissing: Bool {
    (try? directory()).flatMap { sizeOfFile("\($0)/\(DefaultModel.fileName)") } == nil
  }

  /// Said where the built-in model takes its place.
  static let builtInAdvice =
    "no English model yet: `surprisal models fetch` gets it"

  private static func model(named reference: String) throws(CommandError) -> StoredModel {
    do throws(StoreError) {
      return try ModelLibrary.live.find(reference)
    } catch {
      throw CommandError(error.status, "\(error)")
    }
  }

  private static func directory() throws(CommandError) -> String {
    if let data = Folders.data { return data + "/surprisal/models" }
    throw CommandError(
      .unavailable,
      "cannot tell where models are, because HOME is not set: name a GGUF file with --model, or "
        + "take the one that needs no file, --model world")
  }

  private static func missingDefault(_ path: String) -> CommandError {
    CommandError(
      .unavailable,
      """
      there is no model at \(path): fetch \(DefaultModel.fileName) (\(DefaultModel.size) bytes, \
      SHA-256 \(DefaultModel.digest)) with `surprisal models fetch`, or name a GGUF file with --model or \
      SURPRISAL_MODEL, or take the one that needs no file, --model world
      """)
  }

  private static func folderForDefault(_ path: String) -> CommandError {
    CommandError(
      .badData,
      "\(path) is a folder and no model: move it away, and fetch the model with `surprisal models fetch`"
    )
  }

  private static func damagedDefault(_ path: String, _ size: Int) -> CommandError {
    CommandError(
      .badData,
      """
      the model at \(path) has \(size) bytes instead of \(DefaultModel.size): \
      fetch it again with `surprisal models fetch`
      """)
  }
}

extension StoreError {
  /// How a command ends that cannot find its model.
  fileprivate var status: CommandError.Status {
    switch self {
    case .malformed, .several: .usage
    case .absent, .unreadable, .missingPart, .missingBlob, .emptyFolder, .noSuchFile,
      .unfinished:
      .noInput
    case .damagedManifest, .otherFormat: .badData
    case .homeless: .unavailable
    }
  }
}
