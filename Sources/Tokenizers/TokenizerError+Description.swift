import ShownText
import GGUF

extension TokenizerError: CustomStringConvertible {
  /// One sentence that says what is wrong with the vocabulary. Whatever comes from the file is escaped
  /// and clipped.
  public var description: String {
    switch self {
    case .metadata(let error): error.description
    case .unknownModel(let name, let known):
      "the tokenizer \(quoted(name)) is not known, only \(known.joined(separator: ", "))"
    case .unknownPreTokenizer(let name, let known):
      "the pre-tokenizer \(quoted(name)) is not known, only \(known.joined(separator: ", "))"
    case .emptyVocabulary: "the vocabulary has no tokens"
    case .tooManyTokens(let count, let limit): "\(count) tokens are more than the limit of \(limit)"
    case .tooManyMerges(let count, let limit): "\(count) merges are more than the limit of \(limit)"
    case .tokenTooLong(let id, let count, let limit):
      "token \(id) has \(count) bytes, which is more than the limit of \(limit)"
    case .lengthMismatch(let key, let count, let tokens):
      "\(key) has \(count) elements for \(tokens) tokens"
    case .unknownTokenKind(let kind, let id): "token \(id) has the unknown type \(kind)"
    case .malformedByteToken(let id, let name):
      "token \(id), \(quoted(name)), stands for a byte but is not written <0xXX>"
    case .idOutOfRange(let key, let id, let tokens):
      "\(key) is \(id), but the vocabulary has \(tokens) tokens"
    case .mergeWithoutTwoParts(let index, let merge):
      "merge \(index), \(quoted(merge)), is not two parts"
    case .unknownMergePart(let index, let part):
      "merge \(index) has the part \(quoted(part)), which is not in the vocabulary"
    case .unknownMergeResult(let index, let result):
      "merge \(index) makes \(quoted(result)), which is not in the vocabulary"
    }
  }
}

private func quoted(_ bytes: [UInt8]) -> String { "\"\(visibleText(bytes, columns: 80))\"" }

private func quoted(_ text: String) -> String { quoted(Array(text.utf8)) }
