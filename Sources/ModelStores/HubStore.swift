extension ModelStore {
  /// Hugging Face's cache: `models--ORG--REPO/snapshots/COMMIT/FILE`, and `refs` that name commits.
  static let hub = ModelStore(scheme: "hf") { library, listing in
    for root in library.places.hubs {
      let repositories = listing.reading { () throws(StoreError) in
        try HubRepository.all(in: root, library.files)
      }
      for repository in repositories ?? [] {
        listing.add { () throws(StoreError) in try repository.models() }
      }
    }
  } find: { library, text throws(StoreError) in
    let name = try HubName(text)
    for root in library.places.hubs {
      let repository = HubRepository(name: name.repository, root: root, files: library.files)
      if let model = try repository.model(name) { return model }
    }
    let tried = library.places.hubs.map {
      HubRepository(name: name.repository, root: $0, files: library.files).path
    }
    throw tried.isEmpty
      ? .homeless(reference: "hf:\(text)") : .absent(reference: "hf:\(text)", tried: tried)
  }
}

/// What a reference names behind `hf:`: `org/repo[@revision][:file or format]`.
private struct HubName {
  var repository: String
  var revision: String?
  var selector: String?

  init(_ text: String) throws(StoreError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let names = parts[0].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    repository = String(names[0])
    revision = names.count > 1 ? String(names[1]) : nil
    selector = parts.count > 1 ? String(parts[1]) : nil
    let words = repository.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(words.count), words.allSatisfy({ isPlainName($0) }),
      revision.map({ isRevision($0) }) ?? true, selector != ""
    else {
      throw .malformed(
        reference: "hf:\(text)",
        form: "hf:org/repo, with @revision, :file or :format behind it where there are several")
    }
  }
}

/// Whether a name can be that of one folder, which leads to no other place.
private func isPlainName(_ name: some StringProtocol) -> Bool {
  !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.contains("\0")
}

/// Whether a name can be that of a branch, a tag or a commit, such as `main` or `refs/pr/1`.
private func isRevision(_ name: String) -> Bool {
  name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { isPlainName($0) }
}

/// A repository in a cache.
private struct HubRepository {
  var name: String
  var root: String
  var files: FileTree

  private static let prefix = "models--"

  /// The repositories of a cache.
  static func all(in root: String, _ files: FileTree) throws(StoreError) -> [HubRepository] {
    try files.namesIfPresent(root).filter { $0.hasPrefix(prefix) }.map {
      let name = $0.dropFirst(prefix.count).replacing("--", with: "/", maxReplacements: 1)
      return HubRepository(name: String(name), root: root, files: files)
    }
  }

  var path: String { "\(root)/\(Self.prefix)\(name.replacing("/", with: "--"))" }

  /// The commit that a revision stands for: what `refs` says, or the name of a snapshot.
  private func commit(_ revision: String) -> String? {
    let said = try? files.bytes("\(path)/refs/\(revision)", 256)
    let text = said.map { String(decoding: $0, as: UTF8.self).filter { !$0.isWhitespace } }
    return [text, revision].compactMap { $0 }.first {
      isPlainName($0) && files.has(.folder, "\(path)/snapshots/\($0)")
    }
  }

  /// The snapshots, each with the revision that a reference has to name; nil for the usual one, which is
  /// that of `main`, or the only one.
  private func snapshots() throws(StoreError) -> [(commit: String, revision: String?)] {
    let commits = try files.namesIfPresent(path + "/snapshots").filter { isPlainName($0) }
    let usual = commit("main") ?? (commits.count == 1 ? commits[0] : nil)
    let named = ((try? files.names(path + "/refs")) ?? []).sorted().filter { isPlainName($0) }
    return commits.map { commit in
      (commit, commit == usual ? nil : named.first { self.commit($0) == commit } ?? commit)
    }
  }

  private func reference(_ revision: String?, _ selector: String? = nil) -> String {
    "hf:" + name + (revision.map { "@" + $0 } ?? "") + (selector.map { ":" + $0 } ?? "")
  }

  /// What a model is known by whose files are called as all are, and whose folder by a digest: its repository.
  private func nickname(of item: Shelf.Item) -> String? {
    item.layout == .gguf ? nil : name.split(separator: "/").last.map(String.init)
  }

  /// Every model in every snapshot, the usual one first; where there is none, why not.
  func models() throws(StoreError) -> [StoredModel] {
    let known = try snapshots().sorted { $0.revision == nil && $1.revision != nil }
    guard !known.isEmpty else {
      let fault = StoreError.unfinished(reference: reference(nil), path: path)
      return [StoredModel(reference: reference(nil), paths: [path], fault: fault)]
    }
    var models: [StoredModel] = []
    for snapshot in known {
      let folder = "\(path)/snapshots/\(snapshot.commit)"
      let shelf = try Shelf(folder, in: files)
      models += shelf.items.map { item in
        StoredModel(
          item, reference: reference(snapshot.revision, shelf.selector(of: item)),
          nickname: nickname(of: item))
      }
      if let absence = shelf.absence {
        models.append(
          StoredModel(reference: reference(snapshot.revision), paths: [folder], fault: absence))
      }
    }
    return models
  }

  /// The model that a reference names; nil where this cache has no such repository.
  func model(_ wanted: HubName) throws(StoreError) -> StoredModel? {
    guard files.has(.folder, path) else { return nil }
    let known = try snapshots()
    guard !known.isEmpty else {
      throw .unfinished(reference: reference(wanted.revision), path: path)
    }
    let usual = known.first { $0.revision == nil }?.commit
    guard let commit = wanted.revision.map({ commit($0) }) ?? usual else {
      throw .noSuchFile(
        reference: reference(wanted.revision ?? "main"),
        choices: known.map { reference($0.revision ?? "main") })
    }
    let folder = "\(path)/snapshots/\(commit)"
    let shelf = try Shelf(folder, in: files)
    let whole = reference(wanted.revision, wanted.selector)
    let item = try shelf.item(wanted.selector, of: whole)
    return StoredModel(item, reference: whole, nickname: nickname(of: item))
  }
}
