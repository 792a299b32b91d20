/// A model's name as people know it.
///
/// Publishers name their files by a convention, `SmolLM2-135M-Instruct.Q4_1.gguf`: base name, size,
/// what it was tuned for, and the format of the weights. `general.name` is made when the file is
/// converted, from the name of a folder, which may be that of a checkpoint or a digest. So the file's
/// name counts where it agrees with what the file says of itself; a file of another name (`model.gguf`,
/// a digest, a nickname) is called what it calls itself.
struct ModelName {
  /// What the file says of itself, the most telling first.
  let said: [String]
  /// The name of the file, without its folders and its ending.
  let stem: String

  /// The name of a model in a file.
  init(_ metadata: Metadata, path: String) {
    // What is no text is no name: nothing else hangs on it.
    func value(_ key: String) -> String { (try? metadata.string("general.\(key)")) ?? "" }
    let parts = ["basename", "size_label", "finetune"].map(value)
    let joined = parts[0].isEmpty ? "" : parts.filter { !$0.isEmpty }.joined(separator: "-")
    said = [joined, value("name")]
      .map { Self.withoutFormat($0.prefix(Self.longest)) }
    stem = Self.stem(of: path)
  }

  /// The name, without the format of the weights; empty where nothing has a name. It may hold any
  /// characters.
  var text: String {
    let telling = said.filter(Self.isTelling)
    let words = Set(telling.flatMap(Self.words))
    let isStemKnown =
      Self.isTelling(stem) && (words.isEmpty || !words.isDisjoint(with: Self.words(of: stem)))
    return isStemKnown ? stem : telling.first ?? said.first { !$0.isEmpty } ?? stem
  }

  /// The most characters of a name.
  private static let longest = 96

  // MARK: What names say

  /// Words that any model's file or folder may have.
  private static let anyModel: Set = [
    "model", "models", "ggml", "gguf", "hf", "weights", "unsloth", "pytorch", "snapshot", "tmp",
  ]

  /// Whether a name says which model it is: not a number, not a digest, not what any may be called.
  private static func isTelling(_ name: String) -> Bool {
    words(of: name).subtracting(anyModel).contains { word in
      let isDigest = word.utf8.count >= 16 && word.allSatisfy(\.isHexDigit)
      return word.contains(where: \.isLetter) && word != "sha256" && !isDigest
    }
  }

  /// The words of a name in small letters.
  private static func words(of name: String) -> Set<String> {
    Set(name.lowercased().split { !($0.isLetter || $0.isNumber || $0 == ".") }.map(String.init))
  }

  // MARK: The format of the weights

  /// The name of a file without its folders, its ending, the number of its part and the format of its
  /// weights: `SmolLM2-135M-Instruct` of `models/SmolLM2-135M-Instruct.Q4_1.gguf`.
  private static func stem(of path: String) -> String {
    var stem = (path.split(separator: "/").last ?? "").prefix(longest + 32)
    if stem.lowercased().hasSuffix(".gguf") { stem = stem.dropLast(5) }
    let part = stem.suffix(15)  // -00001-of-00003
    if part.first == "-", part.dropFirst(6).hasPrefix("-of-"), part.last?.isNumber == true {
      stem = stem.dropLast(15)
    }
    return String(withoutFormat(stem).prefix(longest))
  }

  /// A name without the format of the weights at its end: that is said beside it. O(*n*²) in its length.
  private static func withoutFormat(_ name: Substring) -> String {
    var name = name.drop(while: \.isWhitespace)
    while let last = name.last, last.isWhitespace { name.removeLast() }
    for place in name.indices.dropFirst() where "-._ ".contains(name[place]) {
      if isFormat(name[name.index(after: place)...].uppercased()) {
        return withoutFormat(name[..<place])
      }
    }
    return String(name)
  }

  /// Whether a part of a name, in capitals, is a format of weights or belongs to one: `Q4_1`, `IQ2_XXS`,
  /// `BF16`, `UD`.
  private static func isFormat(_ part: String) -> Bool {
    let known: Set = ["F16", "F32", "BF16", "FP16", "FP32", "MXFP4", "GGUF", "UD", "I1", "IMAT"]
    let kind = part.drop { $0 == "I" || $0 == "T" }
    let digits = kind.dropFirst().prefix { ("0"..."9").contains($0) }
    let rest = kind.dropFirst(1 + digits.count)
    return known.contains(part)
      || kind.first == "Q" && !digits.isEmpty && (rest.isEmpty || rest.first == "_")
        && rest.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
  }
}

extension ModelFile {
  /// The name of its model as people know it: that of the file where it says which model it is, or else
  /// what the file says of itself. It may hold any characters, and is empty where nothing has a name.
  ///
  /// - Parameter path: Where the file is, as it was asked for; a link is called by its own name.
  public func modelName(path: String) -> String { ModelName(metadata, path: path).text }
}
