extension ModelStore {
  /// The program's own folder: files by their names.
  static let own = ModelStore(scheme: nil) { library, listing in
    guard let folder = library.places.own else { return }
    listing.add { () throws(StoreError) in
      try Shelf(folder, in: library.files).items.map { item in
        StoredModel(item, reference: item.name)
      }
    }
  } find: { library, name throws(StoreError) in
    try library.ownModel(name)
  }

  /// The plain files of older versions of llama.cpp, which have no names but their paths.
  static let flatCache = ModelStore(scheme: nil) { library, listing in
    guard let folder = library.places.flatCache else { return }
    listing.add { () throws(StoreError) in
      try Shelf(folder, depth: 0, in: library.files).items.map { item in
        StoredModel(item, reference: item.path(in: folder))
      }
    }
  } find: { library, name throws(StoreError) in
    try library.ownModel(name)
  }
}

extension ModelLibrary {
  /// The file or folder at a path, or of a name in the program's own folder.
  func ownModel(_ reference: String) throws(StoreError) -> StoredModel {
    let path = places.expanded(reference)
    var tried = [path]
    if !path.hasPrefix("/"), let own = places.own {
      tried += ["\(own)/\(path)", "\(own)/\(path).gguf"]
    }
    for path in tried {
      guard let status = try files.statusIfPresent(path) else { continue }
      return status.kind == .folder
        ? try onlyModel(in: path) : model(at: path, reference: reference)
    }
    throw .absent(reference: reference, tried: tried)
  }

  /// A file, with the other parts of its model where it is one of some.
  private func model(at path: String, reference: String) -> StoredModel {
    if SafetensorsName.isPart(path) {
      let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
      return StoredModel(
        reference: reference, paths: [folder.isEmpty ? "/" : folder], layout: .safetensors)
    }
    guard let split = SplitName(path) else {
      return StoredModel(reference: reference, paths: [path])
    }
    let item = Shelf.item(split.first, split.all, in: files)
    return StoredModel(item, reference: reference)
  }

  /// The model in a folder that has one.
  private func onlyModel(in folder: String) throws(StoreError) -> StoredModel {
    let shelf = try Shelf(folder, in: files)
    let item = try shelf.item(nil, of: folder)
    guard shelf.items.count == 1 else {
      throw .several(
        reference: "the folder \(folder)", choices: shelf.items.map { $0.path(in: folder) })
    }
    return StoredModel(item, reference: item.paths[0])
  }
}

extension Shelf.Item {
  /// What names it in a folder that holds others as well.
  func path(in folder: String) -> String {
    layout == .gguf ? paths[0] : "\(folder)/\(name)"
  }
}
