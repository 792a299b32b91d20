import Lessons

extension FuzzTarget {
  /// A lesson is refused with a sentence and a line of it, or every page can be shown.
  public static let lesson = FuzzTarget(name: "lesson", seeds: lessonSeeds) { bytes in
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
    do throws(LessonError) {
      let lesson = try Lesson(name: "made-up", bytes: bytes)
      return FuzzOutcome(complaint: complaint(about: lesson, lines: lines))
    } catch {
      return .refused(error, line: error.line, of: lines)
    }
  }

  private static let lessonSeeds: [[UInt8]] = [
    """
    # A small lesson
    about: What a lesson looks like.
    series: Small ones

    ## The first page
    text: One two three, two.
    at: "two" #2
    temperature: 0.5
    lens: entropy
    expect: surprise of "two" > 1 bits

    A model *guesses*. Here the surprise is {surprise of "two" in nats}.

    ## The second page
    temperature: best
    note: Nobody sees this.
    task: Find a word of more than ten bits
      and look at it.
    done: surprise > 10 bits and lens is entropy
    hint: Press n.
    answer: It has {surprise}.
    solution: right 2
    """,
    """
    # T
    ## P
    text: a\\nb
    expect: loss < perplexity at 2 and rank of candidate 3 = 4 and word contains "é"
    model: uniform
    unit: nats

    {probability of candidate 2 at best} and {loss at 0.5 in bits}
    """,
    """
    # In the lab
    ## Trained
    train: 20k
    network: mlp
    optimizer: sgd
    rate: 8
    seed: 3
    steps: 300
    chart: linear
    watch: training
    checkpoint: lowest
    expect: gap of "sums" > 2 bits and rises before the lowest >= 1 and train is "20k"

    {lowest loss} after {lowest step}, {by heart in nats}.

    ## A text
    train: none
    text: a
    done: step > 10 and validation loss < floor
    task: Learn.
    """,
  ].map { Array($0.utf8) }

  private static func complaint(about lesson: Lesson, lines: Int) -> String? {
    guard !lesson.pages.isEmpty else { return "a lesson without a page" }
    _ = lesson.prose
    for page in lesson.pages {
      guard (1...lines).contains(page.line) else { return "a page on line \(page.line)" }
      guard page.scene.text != nil || page.scene.hasTraining else {
        return "a page without a text"
      }
      if let steps = page.scene.steps, !Scene.stepCounts.contains(steps) {
        return "\(steps) steps"
      }
      if !page.scene.hasTraining, let text = page.scene.text,
        case .words(let words) = page.scene.focus,
        firstByte(of: words, in: Array(text.utf8)) == nil
      {
        return "“\(words.text)” is not in the text"
      }
      if let complaint = complaint(about: page) { return complaint }
    }
    return nil
  }

  /// Asks each condition while nothing is known, and while everything is a number or a word.
  private static func complaint(about page: Page) -> String? {
    let conditions = page.claims.map(\.condition) + [page.exercise?.condition].compactMap { $0 }
    for condition in conditions {
      if condition.comparisons.isEmpty { return "a condition of nothing" }
      if condition.holds({ _ in nil }) { return "a condition that holds of nothing" }
      for value in [Value.word(" é "), .information(.bits(.infinity)), .information(.nats(.nan))] {
        _ = condition.holds { _ in value }
      }
    }
    return nil
  }
}
