/// All places where models lie on this machine, each read in its own layout.
///
///     let library = ModelLibrary(files: files, environment: variable)
///     try library.find("ollama:smollm2:135m").paths  // ["/home/me/.ollama/models/blobs/sha256-…"]
///
/// Nothing is written, and of model files nothing is read. What a store says is not trusted: no path that it
/// names leads out of it.
public struct ModelLibrary: Sendable {
  let files: FileTree
  let places: Places

  /// The places that an environment names.
  ///
  /// - Parameter environment: The value of a variable; nil where it is unset or empty.
  public init(files: FileTree, environment: @escaping @Sendable (String) -> String?) {
    self.files = files
    places = Places(environment)
  }

  /// What is found, and what could not be looked into.
  public struct Listing: Hashable, Sendable {
    /// The models, store by store, in each in the order of their references.
    public var models: [StoredModel] = []
    /// Sentences about what cannot be read.
    public var remarks: [String] = []
  }

  /// All models that are found, those too that cannot be opened.
  public func all() -> Listing {
    var listing = Listing()
    for store in ModelStore.all { store.list(self, &listing) }
    return listing
  }

  /// The model that a reference names: one of a store where it begins with the store's scheme, or else a
  /// path, or a name in the program's own folder. What is there can be opened.
  public func find(_ reference: String) throws(StoreError) -> StoredModel {
    let parts = reference.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, let store = ModelStore.all.first(where: { $0.scheme == String(parts[0]) })
    {
      return try store.find(self, String(parts[1])).checked()
    }
    return try ownModel(reference).checked()
  }
}

/// A place of a layout of its own: what its references begin with, how it is listed, how one is found.
struct ModelStore: Sendable {
  /// What stands before the colon; nil where there is none.
  let scheme: String?
  /// Adds its models and remarks.
  let list: @Sendable (_ library: ModelLibrary, _ listing: inout ModelLibrary.Listing) -> Void
  /// Finds what stands behind the colon.
  let find: @Sendable (_ library: ModelLibrary, _ name: String) throws(StoreError) -> StoredModel

  /// Every store that is known.
  static let all = [own, ollama, hub, flatCache, studio]
}

extension ModelLibrary.Listing {
  /// The names in a folder that are not hidden; none, and a remark, where it cannot be read.
  mutating func names(in folder: String, _ files: FileTree) -> [String] {
    let names = reading { () throws(StoreError) in try files.namesIfPresent(folder) }
    return (names ?? []).filter { !$0.hasPrefix(".") }
  }

  /// Adds what can be read; else a remark. What is beside it is added by itself.
  mutating func add(_ read: () throws(StoreError) -> [StoredModel]) {
    let found = reading(read) ?? []
    models += found
  }

  /// What can be read; else nil, and a remark.
  mutating func reading<Value>(_ read: () throws(StoreError) -> Value) -> Value? {
    do throws(StoreError) {
      return try read()
    } catch {
      remarks.append("\(error)")
      return nil
    }
  }
}
