import ShownText

/// Places in a text that were given a letter, `a` to `z`, as offsets in bytes.
typealias Marks = [Character: Int]

extension Explorer {
  /// What is asked while the letter of a mark is awaited: the marks that there are, as far as a line has
  /// room for them.
  package var marksQuestion: String {
    let all = desk.marks.sorted { $0.key < $1.key }.map { "\($0.key) \(quoted(from: $0.value))" }
    let question = " A letter goes to its mark, a capital sets it here."
    var list = ""
    for (index, mark) in all.enumerated() {
      let longer = list + (index == 0 ? "Marks: " : ", ") + mark
      guard columnWidth(of: longer + "." + question) <= columns - 2 else { break }
      list = longer
    }
    return list.isEmpty
      ? "No mark is set here yet: a capital sets its mark." : list + "." + question
  }

  /// The beginning of what stands at an offset.
  private func quoted(from offset: Int) -> String {
    let start = min(offset, text.count)
    return "“\(visibleText(text[start...].prefix(80), columns: 12))”"
  }

  mutating func typeMark(_ character: Character) -> [Effect] {
    stage = nil
    if character == "'" { return perform(.moving(.back)) }
    guard character.isASCII, character.isLetter else {
      say("a mark is a letter from a to z")
      return []
    }
    let letter = Character(character.lowercased())
    return perform(.moving(character.isUppercase ? .setMark(letter) : .mark(letter)))
  }

  mutating func setMark(_ letter: Character) {
    guard let token = focusedToken else { return }
    desk.marks[letter] = token.bytes.lowerBound
    say("mark \(String(letter)) is set at \(quoted(from: token.bytes.lowerBound))")
  }

  mutating func goToMark(_ letter: Character) {
    guard let place = desk.marks[letter], let token = token(at: place) else {
      say("no mark \(String(letter)) is set: its capital sets one")
      return
    }
    jump(to: token)
  }

  /// The marks as the palette has them, to be gone to.
  var markEntries: [PaletteEntry] {
    desk.marks.sorted { $0.key < $1.key }.map { letter, place in
      PaletteEntry(
        name: "mark \(letter)", help: "Go to \(quoted(from: place)).",
        command: .moving(.mark(letter)))
    }
  }
}
