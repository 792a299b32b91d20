/// The model files under a folder: parts of split files joined, and each with what chooses it.
struct Shelf {
  /// A model file, by its path below the folder.
  struct Item: Hashable {
    /// The path of the file, or of its first part, below the folder.
    var name: String
    /// The whole paths of the file or of its parts; of a folder of safetensors, that of the folder.
    var paths: [String]
    /// Why it cannot be opened.
    var fault: StoreError?
    /// What the files are.
    var layout = ModelLayout.gguf
  }

  /// The models in the order of their names. Files that only see are not among them.
  private(set) var items: [Item] = []
  private let folder: String
  private var hasSafetensors = false

  /// Why there is no model here; nil where there is one.
  var absence: StoreError? {
    guard items.isEmpty else { return nil }
    return hasSafetensors
      ? .otherFormat(path: folder, format: "safetensors") : .emptyFolder(path: folder)
  }

  /// How deep folders are searched, and the most names that are looked at: a store is neither.
  private static let depth = 6, nameLimit = 20_000

  /// Searches a folder and those in it, each once, whatever links lead to it.
  ///
  /// - Throws: Why the folder itself cannot be read; one inside that cannot is passed over.
  init(_ folder: String, depth: Int = Self.depth, in files: FileTree) throws(StoreError) {
    self.folder = folder
    var found: [String] = []
    var folders: [Item] = []
    var seen: Set<String> = []
    var open = [(path: folder, prefix: "", depth: 0)]
    var left = Self.nameLimit
    while let place = open.popLast() {
      let status =
        place.depth == 0
        ? try files.statusIfPresent(place.path) : try? files.status(place.path)
      guard let identity = status?.identity, seen.insert(identity).inserted else { continue }
      let names: [String]
      do { names = try files.namesIfPresent(place.path) } catch {
        if place.depth == 0 { throw error }
        continue
      }
      if let weights = SafetensorsName.weights(among: names) {
        folders.append(Self.folder(place.prefix + weights, place.path))
      }
      for name in names.prefix(left) where !name.hasPrefix(".") {
        let name = place.prefix + name
        if name.hasSuffix(".safetensors") { hasSafetensors = true }
        if Self.isModel(name) {
          found.append(name)
        } else if place.depth < depth, files.has(.folder, "\(folder)/\(name)") {
          open.append(("\(folder)/\(name)", name + "/", place.depth + 1))
        }
      }
      left -= min(names.count, left)
    }
    items = Self.joined(found.sorted()).map { name, parts in
      Self.item(name, parts.map { "\(folder)/\($0)" }, in: files)
    }
    // Behind the others: where nobody chooses, a GGUF file is taken.
    items += folders.sorted { $0.name < $1.name }
  }

  /// A folder whose weights have a name.
  private static func folder(_ name: String, _ path: String) -> Item {
    Item(name: name, paths: [path], layout: .safetensors)
  }

  /// Whether a file is called as models are. What projects pictures into a model is none.
  private static func isModel(_ name: String) -> Bool {
    let last = name.split(separator: "/").last ?? ""
    return last.lowercased().hasSuffix(".gguf") && !last.lowercased().hasPrefix("mmproj")
  }

  /// The names, those of parts of one file together.
  private static func joined(_ names: [String]) -> [(name: String, parts: [String])] {
    var result: [(String, [String])] = []
    var whole: Set<String> = []
    for name in names {
      guard let split = SplitName(name) else {
        result.append((name, [name]))
        continue
      }
      if whole.insert(split.first).inserted { result.append((split.first, split.all)) }
    }
    return result
  }

  /// A file or its parts, all of which have to be there.
  static func item(_ name: String, _ paths: [String], in files: FileTree) -> Item {
    let faults = paths.lazy.compactMap { path -> StoreError? in
      guard let fault = files.fault(ofFile: path) else { return nil }
      return paths.count > 1 && fault == .absent
        ? .missingPart(path: path) : .unreadable(path: path, fault)
    }
    return Item(name: name, paths: paths, fault: faults.first)
  }
}

// Which of several is meant.
extension Shelf {
  /// What chooses an item: nothing where it is the only one, the format of its weights where that does,
  /// or else its name.
  func selector(of item: Item) -> String? {
    guard items.count > 1 else { return nil }
    let tag = Self.tag(of: item)
    let isUnique = items.filter { $0.name == tag || Self.tag(of: $0) == tag }.count == 1
    return tag.flatMap { isUnique ? $0 : nil } ?? item.name
  }

