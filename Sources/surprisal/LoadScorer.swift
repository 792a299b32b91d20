import GGUF
import Inference
import Scoring
import Training

/// Makes a scorer of a model file: the one place where the program meets a model engine.
///
/// - Parameter path: Where the file is; empty for one that is nowhere but in the program.
func loadScorer(_ file: ModelFile, path: String, threads: Int?) throws -> Scorer {
  if TrainedModel.knows(file) {
    return try TrainedModel(file, path: path, threads: threads ?? 1).scorer
  }
  return try Engine(
    file, path: path, threads: threads, instructionSet: environmentVariable("SURPRISAL_ISA")
  ).scorer
}
