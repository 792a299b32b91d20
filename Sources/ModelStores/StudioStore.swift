import FoundationEssentials

extension ModelStore {
  /// LM Studio's: `PUBLISHER/MODEL/FILE.gguf`.
  static let studio = ModelStore(scheme: "lmstudio") { library, listing in
    for root in library.studioRoots {
      for publisher in listing.names(in: root, library.files) {
        let folder = "\(root)/\(publisher)"
        guard library.files.has(.folder, folder) else { continue }
        for model in listing.names(in: folder, library.files) {
          listing.add { () throws(StoreError) in
            let shelf = try Shelf("\(folder)/\(model)", in: library.files)
            return shelf.items.map { item in
              let selector = shelf.selector(of: item).map { ":" + $0 } ?? ""
              return StoredModel(item, reference: "lmstudio:\(publisher)/\(model)\(selector)")
            }
          }
        }
      }
    }
  } find: { library, text throws(StoreError) in
    let reference = "lmstudio:\(text)"
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let names = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    guard names.count == 2, names.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }),
      parts.count == 1 || !parts[1].isEmpty
    else {
      throw .malformed(
        reference: reference, form: "lmstudio:publisher/model or lmstudio:publisher/model:file")
    }
    let folders = library.studioRoots.map { "\($0)/\(parts[0])" }
    guard let folder = folders.first(where: { library.files.has(.folder, $0) }) else {
      throw folders.isEmpty
        ? .homeless(reference: reference) : .absent(reference: reference, tried: folders)
    }
    let shelf = try Shelf(folder, in: library.files)
    let item = try shelf.item(parts.count > 1 ? String(parts[1]) : nil, of: reference)
    return StoredModel(item, reference: reference)
  }
}

extension ModelLibrary {
  private struct StudioSettings: Decodable { var downloadsFolder: String? }

  /// The folders in which LM Studio keeps models: where its settings say, or else in its own folder.
  fileprivate var studioRoots: [String] {
    let moved = places.studioPointer.flatMap { absolutePath(in: $0) }
    let homes = [moved].compactMap { $0 } + places.studioHomes
    return homes.map { home in
      let settings = (try? files.bytes(home + "/settings.json", 1 << 20)).flatMap {
        try? JSONDecoder().decode(StudioSettings.self, from: Data($0))
      }
      let named = settings?.downloadsFolder.flatMap { $0.hasPrefix("/") ? $0 : nil }
      return named ?? home + "/models"
    }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The path that is all that a small file says.
  private func absolutePath(in file: String) -> String? {
    guard let bytes = try? files.bytes(file, 4_096) else { return nil }
    let path = String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0 }, as: UTF8.self)
    return path.hasPrefix("/") ? path : nil
  }
}
