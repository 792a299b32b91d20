import Scoring

extension InstructionSet {
  /// The one of a name; without one, the best.
  static func chosen(_ name: String?) throws(InferenceError) -> InstructionSet {
    guard let name else { return best }
    guard let match = named(name) else {
      throw .unknownInstructionSet(name, known: available.map(\.name))
    }
    return match
  }
}
