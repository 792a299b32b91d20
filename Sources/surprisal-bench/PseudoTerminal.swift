import Basics

/// A terminal without a screen, whose bytes are watched for the moment at which something is shown.
final class PseudoTerminal {
  /// The file that a program opens as its terminal.
  let path: String
  private let master: CInt
  private var output: [UInt8] = []

  /// A terminal of a size.
  init(rows: Int, columns: Int) throws {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    guard master >= 0 else { throw BenchmarkError.noTerminal }
    var number: CInt = 0
    var unlocked: CInt = 0
    let (TIOCSPTLCK, TIOCGPTN): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    guard unsafe ioctl(master, TIOCSPTLCK, &unlocked) == 0,
      unsafe ioctl(master, TIOCGPTN, &number) == 0,
      unsafe ioctl(master, UInt(TIOCSWINSZ), &size) == 0
    else {
      close(master)
      throw BenchmarkError.noTerminal
    }
    path = "/dev/pts/\(number)"
  }

  deinit { close(master) }

  /// Types keys.
  func send(_ keys: String) {
    let bytes = Array(keys.utf8)
    unsafe _ = write(master, bytes, bytes.count)
  }

  /// Waits until a text was written as a whole, and returns the moment.
  func waitFor(_ text: String, seconds limit: Double) throws -> ContinuousClock.Instant {
    let deadline = ContinuousClock.now + .seconds(limit)
    let wanted = Array(text.utf8)
    while ContinuousClock.now < deadline {
      if takeOutput(milliseconds: 100), output.contains(wanted) { return .now }
    }
    throw BenchmarkError.notOnScreen(text)
  }

  /// Waits for anything to be written, and returns the moment.
  func waitForOutput() throws -> ContinuousClock.Instant {
    guard takeOutput(milliseconds: 5000) else { throw BenchmarkError.notOnScreen("a change") }
    return .now
  }

  /// Waits until nothing was written for so long.
  func waitForQuiet(milliseconds: CInt) {
    while takeOutput(milliseconds: milliseconds) {}
  }

  /// Reads once; whether anything came.
  private func takeOutput(milliseconds: CInt) -> Bool {
    var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&watched, 1, milliseconds) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe read(master, &buffer, buffer.count)
    guard count > 0 else { return false }
    output += buffer[..<count]
    return true
  }
}
