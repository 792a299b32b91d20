import CKernels
import GGUF
import InformationTheory
import Scoring
import Synchronization
import Tokenizers
import Basics

/// A language model from a GGUF file, ready to score texts.
public final class Engine: Sendable {
  /// What the model is.
  public let model: ModelDescription
  /// Splits texts into the model's tokens.
  public let tokenizer: Tokenizer
  /// The instruction set that the kernels use.
  public let instructionSet: String
  /// The number of threads that it computes with.
  public let threads: Int

  private let weights: Weights
  private let instructions: InstructionSet
  private let state = Mutex<Transformer?>(nil)

  /// Opens a model. The file is mapped and checked; nothing of it is read that is not needed.
  ///
  /// Throws `GGUFError`, `TokenizerError` or `InferenceError`, each described by a sentence.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - threads: The threads to compute with; by default as many as there are processors.
  ///   - instructionSet: The kernels to use, one of `availableInstructionSets`; by default the one
  ///     that the environment variable `SURPRISAL_ISA` names, or else the best.
  public convenience init(path: String, threads: Int? = nil, instructionSet: String? = nil) throws {
    try self.init(
      ModelFile(path: path), path: path, threads: threads, .chosen(instructionSet))
  }

  /// Makes a model of an open file, to run on an instruction set.
  package init(
    _ file: ModelFile, path: String = "", threads: Int? = nil, _ instructions: InstructionSet
  ) throws {
    tokenizer = try Tokenizer(file.metadata)
    self.instructions = instructions
    instructionSet = instructions.name
    weights = try Weights(file, vocabulary: tokenizer.count)
    self.threads = min(max(threads ?? Self.processors, 1), 64)
    model = ModelDescription(
      name: try file.metadata.string("general.name") ?? "",
      file: path,
      architecture: try file.metadata.string("general.architecture") ?? "",
      quantization: weights.prevailingType,
      vocabularySize: tokenizer.count,
      contextLength: weights.sizes.context)
  }

  /// The instruction sets that there are kernels for on this processor, best first.
  public static var availableInstructionSets: [String] { InstructionSet.available.map(\.name) }

  private static var processors: Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The engine behind the seam that everything else knows.
  public var scorer: Scorer {
    let tokenizer = self.tokenizer
    return Scorer(
      model: model,
      vocabulary: Vocabulary(
        count: tokenizer.count, bytes: { tokenizer.bytes(of: $0) },
        isControl: { tokenizer.kind(of: $0) == .control }),
      boundaries: BoundaryTokens(
        beginning: tokenizer.bosToken, end: tokenizer.eosToken,
        isBeginningAdded: tokenizer.addsBOS),
      tokenize: { text, special in
        tokenizer.encode(text, special: special).map { Token(id: $0.id, bytes: $0.bytes) }
      },
      score: { [self] in try score($0, $1, from: $2, $3) },
      logits: { [self] in try logits(after: $0) })
  }

  /// Scores tokens from `first` on, a batch at a time; see `Scorer.score`.
  ///
  /// What an earlier call left in the context is used again as far as the tokens agree.
  private func score(
    _ tokens: [Token], _ settings: ScoringSettings, from first: Int,
    _ report: (Predictions) -> Bool
  ) throws {
    let window = min(settings.window > 0 ? settings.window : 2, weights.sizes.context)
    let ids = tokens.map { Int32($0.id) }
    let start = settings.startToken.map { [Int32($0)] } ?? []
    precondition(
      (start + ids).allSatisfy { (0..<Int32(tokenizer.count)).contains($0) },
      "a token lies beyond the vocabulary")
    let windows = Window.covering(
      tokens.count, capacity: window - start.count, stride: settings.stride)
    try withTransformer(capacity: window) { transformer in
      for window in windows where window.scored.upperBound > first {
        let scored = max(window.scored.lowerBound, first)..<window.scored.upperBound
        let shift = start.count - window.tokens.lowerBound
        let reading = Reading(
          sequence: start + ids[window.tokens],
          targets: scored.lowerBound + shift..<scored.upperBound + shift)
        guard try transformer.predict(reading, report) else { return }
      }
    }
  }

  /// What the model expects after some tokens: how a text goes on.
  ///
  /// When the tokens are those of the last call and one more, only that one is read, bound by memory
  /// rather than arithmetic. No token came after them, so the prediction's actual rank and logit mean
  /// nothing.
  ///
  /// - Parameter tokens: Ids, any start token included: at least one, at most the model's context.
  /// - Throws: `InferenceError` or `GGUFError`.
  public func predictNext(after tokens: [Int]) throws -> Prediction {
    precondition(!tokens.isEmpty, "something stands before what comes next")
    return try withTransformer(capacity: weights.sizes.context) {
      try $0.predictNext(after: tokens.map { Int32($0) })
    }
  }

