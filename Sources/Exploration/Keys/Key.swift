/// A key of the keyboard, without its modifiers.
public enum Key: Hashable, Sendable {
  /// A key that types a character.
  case character(Character)
  /// Keys that type no character.
  case enter, tab, backTab, escape, backspace, delete, insert
  /// Keys that move.
  case up, down, left, right, home, end, pageUp, pageDown
  /// F1 … F12.
  case function(Int)
}

/// The modifier keys held during a key press or a mouse event.
public struct Modifiers: OptionSet, Hashable, Sendable {
  /// The bits as xterm encodes them, less one.
  public let rawValue: Int
  /// Modifiers from their bits.
  public init(rawValue: Int) { self.rawValue = rawValue }
  /// The Shift key.
  public static let shift = Self(rawValue: 1)
  /// The Alt (Meta) key.
  public static let alt = Self(rawValue: 2)
  /// The Control key.
  public static let control = Self(rawValue: 4)
}

/// What a mouse did.
public enum MouseAction: Hashable, Sendable {
  /// The left button went down, moved while down, and came up.
  case pressed, dragged, released
  /// The left button went down again at the same place, soon after it did so first.
  case pressedTwice
  /// The wheel turned by one notch.
  case wheelUp, wheelDown
}

/// One thing that a person did at the terminal.
public enum Input: Hashable, Sendable {
  /// A key was pressed. Control with a letter is `.character("c")` with `.control`.
  case key(Key, Modifiers)
  /// The mouse was used over a cell; row and column count from 0 at the top left.
  case mouse(MouseAction, row: Int, column: Int)
  /// Text was pasted, as the bytes that came, of any encoding.
  case paste([UInt8])
  /// The terminal's window gained or lost the keyboard.
  case focus(Bool)
  /// Bytes that are no key, in the order in which they came.
  case invalid([UInt8])

  /// The most bytes that are taken of a paste. A longer one may come, cut behind the first byte too many.
  public static let longestPaste = 8 << 20
}
