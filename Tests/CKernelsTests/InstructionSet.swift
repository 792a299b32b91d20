import CKernels
import Testing
import TileEmulation

/// The kernels of one instruction set, called with floats that they cannot leave unnoticed.
@safe struct InstructionSet: @unchecked Sendable, CustomTestStringConvertible {
  let table: UnsafePointer<kernels>

  var name: String { unsafe String(cString: table.pointee.name) }
  var testDescription: String { name }

  /// All that this processor has.
  static let available: [InstructionSet] = {
    var tables: [UnsafePointer<kernels>?] = unsafe Array(repeating: nil, count: 4)
    let count = unsafe kernels_available(&tables)
    return unsafe tables.prefix(count).compactMap {
      unsafe $0.map { unsafe InstructionSet(table: $0) }
    }
  }()

  /// The kernels that work in tiles, over emulated instructions; none where those cannot be emulated.
  static let emulated: [InstructionSet] = {
    guard let emulated = unsafe emulated_tiles() else { return [] }
    return [unsafe InstructionSet(table: emulated)]
  }()

  /// All that a product can be tested on.
  static let all = available + emulated

  /// Whether numbers are split into halves, which miss 2⁻¹⁶ of them at most.
  var splits: Bool { name.hasPrefix("amx") }
}

/// Lanes of a block.
let lanes = Int(kernels_lanes)
/// Rows of a panel.
let panelRows = Int(kernels_panel_rows)
/// Columns of a piece.
let piece = Int(kernels_piece)

/// Floats aligned as the kernels need them, between others that must not change.
@safe final class Floats {
  let count: Int
  private let memory: UnsafeMutablePointer<Float>
  private static let margin = 64
  private static let guardValue: Float = -12_345.5

  /// The first of them.
  var start: UnsafeMutablePointer<Float> { unsafe memory + Self.margin }

  init(count: Int, of value: Float = 0) {
    self.count = count
    let total = count + 2 * Self.margin
    unsafe memory = UnsafeMutableRawPointer.allocate(byteCount: 4 * total, alignment: 64)
      .initializeMemory(as: Float.self, repeating: Self.guardValue, count: total)
    for index in 0..<count { self[index] = value }
  }

  convenience init(_ values: [Float]) {
    self.init(count: values.count)
    for (index, value) in values.enumerated() { self[index] = value }
  }

  deinit { unsafe memory.deallocate() }

  subscript(index: Int) -> Float {
    get {
      precondition((0..<count).contains(index), "no float at \(index)")
      return unsafe start[index]
    }
    set {
      precondition((0..<count).contains(index), "no float at \(index)")
      unsafe start[index] = newValue
    }
  }

  var array: [Float] { (0..<count).map { self[$0] } }

  /// Whether the floats before and behind are as they were.
  var isIntact: Bool {
    (0..<Self.margin).allSatisfy {
      unsafe memory[$0] == Self.guardValue
        && memory[Self.margin + count + $0] == Self.guardValue
    }
  }
}

/// The largest of what it was told, not-a-number above everything.
struct Worst {
  private(set) var error = 0.0

  /// Takes the distance of a result from its twin, in units of what is tolerated.
  mutating func note(_ found: Float, _ expected: Double, tolerance: Double) {
    let ratio = abs(Double(found) - expected) / tolerance
    if !(ratio <= error) { error = ratio.isNaN ? .infinity : ratio }
  }

  /// Whether all results were within what is tolerated.
  var isTolerable: Bool { error <= 1 }
}
