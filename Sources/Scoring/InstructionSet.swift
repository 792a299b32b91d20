import CKernels
import Basics

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

  /// The name that the environment variable `SURPRISAL_ISA` asks for; nil when it is unset or empty.
  package static var wish: String? {
    unsafe getenv("SURPRISAL_ISA").map { unsafe String(cString: $0) }.flatMap {
      $0.isEmpty ? nil : $0
    }
  }

  /// The one of a name; nil when this processor has none of it.
  package static func named(_ name: String) -> InstructionSet? {
    available.first { $0.name == name }
  }
}
