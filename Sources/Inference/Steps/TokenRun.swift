/// Consecutive tokens of one context, in neighbouring lanes.
struct TokenRun {
  /// The first lane, of a batch or of a block.
  var lane: Int
  var count: Int
  /// The position of the first token in its context.
  var position: Int
  /// Where in the cache the keys of that context are, and behind it where those of others are that have the
  /// same tokens up to here: multiples of 32, since keys and values lie in pieces.
  var bases = [0]
  /// How many tokens of the context lie before these, in the model's own cache: whole chunks of keys.
  var apart = 0
  /// The position of a token of the context that is left out: nobody attends to it.
  var leftOut: Int?

  /// Whether another run, in the lanes that follow, is of the same contexts and the next positions.
  func goesOn(in next: TokenRun) -> Bool {
    bases == next.bases && position + count == next.position && apart == next.apart
      && leftOut == next.leftOut
  }

  /// Cuts the runs of a batch at the borders of its blocks, and counts lanes within these.
  static func byBlock(_ runs: [TokenRun], blocks: Int) -> [[TokenRun]] {
    var result = [[TokenRun]](repeating: [], count: blocks)
    for run in runs {
      var done = 0
      while done < run.count {
        let (block, lane) = (run.lane + done).quotientAndRemainder(dividingBy: 16)
        var part = run
        (part.lane, part.count, part.position) = (
          lane, min(run.count - done, 16 - lane), run.position + done
        )
        result[block].append(part)
        done += part.count
      }
    }
    return result
  }
}
