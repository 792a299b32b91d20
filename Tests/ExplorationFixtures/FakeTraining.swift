import Basics
import Exploration
import InformationTheory
import Scoring

/// A training that was recorded once: its losses are those of a small transformer that learnt 20 KB of
/// drawn text, every hundred steps; what its checkpoints expect of the watched texts is made by hand.
package enum FakeTraining {
  /// Losses of the training and of the validation text, in nats per byte: falling, noisy, and turning.
  private static let losses: [(training: Double, validation: Double)] = [
    (5.545, 5.545), (2.203, 2.221), (1.294, 1.35), (0.728, 0.821), (0.496, 0.607), (0.402, 0.528),
    (0.374, 0.499), (0.348, 0.47), (0.333, 0.468), (0.309, 0.453), (0.288, 0.446), (0.28, 0.444),
    (0.264, 0.438), (0.259, 0.455), (0.247, 0.458), (0.253, 0.472), (0.234, 0.465), (0.233, 0.503),
    (0.213, 0.497), (0.207, 0.517), (0.193, 0.54), (0.185, 0.508), (0.174, 0.549), (0.167, 0.558),
    (0.157, 0.572), (0.148, 0.594),
  ]

  package static let unseen = Array(
    "The camel of Rana sleeps in the sand and drinks milk.\nTom has 3 hats. Ida has 4.".utf8)
  package static let trained = Array(
    "Ida has a red boat and a blue coat. The boat is red.\nThe fox of Tom sleeps.".utf8)

  package static let facts = TrainingFacts(
    weights: 139_584,
    watched: [
      WatchedText(bytes: unseen, source: sourceAmounts(unseen)),
      WatchedText(bytes: trained, source: sourceAmounts(trained)),
    ],
    marks: [LossMark("pairs", .bits(2.97)), LossMark("5-grams", .bits(0.82))],
    floor: .bits(0.347), trainingFloor: .bits(0.349), trainingBytes: 20_011)

  /// What the source does not know: the first letter of each word.
  private static func sourceAmounts(_ text: [UInt8]) -> [Information] {
    text.indices.map { $0 == 0 || text[$0 - 1] == 0x20 ? .bits(2.2) : .bits(0) }
  }

  // MARK: What it writes

  /// Lines of each kind, beginning with another one for each seed.
  package static func sample(_ wish: DrawnSample.Wish, lineCount: Int) -> DrawnSample {
    let first = Int(wish.seed % UInt64(lines.count))
    return DrawnSample(wish, lines: (first..<first + lineCount).map { lines[$0 % lines.count] })
  }

  private static let lines = [
    line("Thas hox ofe Tom sle", known: ["Tom"], .garbled),
    line("The fox of Tom sleeps.", known: ["The", "fox", "of", "Tom", "sleeps"], .byHeart),
    line(
      "Ida has a blue boat. The boat is red.",
      known: ["Ida", "has", "a", "blue", "boat", "The", "is", "red"],
      .falsehood(word: 33..<36, truth: Array("blue".utf8))),
    line("Ida has a camel.", known: ["Ida", "has", "a"], .new),
  ]

  private static func line(
    _ text: String, known: Set<String>, _ verdict: DrawnLine.Verdict
  ) -> DrawnLine {
    var ranges: [Range<Int>] = []
    var place = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let letters = word.filter(\.isLetter)
      if known.contains(letters) { ranges.append(place..<place + letters.utf8.count) }
      place += word.utf8.count + 1
    }
    return DrawnLine(bytes: Array(text.utf8), known: ranges, verdict: verdict)
  }

  // MARK: What comes

  /// The losses at a step, on a straight line between those that were recorded.
  private static func losses(at step: Int) -> (training: Double, validation: Double) {
    let place = min(step / 100, losses.count - 2)
    let part = min(Double(step - place * 100) / 100, 1)
    let (a, b) = (losses[place], losses[place + 1])
    return (
      a.training + part * (b.training - a.training),
      a.validation + part * (b.validation - a.validation)
    )
  }

  package static func evaluation(_ step: Int, of recipe: TrainingRecipe) -> Evaluation {
    // Another seed is another noise; SGD at 8 goes beyond all numbers.
    let shift = Double(recipe.seed - 1) * 0.01
    let (training, validation) = losses(at: step)
    return Evaluation(
      step: step, epochs: Double(step) * 0.0576, rate: recipe.rate,
      training: .nats(training), validation: .nats(validation + shift))
  }

  /// The loss of a step's batch: that of the training text, and noise.
  package static func batch(_ step: Int, of recipe: TrainingRecipe) -> Float {
    if recipe.optimizer == .sgd, recipe.rate >= 8, step >= 19 { return .nan }
    var random = SplitMix64(seed: UInt64(step) &+ recipe.seed &* 1_000_003)
    return Float(losses(at: step).training * (0.85 + 0.3 * random.nextFraction()))
  }

  /// What is expected at each evaluation.
  private static let checkpoints = (0...100).map { checkpoint($0 * Lab.evaluationInterval) }

  /// What is expected after so many steps.
  package static func checkpoint(at step: Int) -> CheckpointView {
    checkpoints[min(step / Lab.evaluationInterval, checkpoints.count - 1)]
  }

  private static func checkpoint(_ step: Int) -> CheckpointView {
    let share = losses(at: step).validation / 5.545
    let gaps = ["choices", "spelling", "frame", "agreement", "facts", "copying", "sums"]
    return CheckpointView(
      predictions: [predictions(of: unseen, share), predictions(of: trained, share / 2)],
      gaps: gaps.enumerated().map { KnowledgeGap($1, .bits(8 * share * Double($0 + 1) / 7)) })
  }

  /// Each byte as surprising as its source is, and more the less was learnt.
  private static func predictions(of text: [UInt8], _ share: Double) -> Predictions {
    var predictions = Predictions(vocabularySize: 256)
    let known = sourceAmounts(text)
    for (place, byte) in text.enumerated() {
      let bits = known[place].bits * (1 - share) + 8 * share * Double(place % 5 + 3) / 5
      predictions.append(prediction(of: Int(byte), bits))
    }
    return predictions
  }

  private static func prediction(of byte: Int, _ bits: Double) -> Prediction {
    var logits = (0..<256).map { id in -Double((id * 7 + byte) % 256) / 40 }
    let probability = min(1 / Information.bits(bits).perplexity, 0.999)
    logits[byte] = -.infinity
    let rest = logPartition(logits)
    logits[byte] = rest + log(probability / (1 - probability))
    return Prediction(foldingLogits: logits, actual: byte)
  }

  /// What a training tells when it is told something, all at once.
  ///
  /// - Parameter course: Its losses so far; what is told is added.
  package static func news(
    of order: TrainingOrder, number: Int, _ recipe: TrainingRecipe,
    after course: inout TrainingCourse
  ) -> [TrainingNews] {
    switch order {
    case .begin:
      course = TrainingCourse()
      course.add(evaluation(0, of: recipe))
      return [.prepared(facts), .evaluated(evaluation(0, of: recipe), checkpoints[0])]
    case .run(let goal, let stopsEarly):
      let end = min(goal ?? .max, recipe.steps)
      var news: [TrainingNews] = []
      while course.steps < end, !course.isBroken, !(stopsEarly && course.isPatienceSpent) {
        news += run(to: end, recipe, &course)
      }
      return news + [.rested(order: number)]
    case .hold, .putAside, .bringBack: return [.rested(order: number)]
    case .draw(let wish):
      return [1, wish.lineCount].map { .drew(sample(wish, lineCount: $0)) }
    case .pace, .write: return []
    }
  }

  /// Learns up to the next evaluation.
  private static func run(
    to end: Int, _ recipe: TrainingRecipe, _ course: inout TrainingCourse
  ) -> [TrainingNews] {
    let next = (course.steps / Lab.evaluationInterval + 1) * Lab.evaluationInterval
    var losses: [Float] = []
    while course.steps < min(next, end), !course.isBroken {
      losses.append(batch(course.steps, of: recipe))
      course.add(batch: losses[losses.count - 1])
    }
    guard course.steps == next else { return [.learnt(losses, speed: nil)] }
    let evaluation = evaluation(next, of: recipe)
    course.add(evaluation)
    return [.learnt(losses, speed: nil), .evaluated(evaluation, checkpoint(at: next))]
  }
}

extension Explorer {
  /// An explorer whose model is loaded, in the lab, where so many steps were taken.
  package static func inLab(
    steps: Int = 0, rows: Int = 24, columns: Int = 80, recipe: TrainingRecipe? = nil
  ) -> Explorer {
    var explorer = Explorer.ready("the cat sat on the mat.", rows: rows, columns: columns)
    explorer.allowTraining()
    explorer.answer(explorer.openLab(with: recipe ?? TrainingPreset.standard.recipe))
    if steps > 0 { explorer.learn(steps) }
    return explorer
  }

  /// Takes steps by hundreds, and single ones.
  package mutating func learn(_ steps: Int) {
    type(String(repeating: ">", count: steps / 100))
    type(String(repeating: ".", count: steps % 100))
  }

  /// Lets the training do what it is told.
  mutating func train(_ order: TrainingOrder, run: Int, number: Int) {
    guard var course = lab?.course, let recipe = lab?.recipe else { return }
    for news in FakeTraining.news(of: order, number: number, recipe, after: &course) {
      answer(update(.trained(news, run: run)))
    }
  }
}
