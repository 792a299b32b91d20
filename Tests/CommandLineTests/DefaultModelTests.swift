import Foundation
import Basics
import FoundationEssentials
import Testing

/// The default model's file, which is compared with what it should be.
@Suite(
  .enabled(
    if: TestModel.path?.hasSuffix("SmolLM2-135M-Instruct.Q4_1.gguf") == true, TestModel.advice))
struct `The default model` {
  private let home: TemporaryFolder
  private let file = "data/surprisal/models/SmolLM2-135M-Instruct.Q4_1.gguf"
  private let known = "state/surprisal/model-digests"

  init() throws {
    home = try TemporaryFolder()
    let model = try #require(TestModel.path)
    try home.write([], to: file)
    try FileManager.default.removeItem(atPath: home.path(file))
    try FileManager.default.copyItem(atPath: model, toPath: home.path(file))
  }

  private func run(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(
      arguments,
      environment: [
        "XDG_DATA_HOME": home.path("data"), "XDG_STATE_HOME": home.path("state"),
        "PATH": "/usr/bin:/bin",
      ])
  }

  /// Writes a byte in the midst of its weights.
  private func damage() throws {
    let file = try FileHandle(forUpdating: URL(filePath: home.path(file)))
    try file.seek(toOffset: 60_000_001)
    let byte = try file.read(upToCount: 1)?.first ?? 0
    try file.seek(toOffset: 60_000_001)
    try file.write(contentsOf: Data([byte ^ 0x10]))
    try file.close()
  }

  @Test func `is scored with where it is whole, and is read for that once`() throws {
    let first = try run("score", "The cat sat.")
    #expect(first.status == 0 && first.errors.isEmpty, "\(first.errors)")
    let remembered = String(decoding: try home.read(known), as: UTF8.self)
    #expect(
      remembered.hasPrefix("b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53 "))
    // Who believes what is remembered reads nothing.
    try home.write(
      Array(remembered.replacing("b179", with: "0000").utf8), to: known)
    #expect(try run("score", "The cat sat.").status == 65)
  }

  @Test(arguments: ["score", "generate"])
  func `is named where a byte of it is another one, once before anything is printed`(
    command: String
  ) throws {
    try damage()
    for isKnown in [false, true] {
      let run = try run(command, "The cat sat.")
      #expect(run.status == 65 && (isKnown ? run.text.isEmpty : run.text.contains("cat")))
      #expect(run.errors.contains("the model at \(home.path(file)) is damaged: its SHA-256 is "))
      #expect(run.errors.contains("surprisal models fetch"))
    }
  }

  @Test(arguments: ["token", "word"])
  func `leaves no file where a byte of it is another one`(unit: String) throws {
    try damage()
    let run = try run(
      "score", "The cat sat.", "--unit", unit, "-o", home.path("out.csv"), "--save",
      home.path("kept.surprisal"))
    #expect(run.status == 65 && run.errors.contains("is damaged: its SHA-256 is "), "\(run.errors)")
    let left = try FileManager.default.contentsOfDirectory(atPath: home.path("."))
    #expect(Set(left) == ["data", "state"])
  }

  @Test(arguments: ["explore", "play"])
  func `is named at the end of a script where a byte of it is another one`(command: String) throws {
    try home.write(Array("wait\n".utf8), to: "keys")
    #expect(try run(command, "The cat sat.", "--script", home.path("keys")).status == 0)
    try damage()
    let run = try run(command, "The cat sat.", "--script", home.path("keys"))
    #expect(run.status == 65 && run.errors.contains("is damaged: its SHA-256 is "), "\(run.errors)")
  }

  @Test func `is called a folder where it is one`() throws {
    try FileManager.default.removeItem(atPath: home.path(file))
    try home.write([], to: file + "/a")
    let run = try run("score", "The cat sat.")
    #expect(run.status == 65 && run.errors.contains("\(home.path(file)) is a folder and no model"))
  }

  @Test(arguments: ["--items", "--lines"])
  func `is refused for rows where a byte of it is another one`(option: String) throws {
    try damage()
    try home.write(Array("text\nThe cat sat.\n".utf8), to: "t.csv")
    let run = try run("score", option, home.path("t.csv"), "-o", home.path("out"))
    #expect(run.status == 65 && run.errors.contains("is damaged: its SHA-256 is "), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: home.path("out")))
  }

  @Test func `is no model to check a lesson with where a byte of it is another one`() throws {
    try damage()
    let run = try run("lesson", "surprise", "--check")
    #expect(run.status == 65 && run.errors.contains("is damaged: its SHA-256 is "), "\(run.errors)")
  }

  @Test func `is read anew where its file was written again`() throws {
    #expect(try run("score", "The cat sat.").status == 0)
    try damage()
    #expect(try run("score", "The cat sat.").status == 65)
  }

  @Test func `is not read where nothing can be remembered`() throws {
    try damage()
    let run = try ProgramRun(
      ["score", "The cat sat."],
      environment: ["XDG_DATA_HOME": home.path("data"), "XDG_STATE_HOME": "/dev/null"])
    #expect(run.status == 0, "\(run.errors)")
  }
}
