import ArgumentParser
import Basics
import Scoring
import Serving
import Settings
import ShownText

/// Lets other programs ask the model over HTTP.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Let other programs ask the model over HTTP.",
    usage: "surprisal serve [<options>]",
    discussion: """
      Answers requests in the forms of OpenAI's completions and of vLLM, until Ctrl-C or SIGTERM. What \
      local servers refuse is answered exactly: how likely each token of a given text was, and every \
      other entry of the vocabulary in its place.

      Probabilities are those of the model at a temperature of 1, whatever is drawn at. Requests are \
      worked for one at a time, in their order, and dropped where the client goes away. Each has a line \
      on standard error.

      REQUESTS
        POST /v1/completions  prompt, max_tokens, temperature, top_p, top_k,
                              min_p, seed, stop, stream; echo, logprobs,
                              prompt_logprobs (-1: the whole vocabulary)
        POST /tokenize        prompt, add_special_tokens, return_token_strs
        POST /detokenize      tokens
        GET  /v1/models, /tokenizer_info, /version, /health

      EXAMPLES
        surprisal serve
        surprisal serve --model ollama:smollm2 --port 8080
        surprisal serve --special            as lm-evaluation-harness wants it
        curl http://127.0.0.1:8000/v1/completions \\
          -H 'Content-Type: application/json' \\
          -d '{"prompt": "To be or not", "echo": true, "logprobs": 3}'
      """)

  @Option(help: "The port to listen on; 0 for any that is free.")
  var port = 8_000

  @Option(
    help: ArgumentHelp(
      "The address to listen on.",
      discussion: "Beyond this machine, anybody who reaches it can use the model: there is no key.")
  )
  var host = "127.0.0.1"

  @OptionGroup var chosen: ModelOptions

  @Flag(help: "Read the name of a control token in a prompt as that token.")
  var special = false

  @Option(
    help: ArgumentHelp(
      "Give the model a shorter context, to take less memory. (default: all that it reads)",
      valueName: "tokens"))
  var context: Int?

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if !(0...65_535).contains(port) {
      throw ValidationError("--port \(port) is out of range: it must be 0 to 65535.")
    }
    if let context, context < 2 {
      throw ValidationError("--context \(context) is too small: it must be 2 or more.")
    }
  }

  func run() throws {
    let settings = try chosen.settings()
    let reference = settings.choices.value(of: .model, as: ModelWish.self)?.reference
    if let fault = DefaultModelCheck.fault(of: reference) { throw fault }
    let model = try served(reference, settings.choices.value(of: .startToken))
    // From here on signals wait for this thread, and no other thread is interrupted by them.
    var signals = EndingSignals()
    let server = try started(model)
    noteOnStandardError(
      "serving \(model.title) at http://\(shownHost):\(server.port)/v1; Ctrl-C ends it")
    if !server.isLoopback {
      noteOnStandardError(
        "whoever reaches \(host) can use the model: there is no key; leave out --host to serve this machine alone"
      )
    }
    signals.wait(meanwhile: server.sweep)
    server.stop()
  }

  private func served(_ reference: String?, _ start: StartToken?) throws -> ServedModel {
    let scorer = try ModelReference(reference).scorer(threads: threads.count, context: context)
    try scorer.requireWholeVocabulary()
    return ServedModel(
      scorer, titles: reference.map { [$0] } ?? [], startToken: try scorer.startToken(start),
      isSpecial: special)
  }

  private func started(_ model: ServedModel) throws -> Server {
    do throws(ServerError) {
      return try Server(at: .init(host: host, port: port), log: { note($0) }) { isLoopback in
        let names = ["localhost", "127.0.0.1", "[::1]", shownHost.lowercased()]
        return Service(model, version: Assets.version, hosts: isLoopback ? names : nil)
      }
    } catch {
      throw CommandError(.unavailable, "\(error)")
    }
  }

  /// The host as a URL has it.
  private var shownHost: String { host.contains(":") ? "[\(host)]" : host }
}

/// A line for each request: who asked for what, and what came of it.
private func note(_ record: RequestRecord) {
  let path = visibleText(record.path.utf8, columns: 60)
  var line = "\(record.peer) \(visibleText(record.method.utf8, columns: 12)) \(path) "
  line += record.status.map { "\($0)" } ?? "cancelled"
  if record.usage.prompt > 0 {
    line += ", \(record.usage.prompt) tokens read, \(record.usage.completion) drawn"
  }
  line += ", \(decimal(record.seconds, 2)) s"
  if let failure = record.failure { line += ": " + visibleText(failure) }
  writeToStandardError(line + "\n")
}
