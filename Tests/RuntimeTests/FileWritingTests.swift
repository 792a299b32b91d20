import Basics
import FoundationEssentials
import Runtime
import Testing

@Suite struct `Replacing a file` {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "surprisal-tests-\(UInt64.random(in: 0...(.max)))")

  private func inFolder(_ body: () throws -> Void) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body()
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func link(_ name: String, to target: String) throws {
    try #require(unsafe symlink(target, path(name)) == 0)
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  @Test func `puts the new one where links lead, which stay, and leaves nothing else`() throws {
    try inFolder {
      try FileManager.default.createDirectory(
        at: folder.appending(path: "other"), withIntermediateDirectories: true)
      try link("first", to: "other/second")
      try link("other/second", to: path("other/file"))
      for bytes in ["new", "newer"] {
        try replaceFile(path("first"), Array(bytes.utf8))
        #expect(try text("other/file") == bytes)
        #expect(WritingPlace(path("first")).path == path("other/file"))
      }
      let all = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
      #expect(all == ["first", "other", "other/file", "other/second"])
    }
  }

  @Test func `is refused in a ring of links, and where a folder stands`() throws {
    try inFolder {
      try link("a", to: "b")
      try link("b", to: "a")
      #expect(throws: WritingFault(EEXIST)) { try createFile(path("a"), []) }
      #expect(throws: WritingFault(ELOOP)) { try replaceFile(path("a"), []) }
      #expect(throws: WritingFault(EISDIR)) { try replaceFile(folder.path, []) }
      #expect(
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == ["a", "b"])
    }
  }

  @Test func `is not what a new file does: what came meanwhile stays, and no link is followed`()
    throws
  {
    try inFolder {
      try Data("theirs".utf8).write(to: folder.appending(path: "file"))
      try link("link", to: "nothing")
      for name in ["file", "link"] {
        #expect(throws: WritingFault(EEXIST)) { try createFile(path(name), Array("ours".utf8)) }
      }
      #expect(try text("file") == "theirs" && WritingPlace(path("link")).kind == nil)
    }
  }

  @Test func `goes into a pipe, which stays`() throws {
    try inFolder {
      try #require(unsafe mkfifo(path("pipe"), 0o600) == 0)
      let reader = unsafe open(path("pipe"), O_RDWR)
      defer { close(reader) }
      try replaceFile(path("pipe"), [7])
      var byte: UInt8 = 0
      #expect(unsafe read(reader, &byte, 1) == 1 && byte == 7)
    }
  }
}
