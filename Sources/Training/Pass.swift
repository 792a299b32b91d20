import CKernels
import Computing
import Scoring

/// One window of bytes on its way through a network, forward and back, on one thread.
///
/// Each function is a step of the lists in Forward.swift or Backward.swift.
@safe struct Pass {
  let instructions: InstructionSet
  let weights: PackedWeights
  /// Where gradients are added, laid out as `Span.Kind` says.
  let gradients: UnsafeMutablePointer<Float>
  let room: PassRoom
  /// The bytes of the window; −1 behind its end.
  let window: Excerpt

  let lanes = Int(kernels_lanes)
  static let epsilon: Float = 1e-5
  static let rotaryBase = 10_000.0

  var kernels: kernels { unsafe instructions.kernels.pointee }
  var tokens: Int { window.inputs.count }
  var blocks: Int { tokens / lanes }

  /// The floats of a block of an activation.
  func place(_ block: Int, _ activation: Activation) -> Int { block * activation.features * lanes }
}

/// What a pass writes and forgets.
@safe struct PassRoom {
  let turned: UnsafeMutablePointer<Float>  // [features / 16][tokens][16]
  let columns: UnsafeMutablePointer<Float>  // [tokens / 32][features][32]
  let attention: UnsafeMutablePointer<Float>
  let cosines: UnsafeMutablePointer<Float>  // [blocks][pairs][16]
  let sines: UnsafeMutablePointer<Float>
  let negativeSines: UnsafeMutablePointer<Float>

  init(_ room: WindowRoom, widest: Int) throws {
    let (tokens, width) = (room.tokens, Network.headWidth)
    unsafe turned = try room.floats(tokens * widest)
    unsafe columns = try room.floats(tokens * widest)
    unsafe attention = try room.floats(4 * tokens * width + 32 * tokens + 2 * tokens * tokens)
    unsafe cosines = try room.floats(tokens * width / 2)
    unsafe sines = try room.floats(tokens * width / 2)
    unsafe negativeSines = try room.floats(tokens * width / 2)
    let rotary = RotaryEmbedding(headWidth: width, base: Pass.rotaryBase)
    unsafe rotary.fill(cosines, sines, 0..<tokens)
    for index in 0..<tokens * width / 2 { unsafe negativeSines[index] = -sines[index] }
  }
}

// Bytes to features, and back.
extension Pass {
  /// y = table[byte], with those of the bytes before it side by side.
  func lookUp(_ table: Span, ofLast count: Int = 1, into y: Activation) {
    for back in 0..<count {
      for block in 0..<blocks {
        unsafe kernels.learning.look_up(
          weights.values + table.start, window.rows(block, back: back), table.columns,
          y.value + place(block, y) + back * table.columns * lanes)
      }
    }
  }

  /// The gradients of the rows that were looked up.
  func lookUpBack(_ table: Span, ofLast count: Int = 1, from y: Activation) {
    for back in 0..<count {
      for block in 0..<blocks {
        unsafe kernels.learning.look_up_back(
          y.gradient + place(block, y) + back * table.columns * lanes,
          window.rows(block, back: back), table.columns, gradients + table.gradientStart)
      }
    }
  }
}

// What treats each byte alone.
extension Pass {
  func normalize(_ x: Activation, _ weight: Span, into y: Activation) {
    for block in 0..<blocks {
      unsafe kernels.normalize(
        x.value + place(block, x), weights.values + weight.start, x.features, Self.epsilon,
        y.value + place(block, y))
    }
  }

  /// Adds to the gradient of x.
  func normalizeBack(_ x: Activation, _ weight: Span, from y: Activation) {
    for block in 0..<blocks {
      unsafe kernels.learning.normalize_back(
        x.value + place(block, x), weights.values + weight.start, y.gradient + place(block, y),
        x.features, Self.epsilon, x.gradient + place(block, x),
        gradients + weight.gradientStart)
    }
  }

  /// Forgets the gradient of x.
  func clear(_ x: Activation) {
    unsafe x.gradient.update(repeating: 0, count: x.features * tokens)
  }

  func gate(_ gate: Activation, _ up: Activation, into y: Activation) {
    unsafe kernels.gate(kernels_silu, gate.value, up.value, gate.features * blocks, y.value)
  }

  func gateBack(_ gate: Activation, _ up: Activation, from y: Activation) {
    unsafe kernels.learning.gate_back(
      gate.value, up.value, y.gradient, gate.features * blocks, gate.gradient, up.gradient)
  }

  func squash(_ x: Activation) {
    unsafe kernels.learning.squash(x.value, x.features * blocks)
  }

  func squashBack(_ x: Activation) {
    unsafe kernels.learning.squash_back(x.value, x.gradient, x.features * blocks)
  }
}
