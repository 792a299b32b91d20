import Basics
import Foundation
import Testing

/// What becomes of links where files are written.
@Suite struct `A link in a file's place` {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Array("text\nA fox.\n".utf8), to: "in.csv")
    try folder.write([], to: "real")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "real")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("nowhere"), withDestinationPath: "new")
  }

  private func score(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(["score", "--model", "dice:6"] + arguments, environment: [:])
  }

  private func isLink(_ name: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: folder.path(name))) != nil
  }

  @Test func `stays, and the summary of many texts stands where it leads`() throws {
    for (link, file) in [("link", "real"), ("nowhere", "new")] {
      let run = try score("--lines", folder.path("in.csv"), "--summary", folder.path(link))
      #expect(run.status == 0 && isLink(link), "\(run.errors)")
      #expect(try folder.read(file).starts(with: Array("{".utf8)))
    }
  }

  @Test func `stays, and what may be written over stands where it leads`() throws {
    for (link, file) in [("link", "real"), ("nowhere", "new")] {
      let run = try score("1", "-o", folder.path(link), "--format", "json", "--force")
      #expect(run.status == 0 && isLink(link), "\(run.errors)")
      #expect(try folder.read(file).starts(with: Array("{".utf8)))
    }
  }

  @Test(arguments: ["link", "nowhere"])
  func `is refused where a file is to be new, before anything is scored`(link: String) throws {
    let there = try folder.contents(of: ".")
    for arguments in [
      ["1", "--format", "json", "-o"], ["1", "--save"], ["--items", folder.path("in.csv"), "-o"],
      ["--lines", folder.path("in.csv"), "-o"],
    ] {
      let run = try ProgramRun(
        ["score", "--model", "dice:6"] + arguments + [folder.path(link)], environment: [:])
      #expect(run.status == 73 && run.errors.contains("exists already"), "\(run.errors)")
      #expect(run.output.isEmpty && isLink(link))
      #expect(try folder.contents(of: ".") == there && folder.read("real").isEmpty)
    }
  }

  @Test func `to a pipe leads the summary there`() throws {
    let run = try score("--lines", folder.path("in.csv"), "--summary", "/dev/stderr")
    #expect(run.status == 0 && run.text.contains("\"line\""), "\(run.errors)")
  }

  @Test func `or a folder that is not there is complained of before anything is scored`() throws {
    let run = try score(
      "--lines", folder.path("in.csv"), "-o", folder.path("out.jsonl"), "--summary",
      folder.path("none/summary.json"))
    #expect(run.status == 73 && run.errors.contains("cannot write"), "\(run.errors)")
    #expect(try !folder.contents(of: ".").contains { $0.hasPrefix("out") })
  }
}
