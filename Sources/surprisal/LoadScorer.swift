import GGUF
import Inference
import Scoring
import Training

/// Makes a scorer of a model file: the one place where the program meets a model engine.
///
/// - Parameter path: Where the file is; empty for one that is nowhere but in the program.
func loadScorer(_ file: ModelFile, path: String, threads: Int?) throws -> Scorer {
  if TrainedModel.knows(file) {
    return try TrainedModel(
      file, path: path, threads: threads ?? 1, instructionSet: wantedInstructionSet
    ).scorer
  }
  return try Engine(file, path: path, threads: threads, instructionSet: wantedInstructionSet).scorer
}

/// The kernels that somebody asks for by name, to score with and to learn with; nil for the best.
var wantedInstructionSet: String? { environmentVariable("SURPRISAL_ISA") }
