import ArgumentParser
import Lessons
import Runtime
import ShownText

/// Opens a lesson, lists them, or checks what they claim.
struct LessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson",
    abstract: "Learn what the numbers mean, page by page.",
    usage: "surprisal lesson [<options>] [<name> | <file>]",
    discussion: """
      Opens the explorer with a lesson: pages of short text, each with something to see and often \
      something to try, which is ticked off when it is done. With no name, the lessons are listed on \
      the screen. A file of your own is read the same way; Assets/guides/lessons.md in the project \
      says how to write one.

      With --check, no screen is opened: every page is set up with the model, and each claim and each \
      task's solution is tried, without the default model only of those that can do without. The exit status is 65 when one does not hold.

      EXAMPLES
        surprisal lesson
        surprisal lesson surprise
        surprisal lesson mine.lesson --check
      """)

  @Argument(help: "A lesson's name, or a file.")
  var lesson: String?
  @Flag(name: .customLong("list"), help: "List the lessons and exit.")
  var isListing = false
  @Flag(name: .customLong("check"), help: "Check a lesson, or all of them, and exit.")
  var isChecking = false
  @OptionGroup(title: "Model and scoring") var options: ScoringOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions

  func run() throws {
    let lessons = try Assets.lessons()
    let chosen = try lesson.map { try find($0, among: lessons) }
    if isListing {
      try list(chosen.map { [$0] } ?? lessons)
    } else if isChecking {
      try check(chosen.map { [$0] } ?? lessons)
    } else {
      try startExplorer(
        Exploring(
          options: options, training: try screen.trainingText(), screen: screen,
          lesson: chosen.map { .lesson($0) } ?? .anyOne))
    }
  }

  /// A lesson by its name, or the one in a file.
  private func find(_ name: String, among lessons: [Lesson]) throws -> Lesson {
    if let known = lessons.first(where: { $0.name == name }) { return known }
    guard name.contains("/") || name.contains(".") || sizeOfFile(name) != nil else {
      let names = lessons.map(\.name).joined(separator: ", ")
      throw CommandError(
        .noInput, "there is no lesson \(name): name one of \(names), or a file of your own")
    }
    return try Lesson(inFile: name)
  }

  private func list(_ lessons: [Lesson]) throws {
    var output = StandardOutput()
    let width = lessons.map(\.name.count).max() ?? 0
    for lesson in lessons {
      let gap = String(repeating: " ", count: width - lesson.name.count + 2)
      try output.write(lesson.name + gap + visibleText(lesson.title) + "\n")
      try output.write(
        String(repeating: " ", count: width + 2) + visibleText(lesson.summary) + "\n")
    }
    try output.flush()
  }

  private func check(_ lessons: [Lesson]) throws {
    var output = StandardOutput()
    var (options, lessons) = (try options.inForce(), lessons)
    if !lessons.allSatisfy(\.needsDefaultModel), options.doWithoutDefaultModel() {
      noteOnStandardError(ModelFiles.builtInAdvice)
      lessons.removeAll(where: \.needsDefaultModel)
    }
    let model = try options.loadedModel()
    let chosen = options
    var faults = 0
    let walk = LessonWalk(
      load: { model }, loadOther: { try chosen.loadedModel(instead: $0) },
      train: { try Trainee($0, own: nil, threads: trainingThreads(chosen.threads.count)) })
    for lesson in lessons {
      let findings = try walk.findings(in: lesson)
      for finding in findings {
        let sentence = visibleText(finding.sentence)
        try output.write("\(lesson.name), line \(finding.line): \(sentence)\n")
      }
      let claims = lesson.pages.reduce(0) { $0 + $1.claims.count }
      let counts = [
        (lesson.pages.count, "page"), (claims, "claim"), (lesson.exerciseCount, "task"),
        (findings.count, "fault"),
      ].map { "\($0) \(plural($1, $0))" }
      try output.write("\(lesson.name): \(counts.joined(separator: ", "))\n")
      try output.flush()
      faults += findings.count
    }
    if let fault = DefaultModelCheck.fault(of: options.chosen.model) { throw fault }
    guard faults == 0 else {
      throw CommandError(
        .badData, "\(faults) of what the lessons say does not hold with this model: see above")
    }
  }
}
