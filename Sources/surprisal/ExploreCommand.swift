import ArgumentParser
import Scoring

/// Opens the explorer.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Step through a text on the screen.",
    usage: "surprisal [explore] [<options>] [<text> | --file <file> | -]",
    discussion: """
      With no text, opens the built-in sample; a text on standard input is read first.

      With --model twice, the text is compared with what the second model says of it, token by token, as `D` does.

      With --script, no terminal is needed: the keys of the script are pressed and each frame is \
      written as text into the folder of --screens.

      EXAMPLES
        surprisal explore "The capital of France is Paris."
        surprisal essay.surprisal
        surprisal -f essay.txt --model F16.gguf --model Q4_0.gguf
        surprisal --continue
        surprisal explore --script demo.keys --size 24x80 --screens frames
      """)

  @OptionGroup var source: TextOptions
  @OptionGroup(title: "Model and scoring") var options: ScoringOptions
  @Option(
    help: ArgumentHelp(
      "Keep the text, scored as it is left, in a file that opens without the model.",
      valueName: "file.surprisal"), completion: .file(extensions: ["surprisal"]))
  var save: String?
  @Flag(help: "Let --save write over a file.")
  var force = false
  @Flag(
    name: .customLong("continue"),
    help: "Go on with the text or lesson of the last time: where it was left, as it was looked at.")
  var goesOn = false
  @OptionGroup(title: "A text from a known source") var drawing: DrawOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions

  func validate() throws {
    if goesOn && (source.text != nil || source.file != nil || drawing.draw != nil) {
      throw ValidationError(
        "--continue goes on with the text of the last time: leave the other text out.")
    }
    if options.chosen.models.count > 2 {
      throw ValidationError("The explorer compares two models: leave the others out.")
    }
    if force && save == nil {
      throw ValidationError("--force lets --save FILE write over a file: name one.")
    }
    if drawing.draw != nil && (source.text != nil || source.file != nil) {
      throw ValidationError("Give either a text or --draw, not both.")
    }
  }

  func run() throws {
    let drawn = try drawing.drawnText()
    let (options, compared) = try modelsApart()
    var remark: String?
    let left = goesOn ? try LeftText.read(options.chosen.config) : LeftText()
    let saved = goesOn ? left.text : try source.saved()
    let given =
      try saved.map { (bytes: $0.text, source: $0.view.source) }
      ?? drawn.map { (bytes: $0.text, source: $0.source) } ?? text { remark = $0 }
    remark = remark ?? left.remark
    if given == nil, remark == nil, !goesOn {
      remark = LeftText.offer(options.chosen.config, screen)
    }
    var exploring = Exploring(
      text: given?.bytes, source: given?.source ?? "", drawn: drawn, options: options,
      training: try screen.trainingText(), screen: screen,
      opening: left.lesson != nil ? nil : given == nil ? .inviting : .plain, remark: remark)
    exploring.compared = compared
    if let lesson = left.lesson { exploring.lesson = .lesson(lesson) }
    if let saved { exploring.take(saved, withModel: goesOn) }
    exploring.save = try save.map { path in
      let isOwn = saved != nil && path == source.file ?? source.text
      return (path, try checkSaving(path, replaces: force || isOwn))
    }
    try startExplorer(exploring)
  }

  /// The options with the first of two models, and the one that it is to be compared with.
  private func modelsApart() throws -> (ScoringOptions, compared: String?) {
    let models = options.chosen.models
    guard models.count == 2 else { return (options, nil) }
    try checkMemory(ofModels: models, options)
    var first = options
    first.chosen.models = [models[0]]
    return (first, models[1])
  }

  /// Complains about a file that could not be written in the end, before anybody has worked for nothing.
  private func checkSaving(_ path: String, replaces: Bool) throws(CommandError) -> Bool {
    _ = try PendingFile(path, replacing: replaces)
    return replaces
  }

  /// The text that is given; nil where there is none, and the sample is opened.
  ///
  /// A script runs the same with anything on standard input, so it reads that only when asked to.
  private func text(remark: (String) -> Void) throws -> (bytes: [UInt8], source: String)? {
    guard !goesOn else { return nil }
    let isNamed = source.text != nil || source.file != nil
    guard isNamed || screen.script == nil else { return nil }
    return try source.bytes(remark: remark).map { ($0, source.file ?? "") }
  }
}
