import Dispatch
import Exploration
import Scoring
import Synchronization

// From one model to another.
extension ScoringThread {
  /// Looks which models there are, beside all that is scored, and posts `modelsListed`.
  package func listModels(_ list: @escaping @Sendable () -> ModelListing) {
    openings.async { [self] in
      prepareThread()
      post(.modelsListed(list()))
    }
  }

  /// Writes a text that is taken away, beside all that is scored, and posts `tookAway`.
  package func takeAway(_ write: @escaping @Sendable () -> TakenAway) {
    openings.async { [self] in
      prepareThread()
      post(.tookAway(write()))
    }
  }

  /// Goes a step from one model to another. Models are opened beside all that is scored; what is asked for
  /// behind the step is answered by the model of then.
  package func switchModel(
    _ order: SwitchOrder, opening open: @escaping @Sendable (String) throws -> LoadedModel
  ) {
    switch order {
    case .open(let reference, let number):
      change.withLock { $0.wanted = number }
      openings.async { [self] in post(opened(number) { try open(reference) }) }
    case .take(let number):
      queue.async { [self] in
        guard let new = change.withLock({ $0.take(number) }) else { return }
        let former = use(new)
        change.withLock { $0.former = former }
      }
    case .giveBack:
      change.withLock { $0.wanted = nil }
      queue.async { [self] in
        guard let former = change.withLock({ $0.giveBack() }) else { return }
        _ = use(former)
      }
    case .settle: queue.async { [self] in change.withLock { $0.former = nil } }
    }
  }

  /// Opens the model of a switch, and keeps it if it is still wanted.
  private func opened(_ number: Int, _ open: () throws -> LoadedModel) -> Explorer.Event {
    prepareThread()
    do {
      let new = try open()
      change.withLock { $0.keep(new, number) }
      return .modelOpened(
        new.scorer.model, new.scorer.vocabulary, new.startTokens, number: number)
    } catch {
      return .modelNotOpened(String(describing: error), number: number)
    }
  }

  /// Answers from now on with a model, and returns the one before; what that one expected is forgotten.
  private func use(_ model: LoadedModel) -> LoadedModel? {
    expectations.withLock { $0 = RecentExpectations() }
    return engine.withLock { engine in
      defer { engine = model }
      return engine
    }
  }

  /// What the model is called that answers what is asked next.
  package var modelName: String? {
    queue.sync { engine.withLock { $0?.scorer.model.name } }
  }
}
