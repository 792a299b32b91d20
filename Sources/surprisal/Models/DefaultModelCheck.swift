import Basics
import ModelStores

/// Whether the file of the default model is the one that is pinned, by its SHA-256. Where nothing can be remembered,
/// nothing is said.
enum DefaultModelCheck {
  /// What is wrong with the file of the default model, where a reference names that; nil where nothing is.
  ///
  /// - Parameter isRead: Whether the file is read where nothing is known of it, which takes a while.
  static func fault(of reference: String?, reading isRead: Bool = true) -> CommandError? {
    guard let path = path(of: reference), ModelDigests.areRemembered,
      let digest = ModelDigests.digest(ofFile: path, reading: isRead),
      digest != DefaultModel.digest
    else { return nil }
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
}
