import ShownText
import Basics

extension GGUFError: CustomStringConvertible {
  /// One sentence that says which file, what is wrong with it, and where. Whatever comes from the file
  /// is escaped and clipped.
  public var description: String {
    var sentence = problem.description
    if let path { sentence = "\(visibleText(path)): \(sentence)" }
    if let position { sentence += " (at byte \(position))" }
    return sentence
  }
}

extension GGUFError.Problem: CustomStringConvertible {
  /// What is wrong, without the place.
  public var description: String {
    fileSentence ?? headerSentence ?? metadataSentence ?? tensorSentence ?? "unknown fault"
  }

  private var fileSentence: String? {
    switch self {
    case .unreadable(let code): unsafe "cannot read the file: \(String(cString: strerror(code)))"
    case .notRegular: "not a regular file"
    case .empty: "the file is empty"
    case .changed: "the model file changed while in use"
    case .wrongPart(let number, let count, let needed, let neededCount):
      "it says that it is part \(number) of \(count), where part \(needed) of \(neededCount) is needed: "
        + "keep all parts in one folder, under the names that they were made with"
    default: nil
    }
  }

  private var headerSentence: String? {
    switch self {
    case .notGGUF(let magic):
      "not a GGUF file: it begins with \(hexadecimalPairs(magic)), not \(hexadecimalPairs(Header.magic))"
    case .bigEndian: "a big-endian GGUF file, which is not supported"
    case .unsupportedVersion(let version):
      "GGUF version \(version) is not supported, only 2 and 3: convert the model again"
    case .truncated(let field): "the file ends while reading \(clipped(field))"
    case .impossibleCount(let counted, let count, let left):
      "\(count) \(counted) are impossible in the \(left) bytes that follow"
    case .overLimit(let counted, let count, let limit):
      "\(count) \(counted) are more than the limit of \(limit)"
    default: nil
    }
  }

  private var metadataSentence: String? {
    switch self {
    case .invalidKey(let key): "the key \(quoted(key)) is not printable ASCII"
    case .duplicateKey(let key): "the key \(clipped(key)) occurs twice"
    case .unknownValueType(let type, let key): "unknown value type \(type) for \(clipped(key))"
    case .nestedArray(let key): "\(clipped(key)) is an array of arrays, which is not supported"
    case .invalidBool(let value, let key): "\(clipped(key)) is \(value), which is no truth value"
    case .invalidAlignment(let value):
      "general.alignment is \(value): it must be a power of two from "
        + "\(Limits.alignment.lowerBound) to \(Limits.alignment.upperBound)"
    case .missingKey(let key): "the key \(clipped(key)) is missing"
    case .wrongType(let key, let found, let needed):
      "\(clipped(key)) has the type \(found), but needs \(needed)"
    case .outOfRange(let key, let value): "\(clipped(key)) is \(value), which is out of range"
    default: nil
    }
  }

  private var tensorSentence: String? {
    switch self {
    case .invalidTensorName(let name): "the tensor name \(quoted(name)) is not printable ASCII"
    case .duplicateTensor(let name): "the tensor \(clipped(name)) occurs twice"
    case .dimensionCount(let count, let name):
      "tensor \(clipped(name)) has \(count) dimensions, not 1 to \(Limits.dimensions)"
    case .zeroDimension(let name): "tensor \(clipped(name)) has a zero dimension"
    case .sizeOverflow(let name): "the size of tensor \(clipped(name)) overflows"
    case .unknownTensorType(let type, let name):
      "tensor \(clipped(name)) has the unknown type \(type)"
    case .partialBlock(let name, let row, let block):
      "tensor \(clipped(name)) has rows of \(row), which is not a multiple of its block of \(block)"
    case .unalignedOffset(let name, let offset, let alignment):
      "tensor \(clipped(name)) has the offset \(offset), which is not a multiple of \(alignment)"
    case .dataBeyondEnd(let name, let needed, let size):
      "the data of tensor \(clipped(name)) lie beyond the end of the file, which has "
        + "\(size) of \(needed) bytes: a truncated download?"
    case .overlap(let name, let other): "tensors \(clipped(other)) and \(clipped(name)) overlap"
    default: nil
    }
  }
}

extension GGUFError.Counted: CustomStringConvertible {
  /// What is counted, in the plural.
  public var description: String {
    switch self {
    case .keys: "keys"
    case .tensors: "tensors"
    case .keyBytes: "bytes of a key"
    case .tensorNameBytes: "bytes of a tensor's name"
    case .metadataBytes: "bytes of metadata"
    }
  }
}

/// Bytes or a name from a file as a message may show them.
private func clipped(_ text: String) -> String { visibleText(text.utf8, columns: 80) }
private func quoted(_ bytes: [UInt8]) -> String { "\"\(visibleText(bytes, columns: 80))\"" }
