/// How the positions of a text are divided: into units, each of which is scored at a stretch from its
/// beginning, whatever is known of the others, and these into pages, in which predictions are kept.
///
/// The first unit is the first window; a further one is what one window scores that no earlier one does,
/// or several such windows where these score few tokens. So the windows are those in which a text is
/// scored from its start to its end, and a text whose units were scored in any order has the same numbers.
public struct ScoringDivision: Hashable, Sendable {
  /// The positions of the first unit, and of each further one.
  let first: Int, further: Int

  /// Whether a unit is what one window scores, and not several.
  let hasWindowAUnit: Bool

  /// A unit beyond the first window has at least so many positions, so that it is worth a call.
  static let leastUnit = 512
  /// The most positions of a page: so few that a copy of one, or its curve, takes no time, and that its columns
  /// fill their memory without a rest.
  static let longestPage = 512

  /// The division of a text that is scored in this way.
  public init(_ settings: ScoringSettings) {
    first = min(settings.capacity, 1 << 40)
    let stride = min(max(settings.stride, 1), settings.largestStride, 1 << 40)
    hasWindowAUnit = stride >= Self.leastUnit
    further = stride >= Self.leastUnit ? stride : (Self.leastUnit + stride - 1) / stride * stride
  }

  /// The unit that holds a position. O(1).
  public func unit(holding position: Int) -> Int {
    position < first ? 0 : (position - first) / further + 1
  }

  /// The positions of a unit of a text that goes on. O(1).
  public func positions(ofUnit unit: Int) -> Range<Int> {
    guard unit > 0 else { return 0..<first }
    let start = first + (unit - 1) * further
    return start..<start + further
  }

  /// How many units a text of so many tokens has. O(1).
  public func unitCount(of count: Int) -> Int { count > 0 ? unit(holding: count - 1) + 1 : 0 }

  /// The page that holds a position. O(1).
  func page(holding position: Int) -> Int {
    let unit = unit(holding: position)
    return pages(before: unit)
      + (position - positions(ofUnit: unit).lowerBound) / Self.longestPage
  }

  /// The positions of a page of a text that goes on. O(1).
  func positions(ofPage page: Int) -> Range<Int> {
    let unit = page < pages(in: first) ? 0 : (page - pages(in: first)) / pages(in: further) + 1
    let all = positions(ofUnit: unit)
    let start = all.lowerBound + (page - pages(before: unit)) * Self.longestPage
    return start..<min(start + Self.longestPage, all.upperBound)
  }

  private func pages(before unit: Int) -> Int {
    unit == 0 ? 0 : pages(in: first) + (unit - 1) * pages(in: further)
  }

  private func pages(in count: Int) -> Int { (count + Self.longestPage - 1) / Self.longestPage }
}

extension [Range<Int>] {
  /// Adds a range behind all others, as one with the last where that ends there.
  mutating func join(_ range: Range<Int>) {
    if let last, last.upperBound == range.lowerBound {
      self[count - 1] = last.lowerBound..<range.upperBound
    } else {
      append(range)
    }
  }
}

/// What is known of a text's positions, page by page, in each page from its first position on.
public protocol DividedText {
  /// How the positions are divided.
  var division: ScoringDivision { get }
  /// How many pages there are until the last of which something is known.
  var pageCount: Int { get }
  /// Of how many positions of a page something is known.
  func count(inPage page: Int) -> Int
}

extension DividedText {
  /// Whether something is known of a position. O(1).
  public func holds(_ position: Int) -> Bool { place(of: position) != nil }

  /// The page of a position and its place there; nil where nothing is known of it. O(1).
  func place(of position: Int) -> (page: Int, place: Int)? {
    guard position >= 0 else { return nil }
    let page = division.page(holding: position)
    guard page < pageCount else { return nil }
    let place = position - division.positions(ofPage: page).lowerBound
    return place < count(inPage: page) ? (page, place) : nil
  }

  /// Whether something is known of all of some positions. O(*pages*).
  public func holds(all positions: Range<Int>) -> Bool {
    var place = positions.lowerBound
    while place < positions.upperBound {
      let end = division.positions(ofPage: division.page(holding: place)).upperBound
      guard holds(min(end, positions.upperBound) - 1) else { return false }
      place = end
    }
    return true
  }

  /// The positions of which something is known, as ranges in order. O(*pages*).
  public var ranges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    for page in 0..<pageCount where count(inPage: page) > 0 {
      let start = division.positions(ofPage: page).lowerBound
      ranges.join(start..<start + count(inPage: page))
    }
    return ranges
  }

  /// Of how many positions from the first on something is known. O(*pages*).
  public var leadingCount: Int { ranges.first.map { $0.lowerBound == 0 ? $0.count : 0 } ?? 0 }

  /// The end of the last position of which something is known. O(*pages*).
  public var end: Int { ranges.last?.upperBound ?? 0 }

  /// Of how many positions of a unit, from its beginning on, something is known. O(*pages of the unit*).
  public func count(inUnit unit: Int) -> Int {
    let positions = division.positions(ofUnit: unit)
    var end = positions.lowerBound
    while end < positions.upperBound {
      let page = division.page(holding: end)
      let all = division.positions(ofPage: page)
      let known = page < pageCount ? count(inPage: page) : 0
      end = all.lowerBound + known
      if known < all.count { break }
    }
    return end - positions.lowerBound
  }
}
