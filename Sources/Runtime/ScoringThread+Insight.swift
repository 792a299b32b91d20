import Exploration
import Scoring

extension ScoringThread {
  /// Shows how a token came to be expected when nothing is scored any more, and posts `inspected` with each piece of
  /// it, or why there is none, and that it has ended. A new request makes the one before end at its next piece.
  package func inspect(_ wish: Inspection.Wish, known: Int = 0, request: Int) {
    wantedInspection.store(request, ordering: .releasing)
    enqueue { [self] in
      defer { post(.inspected(.ended, request: request)) }
      guard isInspectionWanted(request), let engine = engine.withLock({ $0 }) else { return }
      prepareThread()
      do {
        try wish.answer(from: engine.scorer, known) { news in
          post(.inspected(news, request: request))
        } isWanted: {
          isInspectionWanted(request)
        }
      } catch {
        post(.inspected(.failed(String(describing: error)), request: request))
      }
    }
  }

  /// Shows nothing of that any more.
  package func stopInspecting() { wantedInspection.store(-1, ordering: .releasing) }

  private func isInspectionWanted(_ request: Int) -> Bool {
    wantedInspection.load(ordering: .acquiring) == request
  }
}

extension Inspection.Wish {
  /// Asks an engine, and tells what comes of it.
  func answer(
    from scorer: Scorer, _ known: Int, _ tell: (Inspection.News) -> Void, isWanted: () -> Bool
  ) throws {
    switch subject {
    case .layers: tell(.layers(try scorer.predictByLayer(question)))
    case .bought:
      try scorer.predictLeavingOut(question, butNearest: known) { places, predictions in
        if !places.isEmpty { tell(.without(places, predictions)) }
        return isWanted()
      }
    }
  }
}
