import ArgumentParser
import Exploration
import Settings

/// Trains a small model: in the lab where there is a terminal, otherwise on its own.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a small model, and watch it learn.",
    usage: "surprisal train [<options>]",
    discussion: """
      Opens the training lab: a model of bytes that learns while one watches, its losses on text that it \
      is trained on and on text that it has never seen, and a paragraph that cools. The text is drawn from a \
      small world whose entropy is known: the floor, below which no model can expect to come on a text that \
      it has not seen. With --file it is your own text, of which the last tenth is never learnt from.

      With --headless, --out or --curve, or where there is no terminal, it trains on its own, tells \
      what it does on standard error, and ends with the checkpoint of the lowest validation loss. Ctrl-C \
      ends it at once with the best checkpoint so far, and status 130.

      PRESETS
      \(presetLines)

      EXAMPLES
        surprisal train
        surprisal train --preset 5k --seed 2
        surprisal train -f letters.txt --model mlp
        surprisal train --headless --steps 1200 --out small.gguf
        surprisal train --preset 50k --curve curve.csv
        surprisal score --model small.gguf "The camel lives in the desert."
      """)

  @Option(help: "What is learnt from, and how: the name of a preset.")
  var preset = Preset.standard
  @Option(help: "Which of all first weights, and of all orders of the text.")
  var seed: UInt64 = 1
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Learn from your own text, of 2 KB or more; - is standard input.", valueName: "file"))
  var file: String?
  @Option(help: "What learns: table, mlp, transformer or large. (default: the preset's)")
  var model: TrainingRecipe.Network?
  @Option(parsing: .unconditional, help: "The learning rate. (default: one that suits the model)")
  var rate: Double?
  @Option(help: "How weights are changed: adamw or sgd. (default: adamw)")
  var optimizer: TrainingRecipe.Optimizer?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many steps. (default: the preset's)", valueName: "count"))
  var steps: Int?
  @Flag(help: "Train without a screen, even where there is a terminal.")
  var headless = false
  @Option(
    help: ArgumentHelp(
      "Write the losses into a file that is not there yet: a table, or a picture where its name ends with .svg.",
      valueName: "file"))
  var curve: String?
  @Option(
    help: ArgumentHelp(
      "Write the model with the lowest validation loss into a GGUF file that is not there yet.",
      valueName: "file"))
  var out: String?
  @OptionGroup var threads: ThreadOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions

  private static let presetLines = Reference.helpLines(
    TrainingPreset.all.map { ($0.name, $0.story) })

  func validate() throws {
    if let rate, !(rate > 0 && rate.isFinite) {
      throw ValidationError("--rate \(rate) is out of range: it must be a number above 0.")
    }
    if let steps, !(1...1_000_000).contains(steps) {
      throw ValidationError("--steps \(steps) is out of range: it must be 1 to 1000000.")
    }
    if let out, out == curve {
      throw ValidationError("--out and --curve are both \(out): name another file for one of them.")
    }
    if screen.script != nil && (headless || curve != nil || out != nil) {
      throw ValidationError(
        "--script plays on the screen: leave --headless, --curve and --out out.")
    }
  }

  func run() throws {
    let own = try file.map {
      $0 == "-"
        ? (text: try readStandardInput(), name: "standard input")
        : (text: try readFile($0), name: lastComponent(of: $0))
    }
    let isOnScreen =
      screen.script != nil
      || !headless && curve == nil && out == nil && standardOutputIsTerminal()
    if isOnScreen { return try openLab(own) }
    if let curve { try checkNewFile(curve, option: "--curve") }
    if let out { try checkNewFile(out, option: "--out") }
    try HeadlessTraining(
      recipe: recipe(own?.name), own: own, threads: trainingThreads(threads.count)
    )
    .run(curve: curve, out: out)
  }

  private func openLab(_ own: (text: [UInt8], name: String)?) throws {
    var options = try ScoringOptions.parse([])
    options.threads = threads
    try startExplorer(
      Exploring(
        options: options, ownText: own, training: try screen.trainingText(), screen: screen,
        recipe: recipe(own?.name)))
  }

  /// What the options say, and the preset where they say nothing.
  private func recipe(_ ownName: String?) -> TrainingRecipe {
    var recipe = preset.preset.recipe
    if let ownName { recipe.corpus = .own(ownName) }
    if let model {
      recipe.network = model
      (recipe.rate, recipe.coolsDown) = model.usualRate
    }
    if let optimizer, optimizer != recipe.optimizer {
      recipe.optimizer = optimizer
      (recipe.rate, recipe.coolsDown) = (
        optimizer == .sgd ? TrainingRecipe.usualDescentRate : recipe.rate, false
      )
    }
    if let rate { (recipe.rate, recipe.coolsDown) = (rate, false) }
    recipe.seed = seed
    recipe.steps = steps ?? recipe.steps
    return recipe
  }

  /// A preset by its name.
  struct Preset: ExpressibleByArgument, Hashable {
    var preset: TrainingPreset

    static let standard = Preset(preset: .standard)

    init(preset: TrainingPreset) { self.preset = preset }

    init?(argument: String) {
      guard let preset = TrainingPreset.all.first(where: { $0.name == argument.lowercased() })
      else { return nil }
      self.preset = preset
    }

    static var allValueStrings: [String] { TrainingPreset.all.map(\.name) }
    var defaultValueDescription: String { preset.name }
  }
}

extension TrainingRecipe.Network: ExpressibleByArgument {
  /// A network by its name.
  public init?(argument: String) {
    self.init(named: argument)
  }

  /// The names, as the help lists them.
  public static var allValueStrings: [String] { allCases.map(\.name) }
}

extension TrainingRecipe.Optimizer: ExpressibleByArgument {
  /// An optimizer by its name.
  public init?(argument: String) {
    self.init(named: argument)
  }

  /// The names, as the help lists them.
  public static var allValueStrings: [String] { allCases.map(\.name) }
}
