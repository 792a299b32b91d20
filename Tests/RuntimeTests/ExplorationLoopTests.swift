import Display
import Exploration
import FoundationEssentials
import Runtime
import Scoring
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct ExplorationLoopTests {
  private final class Album: Sendable {
    let screens = Mutex<[String: Frame]>([:])
    let order = Mutex<[String]>([])
    func note(_ what: String) { order.withLock { $0.append(what) } }
    subscript(name: String) -> Frame? { screens.withLock { $0[name] } }
  }

  private let album = Album()

  private func play(
    _ script: String, rows: Int = 24, columns: Int = 80,
    _ engine: LoadedModel = FakeModel(block: 2).engine
  ) throws {
    let loop = ExplorationLoop(
      .init(
        load: { [album] in
          album.note("load")
          return engine
        },
        begun: { [album] in album.note("begun") }))
    var surface = ScriptedSurface(try KeyScript(script), rows: rows, columns: columns) {
      [album] name, frame, _ in
      album.screens.withLock { $0[name] = frame }
    }
    _ = try loop.run(Explorer(text: Array("A text.".utf8)), on: &surface)
  }

  @Test func `the first frame comes before the model`() throws {
    try play("screen first\nwait")
    #expect(album.order.withLock { $0 } == ["begun", "load"])
    #expect(album["first"]?.text.contains("surprisal") == true)
  }

  @Test func `what is waited for is on the screen, and the same each time`() throws {
    try play("wait\nscreen one")
    let first = try #require(album["one"])
    try play("wait\nscreen one")
    #expect(album["one"] == first)
    try play("screen one\nwait")
    #expect(album["one"] != first)
  }

  @Test func `the ladder is waited for, too`() throws {
    var engine = FakeModel(block: 2).engine
    engine.measure = { _, _, _, _, _, report in
      for name in ["lowest", "middle", "highest"] { report(Rung(name: name, bits: 40, bytes: 7)) }
    }
    try play("wait\nL\nscreen early\nwait\nscreen late", engine)
    #expect(album["early"]?.text.contains("measuring") == true)
    let late = try #require(album["late"]).text
    #expect(["lowest", "middle", "highest"].allSatisfy(late.contains))
    #expect(!late.contains("measuring"))
  }

  @Test func `a resize is drawn in the new size`() throws {
    try play("resize 30 100\nscreen large\nresize 1 1\nscreen small", rows: 20, columns: 60)
    #expect(album["large"]?.rows == 30 && album["large"]?.columns == 100)
    #expect(album["small"]?.rows == 1 && album["small"]?.columns == 1)
  }

  @Test func `after q nothing is played`() throws {
    try play("screen before\nq\nscreen after")
    #expect(album["before"] != nil && album["after"] == nil)
  }

  @Test func `a model that cannot be loaded ends waiting`() throws {
    let loop = ExplorationLoop(
      .init(load: { throw FakeModel.Failure(description: "no such file") }))
    var surface = ScriptedSurface(try KeyScript("wait\nscreen end"), rows: 24, columns: 80) {
      [album] name, frame, _ in
      album.screens.withLock { $0[name] = frame }
    }
    _ = try loop.run(Explorer(text: []), on: &surface)
    #expect(album["end"]?.text.contains("no such file") == true)
  }

  @Test func `a screen that cannot be saved names its line`() throws {
    let loop = ExplorationLoop(.init(load: { FakeModel(block: 1).engine }))
    var surface = ScriptedSurface(
      try KeyScript("\nscreen x"), rows: 24, columns: 80,
      save: savingScreens(inDirectory: "/dev/null"))
    let error = #expect(throws: KeyScriptError.self) {
      try loop.run(Explorer(text: []), on: &surface)
    }
    #expect(error?.line == 2)
    #expect(error?.cause == .unwritable(name: "x", reason: "Not a directory"))
  }

  @Test(arguments: [false, true])
  func `screens are saved as the terminal shows them`(isASCII: Bool) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "screens-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let loop = ExplorationLoop(.init(load: { FakeModel(block: 1).engine }))
    var surface = ScriptedSurface(
      try KeyScript("wait\nscreen x"), rows: 24, columns: 80,
      save: savingScreens(inDirectory: folder.path))
    var explorer = Explorer(text: Array("你 a “b” ─".utf8))
    explorer.isASCII = isASCII
    _ = try loop.run(explorer, on: &surface)
    for name in ["x.txt", "x.svg"] {
      let bytes = try Data(contentsOf: folder.appending(path: name))
      #expect(!bytes.isEmpty && bytes.allSatisfy { $0 < 0x80 } == isASCII, "\(name)")
    }
  }

  /// A surface on which things happen in one go, and that counts what is drawn.
  private struct CountingSurface: Surface {
    var sizes: [(rows: Int, columns: Int)]
    var happening: [[Occurrence]]
    var drawn: [(rows: Int, columns: Int)] = []
    var size: (rows: Int, columns: Int) { sizes[0] }
    var waker: @Sendable () -> Void { {} }
    mutating func draw(_ frame: Frame, theme: Theme) { drawn.append((frame.rows, frame.columns)) }
    mutating func wait(whileBusy busy: Bool) -> [Occurrence] {
      if sizes.count > 1 { sizes.removeFirst() }
      return happening.isEmpty ? [.ended] : happening.removeFirst()
    }
    mutating func copy(_ bytes: [UInt8]) {}
    mutating func suspend() {}
    mutating func repaint() {}
  }

  @Test func `a storm of resizes costs one layout`() throws {
    let storm = [Occurrence](repeating: .resized, count: 300)
    var surface = CountingSurface(sizes: [(24, 80), (30, 100)], happening: [storm])
    let loop = ExplorationLoop(.init(load: { FakeModel(block: 1).engine }))
    _ = try loop.run(Explorer(text: []), on: &surface)
    #expect(surface.drawn.map(\.rows) == [24, 30])
  }
}
