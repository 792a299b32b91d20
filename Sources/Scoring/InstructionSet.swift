import CKernels

/// The kernels of one instruction set, chosen once.
@safe package struct InstructionSet: @unchecked Sendable {
  /// The table of functions.
  package let kernels: UnsafePointer<kernels>

  /// The instruction set of a table of functions that stays where it is.
  package init(kernels: UnsafePointer<kernels>) { unsafe self.kernels = kernels }

  /// The name, such as `avx512`.
  package var name: String { unsafe String(cString: kernels.pointee.name) }

  /// Those that this processor has, best first.
  package static var available: [InstructionSet] {
    var tables: [UnsafePointer<kernels>?] = unsafe Array(repeating: nil, count: 4)
    let count = unsafe kernels_available(&tables)
    return unsafe tables.prefix(count).compactMap {
      unsafe $0.map { unsafe InstructionSet(kernels: $0) }
    }
  }

  /// The one of any processor.
  package static let plain = available[available.count - 1]

  /// The best of them.
  package static let best = available[0]

  /// The one of a name; nil when this processor has none of it.
  package static func named(_ name: String) -> InstructionSet? {
    available.first { $0.name == name }
  }

  /// The one that somebody asks for by its name; the best where nobody does.
  package static func chosen(_ name: String?) throws(Unavailable) -> InstructionSet {
    guard let name else { return best }
    guard let match = named(name) else { throw Unavailable(name: name) }
    return match
  }

  /// A name that no instruction set of this processor has.
  package struct Unavailable: Error, Hashable, CustomStringConvertible {
    package let name: String
    /// The sentence for the user.
    package var description: String {
      "SURPRISAL_ISA=\(name) is not available here; use one of: "
        + available.map(\.name).joined(separator: ", ")
    }
  }
}
