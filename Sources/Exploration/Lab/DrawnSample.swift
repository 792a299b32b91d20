import InformationTheory
import ShownText

/// Some lines that a checkpoint wrote.
public struct DrawnSample: Sendable {
  /// What was asked for.
  public var wish: Wish
  /// The lines so far.
  public var lines: [DrawnLine]
  /// Why there are no more; nil where there is no reason.
  public var failure: String?

  /// A sample.
  public init(_ wish: Wish, lines: [DrawnLine] = [], failure: String? = nil) {
    self.wish = wish
    self.lines = lines
    self.failure = failure
  }

  /// Whether nothing more comes.
  public var isComplete: Bool { lines.count >= wish.lineCount || failure != nil }

  /// Which lines are drawn: equal wishes are answered by equal lines, and more of them begin with the same.
  public struct Wish: Hashable, Sendable {
    /// The step of the checkpoint that writes.
    public var step: Int
    /// Its temperature.
    public var temperature: Temperature
    /// Which of all lines it writes.
    public var seed: UInt64
    /// How many lines.
    public var lineCount: Int

    /// A wish.
    public init(step: Int, temperature: Temperature, seed: UInt64, lineCount: Int) {
      self.step = step
      self.temperature = temperature
      self.seed = seed
      self.lineCount = lineCount
    }
  }
}

/// A line that a checkpoint wrote, and what there is to be said of it.
public struct DrawnLine: Hashable, Sendable {
  /// The bytes, without a line's end.
  public var bytes: [UInt8]
  /// The words that stand in the training text.
  public var known: [Range<Int>]
  /// What is to be said of the whole; nil where nobody can tell.
  public var verdict: Verdict?

  /// What is to be said of a line.
  public enum Verdict: Hashable, Sendable {
    /// It stands in the training text word for word.
    case byHeart
    /// It does not, and the world that is learnt allows it.
    case new
    /// The world does not allow this one word; the one that would be true, where only one is.
    case falsehood(word: Range<Int>, truth: [UInt8]?)
    /// It is no sentence of the world.
    case garbled
  }

  /// A line.
  public init(bytes: [UInt8], known: [Range<Int>], verdict: Verdict?) {
    self.bytes = bytes
    self.known = known
    self.verdict = verdict
  }
}

extension Lab {
  /// Whether lines are still to come that somebody looks at.
  package var awaitsLines: Bool {
    sampleAsked != nil && !(sample?.wish == sampleAsked && sample?.isComplete == true)
  }
}

extension Explorer {
  /// The lines that are wanted: of the weights that are kept nearest to the checkpoint that is looked at, at
  /// the temperature of the screen, as many as there is room for; nil where they have no place.
  private var sampleWish: DrawnSample.Wish? {
    guard isInLab, let lab, let step = keptStep, let area = screen.sample, area.rows > 1 else {
      return nil
    }
    return DrawnSample.Wish(
      step: step, temperature: temperature, seed: lab.sampleSeed, lineCount: area.rows - 1)
  }

  /// Asks for the lines that are wanted now, if these are others than before.
  mutating func pursueSample() -> [Effect] {
    guard let lab, let wish = sampleWish, wish != lab.sampleAsked else { return [] }
    self.lab?.sampleAsked = wish
    return [.train(.draw(wish), run: lab.run, order: lab.order)]
  }

  /// Lets the checkpoint write: shows its lines in the place of the watched text where they have none of
  /// their own, and others where they are there.
  mutating func drawSample() {
    guard let lab else { return }
    if screen.sample != nil {
      self.lab?.sampleSeed = lab.sampleSeed &+ 1
    } else {
      self.lab?.coversText = true
      panel = .chart
      refreshScreen()
      if screen.sample == nil {
        self.lab?.coversText = false
        say("there is no room for lines on a screen as small as this")
      }
    }
  }

  /// Shows the watched text again where lines stand in its place. Whether they did.
  mutating func uncoverText() -> Bool {
    guard isTextCovered else { return false }
    lab?.coversText = false
    refreshScreen()
    return true
  }

  /// Whether lines of a checkpoint stand in the place of the watched text.
  public var isTextCovered: Bool {
    screen.sample.map { $0.row == screen.text?.row } ?? false
  }
}
