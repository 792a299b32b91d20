import FoundationEssentials

extension ModelStore {
  /// Ollama's: `manifests/HOST/NAMESPACE/MODEL/TAG` names a file of `blobs`.
  static let ollama = ModelStore(scheme: "ollama") { library, listing in
    for root in library.places.ollama {
      let manifests = root + "/manifests"
      var found: [[String]] = [[]]
      for _ in 0..<4 {
        found = found.flatMap { parts in
          let path = ([manifests] + parts).joined(separator: "/")
          guard parts.isEmpty || library.files.has(.folder, path) else { return [[String]]() }
          return listing.names(in: path, library.files).map { parts + [$0] }
        }
      }
      let names = found.compactMap { OllamaName(parts: $0) }
      listing.add { names.map { library.ollamaModel($0, root: root) } }
    }
  } find: { library, text throws(StoreError) in
    guard let name = OllamaName(text) else {
      throw .malformed(reference: "ollama:\(text)", form: "ollama:name or ollama:name:tag")
    }
    for root in library.places.ollama {
      if let name = try name.asWritten(under: root + "/manifests", in: library.files) {
        return library.ollamaModel(name, root: root)
      }
    }
    let tried = library.places.ollama.map { "\($0)/manifests/\(name.path)" }
    throw tried.isEmpty
      ? .homeless(reference: name.reference) : .absent(reference: name.reference, tried: tried)
  }
}

/// What Ollama calls a model: `[host/][namespace/]model[:tag]`.
struct OllamaName: Hashable {
  /// Host, namespace, model and tag: the folders of its manifest.
  var parts: [String]

  private static let usual = ["registry.ollama.ai", "library", "", "latest"]

  /// Reads a name as people write it; nil for what is none.
  init?(_ text: String) {
    let folders = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...3).contains(folders.count), let last = folders.last else { return nil }
    let tagged = last.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    parts =
      Self.usual.prefix(3 - folders.count) + folders.dropLast() + tagged
      + Self.usual.suffix(2 - tagged.count)
    guard isValid else { return nil }
  }

  fileprivate init?(parts: [String]) {
    self.parts = parts
    guard isValid else { return nil }
  }

  /// Letters, digits and `_.-`, none of the last two at the beginning: no part leads anywhere else.
  private var isValid: Bool {
    parts.count == 4
      && parts.enumerated().allSatisfy { place, part in
        let others = place == 0 ? "_.-:" : "_.-"
        return (1...80).contains(part.utf8.count) && part.first != "." && part.first != "-"
          && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || others.contains($0) }
      }
  }

  /// Its manifest's path below `manifests`.
  var path: String { parts.joined(separator: "/") }

  /// As people write it, with its tag.
  var text: String {
    let folders = parts.dropLast()
    let shown =
      folders.first != Self.usual[0]
      ? folders : folders.dropFirst(folders.dropFirst().first == Self.usual[1] ? 2 : 1)
    return shown.joined(separator: "/") + ":" + (parts.last ?? "")
  }

  /// What `--model` takes.
  var reference: String { "ollama:\(text)" }

  /// The name as the folders have it, capitals and small letters being alike; nil where it has no manifest.
  func asWritten(under folder: String, in files: FileTree) throws(StoreError) -> OllamaName? {
    var found: [String] = []
    for part in parts {
      let path = ([folder] + found).joined(separator: "/")
      let names = try files.namesIfPresent(path)
      let name = names.contains(part) ? part : names.first { $0.lowercased() == part.lowercased() }
      guard let name else { return nil }
      found.append(name)
    }
    return OllamaName(parts: found)
  }
}

/// What Ollama keeps of a model: which files it is made of.
private struct OllamaManifest: Decodable {
  struct Layer: Decodable { var mediaType: String?, digest: String? }
  var layers: [Layer]?

  /// The most bytes of a manifest, which has some hundred.
  static let limit = 1 << 20

  /// The digests of layers of a kind.
  func digests(of kind: String) -> [String] {
    (layers ?? []).filter { $0.mediaType == "application/vnd.ollama.image." + kind }
      .map { $0.digest ?? "" }
  }
}

extension ModelLibrary {
  /// The model of a manifest.
  fileprivate func ollamaModel(_ name: OllamaName, root: String) -> StoredModel {
    let path = "\(root)/manifests/\(name.path)"
    var model = StoredModel(reference: name.reference, nickname: name.text, paths: [path])
    do throws(StoreError) {
      model.paths = [try blob(ofManifest: path, root: root)]
      if let fault = files.fault(ofFile: model.paths[0]) {
        throw fault == .absent
          ? .missingBlob(path: model.paths[0], again: "ollama pull \(name.text)")
          : .unreadable(path: model.paths[0], fault)
      }
    } catch {
      model.fault = error
    }
    return model
  }

  /// The file that a manifest names.
  private func blob(ofManifest path: String, root: String) throws(StoreError) -> String {
    let bytes: [UInt8]
    do throws(FileFault) { bytes = try files.bytes(path, OllamaManifest.limit) } catch {
      throw .unreadable(path: path, error)
    }
    guard let manifest = try? JSONDecoder().decode(OllamaManifest.self, from: Data(bytes)) else {
      throw .damagedManifest(path: path, fault: "it is no manifest in JSON; pull the model again")
    }
    guard let digest = manifest.digests(of: "model").first else {
      throw .damagedManifest(path: path, fault: "it names no GGUF file; pull a tag that is one")
    }
    guard manifest.digests(of: "adapter").isEmpty else {
      throw .damagedManifest(
        path: path, fault: "it puts an adapter on a model, which is not supported")
    }
    let hexadecimal = digest.dropFirst(7)
    guard digest.hasPrefix("sha256:"), hexadecimal.utf8.count == 64,
      hexadecimal.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else {
      throw .damagedManifest(path: path, fault: "the digest of its model is no SHA-256")
    }
    return "\(root)/blobs/sha256-\(hexadecimal)"
  }
}
