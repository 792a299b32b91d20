import Display
import Basics

/// How an eye sees colours: a matrix on linear red, green and blue (Machado, Oliveira, Fernandes
/// 2009, table of full deficiencies).
struct ColourVision: Sendable, CustomStringConvertible {
  var description: String
  var matrix: [SIMD3<Double>]

  /// Full sight, the three ways to be without a kind of cones, and a picture without colours, as a
  /// black-and-white print or an eye without cones sees it.
  static let all = [
    ColourVision(description: "all cones", matrix: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    ColourVision(
      description: "protanopia",
      matrix: [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]),
    ColourVision(
      description: "deuteranopia",
      matrix: [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]),
    ColourVision(
      description: "tritanopia",
      matrix: [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]),
    ColourVision(
      description: "greyscale",
      matrix: [[0.2126, 0.7152, 0.0722], [0.2126, 0.7152, 0.0722], [0.2126, 0.7152, 0.0722]]),
  ]

  /// A colour of the palette as this eye sees it, in CIE L*a*b* (1976).
  func lab(_ index: Int) -> SIMD3<Double> {
    let color = paletteColor(index)
    let seen = multiply(matrix, [linear(color.red), linear(color.green), linear(color.blue)])
    let xyz = multiply(
      [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]],
      seen.clamped(lowerBound: .zero, upperBound: .one))
    let (x, y, z) = (curve(xyz.x / 0.9505), curve(xyz.y), curve(xyz.z / 1.089))
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
  }

  private func multiply(_ rows: [SIMD3<Double>], _ vector: SIMD3<Double>) -> SIMD3<Double> {
    [(rows[0] * vector).sum(), (rows[1] * vector).sum(), (rows[2] * vector).sum()]
  }

  private func linear(_ level: Int) -> Double {
    let value = Double(level) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  private func curve(_ value: Double) -> Double {
    value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116
  }
}

/// How different two colours look (CIE 1976): 2.3 can just be told apart side by side.
func distance(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double {
  let difference = a - b
  return (difference * difference).sum().squareRoot()
}
