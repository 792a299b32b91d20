import Basics

/// A program in a terminal of its own: what a person at a keyboard has, for tests.
///
/// Everything that the program writes goes through `VirtualScreen`, so a test waits for what is to be
/// seen, not for bytes.
final class PseudoTerminal {
  struct Failure: Error { var what: String, code: Int32 = errno }

  private(set) var screen: VirtualScreen
  private(set) var output: [UInt8] = []
  private let process: pid_t
  private let path: String
  private var master: CInt
  private var status: Int?

  /// Starts a program as the leader of a session whose controlling terminal this is.
  init(
    _ command: [String], environment: [String: String] = [:], rows: Int = 24, columns: Int = 80
  ) throws {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    guard master >= 0 else { throw Failure(what: "/dev/ptmx") }
    var number: CInt = 0
    var unlocked: CInt = 0
    let TIOCSPTLCK: UInt = 0x4004_5431
    let TIOCGPTN: UInt = 0x8004_5430
    guard unsafe ioctl(master, TIOCSPTLCK, &unlocked) == 0,
      unsafe ioctl(master, TIOCGPTN, &number) == 0
    else { throw Failure(what: "unlocking the terminal") }
    screen = VirtualScreen(rows: 24, columns: 80)
    Self.setSize(of: master, rows: rows, columns: columns)
    path = "/dev/pts/\(number)"
    process = try Self.spawn(command, environment, terminal: path)
    resize(rows: rows, columns: columns)
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      _ = waitpid(process, nil, 0)
    }
    hangUp()
  }

  private static func spawn(
    _ command: [String], _ environment: [String: String], terminal: String
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var every = sigset_t()
    var none = sigset_t()
    unsafe sigfillset(&every)
    unsafe sigemptyset(&none)
    let POSIX_SPAWN_SETSID: CInt = 0x80
    let flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    unsafe posix_spawnattr_setsigdefault(&attributes, &every)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    let variables = environment.map { "\($0.key)=\($0.value)" }
    return try unsafe withCStrings(command) { arguments in
      try unsafe withCStrings(variables) { variables in
        var process: pid_t = 0
        let result = unsafe posix_spawn(
          &process, command[0], &actions, &attributes, arguments, variables)
        guard result == 0 else { throw Failure(what: command[0], code: result) }
        return process
      }
    }
  }

  private static func setSize(of descriptor: CInt, rows: Int, columns: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    unsafe _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  // MARK: What a person does

  func send(_ text: String) { send(Array(text.utf8)) }

  /// Types bytes, while reading what the program writes meanwhile.
  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    var silence = 0
    while !rest.isEmpty, silence < Self.patience {
      let written = unsafe rest.withUnsafeBufferPointer {
        unsafe write(master, $0.baseAddress, min($0.count, 4096))
      }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if !pump(milliseconds: 10) {
        silence += 10
      }
    }
  }

  /// Stops output as a terminal that is stuck does, or lets it go on.
  func setOutput(flowing: Bool) {
    let other = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    tcflow(other, flowing ? TCOON : TCOOFF)
    close(other)
  }

  /// Changes the size; a program takes 0 for the usual 24 by 80, and no more than 500 by 1000.
  func resize(rows: Int, columns: Int) {
    screen.resize(
      rows: rows == 0 ? 24 : min(rows, 500), columns: columns == 0 ? 80 : min(columns, 1000))
    Self.setSize(of: master, rows: rows, columns: columns)
  }

  func signal(_ number: CInt) { kill(process, number) }

  /// Closes the window.
  func hangUp() {
    if master >= 0 { close(master) }
    master = -1
  }

  // MARK: What a person sees

  /// After how many milliseconds without a sign a program is given up as hung. That is only where
  /// waiting ends: no test asks how fast anything is.
  private static let patience = 30_000

  /// Reads until a condition holds; false when it does not and nothing comes any more.
  @discardableResult
  func wait(until holds: (PseudoTerminal) -> Bool) -> Bool {
    var silence = 0
    while !holds(self) {
      guard silence < Self.patience else { return false }
      if !pump(milliseconds: 10) { silence += 10 }
    }
    return true
  }

  /// Reads until a text is on the screen.
  func sees(_ text: String) -> Bool { wait { $0.screen.text.contains(text) } }

  /// Whether the program has read all that was typed and waits for more.
  var isIdle: Bool {
    let other = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { close(other) }
    var unread: CInt = 0
    guard unsafe ioctl(other, UInt(FIONREAD), &unread) == 0, unread == 0 else { return false }
    guard let file = unsafe fopen("/proc/\(process)/stat", "r") else { return false }
    defer { unsafe fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = unsafe fread(&bytes, 1, bytes.count, file)
    // The state stands behind the name, which is in parentheses.
    return String(decoding: bytes[..<count], as: UTF8.self).contains(") S ")
  }

  /// Whether lines are edited by the system, as a shell expects it.
  var isCooked: Bool {
    var modes = termios()
    guard unsafe tcgetattr(master, &modes) == 0 else { return false }
    let lineModes = tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    return modes.c_lflag & lineModes == lineModes && modes.c_oflag & tcflag_t(OPOST) != 0
      && modes.c_iflag & tcflag_t(ICRNL) != 0
  }

  /// The exit status as a shell shows it, 128 more than the signal after one; nil while running.
  func exitStatus() -> Int? {
    wait { $0.hasExited() }
    if master >= 0 { while pump(milliseconds: 0) {} }
    return status
  }

  /// The exit status if the program has ended by now.
  var exitStatusNow: Int? {
    _ = hasExited()
    return status
  }

  private func hasExited() -> Bool {
    var word: CInt = 0
    guard status == nil else { return true }
    guard unsafe waitpid(process, &word, WNOHANG) == process else { return false }
    status = word & 0x7F == 0 ? Int(word >> 8) & 0xFF : 128 + Int(word & 0x7F)
    return true
  }

  /// Reads once; whether anything came.
  @discardableResult
  func pump(milliseconds: CInt) -> Bool {
    var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&watched, 1, milliseconds) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe read(master, &buffer, buffer.count)
    guard count > 0 else {
      if milliseconds > 0 { _ = poll(nil, 0, milliseconds) }  // the program's end is gone
      return false
    }
    output += buffer[..<count]
    screen.write(buffer[..<count])
    return true
  }
}

/// Calls a function with strings as C wants them: pointers, and a null at the end.
private func withCStrings<Result>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
) rethrows -> Result {
  var pointers = unsafe strings.map { unsafe strdup($0) }
  unsafe pointers.append(nil)
  defer { unsafe pointers.forEach { unsafe free($0) } }
  return try unsafe body(pointers)
}
