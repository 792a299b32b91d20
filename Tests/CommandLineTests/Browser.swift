import Basics
import Foundation
import Testing

/// A browser without a window, driven over two pipes by the protocol of its developer tools.
final class Browser {
  /// Where it is; nil where there is none.
  static let path: String? = {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "/usr/bin").split(separator: ":")
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"]
    return names.flatMap { name in folders.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Why tests are skipped where there is none.
  static let advice: Comment =
    "no browser: install Debian's package chromium, as `make browser` does"

  /// What the protocol did not do.
  struct Fault: Error, CustomStringConvertible { var description: String }

  private let profile: TemporaryFolder
  private var process: pid_t = 0
  private let commands: Int32, answers: Int32
  private var received: [UInt8] = []
  private var number = 0
  private var session: String?

  /// Starts it with a page.
  init(_ page: String, width: Int = 1_000, height: Int = 800) throws {
    profile = try TemporaryFolder()
    let (here, there) = (try Self.pipe(), try Self.pipe())
    (commands, answers) = (here.write, there.read)
    process = try Self.start(
      profile.path("profile"), width, height, reads: here.read, writes: there.write)
    close(here.read)
    close(there.write)
    let target = try ask("Target.createTarget", ["url": page])
    let attached = try ask(
      "Target.attachToTarget", ["targetId": target.text("targetId"), "flatten": true])
    session = attached.text("sessionId")
    _ = try ask("Page.enable")
    for _ in 0..<200 {
      if try evaluate("document.readyState") == #""complete""# { return }
      usleep(25_000)
    }
    throw Fault(description: "\(page) was not loaded")
  }

  deinit {
    close(commands)
    close(answers)
    kill(process, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
  }

  /// What an expression comes to, or what it promises, as JSON.
  func evaluate(_ expression: String) throws -> String {
    let answer = try ask(
      "Runtime.evaluate",
      [
        "expression": "(async () => JSON.stringify(await (\(expression))))()", "awaitPromise": true,
        "returnByValue": true,
      ])
    if let fault = answer.value("exceptionDetails") { throw Fault(description: "\(fault)") }
    return (answer.value("result") as? [String: Any])?["value"] as? String ?? "null"
  }

  /// Drags the pointer from a place to another.
  func drag(from start: (x: Double, y: Double), to end: (x: Double, y: Double)) throws {
    func point(_ type: String, _ place: (x: Double, y: Double), buttons: Int) throws {
      _ = try ask(
        "Input.dispatchMouseEvent",
        [
          "type": type, "x": place.x, "y": place.y, "button": "left", "buttons": buttons,
          "clickCount": 1,
        ])
    }
    try point("mousePressed", start, buttons: 1)
    for step in 1...8 {
      let share = Double(step) / 8
      try point(
        "mouseMoved", (start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share),
        buttons: 1)
    }
    try point("mouseReleased", end, buttons: 0)
  }

  /// Presses a key.
  func press(_ key: String) throws {
    for type in ["keyDown", "keyUp"] {
      _ = try ask("Input.dispatchKeyEvent", ["type": type, "key": key, "code": key])
    }
  }

  // MARK: The protocol

  /// An answer of the browser.
  struct Answer {
    fileprivate var members: [String: Any]
    func value(_ name: String) -> Any? { members[name] }
    func text(_ name: String) -> String { members[name] as? String ?? "" }
  }

  func ask(_ method: String, _ parameters: [String: Any] = [:]) throws -> Answer {
    number += 1
    var message: [String: Any] = ["id": number, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    let bytes = Array(try JSONSerialization.data(withJSONObject: message)) + [0]
    guard unsafe write(commands, bytes, bytes.count) == bytes.count else {
      throw Fault(description: "the browser takes no commands")
    }
    while true {
      let answer = try next()
      guard answer["id"] as? Int == number else { continue }
      if let error = answer["error"] { throw Fault(description: "\(method): \(error)") }
      return Answer(members: answer["result"] as? [String: Any] ?? [:])
    }
  }

  /// The next message, at most half a minute later.
  private func next() throws -> [String: Any] {
    while true {
      if let end = received.firstIndex(of: 0) {
        let message = Data(received[..<end])
        received.removeSubrange(...end)
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      var waiting = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&waiting, 1, 30_000) > 0 else {
        throw Fault(description: "the browser is silent")
      }
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      let count = unsafe read(answers, &piece, piece.count)
      guard count > 0 else { throw Fault(description: "the browser has ended") }
      received += piece[..<count]
    }
  }

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    try #require(unsafe pipe2(&ends, O_CLOEXEC) == 0)
    // Away from the numbers that the browser is to see them under.
    defer { for end in ends { close(end) } }
    return (fcntl(ends[0], F_DUPFD_CLOEXEC, 16), fcntl(ends[1], F_DUPFD_CLOEXEC, 16))
  }

  private static func start(
    _ profile: String, _ width: Int, _ height: Int, reads: Int32, writes: Int32
  ) throws -> pid_t {
    let path = try #require(Self.path)
    let arguments = [
      path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--window-size=\(width),\(height)", "--force-device-scale-factor=1",
      "--user-data-dir=\(profile)",
      "--remote-debugging-pipe", "about:blank",
    ]
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, reads, 3)
    unsafe posix_spawn_file_actions_adddup2(&actions, writes, 4)
    for number in [1, 2] as [Int32] {
      unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_WRONLY, 0)
    }
    var strings = unsafe arguments.map { unsafe strdup($0) } + [nil]
    defer { for string in unsafe strings { unsafe free(string) } }
    var process: pid_t = 0
    let fault = unsafe posix_spawn(&process, path, &actions, nil, &strings, environ)
    try #require(fault == 0, "cannot run \(path)")
    return process
  }
}
