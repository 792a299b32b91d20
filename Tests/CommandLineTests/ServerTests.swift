import Basics
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

/// What the program says of servers that it cannot use, before any is asked.
@Suite struct ServerTests {
  @Test(arguments: [
    (["--model", "http://127.0.0.1:1"], 69 as Int32, "does not answer"),
    (["--model", "http://no-such-host.invalid"], 69, "no machine has"),
    (["--model", "vllm:http://user:key@host"], 64, "is no server"),
    (["--model", "http://192.0.2.1:8000", "--key-env", "HOME"], 77, "https"),
    (["--model", "http://127.0.0.1:1", "--key-env", "NO_SUCH_VARIABLE"], 64, "NO_SUCH_VARIABLE"),
    (["--model", "http://127.0.0.1:1", "--key-file", "/nonexistent"], 66, "/nonexistent"),
    (["--model", "dice:6", "--k", "0"], 64, "--k"),
    (["--model", "dice:6", "--parallel", "65"], 64, "1 to 64"),
    (["--model", "dice:6", "--timeout", "0"], 64, "1 to 86400"),
    (["--model", "dice:6", "--connect-timeout", "0"], 64, "1 to 86400"),
    (["--model", "http://host?key=secret"], 64, "an address with ?"),
    (["--model", "dice:6", "--key-env", "A", "--key-file", "b"], 64, "not both"),
  ])
  func `a server that cannot be asked ends with its status and a sentence`(
    options: [String], status: Int32, mention: String
  ) throws {
    let run = try ProgramRun(["score", "text"] + options, environment: ["HOME": "/nonexistent"])
    #expect(run.status == status && run.errors.contains(mention), "\(run.errors)")
    #expect(run.text.isEmpty && !run.errors.contains("secret"))
  }

  @Test func `a file with a key that others may read is refused`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("key")
    try folder.write(Array("secret-key\n".utf8), to: "key")
    for (mode, status) in [(0o644 as mode_t, 77 as Int32), (0o600, 69)] {
      #expect(unsafe chmod(path, mode) == 0)
      let run = try ProgramRun(
        ["score", "text", "--model", "http://127.0.0.1:1", "--key-file", path])
      #expect(run.status == status && !run.errors.contains("secret-key"), "\(run.errors)")
    }
  }
}

/// The built program with a server that ends, hangs or is busy in the middle.
@Suite(.timeLimit(.minutes(3))) struct `A server in the middle of a run` {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let texts = (0..<6).map { "{\"id\": \($0), \"text\": \"\(ScriptedServer.text)\"}\n" }
    try folder.write(Array(texts.joined().utf8), to: "a.jsonl")
  }

  private func score(
    _ server: LoopbackServer, _ arguments: [String], meanwhile: (pid_t) -> Void = { _ in }
  ) throws -> ProgramRun {
    try ProgramRun(
      ["score", "--model", "vllm:\(server.address)", "--parallel", "1"] + arguments,
      meanwhile: meanwhile)
  }

  private var list: [String] { ["--lines", folder.path("a.jsonl")] }

  private func count(ofLinesIn name: String) -> Int {
    ((try? folder.read(name)) ?? []).count { $0 == 0x0A }
  }

  private func waitForLines(_ count: Int, in name: String) {
    for _ in 0..<10_000 {
      if self.count(ofLinesIn: name) >= count { return }
      usleep(1_000)
    }
  }

  @Test func `that ends it leaves what came, with which it goes on`() throws {
    let isUp = Mutex(false)
    let server = ScriptedServer.vllm { $0 < 4 || isUp.withLock { $0 } ? nil : [] }
    defer { server.stop() }
    let out = folder.path("out.jsonl")
    let first = try score(server, list + ["-o", out])
    #expect(first.status == 69 && first.errors.contains("3 texts: resume"), "\(first.errors)")
    #expect(count(ofLinesIn: "out.jsonl") == 3)
    isUp.withLock { $0 = true }
    #expect(try score(server, list + ["-o", out, "--resume"]).status == 0)
    let whole = try score(server, list)
    #expect(try folder.read("out.jsonl") == whole.output && count(ofLinesIn: "out.jsonl") == 6)
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func `that hangs is not waited for after a signal`(signal: Int32, status: Int32) throws {
    let server = ScriptedServer.vllm { $0 < 3 ? nil : [.pause(seconds: 120)] }
    defer { server.stop() }
    let run = try score(server, list + ["-o", folder.path("out")]) { process in
      waitForLines(2, in: "out")
      kill(process, signal)
    }
    #expect(run.status == status && run.errors.contains("2 texts: resume"), "\(run.errors)")
    #expect(count(ofLinesIn: "out") == 2)
  }

  @Test(arguments: [(SIGKILL, 69), (SIGSTOP, 143)] as [(Int32, Int32)])
  func `that ends or hangs leaves the rows of a table that came`(end: Int32, status: Int32) throws {
    let texts = (0..<2_000).map { "\($0),the fox sleeps\n" }.joined()
    try folder.write(Array(("id,text\n" + texts).utf8), to: "a.csv")
    try ServedProgram.run(["--model", "world"], endedBy: SIGKILL) { server in
      _ = try server.client()
      let run = try ProgramRun([
        "score", "--model", "http://127.0.0.1:\(server.port)", "--items", folder.path("a.csv"),
        "-o", folder.path("out.csv"), "--timeout", "600",
      ]) { process in
        waitForLines(20, in: "out.csv")
        kill(server.process, end)
        if end == SIGSTOP { kill(process, SIGTERM) }
      }
      // Nothing is said of a text by its line.
      #expect(run.status == status && !run.errors.contains("a.csv"), "\(run.errors)")
      let rows = try folder.read("out.csv").split(separator: 0x0A)
      #expect((20..<2_000).contains(rows.count))
      #expect(rows.last?.starts(with: "\(rows.count - 2),1,the fox sleeps,14,".utf8) == true)
    }
  }

  @Test func `that names its likeliest tokens alone is refused to draw from all`() throws {
    let server = ScriptedServer.vllm()
    defer { server.stop() }
    let run = try ProgramRun(["generate", "A B", "--model", "vllm:\(server.address)"])
    #expect(run.status == 76 && run.errors.contains("top-k"), "\(run.errors)")
  }

  @Test func `that is busy is waited for in sight, and no longer than that`() throws {
    let server = ScriptedServer.vllm {
      $0 == 1
        ? [.send("HTTP/1.1 429 busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n")] : nil
    }
    defer { server.stop() }
    let terminal = try Program.inTerminal(
      ["--model", "vllm:\(server.address)", ScriptedServer.text])
    #expect(terminal.sees("asking again in 1 s") && terminal.sees("perplexity"))
    #expect(terminal.wait { !$0.screen.text.contains("asking again") })
    terminal.send("q")
    #expect(terminal.exitStatus() == 0)
  }
}
