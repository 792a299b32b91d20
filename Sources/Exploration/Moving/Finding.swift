import ShownText

/// Something that a key asks of the search in the text.
public enum FindCommand: Hashable, Sendable {
  /// Opens it.
  case open
  /// Ends the typing, at the find that is focused.
  case stay
  /// Goes to another find.
  case next, previous
  /// Deletes the last letter of the line, or all of it.
  case erase, clear
}

/// What is looked for in the text, and where it stands.
public struct Finding: Sendable {
  /// What was typed.
  public internal(set) var line = TypedLine()
  /// Whether it is still being typed.
  public internal(set) var isTyping = true
  /// Where the focus was before, as an offset in bytes.
  let origin: Int
  /// Where it begins, as offsets in bytes.
  package private(set) var starts: [Int32] = []
  /// How many bytes each find has.
  private(set) var length = 0
  /// The find that was gone to last, as its place among them.
  var current: Int?
  /// The text that was looked through.
  private var text: [UInt8] = []

  init(from origin: Int) { self.origin = origin }

  /// Whether the finds are those of a text. O(1) where it has not changed.
  func fits(_ text: [UInt8]) -> Bool { self.text == text }

  /// Looks through a text. O(*n*) in its bytes.
  mutating func look(through text: [UInt8]) {
    let search = TextSearch(line.text)
    (starts, length, self.text) = (search?.starts(in: text) ?? [], search?.length ?? 0, text)
    current = nil
  }

  /// The first find at an offset or behind it; as many as there are where none is. O(log *n*).
  func place(from offset: Int) -> Int { starts.partitioningIndex { Int($0) >= offset } }

  /// The bytes of a find.
  func bytes(_ place: Int) -> Range<Int> { Int(starts[place])..<Int(starts[place]) + length }
}

extension KeyMap {
  /// How to open the search; a part of the reading table.
  static let openFinding = Binding(
    "Find a text, whatever the case of its letters unless capitals are typed.",
    footer: .init("find", rank: 18), [Action("find", .find(.open), .letter("/"))])

  /// While finds are shown; the keys for reading work too.
  static let finds = KeyMap(
    title: "While finds are shown (\(key: .find(.open)))",
    bindings: [
      Binding(
        "Go to the next find, or the one before; behind the last comes the first.",
        footer: .init("find", rank: 0),
        [
          Action("next-find", .find(.next), .letter("n")),
          Action("previous-find", .find(.previous), .letter("N")),
        ]),
      Binding(
        "Close the search, and stay here.", footer: .init("close", rank: 0),
        [Action("leave", .leave, .key(.escape))]),
    ])

  /// While the text that is looked for is typed.
  static let findTyping = KeyMap(
    title: "Typing what is looked for (\(key: .find(.open)))", takesLetters: true,
    bindings: [
      Binding(
        "Stay at the find; further keys go from find to find.", footer: .init("done", rank: 0),
        [Action("stay-at-find", .find(.stay), .key(.enter))]),
      Binding(
        "Go to the next find, or the one before.", footer: .init("find", rank: 1),
        [
          Action("previous-find", .find(.previous), .key(.up)),
          Action("next-find", .find(.next), .key(.down)),
        ]),
      Binding(
        "Delete the last letter, or all of them.",
        [
          Action("erase-find-letter", .find(.erase), .key(.backspace)),
          Action("erase-find-line", .find(.clear), .control("u")),
        ]),
      Binding(
        "Close the search, and go back.", footer: .init("back", rank: 0),
        [Action("leave", .leave, .key(.escape))]),
    ])
}

extension Refusal {
  static let ofFinding = [
    Refusal("there is no text to look through") {
      $0 == .find(.open)
    } when: {
      $0.text.isEmpty
    }
  ]
}

extension Explorer {
  /// What is looked for in the text; nil where nothing is.
  public internal(set) var finding: Finding? {
    get { desk.finding }
    _modify { yield &desk.finding }
  }

  mutating func perform(_ command: FindCommand) {
    switch command {
    case .open: finding = Finding(from: focusOffset)
    case .stay: stayAtFind()
    case .next: goToFind(1)
    case .previous: goToFind(-1)
    case .erase:
      finding?.line.erase()
      findAgain()
    case .clear:
      finding?.line = TypedLine()
      findAgain()
    }
  }

  mutating func typeInFinding(_ characters: some Sequence<Character>) -> [Effect] {
    finding?.line.type(characters)
    findAgain()
    return []
  }

  /// Looks for what is typed now, from where the search began.
  private mutating func findAgain() {
    lookThroughText()
    guard let found = finding else { return }
    guard !found.starts.isEmpty else { return focus(on: token(at: found.origin) ?? focus) }
    let place = found.place(from: found.origin)
    show(find: place < found.starts.count ? place : 0)
  }

  private mutating func stayAtFind() {
    guard let found = finding, !found.starts.isEmpty else {
      let line = finding?.line.text ?? ""
      finding = nil
      if !line.isEmpty { say("“\(visibleText(line))” is not found") }
      return
    }
    finding?.isTyping = false
    if focusOffset != found.origin { desk.place.visits.leave(found.origin) }
  }

  /// Goes to the next find, or the one before; behind the last comes the first.
  private mutating func goToFind(_ direction: Int) {
    guard let found = finding, !found.starts.isEmpty else { return }
    let count = found.starts.count
    let place: Int
    if let current = currentFind {
      place = current + direction
    } else {
      let here = focusedToken?.bytes ?? text.count..<text.count
      place =
        direction > 0 ? found.place(from: here.lowerBound) : found.place(from: here.lowerBound) - 1
    }
    if !(0..<count).contains(place) {
      say(direction > 0 ? "on from the beginning" : "on from the end")
    }
    show(find: (place + count) % count)
  }

  private mutating func show(find place: Int) {
    finding?.current = place
    if let start = finding?.starts[place], let token = token(at: Int(start)) { focus(on: token) }
  }

  /// The find that was gone to last, while the focus is on it.
  private var currentFind: Int? {
    guard let finding, let place = finding.current,
      token(at: Int(finding.starts[place])) == focus
    else { return nil }
    return place
  }

  /// Where it is said what is looked for: a click there goes to the next find. Nil where nothing is.
  package var findArea: Area? {
    finding == nil || stage != nil ? nil : screen.status ?? screen.slider ?? screen.figures
  }

  /// How many finds there are, and which of them is focused: `3 of 17`.
  package var findCount: String {
    guard let finding, !finding.line.text.isEmpty else { return "" }
    let count = finding.starts.count
    guard count > 0 else { return "not found" }
    return currentFind.map { "\(grouped($0 + 1)) of \(grouped(count))" }
      ?? "\(grouped(count)) found"
  }

  /// Whether a find touches some bytes. O(log *n*) in the finds.
  package func isFound(_ bytes: Range<Int>) -> Bool {
    guard let finding, !finding.starts.isEmpty else { return false }
    let place = finding.place(from: bytes.lowerBound + 1 - finding.length)
    return place < finding.starts.count && finding.bytes(place).overlaps(bytes)
  }

  /// Closes the search; what was only being typed leads back to where it began.
  mutating func leaveFinding() {
    if let finding, finding.isTyping { focus(on: token(at: finding.origin) ?? focus) }
    finding = nil
  }

  /// Keeps the finds those of the text at hand. O(1) where that has not changed.
  mutating func settleFinds() {
    guard let found = finding, !found.fits(text) else { return }
    lookThroughText()
  }

  private mutating func lookThroughText() {
    let text = text
    finding?.look(through: text)
  }
}
