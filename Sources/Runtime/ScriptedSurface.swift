import Dispatch
import Display
import Exploration

/// A surface without a terminal: input comes from a script, screens go where they are saved.
///
/// There is no clock in it: answers are taken only at `wait`, and then all of them, so that the same
/// script gives the same screens on every machine.
public struct ScriptedSurface: Surface {
  /// Saves a screen under a name.
  public typealias Save = (_ name: String, _ frame: Frame, _ theme: Theme) throws -> Void

  /// The present size in cells.
  public private(set) var size: (rows: Int, columns: Int)
  /// The bytes last copied.
  public private(set) var clipboard: [UInt8] = []
  private var script: ArraySlice<(line: Int, directive: KeyScript.Directive)>
  private var screen: (frame: Frame, theme: Theme)?
  private let save: Save
  private let answers = DispatchSemaphore(value: 0)

  /// A surface of a size on which a script is played.
  public init(_ script: KeyScript, rows: Int, columns: Int, save: @escaping Save) {
    self.script = script.directives[...]
    size = (rows, columns)
    self.save = save
  }

  /// Makes `wait` return, from any thread.
  public var waker: @Sendable () -> Void { { [answers] in answers.signal() } }

  /// Remembers the screen, in case that it is to be saved.
  public mutating func draw(_ frame: Frame, theme: Theme) { screen = (frame, theme) }

  /// Plays the next directive that is anything to the explorer; screens are saved on the way.
  ///
  /// - Throws: `KeyScriptError` when a screen cannot be saved.
  public mutating func wait(whileBusy busy: Bool) throws -> [Occurrence] {
    while let (line, directive) = script.first {
      if directive == .wait, busy {
        answers.wait()
        return [.woken]
      }
      script.removeFirst()
      switch directive {
      case .input(let inputs): return inputs.map(Occurrence.input)
      case .key(let key, let times): return Array(repeating: .input(key), count: times)
      case .resize(let rows, let columns):
        size = (rows, columns)
        return [.resized]
      case .screen(let name): try saveScreen(name, line: line)
      case .wait: break
      }
    }
    return [.ended]
  }

  private func saveScreen(_ name: String, line: Int) throws {
    guard let screen else { return }
    do {
      try save(name, screen.frame, screen.theme)
    } catch {
      let cause = KeyScriptError.Cause.unwritable(name: name, reason: String(describing: error))
      throw KeyScriptError(line: line, cause: cause)
    }
  }

  /// Remembers what was copied.
  public mutating func copy(_ bytes: [UInt8]) { clipboard = bytes }
  /// There is nothing to leave: the script goes on.
  public mutating func suspend() {}
  /// Every screen is drawn whole.
  public mutating func repaint() {}
}
