import Display
import Exploration

/// What a surface reports when it was waited for.
public enum Occurrence: Sendable {
  /// A person did something.
  case input(Input)
  /// The size may have changed.
  case resized
  /// Another thread called the waker.
  case woken
  /// Nothing will come any more: the terminal is gone, the script is over.
  case ended
}

/// Where an exploration takes place: a terminal, or a script of keys that has none.
public protocol Surface: ~Copyable {
  /// The present size in cells.
  var size: (rows: Int, columns: Int) { get }
  /// Makes `wait` return, from any thread.
  var waker: @Sendable () -> Void { get }

  /// Shows a screen.
  mutating func draw(_ frame: Frame, theme: Theme)
  /// Blocks until something happens and returns all that has happened, in order; never empty.
  ///
  /// - Parameter busy: Whether answers are still to come: a script that waits for them goes on
  ///   when there are none.
  /// - Throws: What is wrong with a script. A terminal never throws.
  mutating func wait(whileBusy busy: Bool) throws -> [Occurrence]
  /// Offers bytes to the clipboard.
  mutating func copy(_ bytes: [UInt8])
  /// Leaves the screen to others until the process is continued; `resized` follows.
  mutating func suspend()
  /// Draws the next screen whole, whatever is believed to stand there.
  mutating func repaint()
}
