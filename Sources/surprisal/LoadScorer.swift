import Inference
import Scoring

/// Makes a scorer of a model file: the one place where the program meets a model engine.
func loadScorer(path: String, threads: Int?) throws -> Scorer {
  try Engine(
    path: path, threads: threads, instructionSet: environmentVariable("SURPRISAL_ISA")
  ).scorer
}
