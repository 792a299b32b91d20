import Scoring

extension InstructionSet {
  /// Those that a network learns with, best first: all but tiles, whose products of halves are not those
  /// of floats. With fused multiply-adds they come to the same bits; the portable one has none, and
  /// agrees to some six digits.
  package static var learning: [InstructionSet] { available.filter { !$0.name.hasPrefix("amx") } }

  /// The one of a name among them, else the best.
  static func learning(_ name: String?) -> InstructionSet {
    learning.first { $0.name == name } ?? learning[0]
  }
}
