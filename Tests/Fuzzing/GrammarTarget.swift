import World

extension FuzzTarget {
  /// Rules of a world are refused with a sentence and a line of them, or what is drawn by them can be
  /// scored by them.
  public static let grammar = FuzzTarget(name: "grammar", seeds: grammarSeeds) { bytes in
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
    do throws(GrammarError) {
      return FuzzOutcome(complaint: complaint(about: try Source(name: "made-up", rules: bytes)))
    } catch {
      return .refused(error, line: error.line, of: lines)
    }
  }

  private static let grammarSeeds: [[UInt8]] = [
    """
    # A remark.
    LINE = 3: The [B as b][M as m] [ACT][E for m]. | [X as a]+[X as c]=[a + c] | 2: [B as b] [T of b]
    B = cat | 2: dog
    M = - | s
    ACT = run | sit
    E for M = - > s | s > -
    X = 1 | 20 | 3
    T of B = cat > fish |
      dog > old_bones
    """,
    "A = [B][B] | é\nB = x | xx | -\n",
    "A = [B as x][C]\nB = y | 10:z\nC = [x] | 2: [B]_[x]",
  ].map { Array($0.utf8) }

  private static func complaint(about source: Source) -> String? {
    let drawing = source.draw(bytes: 300, seed: 1)
    let score = source.score(drawing.text)
    guard score.kinds.count == drawing.text.count else { return "bytes without a kind" }
    // Where the rules make a text in several ways, it is likelier than the one that was drawn.
    guard score.total.surprisal.bits <= drawing.surprisal.bits + 1e-6 else {
      return "a text less likely than how it came about"
    }
    var reader = SourceReader(source)
    for byte in drawing.text.prefix(60) {
      guard abs(reader.distribution.reduce(0, +) - 1) < 1e-9 else { return "a sum that is not one" }
      reader.take(byte)
    }
    guard source.entropyOfLine.bits >= 0, source.meanLineLength >= 1 else { return "no entropy" }
    return nil
  }
}