  /// The logits of what comes after some tokens; see `Scorer.logits`.
  private func logits(after tokens: [Int]) throws -> [Float] {
    precondition(!tokens.isEmpty, "something stands before what comes next")
    precondition(
      tokens.allSatisfy { (0..<tokenizer.count).contains($0) },
      "a token lies beyond the vocabulary")
    let capacity = weights.sizes.context
    let first = Window.firstToken(ofContext: tokens.count, capacity: capacity)
    return try withTransformer(capacity: capacity) {
      try $0.logits(after: tokens[first...].map { Int32($0) })
    }
  }

  /// Lends the context to one caller at a time, and checks that the file is still the same.
  private func withTransformer<Result: Sendable>(
    capacity: Int, _ body: (Transformer) throws -> Result
  ) throws -> Result {
    try weights.file.checkUnchanged()
    let subnormals = kernels_flush_subnormals()
    defer { kernels_restore_subnormals(subnormals) }
    let result = try state.withLock { state in
      var transformer = state
      // What is not a number stays behind in the values, and a weight of zero does not undo it: a
      // context that failed is not used again.
      state = nil
      if (transformer?.cache.capacity ?? 0) < capacity { transformer = nil }
      let lent =
        try transformer
        ?? Transformer(weights, capacity: capacity, instructions: instructions, threads: threads)
      let result = try body(lent)
      state = lent
      return result
    }
    try weights.file.checkUnchanged()
    return result
  }
}

/// A sequence to be read, and the places in it whose tokens are to be predicted.
struct Reading {
  let sequence: [Int32]
  let targets: Range<Int>
}

extension Transformer {
  /// The tokens of the first batch of a long text: few, so that colours appear at once.
  private static let firstBatch = 96

  /// Predicts the targets and reports them batch by batch; false when `report` asked to stop.
  func predict(_ reading: Reading, _ report: (Predictions) -> Bool) throws -> Bool {
    var predictions = Predictions(vocabularySize: weights.sizes.vocabulary)
    // A token is predicted by what stands before it; the first of all has nothing.
    var needed = reading.targets.lowerBound - 1
    if needed < 0 {
      predictions.append(.unscored)
      needed = 0
    }
    let end = reading.targets.upperBound - 1  // the last target itself need not be read
    cache.truncate(to: min(cache.commonPrefix(with: reading.sequence), needed))
    var limit = end - cache.tokens.count > 2 * Self.firstBatch ? Self.firstBatch : Self.batchLimit
    while cache.tokens.count < end {
      let first = cache.tokens.count
      let batch = first..<min(first + limit, end)
      read(reading.sequence[batch])
      var failure: Int?
      foldExpectations(
        of: batch.map { $0 >= needed ? reading.sequence[$0 + 1] : -1 },
        skippingBlocks: min(max(needed - first, 0), batch.count) / Int(kernels_lanes),
        firstBeta: Float(LogPartition.firstBeta)
      ) { index, folded in
        guard first + index >= needed else { return }
        if !folded.isFinite { failure = failure ?? first + index + 1 }
        predictions.append(Prediction(folded))
      }
      if let failure {
        cache.truncate(to: 0)
        throw InferenceError.notFinite(position: failure)
      }
      guard report(predictions) else { return false }
      predictions = Predictions(vocabularySize: weights.sizes.vocabulary)
      limit = Self.batchLimit
    }
    return predictions.count == 0 || report(predictions)
  }
}

extension Transformer {
  /// Reads a sequence, of which what the cache shares is not read again, and its last token alone.
  private func advance(to sequence: [Int32]) {
    cache.truncate(to: min(cache.commonPrefix(with: sequence), sequence.count - 1))
    while cache.tokens.count < sequence.count - 1 {
      let first = cache.tokens.count
      read(sequence[first..<min(first + Self.batchLimit, sequence.count - 1)])
    }
    readOne(sequence[sequence.count - 1])
  }

  /// The logits of what comes after a sequence.
  func logits(after sequence: [Int32]) throws -> [Float] {
    advance(to: sequence)
    let logits = logitsOfOne()
    guard logits.allSatisfy(\.isFinite) else {
      throw InferenceError.notFinite(position: sequence.count)
    }
    return logits
  }

  /// What is expected after a sequence.
  func predictNext(after sequence: [Int32]) throws -> Prediction {
    advance(to: sequence)
    let folded = foldOne(firstBeta: Float(LogPartition.firstBeta))
    guard folded.isFinite else { throw InferenceError.notFinite(position: sequence.count) }
    return Prediction(folded)
  }
}

extension kernels_folded {
  /// Whether the logits behind it were finite numbers.
  fileprivate var isFinite: Bool {
    logits.0 == 0 && actual.isFinite && rest.0.isFinite
  }
}
