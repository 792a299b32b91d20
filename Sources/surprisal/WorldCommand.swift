import ArgumentParser
import Reports
import World

/// Prints a text drawn from the world, to learn from or to measure by.
struct WorldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "world",
    abstract: "Print a text drawn from a small world whose entropy is known.",
    usage: "surprisal world [<options>]",
    discussion: """
      Each line is drawn anew by some rules, which --rules prints: who owns what, which beast lives where, \
      sums. As the rules are known, so is the probability of every byte, and with it the least loss that \
      any model can expect. The same seed gives the same text on every machine.

      Training, validation and test texts of a seed are drawn apart: --model world has learnt from the \
      first, was chosen by the second, and knows nothing of the third. A text ends with a whole line.

      EXAMPLES
        surprisal world --bytes 50000 > training.txt
        surprisal world --bytes 20000 --part validation > validation.txt
        surprisal score -f validation.txt --model source
        surprisal score -f validation.txt --model world
        surprisal score -f validation.txt --model ngram:training.txt
        surprisal world --rules > mine.grammar
        surprisal world --by mine.grammar
      """)

  @Option(help: ArgumentHelp("How many bytes to draw, and the rest of a line.", valueName: "count"))
  var bytes = 2_000
  @Option(help: "Which of all texts to draw.")
  var seed: UInt64 = 1
  @Option(help: "Which text of the seed: training, validation or test.")
  var part = Corpus.Part.training
  @Option(help: ArgumentHelp("Draw by rules of your own.", valueName: "file"))
  var by: String?
  @Flag(help: "Print the rules, and how such are written, and exit.")
  var rules = false

  private static let mostBytes = 1 << 24

  func validate() throws {
    if rules && by != nil {
      throw ValidationError("--rules prints the rules that the program has: leave --by out.")
    }
    if !(1...Self.mostBytes).contains(bytes) {
      throw ValidationError("--bytes \(bytes) is out of range: it must be 1 to \(Self.mostBytes).")
    }
  }

  func run() throws {
    var output = StandardOutput()
    if rules {
      try output.write(String(decoding: Assets.world, as: UTF8.self))
    } else {
      let text = try ModelReference.source(by: by).draw(bytes: bytes, seed: seed, part: part).text
      try output.write(String(decoding: text, as: UTF8.self))
    }
    try output.flush()
  }
}

extension Corpus.Part: ExpressibleByArgument {
  /// A part from the command line.
  public init?(argument: String) {
    guard let part = Self.allCases.first(where: { $0.name == argument }) else { return nil }
    self = part
  }

  /// The names that the help and the shell offer.
  public static var allValueStrings: [String] { allCases.map(\.name) }

  /// How the help shows a default.
  public var defaultValueDescription: String { name }
}
