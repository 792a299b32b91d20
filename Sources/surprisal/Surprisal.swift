import Exploration
import InformationTheory
import Runtime
import Scoring
import TerminalUI
import Foundation

@main
struct Surprisal {
  static func main() {
    let environment = ProcessInfo.processInfo.environment
    var arguments = CommandLine.arguments.dropFirst()
    var crash: Crash?
    if let index = arguments.firstIndex(of: "--crash") {
      crash = Crash(rawValue: arguments[index + 1])
      arguments.removeSubrange(index...index + 1)
    }
    if arguments.first == "-" { arguments = [readLine() ?? ""] }
    let text = Array((arguments.first ?? "Hello.").utf8)
    do {
      var terminal = try Terminal(
        .init(color: usesColor(.auto, environment: environment, isTerminal: true)),
        environment: environment)
      let loop = ExplorationLoop(load: load, begun: { [crash] in crash?.happen() }, prepareThread: { Terminal.protectThread() })
      _ = try loop.run(Explorer(text: text), on: &terminal)
    } catch {
      print("surprisal: \(error)")
      exit(69)
    }
  }

  static func load() throws -> Engine {
    let scorer = Scorer(
      model: ModelDescription(
        name: "none", file: "", architecture: "", quantization: "", vocabularySize: 256,
        contextLength: 100),
      vocabulary: Vocabulary(count: 256, bytes: { [UInt8($0)] }),
      tokenize: { text, _ in
        text.enumerated().map { Token(id: Int($1), bytes: $0..<$0 + 1) }
      },
      score: { tokens, _, first, report in
        var block = Predictions(vocabularySize: 256)
        for _ in tokens[first...] { block.append(.unscored) }
        _ = report(block)
      })
    return Engine(scorer: scorer, settings: .init(startToken: nil, window: 100, stride: 50))
  }
}
