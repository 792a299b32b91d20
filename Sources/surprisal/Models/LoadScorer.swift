import Computing
import GGUF
import Inference
import ModelStores
import Scoring
import ShownText
import Training

/// Makes a scorer of an open model file: the one place where the program meets a model engine.
///
/// - Parameters:
///   - model: Where it lies, and what it is called there.
///   - context: The most tokens that its context is to hold; nil for all that it reads.
func loadScorer(
  _ file: ModelFile, of model: StoredModel, threads: Int?, context: Int? = nil
) throws -> Scorer {
  let path = model.paths[0]
  var scorer: Scorer
  do {
    if TrainedModel.knows(file) {
      scorer = try TrainedModel(
        file, path: path, threads: threads ?? 1, instructionSet: wantedInstructionSet
      ).scorer
    } else {
      try checkMemory(of: file, threads: threads, context: context)
      scorer = try Engine(
        file, path: path, threads: threads, instructionSet: wantedInstructionSet,
        contextLimit: context
      ).scorer
    }
  } catch let error as NoMemory {
    throw CommandError(.unavailable, "\(file.title(of: model)) \(error)")
  } catch {
    throw CommandError(.badData, "\(file.title(of: model)) cannot be used: \(error)")
  }
  scorer.model.tokenizer = file.tokenizerName
  if let nickname = model.nickname { scorer.model.name = nickname }
  scorer.model.contextLength = min(scorer.model.contextLength, context ?? .max)
  return scorer
}

/// The kernels that somebody asks for by name, to score with and to learn with; nil for the best.
var wantedInstructionSet: String? { environmentVariable("SURPRISAL_ISA") }

extension ModelFile {
  /// How it says that texts are cut into tokens: the kind of its vocabulary, and how texts are split first.
  fileprivate var tokenizerName: String {
    ["model", "pre"].compactMap { try? metadata.string("tokenizer.ggml.\($0)") }.joined(
      separator: "/")
  }

  /// Which model an error is about: its file, and what people call it.
  fileprivate func title(of model: StoredModel) -> String {
    let architecture = ((try? metadata.string("general.architecture")) ?? "").prefix(40)
    let name = model.nickname ?? modelName(path: model.paths[0])
    return "the model \(name) (\(architecture)) in \(model.paths[0])"
  }
}

/// A model that has no room in memory.
struct NoMemory: Error, CustomStringConvertible {
  var need: MemoryNeed
  /// The tokens of the context, and the bytes that are free.
  var context: Int, free: Int

  /// Why a model does not fit; nil where it does, or where nobody knows.
  init?(_ need: MemoryNeed, context: Int, free: Int?) {
    guard let free, need.total(context: context) > free else { return nil }
    self.need = need
    self.context = context
    self.free = free
  }

  /// What follows the name of the model.
  var description: String {
    let weights = need.weights + need.made
    let cache = size(ofBytes: need.total(context: context) - weights - need.work)
    let advice =
      need.context(fitting: free).map { "--context \($0) fits" } ?? "choose a smaller model"
    return
      "needs \(size(ofBytes: need.total(context: context))) of memory (\(size(ofBytes: weights)) of "
      + "weights, \(cache) for a context of \(context) tokens), and \(size(ofBytes: free)) are free: \(advice)"
  }
}

/// Refuses a model that has no room, before anything of it is read.
private func checkMemory(of file: ModelFile, threads: Int?, context: Int?) throws {
  let card = ModelCard(file, threads: threads)
  guard case .success(let need) = card.memory, let length = card.contextLength,
    let shortage = NoMemory(need, context: min(length, context ?? length), free: FreeMemory.bytes)
  else { return }
  throw shortage
}
