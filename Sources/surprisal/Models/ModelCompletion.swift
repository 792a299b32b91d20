import ArgumentParser
import Basics
import ModelStores
import Scoring

extension CompletionKind {
  /// What a shell offers where a model is to be named: references, and files and folders.
  static let modelReferences = CompletionKind.custom { _, _, prefix in
    ModelCompletion.offers(for: prefix)
  }
}

/// What completes the name of a model.
enum ModelCompletion {
  /// The references and the files that begin so.
  static func offers(for prefix: String) -> [String] {
    let references =
      ModelLibrary.live.all().models.filter { $0.fault == nil }.map(\.reference)
      + ListedModel.builtInReferences
    return (references + files(prefix)).filter { $0.hasPrefix(prefix) && isPlain($0) }
  }

  /// Whether a shell takes a word as it stands. Shells evaluate what they are offered, and the names of files
  /// in a store are anybody's.
  private static func isPlain(_ word: String) -> Bool {
    word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-+:/@~".contains($0)) }
  }

  /// Model files and folders in the folder that a prefix names.
  private static func files(_ prefix: String) -> [String] {
    let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
    let names = (try? FileTree.live.names(folder.isEmpty ? "." : folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().compactMap { name in
      if name.lowercased().hasSuffix(".gguf") { return folder + name }
      return (try? FileTree.live.status(folder + name))?.kind == .folder ? folder + name + "/" : nil
    }
  }
}
