import Basics
import Runtime

/// The SHA-256 of models' files. A file is read once: what it came to is remembered with its size and its times,
/// beside what else is.
enum ModelDigests {
  /// How many files are remembered.
  private static let limit = 64

  /// Whether anything can be remembered, so that no file is read again and again.
  static var areRemembered: Bool { file != nil }

  /// The SHA-256 of a file in hexadecimal digits; nil where there is none that can be read, or it changes
  /// meanwhile. O(*n*) in a file that is not known.
  ///
  /// - Parameter isRead: Whether a file that is not known is read.
  static func digest(ofFile path: String, reading isRead: Bool = true) -> String? {
    guard let identity = Identity(path) else { return nil }
    let lines = known
    if let line = lines.first(where: { $0.hasSuffix(" " + identity.text) }) {
      return String(line.prefix { $0 != " " })
    }
    guard isRead, let hash = surprisal.digest(ofFile: path), Identity(path) == identity else {
      return nil
    }
    remember("\(hash) \(identity.text)", before: lines)
    return hash
  }

  /// Where they are remembered; nil where nothing can be.
  private static var file: String? {
    guard let folder = Folders.state.map({ $0 + "/surprisal" }) else { return nil }
    makeFolders(to: folder + "/")
    return unsafe access(folder, W_OK) == 0 ? folder + "/model-digests" : nil
  }

  /// What is remembered, a line a file, the last one first.
  private static var known: [Substring] {
    let bytes = file.flatMap { smallFile($0, limit: 1 << 14) } ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  private static func remember(_ line: String, before others: [Substring]) {
    guard let file else { return }
    let lines = [line[...]] + others.prefix(limit - 1)
    // What cannot be remembered is computed again.
    try? replaceFile(file, Array((lines.joined(separator: "\n") + "\n").utf8), mode: 0o600)
  }

  /// What changes when a file is rewritten, as it is remembered.
  private struct Identity: Equatable {
    let text: String

    init?(_ path: String) {
      var status = stat()
      guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      let time = status.modified
      text = "\(status.st_size) \(time.tv_sec).\(time.tv_nsec) \(status.st_dev):\(status.st_ino)"
    }
  }
}
