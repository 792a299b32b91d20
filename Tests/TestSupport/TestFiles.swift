import FoundationEssentials

/// Where the files lie that tests can be without: the default model, and reference scores of it.
public enum TestFiles {
  private static let environment = ProcessInfo.processInfo.environment

  /// The model: what `SURPRISAL_MODEL` names, or else the default one in the user's data folder; nil
  /// when there is no such file.
  public static let model: String? = {
    let data = named("XDG_DATA_HOME") ?? named("HOME").map { $0 + "/.local/share" }
    let fetched = data.map { $0 + "/surprisal/models/SmolLM2-135M-Instruct.Q4_1.gguf" }
    return existing(named("SURPRISAL_MODEL") ?? fetched)
  }()

  /// The folder of reference scores: what `SURPRISAL_REFERENCE` names, or else `shared/reference`
  /// beside the package; nil when there is no such folder.
  public static let referenceFolder: String? =
    existing(named("SURPRISAL_REFERENCE") ?? packageFolder + "/../shared/reference")

  /// Why a test that needs the model is skipped.
  public static let modelReason =
    "no model: fetch the default one, or name a file in SURPRISAL_MODEL"

  /// Why a test that needs the model and the reference scores is skipped.
  public static let referenceReason =
    "no model (SURPRISAL_MODEL), or no folder of reference scores (SURPRISAL_REFERENCE)"

  /// The root of the package, which this file lies three folders under.
  public static let packageFolder: String = {
    var url = URL(filePath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.path
  }()

  /// Decodes a JSON file. Throws when it cannot be read, or holds something else.
  public static func decode<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value
  {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: path)))
  }

  private static func named(_ variable: String) -> String? {
    environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func existing(_ path: String?) -> String? {
    path.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
  }
}
