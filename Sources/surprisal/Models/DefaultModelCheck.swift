import Basics
import ModelStores
import Runtime

/// Whether the file of the default model is the one that is pinned, by its SHA-256. A file is read once: what it
/// came to is remembered with its size and its times, beside what else is. Where nothing can be remembered,
/// nothing is read.
enum DefaultModelCheck {
  /// What is wrong with the file of the default model, where a reference names that; nil where nothing is.
  static func fault(of reference: String?) -> CommandError? {
    guard let path = path(of: reference), let file = Remembered.file else { return nil }
    guard let identity = Identity(path) else { return nil }
    let digest = known(identity, in: file) ?? computed(path, identity, rememberingIn: file)
    guard let digest, digest != DefaultModel.digest else { return nil }
    return CommandError(
      .badData,
      "the model at \(path) is damaged: its SHA-256 is \(digest) instead of \(DefaultModel.digest); fetch it "
        + "again with `surprisal models fetch`")
  }

  /// The path of the default model, where a reference names it; also where it stands behind another one.
  private static func path(of reference: String?) -> String? {
    guard let own = try? ModelFiles.model(nil) else { return nil }
    switch try? ModelReference(reference) {
    case .file(nil), .uniform: return own.paths[0]
    case .file(let name?):
      return (try? ModelFiles.model(name))?.paths == own.paths ? own.paths[0] : nil
    default: return nil
    }
  }

  /// Where the hash is remembered.
  private enum Remembered {
    static var file: String? {
      guard let folder = Folders.state.map({ $0 + "/surprisal" }) else { return nil }
      makeFolders(to: folder + "/")
      return unsafe access(folder, W_OK) == 0 ? folder + "/default-model" : nil
    }
  }

  /// What changes when a file is rewritten, as it is remembered.
  private struct Identity: Equatable {
    let text: String

    init?(_ path: String) {
      var status = stat()
      guard unsafe stat(path, &status) == 0 else { return nil }
      let time = status.modified
      text = "\(status.st_size) \(time.tv_sec).\(time.tv_nsec) \(status.st_dev):\(status.st_ino)"
    }
  }

  private static func known(_ identity: Identity, in file: String) -> String? {
    let line = smallFile(file, limit: 512).map { String(decoding: $0, as: UTF8.self) }
    guard let line, line.hasSuffix(" " + identity.text) else { return nil }
    return String(line.prefix { $0 != " " })
  }

  /// The SHA-256 of a file; nil where it cannot be read, or changes meanwhile.
  private static func computed(
    _ path: String, _ identity: Identity, rememberingIn file: String
  ) -> String? {
    guard let hash = digest(ofFile: path), Identity(path) == identity else { return nil }
    // What cannot be remembered is computed again.
    try? replaceFile(file, Array("\(hash) \(identity.text)".utf8), mode: 0o600)
    return hash
  }
}
