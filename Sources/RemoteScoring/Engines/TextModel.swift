import Basics
import Scoring
import ShownText

/// A model that is sent text and no ids, and that says how likely each token of it was and nothing of any other: its
/// surprise at T = 1 is known, and nothing at another temperature.
struct TextModel: Sendable {
  /// A token of a text as the server cuts it. One that stands before it and is none of its text has no name, and so
  /// has one that is only a part of a character.
  typealias Cut = (id: Int, name: String)

  /// No vocabulary has more entries; these servers do not say how many theirs has.
  static let mostEntries = 1 << 21

  let server: Server
  let receipt: ModelServer
  let contextLength: Int
  let lanes: Int
  /// The token that the server puts before every text.
  let beginning: Int?
  /// Cuts a text, without the token before it. Throws `RemoteError`.
  let cut: @Sendable (_ text: [UInt8], _ isWanted: () -> Bool) throws -> [Cut]
  /// ln p of each token of a text whose bytes and ids are known, with that before it, which has none; nil where it is
  /// not said. As many as are asked about, unless the server reads other tokens. Throws `RemoteError`.
  let read:
    @Sendable (_ pieces: [[UInt8]], _ ids: [Int], _ isWanted: () -> Bool) throws -> [Double?]
  private let bytes = TokenBytes()
  /// What tokens are in the texts that were cut, those within characters as they were shared out.
  private let sent = TokenBytes()

  func model() -> RemoteModel {
    var boundaries = BoundaryTokens()
    (boundaries.beginning, boundaries.isBeginningAdded) = (beginning, beginning != nil)
    return RemoteModel(
      receipt: receipt, vocabularySize: Self.mostEntries, contextLength: contextLength,
      boundaries: boundaries, bytes: bytes, lanes: lanes,
      tokenize: { try tokenize($0, special: $1, $2) },
      score: { stretch, _, report in try score(stretch, report) })
  }

  private func tokenize(
    _ text: [UInt8], special: Bool, _ isWanted: () -> Bool
  ) throws -> [Token] {
    guard !text.isEmpty else { return [] }
    try server.checkUTF8(text)
    let tokens = try cut(text, isWanted)
    if !special, let name = tokens.first(where: { ControlName.matches($0.name) })?.name {
      throw RemoteError.text(
        """
        the text has the name of a control token, \(visibleText(name.utf8, columns: 40)), which \(server.name) takes for \
        the token wherever it stands: allow that with --special, or use a model of this machine
        """)
    }
    guard let pieces = Fragments.bytes(of: tokens, in: text),
      let tokens = [Token](pieces.map { ($0.id, $0.bytes) }, of: text)
    else { throw server.otherText }
    for piece in pieces {
      sent.know(piece.id, piece.bytes)
      if !piece.isGuess { bytes.know(piece.id, piece.bytes) }
    }
    return tokens
  }

  private func score(_ stretch: Stretch, _ report: ([Prediction]) -> Bool) throws {
    let ids = Array(stretch.ids[..<stretch.wanted.upperBound])
    let values = try values(ids) { report([]) }
    let predictions = try stretch.wanted.map { place in
      guard let value = values[place] else { return Prediction.unscored }
      guard
        let prediction = Prediction(ofOneToken: value, vocabularySize: Self.mostEntries)
      else { throw server.fault(.noDistribution(sum: exp(value)), at: place) }
      return prediction
    }
    _ = report(predictions)
  }

  /// ln p of each token; nil where it is not known. A last token that the server joins with the one before, as a point
  /// behind a point, cannot be asked about.
  private func values(_ ids: [Int], _ isWanted: () -> Bool) throws -> [Double?] {
    let pieces = try pieces(of: ids)
    for excess in 0..<min(2, ids.count - 1) {
      let (asked, known) = (Array(pieces.dropLast(excess)), Array(ids.dropLast(excess)))
      guard firstStrayByte(Array(asked.joined())) == nil else { continue }
      let values = try read(asked, known, isWanted)
      if values.count == known.count { return values + Array(repeating: nil, count: excess) }
    }
    throw otherTokens
  }

  /// The bytes that some tokens are: none of the one that the server puts before them.
  private func pieces(of ids: [Int]) throws -> [[UInt8]] {
    guard ids.first == beginning || beginning == nil else {
      throw RemoteError.cannot(
        engine: receipt.engine,
        missing:
          "it puts its own beginning token before every text: leave --start-token out"
      )
    }
    let before: [[UInt8]] = beginning == nil ? [] : [[]]
    return try before
      + ids.dropFirst(before.count).map { id in
        guard let bytes = sent[id] else {
          throw RemoteError.cannot(
            engine: receipt.engine,
            missing: "it takes text alone, and token \(id) is no text: leave --start-token out")
        }
        return bytes
      }
  }

  /// Tokens that are not those that were asked about.
  private var otherTokens: RemoteError {
    .cannot(
      engine: receipt.engine,
      missing:
        "it takes text alone, and cuts a part of a text otherwise than the whole: give a shorter text"
    )
  }
}
