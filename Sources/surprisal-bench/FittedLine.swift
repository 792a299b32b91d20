/// The straight line nearest to some points, by least squares (Legendre 1805).
struct FittedLine {
  let slope: Double
  let intercept: Double
  /// The largest distance of a point from the line, over the line's height there.
  let worstDeviation: Double

  /// Nil for fewer than three points, through which a line says nothing, or all over one place. O(*n*).
  init?(_ points: [(x: Double, y: Double)]) {
    let count = Double(points.count)
    let meanX = points.reduce(0) { $0 + $1.x } / count
    let meanY = points.reduce(0) { $0 + $1.y } / count
    let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    guard points.count > 2, spread > 0 else { return nil }
    let slope = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
    let intercept = meanY - slope * meanX
    self.slope = slope
    self.intercept = intercept
    worstDeviation = points.map { abs($0.y / (intercept + slope * $0.x) - 1) }.max() ?? 0
  }
}
