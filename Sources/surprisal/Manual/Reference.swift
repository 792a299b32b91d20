import Settings

/// What help and manual say of the world around the program, once for both.
enum Reference {
  /// A name and what is said of it, in a few words.
  typealias Entry = (name: String, meaning: String)

  /// The variables of the environment that the program reads.
  static let environment: [Entry] = [
    ("SURPRISAL_MODEL", "the model to use when --model is not given"),
    ("SURPRISAL_ISA", "the kernels: amx, avx512, avx2 or portable, not the best"),
    ("XDG_DATA_HOME", "the parent of surprisal/models, where models are"),
    ("XDG_CONFIG_HOME", "the parent of surprisal/config, the configuration"),
    ("XDG_STATE_HOME", "the parent of surprisal/state, what is remembered"),
    ("OLLAMA_MODELS", "where Ollama's models are"),
    ("HF_HUB_CACHE", "Hugging Face's cache; also HUGGINGFACE_HUB_CACHE"),
    ("HUGGINGFACE_HUB_CACHE", "the older name of HF_HUB_CACHE"),
    ("HF_HOME", "the parent of hub, Hugging Face's cache"),
    ("LLAMA_CACHE", "llama.cpp's cache"),
    ("XDG_CACHE_HOME", "the parent of huggingface/hub and llama.cpp"),
    ("HOME", "without these: .local/share, .config and .local/state in it"),
    ("NO_COLOR", "when set, no colours unless --color asks for them"),
    ("CLICOLOR_FORCE", "when set and not 0, colours wherever output goes"),
    ("CLICOLOR", "when 0, no colours"),
    ("TERM", "the terminal's type"),
    ("LC_ALL", "before LC_CTYPE and LANG, the locale; UTF-8 in any case"),
  ]

  /// What can be configured.
  static let settings: [Entry] =
    Setting.all.map { ($0.name, $0.expectation) }
    + [("[keys]", "other keys for commands: next-peak = [\"n\", \"ctrl-n\"]")]

  /// How the program can end.
  static let exitStatuses: [Entry] =
    [("0", "done")] + CommandError.Status.allCases.map { ("\($0.rawValue)", $0.meaning) }

  /// Files that the program reads or comes with.
  static let files: [Entry] = [
    (
      "$XDG_CONFIG_HOME/surprisal/config",
      "The configuration, in TOML: the settings that surprisal-config(1) lists, and under [keys] the "
        + "names of commands with the keys that they are to have instead. The program never writes it."
    ),
    (
      "$XDG_STATE_HOME/surprisal/state",
      "What is remembered from one run for the next: the look of the screen, how far lessons were read, "
        + "how games are played. It can be deleted at any time."
    ),
    (
      "$XDG_STATE_HOME/surprisal/default-model",
      "The SHA-256 of the default model's file, with its size and its times: it is computed once for each file."
    ),
    (
      "$XDG_DATA_HOME/surprisal/models/",
      "Model files, which --model can name without their folder; surprisal-models(1) lists them and those "
        + "of other programs. \(DefaultModel.fileName) is the default model; where it is missing, the "
        + "explorer opens with the model of a small world that the program carries."
    ),
    (
      "PREFIX/share/surprisal/fetch-model",
      "Fetches the default model and checks it; PREFIX is the folder above the program's own."
    ),
    (
      "PREFIX/share/surprisal/*.schema.json",
      "The JSON Schemas of what score, compare, generate and play write; --schema prints them."
    ),
    (
      "PREFIX/share/doc/surprisal/guides/",
      "How to write a lesson, and where the time goes."
    ),
  ]

  /// The entries as lines of a command's help.
  static func helpLines(_ entries: [Entry]) -> String {
    let width = entries.map(\.name.count).max() ?? 0
    return entries.map {
      "  " + $0.name + String(repeating: " ", count: width - $0.name.count + 2) + $0.meaning
    }.joined(separator: "\n")
  }
}
