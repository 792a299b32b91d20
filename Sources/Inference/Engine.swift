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

  let weights: Weights
  private let instructions: InstructionSet
  private let state = Mutex<Transformer?>(nil)

  /// Opens a model. The file is mapped and checked; nothing of it is read that is not needed.
  ///
  /// Throws `GGUFError`, `TokenizerError` or `InferenceError`, each described by a sentence.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - threads: The threads to compute with; by default as many as there are processors.
  ///   - instructionSet: The kernels to use, one of `availableInstructionSets`; by default the best.
  public convenience init(path: String, threads: Int? = nil, instructionSet: String? = nil) throws {
    try self.init(
      ModelFile(path: path), path: path, threads: threads, instructionSet: instructionSet)
  }

  /// The same of a file that is open already.
  ///
  /// - Parameter contextLimit: The most tokens that the context is to hold; nil for all that the model reads.
  public convenience init(
    _ file: ModelFile, path: String, threads: Int? = nil, instructionSet: String?,
    contextLimit: Int? = nil
  ) throws {
    try self.init(
      file, path: path, threads: threads, contextLimit: contextLimit, .chosen(instructionSet))
  }

  /// Makes a model of an open file, to run on an instruction set.
  package init(
    _ file: ModelFile, path: String = "", threads: Int? = nil, contextLimit: Int? = nil,
    _ instructions: InstructionSet
  ) throws {
    _ = try Architecture(of: file)  // says more than what its tokenizer lacks
    tokenizer = try Tokenizer(file.metadata)
    self.instructions = instructions
    instructionSet = instructions.name
    weights = try Weights(file, vocabulary: tokenizer.count, contextLimit: contextLimit)
    self.threads = Self.threads(threads)
    model = ModelDescription(
      name: file.modelName(path: path),
      file: path,
      architecture: try file.metadata.string("general.architecture") ?? "",
      quantization: file.quantization,
      vocabularySize: tokenizer.count,
      contextLength: weights.sizes.context)
  }

  /// What files call the architectures that are known.
  public static var architectures: [String] { Architecture.all.map(\.name) }

  /// The instruction sets that there are kernels for on this processor, best first.
  public static var availableInstructionSets: [String] { InstructionSet.available.map(\.name) }

  /// The threads that so many asked for are: as many as there are processors by default.
  static func threads(_ wanted: Int?) -> Int { min(max(wanted ?? processors, 1), 64) }

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
      tokenize: { text, special, _ in
        tokenizer.encode(text, special: special).map {
          Token(
            id: $0.id, bytes: $0.bytes, isUnknown: $0.isUnknown, isSpaceAdded: $0.isSpaceAdded)
        }
      },
      score: { [self] tokens, settings, first, report in
        let arithmetic = Arithmetic()
        try scoreWhole(tokens, settings, from: first) { block in
          arithmetic.again { report(block.predictions) }
        }
      },
      scoreAll: { [self] texts, settings, _, report in
        let arithmetic = Arithmetic()
        try scoreAll(texts, settings) { text, block in arithmetic.again { report(text, block) } }
      },
      scoreWhole: { [self] in try scoreWhole($0, $1, from: $2, $3) },
      insight: insight,
      expectation: { [self] context, _ in try expectation(after: context) })
  }

  /// Scores tokens from `first` on, a batch at a time; see `Scorer.score` and `Scorer.scoreWhole`.
  ///
  /// What an earlier call left in the context is used again as far as the tokens agree.
  private func scoreWhole(
    _ tokens: [Token], _ settings: ScoringSettings, from first: Int,
    _ report: (WholePredictions) -> Bool
  ) throws {
    let settings = settings.fitted(toContext: weights.sizes.context)
    let readings = self.readings(of: TextToScore(tokens, from: first), settings)
    try withTransformer(capacity: settings.window) { transformer in
      for reading in readings {
        guard try transformer.predict(reading, report) else { return }
      }
    }
  }

  /// Scores texts, several in a batch; see `Scorer.scoreAll`.
  private func scoreAll(
    _ texts: [TextToScore], _ settings: ScoringSettings, _ report: (Int, Predictions) -> Bool
  ) throws {
    let settings = settings.fitted(toContext: weights.sizes.context)
    let readings = texts.map { Array(self.readings(of: $0, settings)) }
    try withTransformer(capacity: settings.window) { try $0.predictAll(readings, report) }
  }

  /// What the model reads of a text, a window each. Windows overlap, so each is made when it is read.
  private func readings(
    of text: TextToScore, _ settings: ScoringSettings
  ) -> some Sequence<Reading> {
    let start = settings.startToken.map { [Int32($0)] } ?? []
    let windows = settings.windows(of: text.tokens.count).filter {
      $0.scored.upperBound > text.first
    }
    return windows.lazy.map { [tokenizer] window in
      let sequence = start + text.tokens[window.tokens].map { Int32($0.id) }
      precondition(
        sequence.allSatisfy { (0..<Int32(tokenizer.count)).contains($0) },
        "a token lies beyond the vocabulary")
      let scored = max(window.scored.lowerBound, text.first)..<window.scored.upperBound
      let shift = start.count - window.tokens.lowerBound
      return Reading(
        sequence: sequence,
        targets: scored.lowerBound + shift..<scored.upperBound + shift, origin: -shift)
    }
  }

  /// What the model expects after some tokens; see `Scorer.expectation`.
  private func expectation(after context: Context) throws -> Expectation {
    precondition(
      (1...weights.sizes.context).contains(context.tokens.count),
      "something stands before what comes next, and no more than the model reads")
    precondition(
      context.tokens.allSatisfy { (0..<tokenizer.count).contains($0) },
      "a token lies beyond the vocabulary")
    return try withTransformer(capacity: weights.sizes.context) {
      try $0.expectation(
        after: context.tokens.map { Int32($0) }, given: context.given,
        at: context.origin + context.tokens.count)
    }
  }

  /// What begins a word and what ends a text. O(*n*) in the size of the vocabulary.
  private var boundaries: WordBoundaries {
    WordBoundaries(starts: tokenizer.startsWithSpace, ends: tokenizer.endTokens)
  }

  /// Lends the context to one caller at a time, and checks that the file is still the same.
  func withTransformer<Result: Sendable>(
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
        ?? Transformer(
          weights, boundaries, capacity: capacity, instructions: instructions, threads: threads)
      let result = try naming { try body(lent) }
      state = lent
      return result
    }
    try weights.file.checkUnchanged()
    return result
  }

  /// Names the tensor where a result shows that something in the file is not a finite number.
  private func naming<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch InferenceError.notFinite(let position) {
      try weights.file.checkUnchanged()
      guard let tensor = try weights.file.damagedTensor() else {
        throw InferenceError.notFinite(position: position)
      }
      throw InferenceError.damagedTensor(
        weights.file.nameInFile(tensor.name), file: model.file)
    }
  }
}

/// The arithmetic in which somebody asks for scores and reads them: it has the small numbers that the kernels take for
/// zero.
private struct Arithmetic {
  private let state: UInt32

  /// That of this thread now.
  init() {
    state = kernels_flush_subnormals()
    kernels_restore_subnormals(state)
  }

  /// Does something in it.
  func again(_ body: () -> Bool) -> Bool {
    let present = kernels_flush_subnormals()
    kernels_restore_subnormals(state)
    defer { kernels_restore_subnormals(present) }
    return body()
  }
}
