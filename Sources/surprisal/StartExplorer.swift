import Display
import Exploration
import FoundationEssentials
import MeasuringSticks
import Reports
import Runtime
import Scoring
import Settings
import Synchronization
import TerminalUI

/// Opens the explorer: the one place where the program meets the screen.
func startExplorer(_ wanted: Exploring) throws {
  let file = wanted.stateFile
  let (memory, damage) = file?.read() ?? (Memory(), nil)
  let settings = try wanted.settings(memory)
  var exploring = wanted
  exploring.options = wanted.options.inForce(settings)
  exploring.remark = wanted.remark ?? damage
  exploring.fallBack()
  var explorer = try exploring.explorer(settings, bookmarks: memory.bookmarks)
  explorer.areBookmarksKept = file != nil
  explorer.keepsText = file != nil
  let keeper = StateKeeper(file, memory, begunWith: explorer)
  let effects = exploring.open(&explorer)
  do {
    let left = try exploring.run(explorer, after: effects, keeper)
    try exploring.checkModelOfScript()
    keeper.take(left)
    try exploring.keep(left)
    if let complaint = keeper.complaint { noteOnStandardError(complaint) }
  } catch let error as TerminalError {
    throw CommandError(.unavailable, error.description)
  } catch let error as KeyScriptError {
    throw CommandError(error.isOfOutput ? .outputFailed : .badData, "\(error)")
  }
}

extension Exploring {
  /// Throws what is wrong with the model's file where a script was played: nobody sees it said on the screen.
  fileprivate func checkModelOfScript() throws(CommandError) {
    guard screen.script != nil, !isWithoutModel, recipe == nil,
      let fault = DefaultModelCheck.fault(of: options.chosen.model)
    else { return }
    throw fault
  }

  /// Does without the default model where that was not fetched, and says so; in the lab that is no matter yet.
  fileprivate mutating func fallBack() {
    guard !isWithoutModel, options.doWithoutDefaultModel(), recipe == nil else { return }
    remark = [remark, ModelFiles.builtInAdvice].compactMap { $0 }.joined(separator: "; ")
  }

  /// An explorer as the settings want it.
  fileprivate func explorer(
    _ settings: SettingsInForce, bookmarks: [String: Bookmark]
  ) throws -> Explorer {
    let texts = try ModelTexts(of: options.chosen.model)
    var explorer = Explorer(
      text: text ?? texts.sample, temperature: options.temperature,
      preferences: Preferences(settings.choices), source: text == nil ? "sample" : source,
      drawn: drawn, bookmarks: bookmarks)
    // A lesson that could not be read would fail the tests: all of them are read there.
    explorer.offerLessons { (try? Assets.lessons()) ?? [] }
    explorer.lessonsAreWritten(forFile: DefaultModel.fileName)
    explorer.keys = settings.config.keys
    explorer.isASCII = screen.ascii
    explorer.offerSentences(texts.sentences)
    explorer.savesGames = savedGame != nil
    if options.chosen.model == ModelListing.world { explorer.doWithoutDefaultModel() }
    if isWithoutModel { explorer.readsSavedText() }
    if let compared { explorer.compareWhenLoaded(with: compared) }
    explorer.offerForms(ReportFormat.takenForms)
    explorer.allowTraining(own: ownText?.name, isPaced: screen.script == nil)
    return explorer
  }

  /// Opens what is wanted in an explorer: a text, a game, a lesson, the lab. Returns what is to be done then.
  fileprivate func open(_ explorer: inout Explorer) -> [Explorer.Effect] {
    if let opening { explorer.open(inviting: opening == .inviting) }
    if let saved {
      let token = saved.tokens.isEmpty ? 0 : saved.tokens[saved.view.token].bytes.lowerBound
      explorer.takeUp(saved.view.lens, saved.view.unit, by: saved.view.textUnit, at: token)
    }
    if let remark { _ = explorer.update(.exported(remark)) }
    switch game {
    case .play(let text, let wishes):
      explorer.chooseGame(wishes(explorer.preferences.game), on: text)
    case .replay(let record): explorer.replay(record)
    case nil: break
    }
    switch lesson {
    case .none: break
    case .anyOne: _ = explorer.update(.lessonWanted(nil))
    case .lesson(let lesson):
      return explorer.update(.lessonWanted(lesson)).filter(\.isOfTraining)
    }
    return recipe.map { explorer.openLab(with: $0) } ?? []
  }

  /// Explores, in a terminal or by a script, and returns what became of the explorer.
  fileprivate func run(
    _ explorer: Explorer, after effects: [Explorer.Effect], _ keeper: StateKeeper
  ) throws -> Explorer {
    if let script = screen.script {
      var surface = try screen.surface(playing: script)
      return try loop(keeper).run(explorer, after: effects, on: &surface)
    }
    var terminal = try Terminal(
      screen.terminal, environment: ProcessInfo.processInfo.environment)
    var explorer = explorer
    if let notice = terminal.notice { _ = explorer.update(.exported(notice)) }
    return try loop(keeper).run(explorer, after: effects, on: &terminal)
  }
}

