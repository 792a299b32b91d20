import Basics
import FoundationEssentials
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
    (["--model", "dice:6", "--key-env", "A", "--key-file", "b"], 64, "not both"),
  ])
  func `a server that cannot be asked ends with its status and a sentence`(
    options: [String], status: Int32, mention: String
  ) throws {
    let run = try ProgramRun(["score", "text"] + options)
    #expect(run.status == status && run.errors.contains(mention), "\(run.errors)")
    #expect(run.text.isEmpty)
  }

  @Test func `a file with a key that others may read is refused`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("key")
    FileManager.default.createFile(atPath: path, contents: Data("secret-key\n".utf8))
    for (mode, status) in [(0o644 as mode_t, 77 as Int32), (0o600, 69)] {
      #expect(unsafe chmod(path, mode) == 0)
      let run = try ProgramRun(
        ["score", "text", "--model", "http://127.0.0.1:1", "--key-file", path])
      #expect(run.status == status && !run.errors.contains("secret-key"), "\(run.errors)")
    }
  }
}
