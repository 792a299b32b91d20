import Basics
import GGUF
import JSON

extension ModelFile {
  /// Opens the model of a folder in Hugging Face's layout. Its weights stay in their files, which are mapped.
  ///
  /// - Parameter isForList: Whether only what the model is is asked for. Where the tokenizer's vocabulary stands
  ///   behind all else, it is not read then: there are as many tokens as the configuration says, without names.
  /// - Throws: What is wrong with which file, and where.
  /// - Complexity: O(*n*) in the bytes of the configuration, of the tokenizer and of the headers; a tenth of a
  ///   second for a vocabulary of 256 thousand.
  public static func safetensors(
    in folder: String, isForList: Bool = false
  ) throws(SafetensorsError) -> ModelFile {
    do throws(SafetensorsError) {
      return try Repository(folder: folder, readsHeads: isForList).model()
    } catch {
      throw SafetensorsError(
        error.problem, in: error.file.map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" } ?? folder,
        at: error.position)
    }
  }
}

extension Repository {
  /// Reads the documents of a folder, and maps its weights.
  init(folder: String, readsHeads: Bool) throws(SafetensorsError) {
    let settings = SafetensorsLimits.settingsBytes
    let index = try Self.index(of: folder)
    let names = index?.shards ?? [Self.weightsName]
    let weights: Storage
    do throws(GGUFError) {
      weights = try Storage(mapping: names.map { "\(folder)/\($0)" })
    } catch {
      let name = error.path.map {
        String(decoding: $0.utf8.dropFirst(folder.utf8.count + 1), as: UTF8.self)
      }
      throw SafetensorsError(.unreadable(error.problem.description), in: name)
    }
    self.init(
      settings: try Self.bytes(of: Self.settingsName, in: folder, limit: settings),
      tokenizer: try Self.tokenizer(in: folder, isHead: readsHeads), index: index, shards: names,
      weights: weights)
  }

  /// The list of the files of weights; nil where there is but one.
  static func index(of folder: String) throws(SafetensorsError) -> ShardIndex? {
    if unsafe access("\(folder)/\(weightsName)", F_OK) == 0 { return nil }
    return try index(bytes(of: indexName, in: folder, limit: SafetensorsLimits.settingsBytes))
  }

  private static func tokenizer(
    in folder: String, isHead: Bool
  ) throws(SafetensorsError) -> TokenizerText {
    if isHead, let head = try tokenizerHead(in: folder) { return .head(head) }
    return .whole(
      try bytes(of: tokenizerName, in: folder, limit: SafetensorsLimits.tokenizerBytes))
  }

  /// The beginning of `tokenizer.json`, as far as its vocabulary; nil where that is not behind all else.
  private static func tokenizerHead(in folder: String) throws(SafetensorsError) -> JSONDocument? {
    for count in [1 << 16, 1 << 21, 1 << 23] {
      let bytes = try bytes(
        of: tokenizerName, in: folder, limit: SafetensorsLimits.tokenizerBytes, head: count)
      guard let vocabulary = endOfName("vocab", in: bytes) else { continue }
      // With some of the entries. Whoever reads the whole says what is wrong with it.
      let head = try? JSONDocument(Array(bytes.prefix(vocabulary + 1_024)), mayBeCut: true)
      guard let head, head.isCut, head.endsInVocabulary else { return nil }
      return head
    }
    return nil
  }

  /// Where a name in quotes ends for the first time; nil where it does not stand there. O(*n*).
  private static func endOfName(_ name: String, in bytes: [UInt8]) -> Int? {
    let (text, quoted) = (bytes.span, Array("\"\(name)\"".utf8))
    var place = 0
    while place + quoted.count <= text.count {
      if text[place + 1] == quoted[1], bytes[place..<place + quoted.count].elementsEqual(quoted) {
        return place + quoted.count
      }
      place += 1
    }
    return nil
  }

  private static func bytes(
    of name: String, in folder: String, limit: Int, head: Int = .max
  ) throws(SafetensorsError) -> [UInt8] {
    do throws(GGUFError) {
      return try fileBytes(of: "\(folder)/\(name)", limit: limit, head: head)
    } catch {
      throw SafetensorsError(.unreadable(error.problem.description), in: name)
    }
  }
}

extension JSONDocument {
  /// Whether all that says how `tokenizer.json` splits texts stands before the vocabulary, as the package
  /// `tokenizers` writes it.
  fileprivate var endsInVocabulary: Bool {
    func names(_ value: JSONValue?) -> [String?] { value?.members?.map { $0.name.string } ?? [] }
    let (outer, inner) = (names(root), names(root["model"]))
    return outer.last == "model" && inner.last == "vocab"
      && ["normalizer", "pre_tokenizer", "post_processor"].allSatisfy(outer.contains)
      && root["model"]?.tokenizerKind != nil
  }
}
