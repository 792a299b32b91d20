import JSON
import Scoring

extension RemoteEngine {
  /// Hugging Face's TGI: numbers of a given text, but of no other token.
  static let tgi = RemoteEngine(
    name: "TGI", prefix: "tgi",
    gives: "prefill logprobs: ln p of each token at T = 1, and no candidates",
    recognise: { server in
      let (status, document) = try server.probe(ServerRequest("/info"))
      guard status == 200, let root = document?.root, root["model_id"] != nil,
        root["max_input_tokens"] != nil || root["max_input_length"] != nil
      else { return nil }
      return root["version"]?.string ?? ""
    },
    open: { try TGI($0).model() })
}

/// A model that TGI runs.
private struct TGI: Sendable {
  private let server: Server
  private let name: String, version: String
  private let contextLength: Int
  private let parallel: Int?

  init(_ opening: Opening) throws {
    server = opening.server
    version = opening.version
    parallel = opening.wishes.parallel
    try opening.wishes.candidates.checkNone(for: "TGI")
    let info = try server.ask(ServerRequest("/info")).root
    name = info["model_id"]?.string ?? ""
    if let wanted = opening.address.model, wanted != name {
      throw RemoteError.wrongModel(server: server.name, named: wanted, known: [name])
    }
    let length = info["max_input_tokens"]?.integer ?? info["max_input_length"]?.integer ?? 0
    guard length > 2 else {
      throw server.lacks("max_input_tokens, the most tokens that it reads")
    }
    contextLength = length
  }

  func model() throws -> RemoteModel {
    let first = try tokens(of: Array("A".utf8)).first
    return TextModel(
      server: server,
      receipt: ModelServer(
        address: server.name, engine: "TGI", version: version, model: name, candidates: 0,
        logProbabilities: "raw"),
      contextLength: contextLength, lanes: parallel ?? 4,
      beginning: first.flatMap { $0.isBeforeText ? $0.id : nil },
      cut: { text, isWanted in
        try tokens(of: text, isWanted).filter { !$0.isBeforeText }.map { ($0.id, $0.name) }
      },
      read: { pieces, ids, isWanted in try read(Array(pieces.joined()), ids, isWanted) }
    ).model()
  }

  /// A token of a text: where several are parts of one character, each is said to be all of it.
  private struct Piece {
    var id: Int
    /// Where it stands, in characters.
    var place: Range<Int>
    var name = ""
    var isBeforeText: Bool { place.isEmpty && place.lowerBound == 0 }
  }

  private func tokens(
    of text: [UInt8], _ isWanted: () -> Bool = { true }
  ) throws -> [Piece] {
    var body = RequestBody()
    body.add("inputs", text)
    let root = try server.ask(ServerRequest("/tokenize", body: body.whole), isWanted: isWanted).root
    let entries = (root.elements ?? root["tokens"]?.elements).map(Array.init) ?? []
    guard !entries.isEmpty else { throw server.lacks("tokens") }
    var pieces = try entries.map { entry in
      guard let id = entry["id"]?.integer, let start = entry["start"]?.integer,
        let stop = entry["stop"]?.integer, (0..<TextModel.mostEntries).contains(id), start >= 0,
        start <= stop
      else { throw server.lacks("ids and places of tokens") }
      return Piece(id: id, place: start..<stop)
    }
    name(&pieces, of: Array(String(decoding: text, as: UTF8.self).unicodeScalars))
    return pieces
  }

  /// Names tokens by the characters that are theirs alone; some tokenizers count a space before a word to none.
  private func name(_ pieces: inout [Piece], of scalars: [Unicode.Scalar]) {
    var end = 0
    for index in pieces.indices {
      let piece = pieces[index]
      let next = index + 1 < pieces.count ? pieces[index + 1].place.lowerBound : scalars.count
      let isShared = piece.place.lowerBound < end || piece.place.upperBound > next
      if !isShared, piece.place.upperBound <= scalars.count, !piece.isBeforeText {
        var name = String.UnicodeScalarView()
        name.append(contentsOf: scalars[end..<max(piece.place.upperBound, end)])
        pieces[index].name = String(name)
      }
      end = max(end, piece.place.upperBound)
    }
  }

  private func read(
    _ text: [UInt8], _ ids: [Int], _ isWanted: () -> Bool
  ) throws -> [Double?] {
    var body = RequestBody()
    body.add("inputs", text)
    body.add(
      "parameters", json: "{\"max_new_tokens\":1,\"details\":true,\"decoder_input_details\":true}")
    let root = try server.ask(ServerRequest("/generate", body: body.whole), isWanted: isWanted).root
    let answer = root["details"] == nil ? root.elements?.first { _ in true } : root
    let prefill = answer?["details"]?["prefill"]?.elements.map(Array.init) ?? []
    guard prefill.dropFirst().contains(where: { $0["logprob"]?.number != nil }) else {
      throw RemoteError.cannot(
        engine: "TGI",
        missing: "it gives no numbers of a given text: start it with --enable-prefill-logprobs")
    }
    guard prefill.map({ $0["id"]?.integer }) == ids else { return [] }
    return prefill.map { $0["logprob"]?.number }
  }
}
