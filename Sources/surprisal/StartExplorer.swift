import Display
import Exploration
import FoundationEssentials
import MeasuringSticks
import Runtime
import Synchronization
import TerminalUI

/// Opens the explorer: the one place where the program meets the screen.
func startExplorer(_ exploring: Exploring) throws {
  var explorer = exploring.explorer
  do {
    if let script = exploring.script {
      var surface = try script.surface()
      _ = try exploring.loop().run(explorer, on: &surface)
    } else {
      var terminal = try Terminal(
        exploring.terminal, environment: ProcessInfo.processInfo.environment)
      if let notice = terminal.notice { _ = explorer.update(.exported(notice)) }
      _ = try exploring.loop().run(explorer, on: &terminal)
    }
  } catch let error as TerminalError {
    throw CommandError(.unavailable, error.description)
  } catch let error as KeyScriptError {
    throw CommandError(.badData, "\(error)")
  }
}

extension Exploring {
  /// The explorer as it opens.
  fileprivate var explorer: Explorer {
    var explorer = Explorer(
      text: text, temperature: options.temperature, theme: theme, source: source, drawn: drawn)
    explorer.hiddenSentences = Assets.sentences
    explorer.savesGames = savedGame != nil
    switch game {
    case .play(let rules, let text, let shown): explorer.play(rules, on: text, from: shown)
    case .replay(let record): explorer.replay(record)
    case nil: break
    }
    return explorer
  }

  fileprivate func loop() -> ExplorationLoop {
    let clock = ContinuousClock()
    let start = clock.now
    return ExplorationLoop(
      load: { [options, training] in
        let scorer = try options.scorer()
        return LoadedModel(
          scorer: scorer, settings: try options.settings(for: scorer),
          readsControlTokens: options.special,
          measure: measuring(by: training))
      },
      seconds: {
        let (seconds, attoseconds) = (clock.now - start).components
        return Double(seconds) + Double(attoseconds) * 1e-18
      },
      begun: { [crash] in crash?.happen() },
      prepareThread: { Terminal.protectThread() },
      saveGame: { [savedGame] in GameFiles.save($0, in: savedGame) })
  }
}

/// Measures texts by a ladder whose n-grams are counted when they are first asked for.
private func measuring(by training: (text: [UInt8], name: String)) -> LoadedModel.Measure {
  let ladder = Mutex<Ladder?>(nil)
  return { text, tokens, vocabularySize, report in
    let counted = ladder.withLock { ladder in
      let counted = ladder ?? Ladder(countingIn: training.text, name: training.name)
      ladder = counted
      return counted
    }
    counted.measure(text, tokens: tokens, vocabularySize: vocabularySize, report)
  }
}

extension Exploring.Script {
  /// The script's keys on a screen of its size.
  fileprivate func surface() throws -> ScriptedSurface {
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
    return ScriptedSurface(keys, rows: size.rows, columns: size.columns, save: save)
  }
}
