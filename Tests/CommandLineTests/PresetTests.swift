import FoundationEssentials
import Testing

/// The story that each preset tells, with several seeds: that of 5 KB always, the others where `PRESETS`
/// is set, as `make presets` does.
@Suite struct PresetTests {
  struct Story: Sendable, CustomTestStringConvertible {
    var preset: String
    var steps: Int?
    /// Where the lowest validation loss is to be.
    var lowest: ClosedRange<Int>
    /// By how many bits the last one is to be above it, at least and at most.
    var end: ClosedRange<Double>
    /// By how many bits the lowest one is above the floor.
    var gap: ClosedRange<Double>
    /// Whether the training loss falls below the floor: what is known of its text is learnt by heart.
    var isByHeart: Bool
    /// How many evaluations at least go up before the lowest.
    var rises = 0
    var testDescription: String { preset }
  }

  private static let isWhole = ProcessInfo.processInfo.environment["PRESETS"] != nil

  private static let stories =
    [
      Story(
        preset: "5k", steps: 600, lowest: 150...450, end: 0.3...0.9, gap: 0.9...1.5, isByHeart: true
      )
    ]
    + (isWhole
      ? [
        Story(
          preset: "20k", lowest: 450...1_300, end: 0.2...0.5, gap: 0.18...0.36, isByHeart: true,
          rises: 2),
        Story(
          preset: "50k", lowest: 1_400...3_000, end: 0.04...0.2, gap: 0.08...0.16, isByHeart: true,
          rises: 10),
        Story(
          preset: "1m", lowest: 1_800...2_500, end: 0...0.02, gap: 0.05...0.08, isByHeart: false,
          rises: 10),
        Story(
          preset: "floor", lowest: 1_800...2_500, end: 0...0.01, gap: 0.02...0.05,
          isByHeart: false, rises: 10),
        Story(
          preset: "world", lowest: 1_250...1_400, end: 0...0.01, gap: 0.02...0.05,
          isByHeart: false, rises: 5),
      ] : [])

  @Test(arguments: stories, [1, 2, 3])
  func `each preset tells its story whatever the seed`(story: Story, seed: Int) throws {
    let rows = try evaluations(story, seed: seed)
    let (first, last) = (try #require(rows.first), try #require(rows.last))
    let lowest = try #require(rows.min { $0.validation < $1.validation })
    #expect(first.validation == 8 && first.training == 8)
    #expect(story.lowest.contains(lowest.step), "lowest at \(lowest.step)")
    #expect(story.end.contains(last.validation - lowest.validation), "\(last) after \(lowest)")
    #expect(story.gap.contains(lowest.validation - lowest.floor), "\(lowest)")
    // No model can expect to come below the source on a text that it has not seen.
    #expect(rows.allSatisfy { $0.validation > $0.floor })
    #expect((last.training < last.floor) == story.isByHeart)
    let before = rows.filter { $0.step <= lowest.step }
    let rises = zip(before, before.dropFirst()).count { $1.validation > $0.validation }
    #expect(rises >= story.rises, "\(rises) rises")
    if Self.isWhole {
      print(
        "preset \(story.preset) seed \(seed): lowest \(lowest.validation) at \(lowest.step), end "
          + "\(last.training) \(last.validation), floor \(last.floor), \(rises) rises")
    }
  }

  private struct Row {
    var step: Int
    var training: Double, validation: Double, floor: Double
  }

  private func evaluations(_ story: Story, seed: Int) throws -> [Row] {
    let file = FileManager.default.temporaryDirectory.appending(path: "preset-\(UUID()).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    let steps = story.steps.map { ["--steps", "\($0)"] } ?? []
    let run = try ProgramRun(
      ["train", "--preset", story.preset, "--seed", "\(seed)", "--curve", file.path] + steps)
    #expect(run.status == 0, "\(run.errors)")
    let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n")
    return lines.dropFirst().compactMap { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard let step = Int(cells[0]), let training = Double(cells[5]),
        let validation = Double(cells[6]), let floor = Double(cells[7])
      else { return nil }
      return Row(step: step, training: training, validation: validation, floor: floor)
    }
  }
}
