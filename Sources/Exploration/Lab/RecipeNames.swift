// How networks and optimizers are called where a word is typed: on the command line, in a lesson.

extension TrainingRecipe.Network {
  /// The name in one word: `table`, `large`.
  public var name: String { self == .large ? "large" : rawValue }

  /// A network by its name.
  public init?(named name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}

extension TrainingRecipe.Optimizer {
  /// The name in one word of small letters: `adamw`, `sgd`.
  public var name: String { rawValue.lowercased() }

  /// An optimizer by its name, however it is spelt.
  public init?(named name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name.lowercased() }) else {
      return nil
    }
    self = found
  }
}