  /// The item that a selector chooses: by its path, by its name, or by how its name ends. Without a selector
  /// the only one, or else as llama.cpp does: Q4_K_M, Q8_0, or the first.
  func item(_ selector: String?, of reference: String) throws(StoreError) -> Item {
    if let absence { throw absence }
    guard let selector else {
      let usual = ["q4_k_m", "q8_0"].lazy.compactMap { end in items.first { Self.ends($0, end) } }
      guard let item = items.count == 1 ? items.first : usual.first ?? items.first else {
        throw .emptyFolder(path: reference)
      }
      return item
    }
    let wanted = selector.lowercased()
    let chosen =
      items.first { $0.name == selector }.map { [$0] }
      ?? items.filter { Self.stem($0.name) == wanted || Self.ends($0, wanted) }
    guard let item = chosen.first else {
      throw .noSuchFile(reference: reference, choices: choices)
    }
    guard chosen.count == 1 else {
      throw .several(reference: reference, choices: chosen.map(\.name))
    }
    return item
  }

  /// What can be chosen.
  var choices: [String] { items.map { selector(of: $0) ?? $0.name } }

  /// A name in small letters without folders, ending and number of its part.
  private static func stem(_ name: String) -> String {
    let first = SplitName(name)?.stem ?? String(name.dropLast(5))
    return (first.split(separator: "/").last ?? "").lowercased()
  }

  private static func ends(_ item: Item, _ end: String) -> Bool {
    guard item.layout == .gguf else { return end == SafetensorsName.tag }
    let stem = stem(item.name)
    guard stem.hasSuffix(end), stem.count > end.count else { return false }
    return "-._".contains(stem[stem.index(stem.endIndex, offsetBy: -end.count - 1)])
  }

  /// The format of weights that a name ends with, such as `Q4_K_M`; nil for other endings.
  private static func tag(of item: Item) -> String? {
    guard item.layout == .gguf else { return SafetensorsName.tag }
    let stem = stem(item.name)
    guard let last = stem.split(whereSeparator: { "-.".contains($0) }).last, last.count < stem.count
    else { return nil }
    let known: Set = ["f16", "f32", "bf16", "mxfp4"]
    let kind = last.drop { $0 == "i" || $0 == "t" }
    let isQuantized = kind.first == "q" && kind.dropFirst().first?.isNumber == true
    return known.contains(String(last)) || isQuantized ? last.uppercased() : nil
  }
}

/// What the files of a model in Hugging Face's own layout are called.
enum SafetensorsName {
  /// What chooses such a model among several files.
  static let tag = "safetensors"
  private static let index = "model.safetensors.index.json"

  /// The file that stands for all weights of a folder: the only one, or the list of several. Nil for a folder that
  /// holds no whole model.
  static func weights(among names: [String]) -> String? {
    guard names.contains("config.json") else { return nil }
    return ["model.safetensors", index].first { names.contains($0) }
  }

  /// Whether a file belongs to the model of its folder.
  static func isPart(_ path: String) -> Bool {
    path.hasSuffix(".safetensors") || path.hasSuffix("/" + index) || path == index
  }
}

/// The name of a part of a split file: `model-00002-of-00003.gguf`.
struct SplitName {
  /// The name before the number of the part.
  let stem: String
  private let total: Int
  private let ending: String

  /// The most parts of a file.
  private static let most = 1_000

  /// Takes a name apart; nil for one that is not of a part.
  init?(_ name: String) {
    let bytes = Array(name.utf8)
    guard bytes.count > 20 else { return nil }
    let tail = bytes.suffix(20)  // -00002-of-00003.gguf
    let digits = (tail.dropFirst(1).prefix(5), tail.dropFirst(10).prefix(5))
    func number(_ digits: ArraySlice<UInt8>) -> Int? {
      digits.allSatisfy { (0x30...0x39).contains($0) }
        ? Int(String(decoding: digits, as: UTF8.self)) : nil
    }
    guard tail.first == UInt8(ascii: "-"), tail.dropFirst(6).starts(with: "-of-".utf8),
      let part = number(digits.0), let total = number(digits.1), total <= Self.most,
      part >= 1, part <= total
    else { return nil }
    self.total = total
    stem = String(decoding: bytes.dropLast(20), as: UTF8.self)
    ending = String(decoding: bytes.suffix(5), as: UTF8.self)
  }

  private func part(_ number: Int) -> String {
    func digits(_ value: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(5 - text.count, 0)) + text
    }
    return "\(stem)-\(digits(number))-of-\(digits(total))\(ending)"
  }

  /// The name of the first part.
  var first: String { part(1) }
  /// The names of all parts in order.
  var all: [String] { (1...total).map(part) }
}
