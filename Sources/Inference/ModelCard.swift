import GGUF
import Tokenizers

/// What the head of a model file says of its model, and whether the engine would run it. Nothing is read but
/// the head, so that many files can be looked at in no time.
public struct ModelCard: Sendable {
  /// The architecture's name in the file; empty where it names none.
  public let architecture: String
  /// How its weights are stored, such as `Q4_1` or `Q4_K_M`.
  public let quantization: String
  /// How many numbers it has learnt.
  public let parameters: Int
  /// The most tokens that it reads at once; nil where the file does not say.
  public let contextLength: Int?
  /// What it takes to run it, or a sentence that says why it does not run.
  public let memory: Result<MemoryNeed, Refusal>

  /// Why the engine does not run a model.
  public struct Refusal: Error, Hashable, CustomStringConvertible {
    /// The sentence for the user.
    public let description: String
  }

  /// Looks at an open file.
  ///
  /// - Complexity: O(*n*) in the tensors.
  public init(_ file: ModelFile, threads: Int? = nil) {
    let name = (try? file.metadata.string("general.architecture")) ?? ""
    architecture = String(name.prefix(64))
    quantization = file.quantization
    parameters = file.tensors.reduce(0) { $0.addingReportingOverflow($1.elementCount).partialValue }
    let context = try? file.metadata.unsigned("\(architecture).context_length")
    contextLength = context.flatMap { Int(exactly: $0) }
    do {
      _ = try Architecture(of: file)
      let weights = try Weights(
        file, vocabulary: Tokenizer.count(file.metadata), copying: false)
      memory = .success(
        MemoryNeed(
          weights: file.byteCount, made: file.madeByteCount,
          perToken: KeyValueCache.byteCountPerToken(weights.sizes),
          work: Workspace.byteCount(weights.sizes, threads: Engine.threads(threads))))
    } catch {
      memory = .failure(Refusal(description: "\(error)"))
    }
  }
}

/// How many bytes of memory a model takes.
public struct MemoryNeed: Hashable, Sendable {
  /// The weights that stay in the mapped file, and those that are made in memory whenever it is opened.
  public var weights: Int, made: Int
  /// What each token of the context leaves behind.
  public var perToken: Int
  /// What is computed with.
  public var work: Int

  /// A need.
  public init(weights: Int, made: Int = 0, perToken: Int, work: Int) {
    (self.weights, self.made) = (weights, made)
    self.perToken = perToken
    self.work = work
  }

  /// The bytes of a context of so many tokens and all else. O(1).
  public func total(context: Int) -> Int {
    let (cache, overflow) = perToken.multipliedReportingOverflow(by: context)
    let (sum, beyond) = cache.addingReportingOverflow(weights + made + work)
    return overflow || beyond ? .max : sum
  }

  /// The longest context that so many bytes are enough for, in whole steps of 256 tokens; nil for none. O(1).
  public func context(fitting bytes: Int) -> Int? {
    guard perToken > 0 else { return nil }
    let tokens = (bytes - weights - made - work) / perToken / 256 * 256
    return tokens > 0 ? tokens : nil
  }
}
