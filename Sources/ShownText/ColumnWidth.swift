import Basics

/// Returns how many columns of a terminal a code point takes: 0, 1 or 2; nil for one that must not
/// be sent to a terminal as it is.
///
/// Terminals disagree about new emoji, so what is younger than Unicode 14 (the age of the C library
/// that draws the screen) counts as unprintable, and so does what would change how its neighbours
/// are drawn: controls, direction marks, joiners, tags, private and unassigned code points.
///
/// - Complexity: O(log *n*) in the number of wide ranges.
public func columnWidth(of scalar: Unicode.Scalar) -> Int? {
  let value = scalar.value
  if value < 0x300 { return isPlainLatin(value) ? 1 : nil }
  if isPlainIdeograph(value) { return 2 }
  guard isPrintable(scalar) else { return nil }
  if isCombining(scalar) { return 0 }
  return isWide(value) ? 2 : 1
}

/// Printable ASCII and Latin, but for the soft hyphen, which is drawn or not as terminals please.
private func isPlainLatin(_ value: UInt32) -> Bool {
  (0x20...0x7E).contains(value) || (value >= 0xA0 && value != 0xAD)
}

/// The great blocks of ideographs, kana and Korean syllables that hold nothing else: the fast path.
func isPlainIdeograph(_ value: UInt32) -> Bool {
  (0x4E00...0x9FFC).contains(value) || (0xAC00...0xD7A3).contains(value)
    || (0x3041...0x3096).contains(value) || (0x30A1...0x30FA).contains(value)
}

private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  guard let age = scalar.properties.age, age.major <= 14 else { return false }
  // Skin tones and variation selectors change the width of what stands before them.
  return !scalar.properties.generalCategory.isUnseen
    && !(0x1F3FB...0x1F3FF).contains(scalar.value) && !isVariationSelector(scalar)
}

/// Whether a code point chooses between drawings of the one before it.
func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
  (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
}

private func isCombining(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark: true
  default: (0x1160...0x11FF).contains(scalar.value)  // Korean vowels join the consonant before
  }
}

private func isWide(_ value: UInt32) -> Bool {
  let place = wideRanges.partitioningIndex { $0.upperBound >= value }
  return place < wideRanges.count && wideRanges[place].contains(value)
}

/// East Asian wide and full-width code points of Unicode 14; gaps that hold nothing are bridged.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0,
  0x23F3...0x23F3, 0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F,
  0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5,
  0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5,
  0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728,
  0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
  0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55,
  0x2E80...0x303E, 0x3041...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAD9,
  0xFE10...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x1F004...0x1F004,
  0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335,
  0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0,
  0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D,
  0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4,
  0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF,
  0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945,
  0x1F947...0x1F9FF, 0x1FA70...0x1FAF6, 0x20000...0x3134A,
]

/// The number of columns of a text whose every code point is printable. O(*n*) in its length.
public func columnWidth(of text: String) -> Int {
  text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    ? text.utf8.count
    : text.unicodeScalars.reduce(0) { $0 + (columnWidth(of: $1) ?? 1) }
}
