/// A model that can be named, in a list of all.
public struct ListedModel: Hashable, Sendable {
  /// What `--model` takes.
  public var reference: String
  /// The path of its file; nil for one that has none.
  public var path: String?
  /// The size of its file or files; nil where there is none.
  public var byteCount: Int?
  /// The architecture's name in the file, the prevailing type of weights, the numbers learnt, the most tokens
  /// read at once; nil where nobody knows.
  public var architecture: String?, quantization: String?, parameters: Int?, contextLength: Int?
  /// Why it does not run here; nil for one that does.
  public var reason: String?

  /// A model of which no more is known than its name.
  public init(reference: String, path: String? = nil, byteCount: Int? = nil, reason: String? = nil)
  {
    self.reference = reference
    self.path = path
    self.byteCount = byteCount
    self.reason = reason
  }
}

/// The models of a machine.
public struct ModelListing: Hashable, Sendable {
  /// All of them, those too that do not run.
  public var models: [ListedModel]
  /// Sentences about what could not be looked into.
  public var remarks: [String]
  /// The reference of the one that the program was started with; nil where it is not among them.
  public var started: String?

  /// The reference of the model that the program carries.
  public static let world = "world"

  /// A list; nothing is found by default.
  public init(_ models: [ListedModel] = [], remarks: [String] = [], started: String? = nil) {
    self.models = models
    self.remarks = remarks
    self.started = started
  }
}
