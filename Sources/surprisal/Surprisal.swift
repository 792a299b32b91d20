import ArgumentParser

/// The root command: what it is given goes to `explore`, unless a subcommand is named.
struct Surprisal: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "surprisal",
    abstract: "See what a language model finds surprising in a text.",
    usage: """
      surprisal [<options>] [<text> | --file <file> | -]
      surprisal score [<options>] [<text> | --file <file> | -]
      surprisal compare [<options>] [<text> | --file <file> | -]
      surprisal open [<options>] <file>
      surprisal generate [<options>] [<text> | --file <file> | -]
      surprisal play [<options>] [<text> | --file <file> | -]
      surprisal lesson [<options>] [<name> | <file>]
      surprisal world [<options>]
      surprisal train [<options>]
      surprisal serve [<options>]
      surprisal models [list | show [<model>] | fetch] [<options>]
      surprisal config [<options>]
      """,
    discussion: """
      Runs a language model over a text and shows each token's surprisal, what the model expected \
      instead, and the text's loss and perplexity, at any temperature.

      EXAMPLES
        surprisal                            explore the built-in sample
        surprisal "The capital of France is Paris."
        surprisal -f essay.txt --temperature 0.7
        surprisal score -f essay.txt         print the numbers
        surprisal score "To be or not" --format json --top 3
        surprisal compare -f essay.txt --model A.gguf --model B.gguf
        surprisal open both.html             print what two models were found to say
        surprisal generate "Once upon a time" --temperature 0.7
        surprisal play                       guess a hidden text against the model
        surprisal lesson                     learn what the numbers mean
        surprisal train                      watch a small model learn
        surprisal serve                      let other programs ask the model
        surprisal models                     see which models this machine has

      A text that is also a subcommand's name is explored like this:
        surprisal explore score

      ENVIRONMENT
      \(Reference.helpLines(Reference.environment))

      EXIT STATUS
      \(Reference.helpLines(Reference.exitStatuses))
      """,
    version: Assets.version,
    subcommands: [
      ExploreCommand.self, ScoreCommand.self, CompareCommand.self, OpenCommand.self,
      GenerateCommand.self, PlayCommand.self, LessonCommand.self, TrainCommand.self,
      WorldCommand.self, ServeCommand.self,
      ModelsCommand.self, ConfigCommand.self, ManualCommand.self,
    ],
    defaultSubcommand: ExploreCommand.self)
}
