import Scoring

extension InstructionSet {
  /// Those that a network learns with, best first: all but tiles, whose products of halves are not those
  /// of floats. With fused multiply-adds they come to the same bits; the portable one has none, and
  /// agrees to some six digits.
  package static var learning: [InstructionSet] { available.filter { !$0.name.hasPrefix("amx") } }

  /// The one that somebody asks for by its name; the best where nobody does, and where tiles are asked for.
  static func learning(_ name: String?) throws(Unavailable) -> InstructionSet {
    let chosen = try chosen(name)
    return learning.first { $0.name == chosen.name } ?? learning[0]
  }
}
