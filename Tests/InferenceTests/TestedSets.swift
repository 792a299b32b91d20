import Scoring
import TileEmulation

extension InstructionSet {
  /// All that a model can be tested on: those of this processor, and tiles over emulated instructions
  /// where those can be emulated.
  static let tested: [InstructionSet] = {
    guard let emulated = unsafe emulated_tiles() else { return available }
    return available + [unsafe InstructionSet(kernels: emulated)]
  }()

  /// The one of a name among them.
  static func tested(_ name: String) -> InstructionSet? { tested.first { $0.name == name } }

  /// Whether numbers are split into halves, which costs some of their last digits.
  var splits: Bool { name.hasPrefix("amx") }
}
