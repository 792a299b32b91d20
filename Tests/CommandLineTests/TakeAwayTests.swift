import Basics
import Foundation
import Testing

/// What `surprisal score` writes into files.
@Suite struct `A report in a file` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func score(_ arguments: String..., input: [UInt8] = []) throws -> ProgramRun {
    try ProgramRun(
      ["score", "--model", "world"] + arguments, input: input,
      environment: ["XDG_STATE_HOME": folder.path("state"), "PATH": "/usr/bin:/bin"])
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try folder.read(name), as: UTF8.self)
  }

  @Test(arguments: [
    ("a.html", "<!DOCTYPE html>"), ("a.HTM", "<!DOCTYPE html>"), ("a.svg", "<svg "),
    ("a.md", "# Surprisal"),
    ("a.tsv", "index\tid\t"), ("a.csv", "index,id,"), ("a.json", "{"), ("a.jsonl", "{"),
    ("a.txt", "model "),
  ])
  func `has the form that its name says`(name: String, beginning: String) throws {
    let run = try score("Anna sees a fox.", "-o", folder.path(name))
    #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
    #expect(try text(name).hasPrefix(beginning))
    #expect(try folder.contents(of: ".").contains(name))
  }

  @Test func `is asked for by its name where that says nothing`() throws {
    let run = try score("x", "-o", folder.path("essay"))
    #expect(run.status == 64 && run.errors.contains(".html"))
    let saved = try score("x", "-o", folder.path("essay.surprisal"))
    #expect(saved.status == 64 && saved.errors.contains("--save \(folder.path("essay.surprisal"))"))
    #expect(try score("x", "-o", folder.path("essay"), "--format", "svg").status == 0)
    #expect(try text("essay").hasPrefix("<svg "))
  }

  @Test func `is the same as what is printed`() throws {
    for format in ["html", "svg", "md", "tsv", "json"] {
      #expect(
        try score("Anna sees a fox.", "--format", format, "-o", folder.path("out")).status == 0)
      #expect(try score("Anna sees a fox.", "--format", format).output == folder.read("out"))
      try FileManager.default.removeItem(atPath: folder.path("out"))
    }
  }

  @Test func `is never written over unasked`() throws {
    try folder.write(Array("precious".utf8), to: "a.svg")
    try folder.write([], to: "b.surprisal")
    for option in [["-o", folder.path("a.svg")], ["--save", folder.path("b.surprisal")]] {
      let run = try ProgramRun(["score", "--model", "world", "x"] + option)
      #expect(
        run.status == 73 && run.errors.contains("exists already") && run.errors.contains("--force"))
    }
    #expect(try text("a.svg") == "precious")
    let forced = try score("x", "-o", folder.path("a.svg"), "--force")
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(try text("a.svg").hasPrefix("<svg "))
  }

  @Test func `keeps its link and who may read it when it is written over`() throws {
    try folder.write([], to: "real.svg")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: folder.path("real.svg"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link.svg"), withDestinationPath: folder.path("real.svg"))
    #expect(try score("x", "-o", folder.path("link.svg"), "--force").status == 0)
    #expect(try text("real.svg").hasPrefix("<svg "))
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("real.svg"))
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link.svg")).hasSuffix(
        "real.svg"))
  }

  @Test func `leaves nothing where it cannot be written`() throws {
    let full = try score("x", "-o", "/dev/full", "--format", "html")
    #expect(full.status == 74 && full.errors.contains("No space left"))
    let missing = try score("x", "-o", folder.path("no/folder/a.html"))
    #expect(missing.status == 73 && missing.errors.contains("cannot write"))
    let failed = try score("x", "-o", folder.path("a.html"), "--window", "1000000")
    #expect(failed.status == 64)
    #expect(try folder.contents(of: ".").filter { $0.hasPrefix("a.html") }.isEmpty)
  }

  @Test func `that would be larger than a file may be is not written, and is status 74`() throws {
    let run = try ProgramRun(
      ["-c", "ulimit -f 1; cd \"$1\"; exec \"$0\" score Anna --model world -o a.html"]
        + [ProgramRun.programPath, folder.path(".")], of: "/bin/sh")
    #expect(run.status == 74 && run.errors.contains("cannot write a.html"), "\(run.errors)")
    #expect(try folder.contents(of: ".").filter { $0.hasPrefix("a.html") }.isEmpty)
  }

  @Test func `goes into a pipe or a device as it is`() throws {
    let command = "'\(ProgramRun.programPath)' score Anna --model world --format json -o"
    let run = try ProgramRun(
      ["-c", "\(command) /dev/stdout | cat; \(command) /dev/null"], of: "/bin/sh")
    let printed = try score("Anna", "--format", "json")
    #expect(run.errors == "" && run.output == printed.output)
  }

  @Test func `says what made it, in every form`() throws {
    let rows = try score("Anna sees a fox.", "--format", "csv").lines
    let fields = rows.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let column = try #require(fields[0].firstIndex(of: "instruction_set"))
    let instructions = String(fields[1][column])
    #expect(!instructions.isEmpty)
    for format in ["text", "json", "jsonl", "csv", "tsv", "md", "svg", "html"] {
      let text = try score("Anna sees a fox.", "--format", format, "-T", "0.5").text
      let plain = text.replacing("\\", with: "")
      for word in [instructions, "gpt2", "0.5"] {
        #expect(plain.contains(word), "\(format): \(word)")
      }
      let version = try Project.text("VERSION").split(separator: "\n")[0]
      #expect(plain.contains(version), "\(format)")
    }
  }

  @Test(.enabled(if: !TestModel.isAbsent, TestModel.advice))
  func `has the SHA-256 of the model's file, which is read once`() throws {
    let environment = TestModel.environment.merging(["XDG_STATE_HOME": folder.path("state")]) { $1 }
    let run = try ProgramRun(["score", "x", "--format", "csv"], environment: environment)
    let fields = run.lines[1].split(separator: ",", omittingEmptySubsequences: false)
    #expect(fields[13].count == 64)
    let known = try text("state/surprisal/model-digests")
    #expect(known.hasPrefix(fields[13] + " "))
    try folder.write(
      Array(known.replacing(fields[13], with: "5eed").utf8), to: "state/surprisal/model-digests")
    let again = try ProgramRun(["score", "x", "--format", "csv"], environment: environment)
    #expect(again.lines[1].split(separator: ",", omittingEmptySubsequences: false)[13] == "5eed")
  }

  @Test func `cannot be sorted where it shows the text`() throws {
    let run = try score("x", "--format", "html", "--sort", "surprise")
    #expect(run.status == 64 && run.errors.contains("as it stands"))
  }
}

