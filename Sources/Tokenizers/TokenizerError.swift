import GGUF

/// Why no tokenizer could be made of a model file's vocabulary. Its description is a sentence for the
/// user.
public enum TokenizerError: Error, Equatable {
  /// A value is missing, or has the wrong type.
  case metadata(GGUFError)
  /// The kind of tokenizer is not known.
  case unknownModel(String, known: [String])
  /// The way of splitting a text before it is encoded is not known.
  case unknownPreTokenizer(String, known: [String])
  /// The vocabulary has no entries.
  case emptyVocabulary
  /// The vocabulary has more entries than ``Limits`` allows.
  case tooManyTokens(count: Int, limit: Int)
  /// There are more merges than ``Limits`` allows.
  case tooManyMerges(count: Int, limit: Int)
  /// An entry is longer than ``Limits`` allows.
  case tokenTooLong(id: Int, byteCount: Int, limit: Int)
  /// An array has not one element for each entry of the vocabulary.
  case lengthMismatch(key: String, count: Int, tokens: Int)
  /// A kind of token that has no meaning.
  case unknownTokenKind(Int, id: Int)
  /// A token that stands for a byte is not written `<0xXX>` with two hexadecimal digits.
  case malformedByteToken(id: Int, name: [UInt8])
  /// An id beyond the vocabulary.
  case idOutOfRange(key: String, id: UInt64, tokens: Int)
  /// A merge is not two parts with one space between them.
  case mergeWithoutTwoParts(index: Int, merge: [UInt8])
  /// A merge of something that is not in the vocabulary.
  case unknownMergePart(index: Int, part: [UInt8])
  /// A merge into something that is not in the vocabulary.
  case unknownMergeResult(index: Int, result: [UInt8])

  /// How much a vocabulary may hold. The limits lie far above every published model.
  public enum Limits {
    /// The most entries: 2^21.
    public static let tokens = 1 << 21
    /// The most merges: one less than 2^22, so that a rank and two ids fit in 64 bits.
    public static let merges = 1 << 22 - 1
    /// The most bytes of an entry: 64 KiB.
    public static let tokenBytes = 1 << 16
    /// The most bytes of the name of a control or user-defined token, which is searched for in texts.
    public static let specialTokenBytes = 256
  }
}
