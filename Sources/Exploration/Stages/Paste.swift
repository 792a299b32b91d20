import ShownText

extension KeyMap {
  /// While the program asks what is to be done with a pasted text.
  public static let pasted = KeyMap(
    title: "After a paste",
    bindings: [
      Binding(
        "Read the pasted text instead of this one. \(key: .undo) takes it back.",
        footer: .init("replace the text", rank: 0),
        [Action("replace-text", .replaceWithPaste, .key(.enter))]),
      Binding(
        "Insert the pasted text before the focused token.", footer: .init("insert it", rank: 1),
        [Action("insert", .insertPaste, .letter("i"))]),
      Binding(
        "Forget the pasted text.", footer: .init("forget it", rank: 0),
        [Action("leave", .leave, .key(.escape))]),
    ])
}

extension Explorer {
  /// Takes a pasted text: typed in while editing, taken at once when there is no text; otherwise the
  /// program asks, so that nothing pasted is ever understood as keys. What is left out of a long one is said.
  mutating func paste(_ pasted: [UInt8]) -> [Effect] {
    let isCut = pasted.count > Input.longestPaste
    let bytes = withLineFeeds(isCut ? withoutTornEnd(pasted.prefix(Input.longestPaste)) : pasted)
    let effects = take(pasted: bytes, isCut: isCut)
    if isCut, said == nil {
      say("the paste is longer than 8 MiB: the rest is left out; open such a text with -f FILE")
    }
    return effects
  }

  private mutating func take(pasted bytes: [UInt8], isCut: Bool) -> [Effect] {
    guard !bytes.isEmpty else { return [] }
    guard palette == nil else {
      palette?.type(String(decoding: bytes, as: UTF8.self))
      return []
    }
    guard modelList == nil else {
      changeModelLine { $0.type(String(decoding: bytes, as: UTF8.self)) }
      return []
    }
    guard takeAway == nil else {
      changeFileName { $0.type(String(decoding: bytes, as: UTF8.self)) }
      return []
    }
    guard partList == nil else {
      changePartList { $0.line.type(String(decoding: bytes, as: UTF8.self)) }
      return []
    }
    guard finding?.isTyping != true || stage != nil else {
      return typeInFinding(String(decoding: bytes, as: UTF8.self))
    }
    guard models.change == nil else {
      say("a paste is not taken while another model is on its way")
      return []
    }
    if let refusal = refusal(of: .insertPaste), hasScoresAlone {
      say(refusal.sentence)
      return []
    }
    guard game == nil else {
      say("a paste is not taken during a game")
      return []
    }
    guard !isInLab else {
      say("the lab shows its own texts, and takes no other")
      return []
    }
    stage = nil
    if isEditing {
      desk.history.endRun()
      return type(bytes)
    }
    if text.isEmpty, reveal == nil { return replace(0..<0, with: bytes) }
    stage = .pasted(bytes, isCut: isCut)
    return []
  }

  mutating func takePaste(replacing: Bool) -> [Effect] {
    guard case .pasted(let bytes, _) = stage else { return [] }
    stage = nil
    let place = focusedToken?.bytes.lowerBound ?? text.count
    desk.history.endRun()
    let effects = withWholeText {
      $0.replace(replacing ? 0..<$0.text.count : place..<place, with: bytes)
    }
    if replacing { topLine = 0 }
    return effects
  }
}

/// A text that was cut somewhere, without the last character where that is no ASCII: it may be half of one.
private func withoutTornEnd(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
  guard let last = bytes.last, last >= 0x80 else { return Array(bytes) }
  return Array(bytes.dropLast(bytes.reversed().prefix(3).prefix { $0 & 0xC0 == 0x80 }.count + 1))
}

/// Terminals paste line ends as carriage returns.
func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  for (index, byte) in bytes.enumerated() {
    if byte == 0x0D {
      result.append(0x0A)
    } else if byte != 0x0A || index == 0 || bytes[index - 1] != 0x0D {
      result.append(byte)
    }
  }
  return result
}
