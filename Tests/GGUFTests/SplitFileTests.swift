import Basics
import GGUF
import GGUFFixtures
import Testing

@Suite struct `A model in several files` {
  /// A part with one tensor of four numbers, which says which part it is.
  private func part(_ index: Int, of count: Int, says: (no: Int, count: Int)? = nil) throws
    -> TemporaryFile
  {
    var file = ModelFixture()
    let said = says ?? (index, count)
    if index == 0 { file.set("general.architecture", .string("llama")) }
    file.set("split.no", .init(type: 2, bytes: littleEndian(UInt16(said.no))))
    file.set("split.count", .init(type: 2, bytes: littleEndian(UInt16(said.count))))
    file.set("split.tensors.count", .int32(Int32(count)))
    file.tensors = [.init("part\(index).weight", [4], (0..<4).map { Float(10 * index + $0) })]
    return try TemporaryFile(file.bytes)
  }

  private func problem(_ files: [TemporaryFile]) -> GGUFError? {
    do throws(GGUFError) {
      _ = try ModelFile(paths: files.map(\.path))
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [1, 2, 5])
  func `has the metadata of the first and the tensors of all`(count: Int) throws {
    let files = try (0..<count).map { try part($0, of: count) }
    let model = try ModelFile(paths: files.map(\.path))
    #expect(try model.metadata.string("general.architecture") == "llama")
    #expect(model.tensors.map(\.name) == (0..<count).map { "part\($0).weight" })
    for index in 0..<count {
      let tensor = try #require(model.tensor("part\(index).weight"))
      let numbers = unsafe model.bytes(of: tensor).bindMemory(to: Float.self)
      #expect(unsafe Array(numbers) == (0..<4).map { Float(10 * index + $0) })
    }
    #expect(model.byteCount == (try files.map { try $0.size }.reduce(0, +)))
    try model.checkUnchanged()
  }

  @Test func `is refused where a part is another, or one is missing`() throws {
    let files = try (0..<3).map { try part($0, of: 3) }
    let swapped = try #require(problem([files[0], files[2], files[1]]))
    #expect(swapped.problem == .wrongPart(number: 3, of: 3, needed: 2, neededOf: 3))
    #expect(swapped.path == files[2].path)
    let short = try #require(problem([files[0], files[1]]))
    #expect(short.problem == .wrongPart(number: 1, of: 3, needed: 1, neededOf: 2))
    #expect(problem([files[0]])?.problem == .wrongPart(number: 1, of: 3, needed: 1, neededOf: 1))
    #expect("\(short)".contains("part 1 of 3"))
  }

  @Test func `is refused where two parts have one tensor`() throws {
    let files = [try part(1, of: 2, says: (0, 2)), try part(1, of: 2)]
    let error = try #require(problem(files))
    #expect(error.problem == .duplicateTensor("part1.weight") && error.path == files[1].path)
  }

  @Test func `is refused by the path of the part that is damaged`() throws {
    let good = try part(0, of: 2)
    for bytes in [[], [1, 2, 3], Array("GGUFxxxx".utf8)] as [[UInt8]] {
      let bad = try TemporaryFile(bytes)
      let error = try #require(problem([good, bad]))
      #expect(error.path == bad.path && "\(error)".hasPrefix(bad.path))
    }
  }

  @Test func `changes when any part does`() throws {
    let files = try (0..<2).map { try part($0, of: 2) }
    let model = try ModelFile(paths: files.map(\.path))
    let descriptor = unsafe open(files[1].path, O_WRONLY)
    ftruncate(descriptor, try files[1].size + 1)
    close(descriptor)
    #expect(throws: GGUFError(.changed, path: files[1].path)) { try model.checkUnchanged() }
  }

  @Test func `a whole file may say that it is no part`() throws {
    var file = ModelFixture()
    file.set("split.count", .init(type: 2, bytes: [0, 0]))
    #expect(try ModelFile(bytes: file.bytes).tensors == [])
    file.set("split.count", .string("two"))
    #expect(throws: GGUFError.self) { try ModelFile(bytes: file.bytes) }
  }
}

extension TemporaryFile {
  /// Its size in bytes.
  fileprivate var size: Int {
    get throws {
      var status = stat()
      let result = unsafe stat(path, &status)
      try #require(result == 0)
      return Int(status.st_size)
    }
  }
}
