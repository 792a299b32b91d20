import Basics
import GGUF
import ModelStores
import Safetensors
import Scoring

/// A model that rows are made with.
struct RowModel {
  var scorer: Scorer
  var settings: ScoringSettings
  /// The SHA-256 of its files; nil where it has none, or where nobody asks.
  var digest: String?
}

extension ScoringOptions {
  /// The models of rows, ready to score: all of them, so that nobody waits for the fault of the last. A damaged
  /// default model is refused, and one whose numbers are open at the temperature.
  ///
  /// - Parameters:
  ///   - isHashed: Whether their files are hashed.
  ///   - hasEnds: Whether rows have the ends of numbers that are open.
  func rowModels(
    _ references: [String?], isHashed: Bool, hasEnds: Bool = false
  ) throws -> [RowModel] {
    try references.map { reference in
      let scorer = try scorer(reference)
      // Where a server says nothing of other tokens, not even ends are known.
      if !hasEnds || scorer.model.server?.candidates == 0 {
        do { try scorer.checkExact(at: temperature) } catch {
          throw CommandError(.protocolFault, "\(error)")
        }
      }
      if let fault = DefaultModelCheck.fault(of: reference) { throw fault }
      return RowModel(
        scorer: scorer, settings: try settings(for: scorer),
        digest: isHashed && !scorer.model.file.isEmpty
          ? try ModelReference(reference).digest() : nil)
    }
  }
}

extension ModelReference {
  /// The SHA-256 of the model's file. Of several files it is that of the list that `sha256sum` prints of their
  /// names, in the order in which they are read; nil where there is none. O(*n*) in their bytes.
  func digest() throws -> String? {
    let reference: String?
    switch self {
    case .file(let name): reference = name
    case .uniform: reference = nil
    case .world, .dice, .ngram, .source, .server: return nil
    }
    let files = try ModelFiles.model(reference).files()
    if files.count == 1 { return ModelDigests.digest(ofFile: files[0]) }
    var list = SHA256()
    for file in files {
      guard let digest = ModelDigests.digest(ofFile: file) else { return nil }
      list.update(Array("\(digest)  \(lastComponent(of: file))\n".utf8))
    }
    return list.hexadecimal
  }
}

extension StoredModel {
  /// The files that are read, in order.
  fileprivate func files() throws -> [String] {
    guard layout == .safetensors else { return paths }
    return try ModelFile.safetensorsFiles(in: paths[0]).map { "\(paths[0])/\($0)" }
  }
}
