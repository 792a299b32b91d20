import GGUF
import Inference
import Scoring
import Training

/// Makes a scorer of a model file: the one place where the program meets a model engine.
func loadScorer(path: String, threads: Int?) throws -> Scorer {
  let file = try ModelFile(path: path)
  if TrainedModel.knows(file) {
    return try TrainedModel(file, path: path, threads: threads ?? 1).scorer
  }
  return try Engine(
    file, path: path, threads: threads, instructionSet: environmentVariable("SURPRISAL_ISA")
  ).scorer
}
