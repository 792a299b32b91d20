import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The kernels of one instruction set, chosen once.
@safe package struct InstructionSet: @unchecked Sendable {
  /// The table of functions.
  let kernels: UnsafePointer<kernels>

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

  /// The one of a name; without one, what the environment variable `SURPRISAL_ISA` names, or else
  /// the best.
  package static func named(_ name: String?) throws(InferenceError) -> InstructionSet {
    let available = Self.available
    let wish = unsafe name ?? getenv("SURPRISAL_ISA").map { unsafe String(cString: $0) } ?? ""
    guard !wish.isEmpty else { return available[0] }
    guard let match = available.first(where: { $0.name == wish }) else {
      throw .unknownInstructionSet(wish, known: available.map(\.name))
    }
    return match
  }
}
