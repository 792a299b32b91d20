import ArgumentParser
import InformationTheory
import Scoring
import Settings

/// The options of every command that runs a model over a text.
struct ScoringOptions: ParsableArguments {
  @OptionGroup var chosen: ModelOptions

  @Option(
    name: [.customShort("T"), .customLong("temperature")],
    help: ArgumentHelp(
      "Divides the logits: 0 (only the best token) to inf (all tokens alike). (default: 1; of a saved text the one "
        + "that it was looked at with)",
      valueName: "temperature"))
  var wishedTemperature: Temperature?

  /// The temperature: 1 where none is asked for.
  var temperature: Temperature { wishedTemperature ?? .one }

  @Flag(help: "Read the name of a control token in the text as that token.")
  var special = false

  @Option(
    name: .customLong("context"),
    help: ArgumentHelp(
      "Give the model a shorter context, to take less memory. (default: all that it reads)",
      discussion:
        "With --items also the name of a column: what is read before each text, unscored.",
      valueName: "tokens"))
  var contextWish: ContextWish?

  /// The most tokens of the model's context.
  var context: Int? { if case .tokens(let count) = contextWish { count } else { nil } }

  /// The column of a table with what is read before each text.
  var contextColumn: String? {
    if case .column(let name) = contextWish { name } else { nil }
  }

  @Option(
    help: ArgumentHelp(
      "The most tokens that the model reads at once. (default: its context)", valueName: "tokens"))
  var window: Int?

  @Option(
    help: ArgumentHelp(
      "How far the window moves on in a longer text. (default: half of it)", valueName: "tokens"))
  var stride: Int?

  @OptionGroup var threads: ThreadOptions

  @OptionGroup var server: ServerOptions

  func validate() throws {
    if let context, context < 2 {
      throw ValidationError("--context \(context) is too small: it must be 2 or more.")
    }
    if let window, window < 2 {
      throw ValidationError("--window \(window) is too small: it must be 2 or more.")
    }
    if let stride, stride < 1 {
      throw ValidationError("--stride \(stride) is too small: it must be 1 or more.")
    }
  }

  /// These options, and what the environment and the configuration say where they say nothing.
  ///
  /// - Parameter takesColumn: Whether the context may be named by a column of a table.
  func inForce(takingColumn takesColumn: Bool = false) throws -> ScoringOptions {
    if let contextColumn, !takesColumn {
      throw CommandError(
        .usage, "--context \(contextColumn) is no number of tokens; a column's name needs --items")
    }
    return inForce(try chosen.settings())
  }

  /// These options with the settings that hold.
  func inForce(_ settings: SettingsInForce) -> ScoringOptions {
    var result = self
    result.chosen.model = settings.choices.value(of: .model, as: ModelWish.self)?.reference
    result.chosen.startToken = settings.choices.value(of: .startToken)
    return result
  }

  /// Takes the model that the program carries where none is asked for and the default one was not fetched;
  /// whether that is so.
  ///
  /// It is for what is read on a screen, which says so. What prints numbers refuses: a script's would else
  /// change with what happens to be there.
  mutating func doWithoutDefaultModel() -> Bool {
    guard chosen.model == nil, ModelFiles.isDefaultMissing else { return false }
    chosen.model = ModelListing.world
    return true
  }

  /// The model, ready to score. May take a moment.
  func scorer() throws -> Scorer { try scorer(chosen.model) }

  /// The chosen model, ready to go on with a text: on a server it may be one that scores none.
  func generator() throws -> Scorer {
    var server = server
    server.generates = true
    return try ModelReference(chosen.model)
      .scorer(threads: threads.count, context: context, server: server)
  }

  /// Another model, ready to score.
  func scorer(_ reference: String?) throws -> Scorer {
    try ModelReference(reference).scorer(threads: threads.count, context: context, server: server)
  }

  /// How a model is to score: what was asked for, and the model's own values for the rest.
  func settings(for scorer: Scorer) throws -> ScoringSettings {
    let context = scorer.model.contextLength
    let window = window ?? context
    let stride = stride ?? max(1, window / 2)
    guard window <= context else {
      throw CommandError(
        .usage,
        "--window \(window) is too large: this model reads at most \(context) tokens at once")
    }
    let settings = ScoringSettings(
      startToken: try scorer.startToken(chosen.startToken), window: window, stride: stride)
    guard stride <= settings.largestStride else {
      let start = settings.startToken == nil ? "" : ", of which the start token takes one place"
      throw CommandError(
        .usage,
        "--stride \(stride) is too large for a window of \(window)\(start): each token needs "
          + "context, so it must be at most \(settings.largestStride)")
    }
    return settings
  }
}

extension Scorer {
  /// The token that a text is scored after, as it was asked for; nil for none.
  func startToken(_ wish: StartToken?) throws(CommandError) -> Int? {
    do {
      return try (wish ?? .automatic).resolved(boundaries, vocabularySize: model.vocabularySize)
    } catch {
      throw CommandError(.usage, "\(error)")
    }
  }

  /// Refuses a model that does not give all logits.
  func requireWholeVocabulary() throws(CommandError) {
    do { try checkWholeVocabulary() } catch { throw CommandError(.protocolFault, "\(error)") }
  }
}

extension Temperature: ExpressibleByArgument {
  /// A temperature from the command line, `inf` included.
  public init?(argument: String) {
    guard let value = Double(argument) else { return nil }
    self.init(value)
  }
}

/// What `--context` says: how many tokens a context holds, or which column of a table is read before a text.
enum ContextWish: ExpressibleByArgument, Codable {
  case tokens(Int)
  case column(String)

  init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    self = Int(argument).map(Self.tokens) ?? .column(argument)
  }
}
