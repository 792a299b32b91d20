import JSON
import Scoring

// Numbers.
extension VLLM {
  func completion(_ ids: [Int], candidates: Int, from first: Int? = nil) -> ServerRequest {
    var body = RequestBody()
    body.add("model", name)
    body.add("prompt", ids)
    body.add("max_tokens", 1)
    body.add("temperature", 1)
    body.add("prompt_logprobs", candidates)
    if let first { body.add("prompt_logprobs_from", first) }
    return ServerRequest("/v1/completions", body: body.whole)
  }

  func score(
    _ stretch: Stretch, vocabularySize: Int, _ candidates: Int?, _ report: ([Prediction]) -> Bool
  ) throws {
    try withoutActuallyEscaping(report) { report in
      let reporter = Reporter(report)
      // What came before a fault stays.
      defer { reporter.ask() }
      for slice in slices(stretch) where reporter.isWanted {
        try score(slice, vocabularySize: vocabularySize, candidates, reporter)
      }
    }
  }

  /// Where the answer can begin in the middle, so many positions at once; else all, as the server reads all anew for
  /// each part.
  private func slices(_ stretch: Stretch) -> [Stretch] {
    guard isOwn else { return [stretch] }
    return stride(from: stretch.wanted.lowerBound, to: stretch.wanted.upperBound, by: Self.slice)
      .map {
        let end = min($0 + Self.slice, stretch.wanted.upperBound)
        return Stretch(ids: Array(stretch.ids[..<end]), wanted: $0..<end)
      }
  }

  private func score(
    _ stretch: Stretch, vocabularySize: Int, _ candidates: Int?, _ reporter: Reporter
  ) throws {
    try read(
      stretch, vocabularySize: vocabularySize, candidates, isWanted: { reporter.ask() }
    ) { place, position in
      do throws(PositionFault) {
        reporter.take(try position?.prediction() ?? .unscored)
      } catch { throw server.fault(error, at: place) }
    }
  }

  /// What comes after some tokens: what stood in the place of one that is sent behind them.
  func next(
    after ids: [Int], vocabularySize: Int, _ candidates: Int?, _ isWanted: () -> Bool
  ) throws -> PositionAnswer {
    var found: PositionAnswer?
    let stretch = Stretch(ids: ids + [0], wanted: ids.count..<ids.count + 1)
    try read(stretch, vocabularySize: vocabularySize, candidates, isWanted: isWanted) {
      found = $1
    }
    guard let found else { throw server.fault(.noActual, at: ids.count) }
    return found
  }

  /// Reads what the server says of each position that is wanted, as it comes; nil of one of which it says nothing.
  private func read(
    _ stretch: Stretch, vocabularySize: Int, _ candidates: Int?, isWanted: () -> Bool,
    _ take: (_ place: Int, PositionAnswer?) throws -> Void
  ) throws {
    let question = PromptLogprobs.Question(
      ids: stretch.ids, vocabularySize: vocabularySize, candidates: candidates,
      isWhole: isOwn
        ? Array(repeating: true, count: stretch.ids.count) : wholeCharacters(before: stretch.ids))
    let request = completion(
      stretch.ids, candidates: candidates ?? -1, from: isOwn ? stretch.wanted.lowerBound : nil)
    var answer = PromptLogprobs(question, bytes: bytes)
    var place = 0
    do {
      try server.ask(request, isWanted: isWanted) { piece in
        try answer.read(piece) { position in
          defer { place += 1 }
          if stretch.wanted.contains(place) { try take(place, position) }
        }
      }
      guard isWanted() else { return }
      try answer.finish()
    } catch let fault as JSONFault {
      throw RemoteError.malformed(
        server: server.name, what: "\(fault.problem), at byte \(fault.position + 1)")
    }
    guard answer.count == stretch.ids.count else {
      throw RemoteError.malformed(
        server: server.name,
        what: "it speaks of \(answer.count) tokens, and \(stretch.ids.count) were sent")
    }
  }

  /// Whether the text before each position ends where a character does, as far as bytes are known.
  private func wholeCharacters(before ids: [Int]) -> [Bool] {
    var open: [UInt8] = []
    return ids.map { id in
      defer {
        open += bytes[id] ?? []
        if firstStrayByte(open) == nil { open = [] } else { open = Array(open.suffix(8)) }
      }
      return open.isEmpty
    }
  }
}
