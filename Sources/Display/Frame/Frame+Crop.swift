extension Frame {
  /// Some of its rows, as a frame of their own. O(their cells).
  public func cropped(toRows range: Range<Int>) -> Frame {
    let kept = range.clamped(to: 0..<rows)
    var frame = Frame(rows: kept.count, columns: columns, isASCII: isASCII)
    frame.cells = Array(cells[kept.lowerBound * columns..<kept.upperBound * columns])
    return frame
  }
}
