import CTerminal
import Display
import Exploration
import Runtime

/// The one owner of the terminal. While it lives, the screen is ours; when it ends, and also when the
/// process does by signal, trap, or exit, everything is as it was found.
///
/// Use it on the thread that opened it. A slow or stuck terminal never blocks that thread: frames
/// that find the one before unsent are left out, and the latest is drawn when there is room.
public struct Terminal: ~Copyable {
  /// How to use the terminal.
  public struct Options: Sendable {
    /// Whether to ask for mouse reports; without, the terminal keeps its own text selection.
    public var mouse: Bool
    /// Whether colour is wanted: see `usesColor`.
    public var color: Bool
    /// Whether to draw with ASCII alone, whatever the locale.
    public var ascii: Bool

    /// Options.
    public init(mouse: Bool = true, color: Bool = true, ascii: Bool = false) {
      self.mouse = mouse
      self.color = color
      self.ascii = ascii
    }
  }

  /// The number of colours in use: 0, 8 or 256.
  public let colors: Int
  /// What the user should know about how the terminal is used, if anything.
  public let notice: String?
  private let ascii: Bool
  private var decoder = InputDecoder()
  private var doubleClick = DoubleClick()
  private let beginning = ContinuousClock.now
  private var shown: StyledFrame?
  /// A screen that found the terminal busy.
  private var late: (frame: Frame, theme: Theme)?
  private var readBuffer = [UInt8](repeating: 0, count: 64 << 10)

  /// Takes the terminal over.
  ///
  /// - Parameter environment: The process's, for TERM.
  /// - Throws: `TerminalError`, with nothing written and nothing changed.
  public init(_ options: Options, environment: [String: String]) throws(TerminalError) {
    let outcome = terminal_open(options.mouse)
    let type = environment["TERM"] ?? ""
    switch outcome {
    case terminal_opened: break
    case terminal_absent: throw .absent
    case terminal_type_unset: throw .typeUnset
    case terminal_type_unknown: throw .typeUnknown(type)
    case terminal_type_too_plain: throw .typeTooPlain(type)
    default: throw .refused
    }
    ascii = options.ascii || !terminal_writes_unicode()
    colors = options.color ? colorDepth(offered: Int(terminal_color_count())) : 0
    notice = terminal_fell_back() ? "TERM=\(type) is unknown here: using xterm-256color" : nil
  }

  deinit { terminal_close() }

  /// Gives worker threads a place for signal handlers to run; call it once on each.
  public static func protectThread() { terminal_protect_thread() }
}

extension Terminal: Surface {
  /// The window's present size, at most 500 rows of 1000 columns.
  public var size: (rows: Int, columns: Int) {
    let size = terminal_current_size()
    return (Int(size.rows), Int(size.columns))
  }

  /// Makes `wait` return, from any thread.
  public var waker: @Sendable () -> Void { { terminal_wake() } }

  /// Draws what differs from the screen shown, or keeps the frame for later where the terminal has
  /// not yet taken the one before.
  public mutating func draw(_ frame: Frame, theme: Theme) {
    guard terminal_send() else { return late = (frame, theme) }
    late = nil
    let styled = StyledFrame(ascii ? frame.inASCII : frame, theme: theme, colors: colors)
    if shown?.rows != styled.rows || shown?.columns != styled.columns {
      terminal_clear(terminal_size(rows: Int32(styled.rows), columns: Int32(styled.columns)))
    }
    for run in styled.runs(since: shown) { put(run) }
    terminal_finish_frame(Int32(frame.cursor?.row ?? -1), Int32(frame.cursor?.column ?? -1))
    shown = styled
    _ = terminal_send()
  }

  private func put(_ run: CellRun) {
    let scalars = run.glyphs.flatMap { $0.unicodeScalars.prefix(8).map(\.value) }
    let lengths = run.glyphs.map { UInt8($0.unicodeScalars.prefix(8).count) }
    unsafe scalars.withUnsafeBufferPointer { scalars in
      unsafe lengths.withUnsafeBufferPointer { lengths in
        unsafe terminal_put(
          Int32(run.row), Int32(run.column), scalars.baseAddress, lengths.baseAddress,
          Int32(lengths.count), terminal_look(run.style))
      }
    }
    if run.endsUnsure { terminal_fence(Int32(run.row), Int32(run.column + run.glyphs.count)) }
  }

  /// Draws the next screen whole.
  public mutating func repaint() {
    shown = nil
    let (rows, columns) = size
    terminal_clear(terminal_size(rows: Int32(rows), columns: Int32(columns)))
  }

  /// Asks the terminal to put bytes into its clipboard; terminals may be set to refuse.
  public mutating func copy(_ bytes: [UInt8]) {
    let sequence = clipboardSequence(bytes)
    unsafe sequence.withUnsafeBufferPointer { unsafe terminal_append($0.baseAddress, $0.count) }
    _ = terminal_send()
  }

  /// Stops the process as Ctrl-Z does in other programs, and comes back when it is continued.
  public mutating func suspend() {
    terminal_suspend()
    shown = nil
  }

  /// Waits for keys, mouse, signals, or the waker.
  public mutating func wait(whileBusy busy: Bool) -> [Occurrence] {
    while true {
      let ready = Int(terminal_wait(Int32(decoder.patience ?? -1)))
      var occurrences: [Occurrence] = []
      if ready == 0 { occurrences = decoder.flush().map(Occurrence.input) }
      if ready & terminal_takes_output != 0, terminal_send(), let (frame, theme) = late {
        draw(frame, theme: theme)
      }
      if ready & terminal_has_notice != 0 { occurrences += takeNotices() }
      if ready & terminal_has_input != 0 { occurrences += read() }
      if ready & terminal_is_gone != 0 { occurrences.append(.ended) }
      if !occurrences.isEmpty { return occurrences }
    }
  }

  private mutating func takeNotices() -> [Occurrence] {
    let notices = Int(terminal_take_notices())
    var occurrences: [Occurrence] = []
    if notices & terminal_was_woken != 0 { occurrences.append(.woken) }
    if notices & terminal_should_stop != 0 {
      suspend()
      occurrences.append(.resized)
    } else if notices & terminal_was_continued != 0 {
      terminal_resume()
      shown = nil
      occurrences.append(.resized)
    } else if notices & terminal_was_resized != 0 {
      occurrences.append(.resized)
    }
    return occurrences
  }

  /// Everything that has come by now, as one read: up to a little more than a whole paste.
  private mutating func read() -> [Occurrence] {
    var inputs: [Input] = []
    var isOver = false
    var total = 0
    while total < 2 * InputDecoder.pasteLimit {
      let count = unsafe readBuffer.withUnsafeMutableBufferPointer {
        unsafe terminal_read($0.baseAddress, $0.count)
      }
      isOver = count < 0
      guard count > 0 else { break }
      total += count
      inputs += decoder.decode(Array(readBuffer[..<count]))
    }
    let moment = Int((ContinuousClock.now - beginning) / .milliseconds(1))
    return inputs.withoutPastedCommands().map { .input(doubleClick.told($0, at: moment)) }
      + (isOver ? [.ended] : [])
  }
}

extension terminal_look {
  fileprivate init(_ style: Style) {
    self.init(
      foreground: Int32(style.foreground ?? -1), background: Int32(style.background ?? -1),
      bold: style.bold, underline: style.underline, reverse: style.reverse, dim: style.dim)
  }
}
