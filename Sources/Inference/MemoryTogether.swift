/// What a model takes that is to be in memory beside others.
public struct PlacedNeed: Hashable, Sendable {
  /// Where its weights lie: models of the same file share what is mapped of it.
  public var path: String
  /// What it takes.
  public var need: MemoryNeed
  /// The tokens of its context.
  public var context: Int

  /// A need of a model in a file.
  public init(path: String, need: MemoryNeed, context: Int) {
    self.path = path
    self.need = need
    self.context = context
  }

  /// The bytes that each of some models adds to those before it. O(*n*).
  public static func added(by models: [PlacedNeed]) -> [Int] {
    var paths: Set<String> = []
    return models.map { model in
      let total = model.need.total(context: model.context)
      return paths.insert(model.path).inserted ? total : total - model.need.weights
    }
  }
}
