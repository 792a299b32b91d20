import Exploration
import World

extension TrainingTexts {
  /// Says of a line that a model wrote what of it stands in the training text, and what is false.
  var judge: (_ line: [UInt8]) -> DrawnLine {
    // Nobody may ask, and the words of a long text take time.
    lazy var known = KnownWords(training)
    lazy var judge = source.map(LineJudge.init)
    return { line in
      let verdict: DrawnLine.Verdict? =
        known.holds(line) ? .byHeart : judge.map { .init($0.verdict(of: line)) }
      return DrawnLine(bytes: line, known: known.words(of: line), verdict: verdict)
    }
  }
}

extension DrawnLine.Verdict {
  /// What the source says of a line that does not stand in the training text.
  fileprivate init(_ verdict: LineVerdict) {
    self =
      switch verdict {
      case .possible: .new
      case .falsehood(let word, let truth): .falsehood(word: word, truth: truth)
      case .impossible: .garbled
      }
  }
}
