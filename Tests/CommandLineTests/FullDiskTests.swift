import Testing

/// What becomes of files on a disk that is full: nothing that was there is lost, nothing is left half, and a
/// sentence says so.
@Suite(.timeLimit(.minutes(3)), .enabled(if: FullDisk.canBeMade, "no folder can be mounted here"))
struct FullDiskTests {
  @Test func `an export that does not fit is not complete, and is status 74`() throws {
    let run = try FullDisk.run("\"$0\" score --model dice:6 --format csv '1 2 3' > out.csv")
    #expect(run.text.contains("status 74"))
    #expect(run.errors.contains("No space left on device; the result is not complete"))
  }

  @Test func `rows that do not fit are gone on with when there is room`() throws {
    let run = try FullDisk.run(
      "\"$0\" score --model dice:6 --lines in.jsonl -o rows.jsonl",
      before: "printf '{\"id\":1,\"text\":\"1 2\"}\\n{\"id\":2,\"text\":\"3\"}\\n' > in.jsonl",
      after: """
        "$0" score --model dice:6 --lines in.jsonl -o rows.jsonl --resume; echo "then $?"
        "$0" score --model dice:6 --lines in.jsonl | cmp - rows.jsonl && echo equal
        """)
    #expect(run.text.contains("status 73") && run.errors.contains("No space left on device"))
    #expect(run.text.contains("then 0\nequal"), "\(run.text)")
  }

  @Test func `a screen that does not fit is status 74, and leaves the one before`() throws {
    let run = try FullDisk.run(
      "\"$0\" explore '1 2 3' --model dice:6 --script keys --size 60x200 --screens .",
      before: "printf 'wait\\nscreen a\\n' > keys; echo before > a.txt", after: "cat a.txt")
    #expect(run.text.contains("status 74\nbefore\na.txt\nkeys\n"), "\(run.text)")
    #expect(run.errors.contains("script line 2") && run.errors.contains("No space left on device"))
  }

  @Test func `a game that does not fit is said, and saved when there is room`() throws {
    let keys = ["enter", "wait", "tab", "wait", "screen no", "type s", "wait", "screen still"]
    let run = try FullDisk.run(
      "\"$0\" play 'the dog sees the cat' --model world --players Ada --shown 3 --questions 1 "
        + "--save game.json --script keys --screens \"$2\"",
      before: "printf '\(keys.joined(separator: "\\n"))\\n' > keys", after: "cat \"$2\"/*.txt")
    let said = run.text.ranges(of: "cannot write game.json: No space left on device").count
    #expect(run.text.contains("status 0") && said == 2, "\(run.text)")
    #expect(!run.text.contains("\ngame.json\n"))
  }

  @Test func `a checkpoint that does not fit is said, and not left half`() throws {
    let run = try FullDisk.run(
      "\"$0\" train --preset 5k --model mlp --steps 5 --script keys --screens \"$2\"",
      before: "printf 'wait\\nw\\n.\\nwait\\nscreen lab\\n' > keys", after: "cat \"$2\"/lab.txt"
    )
    #expect(run.text.contains("status 0") && run.text.contains("cannot write mlp-"), "\(run.text)")
    #expect(!run.text.contains(".gguf\n"))
  }

  @Test func `what was remembered stays, and that nothing is added to it is said`() throws {
    let script = FullDisk.script(
      "XDG_STATE_HOME=$PWD/state \"$0\" '1 2 3' --model dice:6",
      before: "mkdir -p state/surprisal; echo 'theme = \"light\"' > state/surprisal/state",
      after: "ls state/surprisal; cat state/surprisal/state")
    let terminal = try PseudoTerminal(
      ["/usr/bin/unshare", "-rm", "sh", "-c", script, Program.path],
      environment: Program.environment())
    #expect(terminal.sees("entropy 2.58 bits"))
    terminal.send("u")
    #expect(terminal.sees("entropy 1.79 nats"))
    terminal.send("q")
    #expect(terminal.exitStatus() == 0)
    let text = terminal.screen.lines.joined()
    #expect(text.contains("what was chosen is not remembered: cannot write"), "\(text)")
    #expect(text.contains("No space left on device; make room there"))
    #expect(terminal.screen.text.contains("status 0"))
    #expect(!terminal.screen.text.contains("nats"))
    #expect(terminal.screen.text.contains("theme = \"light\""))
  }
}

/// A folder of 64 KiB, in a namespace of its own, in which a command finds no room.
private enum FullDisk {
  static let canBeMade =
    (try? ProgramRun(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"], of: "/usr/bin/unshare").status)
    == 0

  /// Runs a command where nothing more can be written; behind what it prints come its status, what is done when
  /// there is room again, and the names of the files that are there then.
  static func run(_ command: String, before: String = "", after: String = "") throws -> ProgramRun {
    let other = try TemporaryFolder()
    return try ProgramRun(
      ["-rm", "sh", "-c", script(command, before: before, after: after), ProgramRun.programPath]
        + ["", other.path(".")], of: "/usr/bin/unshare", environment: Program.environment())
  }

  /// The same as a script of the shell, whose `$2` is a folder where there is room.
  static func script(_ command: String, before: String, after: String) -> String {
    """
    mount -t tmpfs -o size=64k none /mnt && cd /mnt || exit 99
    \(before)
    head -c 100000 /dev/zero > fill 2> /dev/null
    \(command)
    echo "status $?"
    rm fill
    \(after)
    ls
    """
  }
}
