import Scoring

extension InstructionSet {
  /// The one of a name; without one, what the environment asks for, or else the best.
  static func chosen(_ name: String?) throws(InferenceError) -> InstructionSet {
    guard let wish = name ?? wish else { return available[0] }
    guard let match = named(wish) else {
      throw .unknownInstructionSet(wish, known: available.map(\.name))
    }
    return match
  }
}
