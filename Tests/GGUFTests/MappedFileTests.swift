import FoundationEssentials
import GGUF
import GGUFFixtures
import Basics
import Testing

/// A file that is there as long as the object is.
final class TemporaryFile {
  let path: String

  /// Writes bytes, and lengthens the file by a hole to the size.
  init(_ bytes: [UInt8], size: Int? = nil) throws {
    var name = Array(
      FileManager.default.temporaryDirectory.appending(path: "surprisal-test-XXXXXX").path
        .utf8CString)
    let descriptor = unsafe mkstemp(&name)
    try #require(descriptor >= 0)
    path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    let written = unsafe write(descriptor, bytes, bytes.count)
    let lengthened = size.map { ftruncate(descriptor, $0) } ?? 0
    close(descriptor)
    try #require(written == bytes.count && lengthened == 0)
  }

  deinit { unsafe unlink(path) }
}

/// Why the file at a path is no model file; nil when it is.
func problem(of path: String) -> GGUFError.Problem? {
  do throws(GGUFError) {
    _ = try ModelFile(path: path)
    return nil
  } catch {
    return error.problem
  }
}

@Suite struct MappedFileTests {
  @Test func `a file on disk is read as one in memory`() throws {
    let file = try TemporaryFile(ModelFixture.sample.bytes)
    let model = try ModelFile(path: file.path)
    #expect(try model.metadata.string("general.architecture") == "llama")
    let norm = try #require(model.tensor("output_norm.weight"))
    let numbers = unsafe model.bytes(of: norm).bindMemory(to: Float.self)
    #expect(unsafe Array(numbers) == [1, 2, 3, 4])
    try model.checkUnchanged()
  }

  @Test func `what is not a regular file is refused, at once`() throws {
    #expect(problem(of: "/") == .notRegular)
    #expect(problem(of: "/dev/zero") == .notRegular)
    let file = try TemporaryFile([])
    #expect(problem(of: file.path) == .empty)
    let pipe = file.path + ".pipe"
    let made = unsafe mkfifo(pipe, 0o600)
    try #require(made == 0)
    defer { unsafe unlink(pipe) }
    #expect(problem(of: pipe) == .notRegular)
    #expect(problem(of: file.path + "/nowhere") == .unreadable(code: ENOTDIR))
    #expect(problem(of: file.path + ".missing") == .unreadable(code: ENOENT))
  }

  @Test func `an error names the file`() throws {
    let file = try TemporaryFile(Array("GGML----".utf8))
    #expect {
      _ = try ModelFile(path: file.path)
    } throws: {
      "\($0)"
        == "\(file.path): not a GGUF file: it begins with 47 47 4D 4C, not 47 47 55 46 (at byte 0)"
    }
    #expect {
      _ = try ModelFile(path: "/nowhere/m\u{1B}[2J\u{202E}odèle")
    } throws: {
      "\($0)"
        == #"/nowhere/m\u{1b}[2J\u{202e}odèle: cannot read the file: No such file or directory"#
    }
  }

  @Test func `a change of the file is noticed`() throws {
    let edits: [(String) -> Int32] = [
      { unsafe truncate($0, 100) },
      { unsafe truncate($0, 1 << 20) },
      { path in
        var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
        return unsafe utimensat(AT_FDCWD, path, &times, 0)
      },
    ]
    for edit in edits {
      let file = try TemporaryFile(ModelFixture.sample.bytes)
      let model = try ModelFile(path: file.path)
      try model.checkUnchanged()
      try #require(edit(file.path) == 0)
      #expect(throws: GGUFError(.changed, path: file.path)) { try model.checkUnchanged() }
    }
  }

  @Test func `what is lost of a file while it is read is zeros, and stays an error`() throws {
    let weights = [Float](repeating: 1, count: 1 << 16)
    var fixture = ModelFixture.sample
    fixture.tensors.append(.init("large.weight", [1 << 16], weights))
    let files = try (0..<3).map { _ in try TemporaryFile(fixture.bytes) }
    let models = try files.map { try ModelFile(path: $0.path) }
    let tensor = try #require(models[0].tensor("large.weight"))
    let size = fixture.bytes.count
    try #require(unsafe truncate(files[1].path, 8_192) == 0)
    for (index, model) in models.enumerated() {
      let numbers = unsafe model.bytes(of: tensor).bindMemory(to: Float.self)
      #expect(unsafe numbers[0] == 1)
      #expect(unsafe numbers[(1 << 16) - 1] == (index == 1 ? 0 : 1))
    }
    // Whole again, and as old as before: but something else was read in between.
    try withExtendedLifetime(files) {
      try #require(unsafe truncate(files[1].path, size) == 0)
      try models[0].checkUnchanged()
      #expect(throws: GGUFError.self) { try models[1].checkUnchanged() }
      try models[2].checkUnchanged()
    }
  }

  @Test func `a file that is deleted stays readable`() throws {
    let file = try TemporaryFile(ModelFixture.sample.bytes)
    let model = try ModelFile(path: file.path)
    unsafe unlink(file.path)
    try model.checkUnchanged()
    #expect(try model.metadata.unsigned("llama.block_count") == 2)
  }
}
