import Basics

/// Where a token stands, as angles by which pairs of features turn (Su et al. 2021).
///
/// Pair i of a head at position p turns by p · base^(−2i/d), computed in float64.
package struct RotaryEmbedding {
  /// Radians a position. `[headWidth / 2]`
  package var frequencies: [Double]
  /// What the turned features are multiplied by.
  package var magnitude = 1.0

  /// The angles of heads of a width, of which each frequency may have a divisor of its own.
  package init(headWidth: Int, base: Double, factors: [Float]? = nil) {
    frequencies = (0..<headWidth / 2).map { pair in
      let frequency = pow(base, -2 * Double(pair) / Double(headWidth))
      return factors.map { frequency / Double($0[pair]) } ?? frequency
    }
  }

  /// Writes the cosines and sines of positions, a lane each, in whole blocks: `[blocks][pairs][16]`.
  package func fill(
    _ cosines: UnsafeMutablePointer<Float>, _ sines: UnsafeMutablePointer<Float>,
    _ positions: some RandomAccessCollection<Int>
  ) {
    for (block, start) in stride(from: 0, to: positions.count, by: 16).enumerated() {
      let own = positions.dropFirst(start).prefix(16)
      for (pair, frequency) in frequencies.enumerated() {
        let place = (block * frequencies.count + pair) * 16
        for (lane, position) in own.enumerated() {
          let angle = Double(position) * frequency
          unsafe cosines[place + lane] = Float(cos(angle) * magnitude)
          unsafe sines[place + lane] = Float(sin(angle) * magnitude)
        }
      }
    }
  }

  /// Writes the cosines and sines of one position, `[pairs]`.
  package func fill(
    _ cosines: UnsafeMutablePointer<Float>, _ sines: UnsafeMutablePointer<Float>, position: Int
  ) {
    for (pair, frequency) in frequencies.enumerated() {
      unsafe cosines[pair] = Float(cos(Double(position) * frequency) * magnitude)
      unsafe sines[pair] = Float(sin(Double(position) * frequency) * magnitude)
    }
  }
}
