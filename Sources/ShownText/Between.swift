/// `3.41 … 3.58`: what a number is at least and at most, or one of both where they are written alike.
public func between<Value>(
  _ range: ClosedRange<Value>, by sign: String = " … ", _ written: (Value) -> String
) -> String {
  let (low, high) = (written(range.lowerBound), written(range.upperBound))
  return low == high ? low : low + sign + high
}
