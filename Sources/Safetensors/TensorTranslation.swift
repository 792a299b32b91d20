import GGUF

/// The tensors of a model's files as a GGUF file would list them: those that stay where they are, and those that
/// are made in memory.
struct TensorTranslation {
  private(set) var tensors: [TensorInfo] = []
  private(set) var made: [MadeTensor] = []
  private let translation: Translation
  private let rules: [String: TensorRule]
  private let isTied: Bool
  /// The query heads, where tensors are sorted by them.
  private let heads: Int
  private var madeBytes = 0
  /// What the files call the tensors.
  private var ownNames: [String: String] = [:]

  init(_ translation: Translation, _ configuration: Configuration) throws(SafetensorsError) {
    self.translation = translation
    // What a family says of its own stands behind what it shares.
    rules = Dictionary(translation.tensors.map { ($0.name, $0) }) { $1 }
    isTied = try configuration.flag("tie_word_embeddings") ?? false
    heads = Int(try configuration.size("num_attention_heads") ?? 0)
  }

  /// Adds a tensor of a file whose bytes begin at an offset of the storage. What no rule names keeps its name,
  /// so that who reads the model refuses it.
  mutating func add(_ entry: TensorList.Entry, at offset: Int) throws(SafetensorsError) {
    let (name, change) = translated(entry.name)
    guard let name, !(isTied && name == Self.output) else { return }
    guard let type = entry.type else {
      throw SafetensorsError(.unsupportedType(entry.typeName, tensor: entry.name))
    }
    guard (1...Limits.dimensions).contains(entry.shape.count), !entry.shape.contains(0) else {
      throw SafetensorsError(.invalidShape(tensor: entry.name))
    }
    ownNames[name] = entry.name
    let source = entry.bytes.lowerBound + offset..<entry.bytes.upperBound + offset
    var info = TensorInfo(
      name: name, dimensions: entry.shape.reversed(), type: type, byteOffset: source.lowerBound,
      byteCount: source.count)
    let isAligned = source.lowerBound % type.block.bytes == 0
    guard change != .none || !isAligned else { return tensors.append(info) }
    guard let maker = TensorMaker(change, &info, heads: heads) else {
      throw SafetensorsError(.invalidShape(tensor: entry.name))
    }
    make(info, from: source) { maker.fill(&$1, from: $0) }
  }

  /// What the files call a tensor, or would call one that is not there.
  var ownName: @Sendable (String) -> String {
    let (known, rules, start) = (ownNames, translation.tensors, translation.prefixes.first ?? "")
    return { name in
      if let own = known[name] { return own }
      let (pattern, numbers) = Self.withoutNumbers(name[...])
      guard let rule = rules.first(where: { $0.ggufName == pattern }) else { return name }
      return (rule.ggufName == Self.output ? "" : start)
        + Self.filled(rule.name, numbers)
    }
  }

  /// Whether there is a matrix of the output, where it is not the embedding itself.
  var hasOutput: Bool {
    tensors.contains { $0.name == Self.output } || made.contains { $0.info.name == Self.output }
  }
  private static let output = "output.weight"

  /// Adds a tensor of numbers that are known.
  mutating func add(_ name: String, _ values: [Float]) {
    let info = TensorInfo(
      name: name, dimensions: [values.count], type: .f32, byteOffset: 0,
      byteCount: 4 * values.count)
    make(info, from: 0..<0) { _, target in
      for (index, value) in values.enumerated() {
        target.storeBytes(of: value.bitPattern, toByteOffset: 4 * index, as: UInt32.self)
      }
    }
  }

  private mutating func make(
    _ info: TensorInfo, from source: Range<Int>,
    by fill: @escaping @Sendable (RawSpan, inout MutableRawSpan) -> Void
  ) {
    var info = info
    info.byteOffset = madeBytes
    madeBytes += (info.byteCount + 63) / 64 * 64
    made.append(MadeTensor(info, from: source, by: fill))
  }

  /// A tensor's name in a GGUF file, nil for one that is not needed, and what is to be done with its numbers.
  private func translated(_ name: String) -> (name: String?, change: TensorChange) {
    let bare = translation.prefixes.first { name.hasPrefix($0) }.map { name.dropFirst($0.count) }
    for candidate in [bare, name[...]].compactMap({ $0 }) {
      let (pattern, numbers) = Self.withoutNumbers(candidate)
      guard let rule = rules[pattern] else { continue }
      return (rule.ggufName.map { Self.filled($0, numbers) }, rule.change)
    }
    return (name, .none)
  }

  /// A name with `#` in place of each number, and the numbers.
  private static func withoutNumbers(_ name: Substring) -> (pattern: String, numbers: [Substring]) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let isNumber = { (part: Substring) in
      (1...6).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        && (part == "0" || part.first != "0")
    }
    let pattern = parts.map { isNumber($0) ? "#" : $0 }
    return (pattern.joined(separator: "."), parts.filter(isNumber))
  }

  /// The reverse: a pattern with a number in place of each `#`.
  private static func filled(_ pattern: String, _ numbers: [Substring]) -> String {
    numbers.reduce(pattern) { $0.replacing("#", with: $1, maxReplacements: 1) }
  }
}
