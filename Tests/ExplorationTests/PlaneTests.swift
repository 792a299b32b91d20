import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

@Suite struct `The plane of surprise and entropy` {
  @Test func `has four corners, at three bits of either`() {
    func corner(_ surprisal: Double, _ entropy: Double) -> Corner {
      Corner(surprisal: .bits(surprisal), entropy: .bits(entropy))
    }
    #expect(corner(0.1, 0.5) == .sureAndRight)
    #expect(corner(9, 0.5) == .sureAndWrong)
    #expect(corner(0.1, 5) == .unsureAndLucky)
    #expect(corner(9, 5) == .honestlyUnsure)
    #expect(corner(3, 3) == .honestlyUnsure)
    #expect(corner(.infinity, 0) == .sureAndWrong)
  }

  private func shown(seed: UInt64 = 2, deviation: Double = 3) -> Explorer {
    var text = RandomExplorer(seed: seed, tokens: 60, deviation: deviation)
    text.explorer.press(.character("p"))
    return text.explorer
  }

  @Test func `puts every scored token into the corner of its own figures`() {
    let explorer = shown()
    let points = explorer.planePoints
    #expect(points.map(\.token) == Array(1..<60))
    for point in points {
      #expect(point.surprisal == explorer.surprisal(of: point.token))
      #expect(point.entropy == explorer.entropy(before: point.token))
    }
  }

  @Test func `n and N go through the focused token's corner and stop at its ends`() throws {
    var explorer = shown()
    let corner = try #require(explorer.planePoint(of: explorer.focus)?.corner)
    let all = explorer.planePoints.filter { $0.corner == corner }.map(\.token)
    #expect(all.count > 1)
    var seen: [Int] = [explorer.focus]
    for _ in all {
      explorer.press(.character("n"))
      seen.append(explorer.focus)
    }
    #expect(Array(seen.dropLast()) == all.filter { $0 >= seen[0] })
    #expect(explorer.notice == "no further token that is \(corner.name)")
    explorer.press(.character("N"), .shift, times: all.count)
    #expect(explorer.focus == all.first)
    #expect(explorer.notice == "no earlier token that is \(corner.name)")
  }

  @Test func `C goes round the corners that hold a token`() {
    var explorer = shown()
    let present = Set(explorer.planePoints.map(\.corner))
    var seen: Set<Corner> = []
    for _ in present {
      explorer.press(.character("C"), .shift)
      if let point = explorer.planePoint(of: explorer.focus) { seen.insert(point.corner) }
    }
    #expect(seen == present)
  }

  @Test func `n leads from a token with no context to one that has its place`() {
    var explorer = shown()
    explorer.press(.home)
    explorer.press(.character("n"))
    #expect(explorer.planePoint(of: explorer.focus) != nil)
  }

  @Test func `a click focuses the nearest point, and the next one there with another click`() throws
  {
    var explorer = shown()
    let plane = try #require(explorer.screen.board.flatMap(PlaneGeometry.init))
    let plot = try #require(plane.plot)
    for point in explorer.planePoints {
      let dot = plane.dot(surprisal: point.surprisal, entropy: point.entropy)
      let (row, column) = (plot.row + dot.y / 4, plot.column + dot.x / 2)
      var visited: Set<Int> = []
      for _ in explorer.planePoints {
        _ = explorer.mouse(.pressed, row, column)
        _ = explorer.mouse(.released, row, column)
        visited.insert(explorer.focus)
      }
      #expect(visited.contains(point.token))
    }
  }

  @Test func `a click on a corner's name focuses a token of that corner`() throws {
    var explorer = shown(seed: 4, deviation: 2)
    let plane = try #require(explorer.screen.board.flatMap(PlaneGeometry.init))
    let wrong = explorer.planePoints.filter { $0.corner == .honestlyUnsure }.map(\.token)
    #expect(!wrong.isEmpty)
    _ = explorer.mouse(.pressed, plane.upperNames, plane.columns.upperBound - 2)
    #expect(wrong.contains(explorer.focus))
  }

  @Test func `draws every point inside, at every size and temperature`() throws {
    var text = RandomExplorer(seed: 9, deviation: 9)
    for size in [(14, 20), (16, 60), (24, 80), (60, 200)] {
      let layout = ScreenLayout(rows: size.0, columns: size.1, .init(board: .plane))
      let plane = try #require(layout.board.flatMap(PlaneGeometry.init))
      let plot = try #require(plane.plot)
      for temperature in [Temperature.notches[0], .one, Temperature.notches[80]] {
        text.set(temperature)
        for point in text.explorer.planePoints {
          let dot = plane.dot(surprisal: point.surprisal, entropy: point.entropy)
          #expect((0..<plot.columns * 2).contains(dot.x) && (0..<plot.rows * 4).contains(dot.y))
        }
      }
    }
  }

  @Test func `survives a text of no token and of one`() {
    for string in ["", "the"] {
      var explorer = Explorer.ready(string)
      for key: Character in ["p", "n", "N", "C"] { explorer.press(.character(key)) }
      #expect(explorer.focus == 0)
    }
  }
}
