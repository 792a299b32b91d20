import ModelStores

/// A file system in memory: files, links, folders that nobody may read.
struct MadeUpTree: Sendable {
  private enum Node: Sendable {
    case file([UInt8])
    case link(String)
    case locked
  }
  private var nodes: [String: Node] = [:]

  /// A file and the folders on the way to it.
  mutating func file(_ path: String, _ text: String = "GGUF") {
    nodes[path] = .file(Array(text.utf8))
  }
  /// A symbolic link.
  mutating func link(_ path: String, to target: String) { nodes[path] = .link(target) }
  /// A folder that nobody may read.
  mutating func lock(_ path: String) { nodes[path] = .locked }

  /// The path with all links followed; nil where it leads nowhere, or round and round.
  private func resolved(_ path: String, budget: Int = 40) -> String? {
    var done = ""
    var rest = path.split(separator: "/").map(String.init)
    while !rest.isEmpty {
      let name = rest.removeFirst()
      if name == ".." {
        done = String(done[..<(done.lastIndex(of: "/") ?? done.startIndex)])
        continue
      }
      let next = done + "/" + name
      if case .link(let target) = nodes[next] {
        guard budget > 0 else { return nil }
        let base = target.hasPrefix("/") ? target : done + "/" + target
        return resolved(([base] + rest).joined(separator: "/"), budget: budget - 1)
      }
      done = next
    }
    return done
  }

  private func isFolder(_ path: String) -> Bool {
    if case .locked = nodes[path] { return true }
    return nodes.keys.contains { $0.hasPrefix(path + "/") }
  }

  private func status(_ path: String) throws(FileFault) -> (path: String, FileStatus) {
    guard let path = resolved(path) else { throw .refused("Too many levels of symbolic links") }
    var folder = path
    while let slash = folder.lastIndex(of: "/") {
      folder = String(folder[..<slash])
      if case .locked = nodes[folder] { throw .refused("Permission denied") }
    }
    if case .file = nodes[path] { return (path, FileStatus(.file, identity: path)) }
    guard isFolder(path) else { throw .absent }
    return (path, FileStatus(.folder, identity: path))
  }

  /// What the stores see of it.
  var files: FileTree {
    FileTree { folder throws(FileFault) in
      let (path, _) = try status(folder)
      if case .locked = nodes[path] { throw .refused("Permission denied") }
      let below = nodes.keys.filter { $0.hasPrefix(path + "/") }.map {
        $0.dropFirst(path.count + 1)
      }
      return Set(below.map { String($0.prefix { $0 != "/" }) }).map { $0 }
    } status: { path throws(FileFault) in
      try status(path).1
    } bytes: { path, limit throws(FileFault) in
      guard case .file(let bytes) = nodes[try status(path).path] else { throw .absent }
      guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
      return bytes
    }
  }

  /// A library over it, whose home is `/home/me`.
  func library(_ environment: [String: String] = [:]) -> ModelLibrary {
    let all = ["HOME": "/home/me"].merging(environment) { $1 }
    return ModelLibrary(files: files) { name in all[name].flatMap { $0.isEmpty ? nil : $0 } }
  }
}

extension ModelLibrary {
  /// The sentence with which a reference is refused; nil where it is found.
  func refusal(of reference: String) -> String? {
    do throws(StoreError) {
      _ = try find(reference)
      return nil
    } catch {
      return "\(error)"
    }
  }
}
