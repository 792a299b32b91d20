import Exploration

extension InputDecoder {
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// Takes bytes of a paste up to its end; `held` keeps a possible beginning of that end.
  ///
  /// - Returns: The position behind the bytes taken.
  /// - Complexity: O(*n*); bytes that cannot begin the end are copied in one piece.
  mutating func takePasted(_ bytes: [UInt8], from start: Int) -> Int {
    var position = start
    while position < bytes.count {
      if held.isEmpty {
        let escape = bytes[position...].firstIndex(of: 0x1B) ?? bytes.count
        keep(bytes[position..<escape])
        position = escape
        guard position < bytes.count else { break }
      }
      let byte = bytes[position]
      if byte == Self.pasteEnd[held.count] {
        held.append(byte)
        position += 1
        guard held.count == Self.pasteEnd.count else { continue }
        finishPaste(keeping: [])
        reset()
        return position
      }
      keep(held[...])  // it was text after all; this byte may begin the end again
      held = []
    }
    return position
  }

  /// Delivers the paste.
  mutating func finishPaste(keeping rest: [UInt8]) {
    keep(rest[...])
    emit(.paste(pasted))
    pasted = []
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    pasted += bytes.prefix(Self.pasteLimit - pasted.count)
  }
}

/// The least number of characters in one read that no fingers could have typed.
private let burst = 32

extension [Input] {
  /// What is safe to obey among the events of one read.
  ///
  /// Two ways exist in which a pasted text could be taken for commands. A paste may contain the
  /// sequence that ends pastes; so keys in the same read after a paste are dropped. And a terminal
  /// without bracketed paste sends the text as keys; so a burst of characters, not all the same as
  /// from a key held down, becomes a paste.
  package func withoutPastedCommands() -> [Input] {
    if let paste = firstIndex(where: \.isPaste) {
      return self[..<paste].gatheringBursts() + self[paste...].filter { !$0.isKey }
    }
    return self[...].gatheringBursts()
  }
}

extension ArraySlice<Input> {
  fileprivate func gatheringBursts() -> [Input] {
    let texts = map(\.typedText)
    let typed = texts.compactMap { $0 }
    guard typed.count >= burst, Set(typed).count > 1 else { return Array(self) }
    var result: [Input] = []
    var position = startIndex
    while position < endIndex {
      let run = self[position...].prefix { $0.typedText != nil }
      let text = run.compactMap(\.typedText)
      if run.count >= burst, Set(text).count > 1 {
        result.append(.paste(text.flatMap { Array($0.utf8) }))
      } else {
        result += run
      }
      position = run.endIndex
      guard position < endIndex else { break }
      result.append(self[position])
      position += 1
    }
    return result
  }
}

extension Input {
  fileprivate var isPaste: Bool { if case .paste = self { true } else { false } }
  fileprivate var isKey: Bool { if case .key = self { true } else { false } }

  /// The text that a key types, when it types any.
  fileprivate var typedText: String? {
    switch self {
    case .key(.character(let character), []): String(character)
    case .key(.enter, []): "\n"
    case .key(.tab, []): "\t"
    default: nil
    }
  }
}
