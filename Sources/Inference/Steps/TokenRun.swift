/// Consecutive tokens of one context, in neighbouring lanes.
struct TokenRun: Equatable {
  /// The first lane, of a batch or of a block.
  var lane: Int
  var count: Int
  /// The position of the first token in its context.
  var position: Int
  /// Where in the cache that context begins: a multiple of 32, since keys and values lie in pieces.
  var base = 0
  /// Where others begin that have the same tokens up to here.
  var others: [Int] = []
  /// Whether a block holds nothing else.
  private(set) var isAlone = false

  /// Where in the cache all contexts begin that these tokens belong to.
  var bases: [Int] { others.isEmpty ? [base] : [base] + others }

  /// Whether another run, in the lanes that follow, is of the same contexts and the next positions.
  func goesOn(in next: TokenRun) -> Bool {
    base == next.base && others == next.others && position + count == next.position
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
    for block in result.indices where result[block].count == 1 { result[block][0].isAlone = true }
    return result
  }
}