/// `--save FILE.surprisal` and what is done with one.
@Suite struct `A saved text` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(
      arguments, environment: ["XDG_STATE_HOME": folder.path("state"), "PATH": "/usr/bin:/bin"])
  }

  @Test func `is scored without its model, to the same bytes`() throws {
    let path = folder.path("a.surprisal")
    // Longer than what is read at once.
    let text = String(repeating: "Anna sees a fox.\n", count: 40)
    let kept = try run("score", text, "--model", "world", "--save", path, "--format", "json")
    #expect(kept.status == 0, "\(kept.errors)")
    for format in ["json", "csv", "html", "svg", "md"] {
      for temperature in ["1", "0.3"] {
        let arguments = ["--format", format, "-T", temperature, "--top", "3"]
        let from = try ProgramRun(["score", path] + arguments)
        let straight = try ProgramRun(["score", text, "--model", "world"] + arguments)
        #expect(from.status == 0 && from.output == straight.output, "\(format): \(from.errors)")
      }
    }
    #expect(try run("score", "-f", path, "--format", "json").output == kept.output)
    #expect(try run("score", path, "--save", folder.path("b.surprisal")).status == 0)
    #expect(try folder.read("b.surprisal") == folder.read("a.surprisal"), "its model has no name")
  }

  @Test func `is looked at with its own temperature, unless another one is asked for`() throws {
    let path = folder.path("a.surprisal")
    let words = ["score", "Anna sees a fox.", "--model", "world"]
    let cold = try ProgramRun(words + ["-T", "0.5", "--save", path])
    let plain = try ProgramRun(words)
    #expect(cold.status == 0 && cold.output != plain.output)
    #expect(try run("score", path).output == cold.output)
    #expect(try run("score", path, "-T", "1").output == plain.output)
    try folder.write(Array("wait\nscreen one\n".utf8), to: "keys")
    for (option, shown) in [([], "T 0.50"), (["-T", "1"], "T 1.00")] {
      let explored = try ProgramRun(
        ["explore", path, "--script", folder.path("keys"), "--size", "24x80", "--screens"]
          + [folder.path("out")] + option)
      let screen = String(decoding: try folder.read("out/one.txt"), as: UTF8.self)
      #expect(explored.status == 0 && screen.contains(shown), "\(screen)")
    }
  }

  @Test func `that is left without its model is gone on with as it was`() throws {
    let path = folder.path("a.surprisal")
    #expect(try run("score", "Anna sees a fox.", "--model", "world", "--save", path).status == 0)
    let terminal = try Program.inTerminal(
      [path], environment: ["XDG_STATE_HOME": folder.path("state")])
    #expect(terminal.sees("perplexity"))
    for keys in ["e", "g", "G", "S", "[", "a", "f", "\u{1B}[200~other\u{1B}[201~", "\t\u{1B}[B\r"] {
      terminal.send(keys)
      #expect(terminal.sees("a saved text has its scores and no model"), "\(keys)")
      terminal.send("u")
      #expect(terminal.wait { !$0.screen.text.contains("a saved text has") })
    }
    terminal.send("Q")
    #expect(terminal.exitStatus() == 0)
    let left = try run("score", folder.path("state/surprisal/last.surprisal"), "--format", "csv")
    #expect(try left.output == run("score", path, "--format", "csv").output)
  }

  @Test func `that cannot be kept when the program ends is said not to be`() throws {
    try folder.write([], to: "state")  // which is no folder
    let terminal = try Program.inTerminal(
      ["Anna sees a fox.", "--model", "world"],
      environment: ["XDG_STATE_HOME": folder.path("state")],
      columns: 200)
    #expect(terminal.sees("perplexity"))
    terminal.send("e!")
    #expect(terminal.sees("EDITING"))
    terminal.send("\u{1B}")
    #expect(terminal.sees("lessons"))
    terminal.send("qq")
    #expect(terminal.exitStatus() == 0)
    #expect(terminal.screen.text.contains("--continue will not go on with the text: cannot write"))
  }

  @Test func `is explored without its model, and says what that cannot do`() throws {
    let path = folder.path("a.surprisal")
    #expect(
      try run("score", "Anna sees a fox.", "--model", "world", "--save", path, "-T", "0.5").status
        == 0)
    try folder.write(
      Array(
        "wait\nscreen one\ng\nscreen two\ne\nscreen three\n"
          .utf8),
      to: "keys")
    let explored = try ProgramRun(
      [
        "explore", path, "--script", folder.path("keys"), "--size", "30x100", "--screens",
        folder.path("out"),
      ],
      environment: ["SURPRISAL_MODEL": "/nowhere.gguf"])
    #expect(explored.status == 0, "\(explored.errors)")
    let one = String(decoding: try folder.read("out/one.txt"), as: UTF8.self)
    #expect(one.contains("T 0.50") && one.contains("A small world") && one.contains("perplexity"))
    for name in ["two", "three"] {
      let screen = String(decoding: try folder.read("out/\(name).txt"), as: UTF8.self)
      #expect(
        screen.contains("a saved text has its scores and no model: open it with"), "\(screen)")
    }
  }

  @Test func `is not made of what is left in the lab, which is said`() throws {
    try folder.write(Array("wait\nT\nwait\n".utf8), to: "keys")
    let path = folder.path("a.surprisal")
    let left = try run(
      "explore", "Anna", "--model", "world", "--save", path, "--script", folder.path("keys"),
      "--size", "24x80", "--screens", folder.path("out"))
    #expect(left.status == 0 && left.errors.contains("\(path) is not written: no scored text"))
    #expect(try !folder.contents(of: ".").contains("a.surprisal"))
  }

  @Test func `that is damaged is refused with its name`() throws {
    let path = folder.path("a.surprisal")
    #expect(try run("score", "Anna.", "--model", "world", "--save", path).status == 0)
    var bytes = try folder.read("a.surprisal")
    bytes[200] ^= 1
    try folder.write(bytes, to: "a.surprisal")
    for command in ["score", "explore"] {
      let refused = try run(command, path)
      #expect(
        refused.status == 65 && refused.errors.contains("\(path) is damaged"), "\(refused.errors)")
    }
    try folder.write(Array("an essay".utf8), to: "b.surprisal")
    #expect(try run("score", folder.path("b.surprisal")).status == 65)
  }
}
