import InformationTheory
import Scoring

/// A placeholder for the state machine, which is written elsewhere: enough to drive the loop.
public struct Explorer: Sendable {
  /// A fact that happened.
  public enum Event: Sendable {
    case input(Input)
    case resized(rows: Int, columns: Int)
    case modelLoaded(ModelDescription, Vocabulary)
    case modelFailed(String)
    case tokenized([Token], ScoringSettings, request: Int)
    case scored(Predictions, request: Int)
    case curved(LossCurve, request: Int)
    case progressed(secondsElapsed: Double, request: Int)
    case finished(request: Int)
    case failed(String, request: Int)
    case exported(String)
  }

  /// An order to the outside world.
  public enum Effect: Sendable {
    case score(text: [UInt8], keeping: ScoredText?, request: Int)
    case stopScoring
    case copy([UInt8])
    case suspend
    case redraw
    case quit
  }

  public var text: [UInt8]
  public var temperature = 20
  public var notice = ""
  public var scored: ScoredText?
  public var editing = false
  public var pasted = 0
  private var request = 0
  private var dragging = false

  public init(text: [UInt8]) { self.text = text }

  public mutating func update(_ event: Event) -> [Effect] {
    switch event {
    case .input(let input): return update(input)
    case .modelLoaded: return score()
    case .modelFailed(let reason): notice = reason
    case .tokenized(let tokens, let settings, _):
      scored = ScoredText(
        text: text, tokens: tokens, settings: settings, predictions: Predictions(vocabularySize: 0))
    case .scored(let block, _): scored?.predictions.append(block)
    case .finished: notice = "finished"
    case .failed(let reason, _): notice = reason
    case .exported(let what): notice = what
    case .resized, .curved, .progressed: break
    }
    return []
  }

  private mutating func score() -> [Effect] {
    request += 1
    return [.score(text: text, keeping: scored, request: request)]
  }

  private mutating func update(_ input: Input) -> [Effect] {
    switch input {
    case .key(.character("q"), []): return [.quit]
    case .key(.character("c"), .control): return [.quit]
    case .key(.character("z"), .control): return [.suspend]
    case .key(.character("l"), .control): return [.redraw]
    case .key(.character("y"), []): return [.copy(text)]
    case .key(.up, _): temperature += 1
    case .key(.down, _): temperature -= 1
    case .key(.character("e"), []): editing = true
    case .key(.enter, _) where editing:
      editing = false
      return score()
    case .paste(let bytes):
      pasted = bytes.count
      if editing { text += bytes }
    case .mouse(.pressed, _, let column), .mouse(.dragged, _, let column): temperature = column
    default: break
    }
    return []
  }
}
