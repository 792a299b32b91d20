import GGUF
import GGUFFixtures
import Tokenizers

extension FuzzTarget {
  /// A vocabulary is refused with a sentence, or it cuts any text without losing a byte.
  ///
  /// The first byte says which parts are damaged, the next ones how; then come the merges that are
  /// there, and a text.
  public static let vocabulary = FuzzTarget(name: "vocabulary", seeds: vocabularySeeds) { bytes in
    var source = ByteSource(bytes)
    let file = vocabularyFile(&source)
    return outcome(ofVocabulary: file, &source)
  }

  /// What becomes of a vocabulary, and of the text that the rest of an input is.
  static func outcome(
    ofVocabulary file: ModelFixture, _ source: inout ByteSource
  ) -> FuzzOutcome {
    guard let metadata = try? ModelFile(bytes: file.bytes).metadata else { return .refused }
    do throws(TokenizerError) {
      let tokenizer = try Tokenizer(metadata)
      let special = source.byte().isMultiple(of: 2)
      let text = source.remainder()
      return FuzzOutcome(complaint: complaint(aboutEncoding: text, special: special, by: tokenizer))
    } catch {
      return .refused(harmlessly: error)
    }
  }

  private static let vocabularySeeds: [[UInt8]] = (0..<6).flatMap { damage -> [[UInt8]] in
    let merges: [UInt8] = [6, 5, 4, 3, 1, 0]
    return ["abcdabcd ab <|x|> it's 123 \r\n  abab", "中文 é 👩‍👧 abcabc\u{0}", "dcba"].map { text in
      [damage == 0 ? 0 : 1 << UInt8(damage - 1)] + merges + Array(text.utf8)
    }
  }

  /// Entries of which some are made of others, each with its kind: normal, control or byte.
  private static let entries: [(name: String, kind: Int32)] =
    ["a", "b", "c", "d", "ab", "bc", "abc", "abcd", "Ġ", "Ġa", "Ã", "©", "Ã©", "<unk>"].map {
      ($0, 1)
    }
    + [("<0x0A>", 6), ("<|x|>", 3), ("<|x|>!", 4), ("", 1)]

  private static let possibleMerges = ["a b", "b c", "ab c", "abc d", "Ġ a", "Ã ©"]

  private static func vocabularyFile(_ source: inout ByteSource) -> ModelFixture {
    let damage = source.byte()
    func isDamaged(_ bit: Int) -> Bool { damage >> UInt8(bit) & 1 == 1 }
    var tokens = entries.map { Array($0.name.utf8) }
    var kinds = entries.map(\.kind)
    var merges = possibleMerges.prefix(source.number(in: 0...6)).map { Array($0.utf8) }
    if isDamaged(0) { tokens[source.number(in: 0...17)] = source.bytes(source.number(in: 0...9)) }
    if isDamaged(1) { kinds[source.number(in: 0...17)] = Int32(source.number(in: 0...8)) }
    if isDamaged(2) { merges.append(source.bytes(source.number(in: 0...9))) }
    if isDamaged(3) { kinds.removeLast(source.number(in: 0...18)) }
    var file = ModelFixture()
    func set(_ key: String, _ value: ModelFixture.Value) {
      file.set("tokenizer.ggml.\(key)", value)
    }
    set("model", .string("gpt2"))
    set("pre", .string(source.choice(PreTokenizer.all.flatMap(\.names))))
    set("tokens", .strings(tokens))
    set("token_type", .int32s(kinds))
    set("merges", .strings(merges))
    let key = source.choice(["bos_token_id", "eos_token_id", "unknown_token_id"])
    if isDamaged(4) {
      set(key, .array(type: UInt32(source.byte()), count: 1, bytes: source.bytes(8)))
    } else {
      set(key, .uint32(UInt32(source.number(in: 0...18))))
    }
    return file
  }

  private static func complaint(
    aboutEncoding text: [UInt8], special: Bool, by tokenizer: Tokenizer
  ) -> String? {
    var place = 0
    for piece in tokenizer.encode(text, special: special) {
      guard piece.bytes.lowerBound == place, !piece.bytes.isEmpty || piece.isSpaceAdded else {
        return "a gap at \(place)"
      }
      guard (0..<tokenizer.count).contains(piece.id) else { return "no token \(piece.id)" }
      let space: [UInt8] = piece.isSpaceAdded ? [0x20] : []
      let isWhole = tokenizer.bytes(of: piece.id) == space + text[piece.bytes]
      guard isWhole || piece.id == tokenizer.unknownToken else { return "other bytes at \(place)" }
      place = piece.bytes.upperBound
    }
    return place == text.count ? nil : "bytes from \(place) on are lost"
  }
}
