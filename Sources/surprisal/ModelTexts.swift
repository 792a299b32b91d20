import World

/// The texts that go with a model: what it is shown on, what is played with it, what is counted beside it.
struct ModelTexts: Sendable {
  /// What the explorer opens with when it is given no text.
  var sample: [UInt8]
  /// Sentences to play on that nobody has seen, nor the model.
  var sentences: @Sendable () -> [[UInt8]]
  /// What the ladder's n-grams are counted in, and its name.
  var training: @Sendable () -> (text: [UInt8], name: String)

  /// The texts of what `--model` names: English but for the world's own.
  init(of reference: String?) throws {
    switch try? ModelReference(reference) {
    case .world, .source(rules: nil):
      let source = try ModelReference.source(by: nil)
      (sample, sentences) = (Assets.worldSample, { Self.rareLines(of: source) })
      training = { (Self.text(.training, 100_000, of: source), "100 KB of the world") }
    default:
      (sample, sentences) = (Assets.sample, { Assets.sentences })
      training = { (Assets.training, "the lessons") }
    }
  }

  /// Whether a model has texts of its own: a measuring stick is laid at those of another.
  static func goWith(_ reference: String) -> Bool {
    switch try? ModelReference(reference) {
    case .file, .server, .world, .source(rules: nil): true
    default: false
    }
  }

  /// Lines of the test text that are too rare to be in the training text as well.
  private static func rareLines(of source: Source) -> [[UInt8]] {
    text(.test, 8_000, of: source).split(separator: 0x0A).map(Array.init)
      .filter { source.score($0).total.surprisal.bits > leastBits }
  }

  /// How improbable a line has to be: one in so many is hardly among the tens of thousands that the model
  /// has read.
  private static let leastBits = 24.0

  private static func text(_ part: Corpus.Part, _ bytes: Int, of source: Source) -> [UInt8] {
    source.draw(bytes: bytes, seed: TrainingTexts.seedOfTexts, part: part).text
  }
}