extension Exploring {
  /// Where what is remembered is kept: not where a script is to do the same again and again.
  fileprivate var stateFile: StateFile? {
    screen.script == nil ? StateFile(beside: options.chosen.config) : nil
  }

  /// The settings that hold. A script's keys mean what they always do: only a file of settings that is
  /// named counts.
  fileprivate func settings(_ memory: Memory) throws -> SettingsInForce {
    var chosen = options.chosen
    if screen.script != nil, chosen.config == .usual { chosen.config = .none }
    return try chosen.settings(with: screen.look.choices, memory: memory)
  }

  fileprivate func loop(_ keeper: StateKeeper) -> ExplorationLoop {
    let clock = ContinuousClock()
    let start = clock.now
    let measure = measuring { [training, options] in
      try training ?? ModelTexts(of: options.chosen.model).training()
    }
    return ExplorationLoop(
      .init(
        load: { [options, saved, isWithoutModel] in
          guard let saved, isWithoutModel else { return try options.loadedModel(measure: measure) }
          return saved.loadedModel(measure)
        },
        loadOther: { [options, training] reference in
          let hasOwn = training == nil && ModelTexts.goWith(reference)
          return try options.loadedModel(
            instead: reference,
            measure: hasOwn ? measuring { try ModelTexts(of: reference).training() } : measure)
        },
        loadBeside: { [options] reference, base in
          try checkMemory(of: reference, beside: base ?? options.chosen.model, options)
          return try options.loadedModel(instead: reference)
        },
        listModels: { [options] in
          ModelListing.live(context: options.context)
            .marking(options.chosen.model, context: options.context)
        },
        watched: { keeper.take($0) },
        seconds: {
          let (seconds, attoseconds) = (clock.now - start).components
          return Double(seconds) + Double(attoseconds) * 1e-18
        },
        begun: { [crash = screen.crash] in crash?.happen() },
        prepareThread: { Terminal.protectThread() },
        remarks: { ServerRemarks.shared.listen($0) },
        saveGame: { [savedGame] in GameFiles.save($0, in: savedGame) },
        takeAway: { [taking] in taking.write($0, as: $1, into: $2, replacing: $3) },
        train: { [ownText, options] in
          try Trainee(
            $0, own: ownText, threads: trainingThreads(options.threads.count), measure: measure)
        }))
  }
}

/// Measures texts by a ladder whose n-grams are counted when they are first asked for, in a text that is
/// made then.
private func measuring(
  by training: @escaping @Sendable () throws -> (text: [UInt8], name: String)
) -> LoadedModel.Measure {
  let ladder = Mutex<Ladder?>(nil)
  return { part, text, tokens, vocabularySize, isWanted, report in
    let counted = ladder.withLock { ladder in
      if let ladder { return ladder }
      let (text, name) = (try? training()) ?? ([], "nothing")
      let counted = Ladder(countingIn: text, name: name)
      ladder = counted
      return counted
    }
    counted.measure(
      part, of: text, tokens: tokens, vocabularySize: vocabularySize, while: isWanted, report)
  }
}

extension ScoringOptions {
  /// The model and how it is to score.
  ///
  /// - Parameters:
  ///   - reference: Another model than the one that was asked for.
  ///   - measure: How texts are measured by simpler models.
  func loadedModel(
    instead reference: String? = nil,
    measure: @escaping LoadedModel.Measure = { _, _, _, _, _, _ in }
  ) throws -> LoadedModel {
    let scorer = try reference.map(scorer(instead:)) ?? scorer()
    return LoadedModel(
      scorer: scorer, settings: try settings(for: scorer),
      readsControlTokens: special,
      fault: { [chosen] in DefaultModelCheck.fault(of: reference ?? chosen.model)?.sentence },
      measure: measure)
  }
}

extension ScoringOptions {
  /// Another model than the one that was asked for; `uniform` is so over that one's vocabulary.
  private func scorer(instead reference: String) throws -> Scorer {
    let other = try ModelReference(reference)
    return other == .uniform
      ? uniformScorer(over: try scorer())
      : try other.scorer(threads: threads.count, context: context, server: server)
  }
}

extension ScreenOptions {
  /// A script's keys on a screen of the size that is asked for.
  fileprivate func surface(playing path: String) throws -> ScriptedSurface {
    let keys = try KeyScript(String(decoding: readFile(path), as: UTF8.self))
    if let screens {
      do {
        try FileManager.default.createDirectory(
          atPath: screens, withIntermediateDirectories: true)
      } catch {
        throw CommandError(
          .outputFailed, "cannot make the folder \(screens): name another with --screens")
      }
    }
    let save: ScriptedSurface.Save = screens.map(savingScreens(inDirectory:)) ?? { _, _, _ in }
    let size = size ?? .standard
    return ScriptedSurface(keys, rows: size.rows, columns: size.columns, save: save)
  }
}
