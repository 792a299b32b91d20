import ShownText
import Exploration
import InformationTheory
import Lessons
import Synchronization

/// Walks through a lesson with a model, as a diligent reader would, and finds what does not hold.
///
/// Each page is set up by the loop of the explorer itself. Then its claims are checked, its task must
/// be open, the keys of its solution are pressed, and the task must be done.
public struct LessonWalk: Sendable {
  /// Something in a lesson that does not hold.
  public struct Finding: Equatable, Sendable {
    /// The line of the lesson's file, from 1.
    public var line: Int
    /// What does not hold.
    public var sentence: String
  }

  private let load: @Sendable () throws -> LoadedModel
  private let loadOther: @Sendable (String) throws -> LoadedModel
  private let rehearsal: Rehearsal

  /// A walk with the model that `load` returns, once for each page, and others that lessons ask for.
  /// What `train` prepares is trained once for all pages that want the same.
  public init(
    load: @escaping @Sendable () throws -> LoadedModel,
    loadOther: @escaping @Sendable (String) throws -> LoadedModel,
    train: @escaping @Sendable (TrainingRecipe) throws -> Trainee = { _ in throw NoTraining() }
  ) {
    self.load = load
    self.loadOther = loadOther
    rehearsal = Rehearsal(train)
  }

  /// What does not hold, in the order of the pages.
  ///
  /// - Throws: Nothing that a lesson can cause.
  public func findings(in lesson: Lesson) throws -> [Finding] {
    if let finding = excess(in: lesson) { return [finding] }
    var findings: [Finding] = []
    for page in lesson.pages {
      var single = lesson
      single.pages = [page]
      findings += try check(page, of: single)
    }
    return findings
  }

  private func check(_ page: Page, of lesson: Lesson) throws -> [Finding] {
    let script: KeyScript
    do {
      script = try self.script(for: page)
    } catch {
      return [error]
    }
    let visits = try visit(lesson, playing: script)
    guard let begun = visits["begun"], let ended = visits["ended"] else {
      return [Finding(line: page.line, sentence: "the solution leaves the lesson")]
    }
    if let reason = begun.failure {
      return [Finding(line: page.line, sentence: "the page cannot be shown: \(reason)")]
    }
    return unknownCommands(on: page) + unknownValues(on: page, begun)
      + brokenClaims(on: page, begun)
      + faults(of: page, begun: begun, ended: ended)
  }

  // MARK: Playing

  /// How many keys the solutions of a lesson may press: far more than they need, and so few that a check ends soon.
  private static let mostKeys = 2_000

  /// What would make the check of a lesson slow, on the page whose solution does.
  private func excess(in lesson: Lesson) -> Finding? {
    var count = 0
    for page in lesson.pages {
      guard let script = try? script(for: page) else { continue }
      func finding(_ sentence: String) -> Finding {
        Finding(line: page.exercise?.line ?? page.line, sentence: sentence)
      }
      guard let keys = script.inputCount else {
        return finding("a solution presses keys on a screen of 80 × 24: leave out `resize`")
      }
      count += keys
      if count > Self.mostKeys {
        return finding(
          "the solutions up to here press more than \(Self.mostKeys) keys: let them press fewer")
      }
    }
    return nil
  }

  /// A script that solves the page's exercise, and saves a screen before and after.
  private func script(for page: Page) throws(Finding) -> KeyScript {
    let steps = page.exercise?.solution ?? []
    let lines = ["wait", "screen begun"] + steps.map(\.directive) + ["wait", "screen ended"]
    do {
      return try KeyScript(lines.joined(separator: "\n"))
    } catch {
      let step = error.line - 3
      throw Finding(
        line: steps.indices.contains(step) ? steps[step].line : page.line,
        sentence: "the solution is no script of keys: \(error.cause.sentence)")
    }
  }

  /// Plays a script in a lesson of one page, and returns the states in which it saved a screen.
  private func visit(_ lesson: Lesson, playing script: KeyScript) throws -> [String: Explorer] {
    let visits = Visits()
    let loop = ExplorationLoop(
      .init(
        load: load, loadOther: loadOther, watched: { visits.see($0) },
        train: { try rehearsal.trainee(for: $0) }))
    var surface = ScriptedSurface(script, rows: 24, columns: 80) { name, _, _ in
      visits.keep(as: name)
    }
    var explorer = Explorer(text: [])
    explorer.allowTraining(isPaced: false)
    let effects = explorer.update(.lessonWanted(lesson)).filter(\.isOfTraining)
    _ = try loop.run(explorer, after: effects, on: &surface)
    return visits.kept
  }

  /// The states that were seen.
  private final class Visits: Sendable {
    private let states = Mutex<(last: Explorer?, kept: [String: Explorer])>((nil, [:]))
    var kept: [String: Explorer] { states.withLock { $0.kept } }
    func see(_ explorer: Explorer) { states.withLock { $0.last = explorer } }
    func keep(as name: String) { states.withLock { $0.kept[name] = $0.last } }
  }

  // MARK: Checking

  private func brokenClaims(on page: Page, _ explorer: Explorer) -> [Finding] {
    page.claims.filter { !$0.condition.holds(explorer.value(of:)) }.map { claim in
      let found = claim.condition.comparisons.map { comparison in
        "\(comparison.quantity.measure.rawValue) is \(shown(comparison.quantity, explorer))"
      }.joined(separator: ", ")
      return Finding(line: claim.line, sentence: "“\(claim.source)” does not hold: \(found)")
    }
  }

  private func shown(_ quantity: Quantity, _ explorer: Explorer) -> String {
    switch explorer.value(of: quantity) {
    case nil: "unknown"
    case .information(let amount): "\(decimal(amount.bits, 3)) bits"
    case .share(let share): "\(decimal(share * 100, 2))%"
    case .number(let number): decimal(number, 3)
    case .word(let word): "“\(word)”"
    }
  }

  /// The numbers that the page quotes and that are not there.
  private func unknownValues(on page: Page, _ explorer: Explorer) -> [Finding] {
    page.quotations.filter { explorer.value(of: $0) == nil }.map { quantity in
      Finding(
        line: page.line,
        sentence: "what the page quotes (\(quantity.measure.rawValue)) is unknown")
    }
  }

  private func unknownCommands(on page: Page) -> [Finding] {
    page.commands.filter { KeyTable.standard.label(ofCommandNamed: $0) == nil }.map { command in
      Finding(
        line: page.line, sentence: "there is no command “\(command)” whose key could be named")
    }
  }

  private func faults(of page: Page, begun: Explorer, ended: Explorer) -> [Finding] {
    guard let exercise = page.exercise else { return [] }
    func fault(_ sentence: String) -> [Finding] {
      [Finding(line: exercise.line, sentence: sentence)]
    }
    if exercise.lacksAnswer { return fault("the task asks a question: add its `answer:`") }
    if exercise.solution.isEmpty { return fault("the task has no solution to check it by") }
    if begun.lesson?.isDone != false { return fault("the task is done before it is begun") }
    return ended.lesson?.isDone == true ? [] : fault("the task is not done by its solution")
  }
}

extension LessonWalk.Finding: Error {}

extension Explorer {
  /// Why nothing can be scored, if that is so.
  fileprivate var failure: String? {
    if case .failed(let reason) = model { return reason }
    if case .failed(let reason) = phase { return reason }
    if isInLab, case .failed(let reason) = lab?.phase { return reason }
    return nil
  }
}
