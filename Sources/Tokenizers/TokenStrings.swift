import GGUF

/// The entries of the vocabulary as the file has them: where each lies, not what it is.
struct TokenStrings: Sendable {
  /// Where the length of each entry stands in the file, and where the last entry ends.
  private let starts: [UInt32]

  init(_ array: StringArray) { starts = array.starts() }

  var count: Int { starts.count - 1 }

  /// The bytes of the file that hold an entry.
  @inline(__always)
  func range(_ id: Int) -> Range<Int> {
    let end = Int(starts[id + 1])
    return min(Int(starts[id]) + StringArray.prefixBytes, end)..<end
  }
}
