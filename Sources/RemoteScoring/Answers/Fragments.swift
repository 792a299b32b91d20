/// The bytes of the tokens of a text, where a server gives their text alone: of tokens that begin or end inside a
/// character only those of all that share it are known then.
enum Fragments {
  /// A token, its bytes, and whether these are a guess: the character's, shared out in order, one each, and the last
  /// has the rest.
  typealias Piece = (id: Int, bytes: [UInt8], isGuess: Bool)

  /// The bytes of tokens that are named by their text; nil where they are not the text.
  static func bytes(of tokens: [(id: Int, name: String)], in text: [UInt8]) -> [Piece]? {
    var pieces: [Piece] = []
    var place = 0
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      var name = Array(token.name.utf8)
      guard !name.isEmpty, name.firstRange(of: [0xEF, 0xBF, 0xBD]) == nil else {
        open.append(token.id)
        continue
      }
      // Some tokenizers leave out a space before the first word, and some put one there.
      if index == 0, name.first == 0x20, text.first != 0x20 { name.removeFirst() }
      let rest = text[place...]
      guard
        let found = open.isEmpty
          ? (rest.starts(with: name) ? place : nil) : rest.firstRange(of: name)?.lowerBound,
        share(text[place..<found], among: &open, &pieces)
      else { return nil }
      pieces.append((token.id, name, false))
      place = found + name.count
    }
    guard share(text[place...], among: &open, &pieces) else { return nil }
    return pieces
  }

  /// Shares bytes out to tokens that are open; whether there is one for each at least.
  private static func share(
    _ bytes: ArraySlice<UInt8>, among open: inout [Int], _ pieces: inout [Piece]
  ) -> Bool {
    guard bytes.count >= open.count, bytes.isEmpty || !open.isEmpty else { return false }
    for (index, id) in open.enumerated() {
      let start = bytes.startIndex + index
      let end = index == open.count - 1 ? bytes.endIndex : start + 1
      pieces.append((id, Array(bytes[start..<end]), open.count > 1))
    }
    open = []
    return true
  }
}
