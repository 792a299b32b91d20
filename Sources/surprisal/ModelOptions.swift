import ArgumentParser
import Scoring
import Settings

/// The options that the configuration has too, for every command with a model.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("model"),
    help: ArgumentHelp(
      "A GGUF file, a model in a store, a server's address, world, or a measuring stick.",
      discussion: """
        `surprisal models` lists all that there are: ollama:NAME[:TAG], hf:ORG/REPO[@REVISION][:FILE], \
        lmstudio:PUBLISHER/MODEL[:FILE], or the name of a file in the models' folder. A folder is searched. \
        world is a model of a small world that the program carries, so it needs no file. Measuring sticks: \
        uniform (all tokens alike), dice:10 (a fair die of so many faces), \
        ngram:FILE (5-grams of the bytes of a text; ngram:3:FILE for 3-grams), source (what texts of \
        the small world are drawn from; source:FILE for rules of your own). A model on a server: http://HOST:PORT, with \
        #MODEL behind it where it has several, and vllm:, sglang: or llama-server: before it to say what runs there.
        """, valueName: "model"), completion: .modelReferences)
  var models: [String] = []

  /// The last of them, which stands for all where one is needed.
  var model: String? {
    get { models.last }
    set { models = newValue.map { [$0] } ?? [] }
  }

  @Option(
    help: ArgumentHelp(
      "What the first token is scored after: auto, none, bos, eos or a token's id. (default: auto)",
      discussion: "auto does what the model's file asks for.", valueName: "token"))
  var startToken: StartToken?

  @Option(
    help: ArgumentHelp(
      "Where the settings are; none: no settings, and nothing is remembered.",
      valueName: "file"))
  var config = ConfigFile.usual

  /// What they say.
  var choices: Choices {
    var choices = Choices()
    choices[.model] = model.map { ModelWish($0).toml }
    choices[.startToken] = startToken?.toml
    return choices
  }

  /// The settings that hold with these options and others.
  ///
  /// - Parameter memory: What is remembered of earlier runs.
  func settings(with others: Choices = .init(), memory: Memory = .init()) throws(CommandError)
    -> SettingsInForce
  {
    var named = Choices()
    named[.model] = environmentVariable("SURPRISAL_MODEL").map { ModelWish($0).toml }
    return SettingsInForce(
      commandLine: choices.over(others), environment: [("SURPRISAL_MODEL", named)],
      config: try config.read(), memory: memory)
  }
}

extension StartToken: ExpressibleByArgument {
  /// A start token from the command line.
  public init?(argument: String) { self.init(word: argument) }
}
