import FoundationEssentials

/// The files that tests read: the project's own, and the default model, which tests can be without.
public enum TestFiles {
  private static let environment = ProcessInfo.processInfo.environment

  /// The model: what `SURPRISAL_MODEL` names, or else the default one in the user's data folder; nil
  /// when there is no such file.
  public static let model = existing(
    named("SURPRISAL_MODEL") ?? fetched("SmolLM2-135M-Instruct.Q4_1.gguf"))

  /// Why a test that needs the model is skipped.
  public static let modelReason =
    "no model: fetch the default one, or name a file in SURPRISAL_MODEL"

  /// A model of others that some tests read: by its name in the folder that `SURPRISAL_TEST_MODELS`
  /// names, or else where the scripts of `Assets/setup` put it; nil when it is not there.
  public static func other(_ name: String) -> String? {
    existing(named("SURPRISAL_TEST_MODELS").map { $0 + "/" + name } ?? fetched(name))
  }

  /// Why a test that needs such a model is skipped.
  public static func otherReason(_ name: String) -> String {
    "no \(name): fetch it with a script of Assets/setup, or name its folder in SURPRISAL_TEST_MODELS"
  }

  /// The root of the package, which this file lies three folders under.
  public static let packageFolder: String = {
    var url = URL(filePath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.path
  }()

  /// Where the files of a folder of the package lie, by name. Throws when there is no such folder.
  public static func names(in folder: String) throws -> [String] {
    let path = packageFolder + "/" + folder
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      .filter { !$0.hasPrefix(".") }.map { path + "/" + $0 }
  }

  /// The bytes of a file. Throws when it cannot be read.
  public static func bytes(of path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
  }

  /// A file of the package as text. Throws when it cannot be read.
  public static func text(_ name: String) throws -> String {
    String(decoding: try bytes(of: packageFolder + "/" + name), as: UTF8.self)
  }

  /// The Swift files of a module, by their paths below its folder. Throws when one cannot be read.
  public static func sources(of module: String) throws -> [(name: String, text: String)] {
    let folder = "Sources/" + module
    return try FileManager.default.subpathsOfDirectory(atPath: packageFolder + "/" + folder)
      .sorted()
      .filter { $0.hasSuffix(".swift") }.map { ("/" + $0, try text(folder + "/" + $0)) }
  }

  /// Decodes a JSON file. Throws when it cannot be read, or holds something else.
  public static func decode<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value
  {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: path)))
  }

  private static func named(_ variable: String) -> String? {
    environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func fetched(_ name: String) -> String? {
    let data = named("XDG_DATA_HOME") ?? named("HOME").map { $0 + "/.local/share" }
    return data.map { $0 + "/surprisal/models/" + name }
  }

  private static func existing(_ path: String?) -> String? {
    path.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
  }
}
