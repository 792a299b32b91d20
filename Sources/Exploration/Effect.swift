import Games
import Scoring

extension Explorer {
  /// Something that the outside world should do.
  public enum Effect: Sendable {
    /// Split a text into tokens and score it, in place of any earlier request. The predictions of
    /// the leading tokens that are the same in `keeping` still hold
    /// (`ScoredText.predictions(holdingFor:_:)`) unless the settings differ, and are not sent again.
    case score(text: [UInt8], keeping: ScoredText?, request: Int)
    /// From now on, score first the unit of a text that holds this token, then those behind it and those
    /// before it.
    case scoreNear(token: Int)
    /// From now on, let the model look back at most so many tokens; nil: as many as it can.
    case limitContext(Int?)
    /// From now on, score texts after this.
    case startAfter(TextStart)
    /// Say how some tokens go on, in place of any earlier request.
    case generate(GenerationRequest, request: Int)
    /// Stop scoring.
    case stopScoring
    /// Measure a part of a text, so many tokens, by simpler models, in place of any earlier one.
    case measure(
      _ part: Range<Int>, text: [UInt8], tokens: Int, vocabularySize: Int, request: Int)
    /// Measure nothing any more.
    case stopMeasuring
    /// Show how a token came to be expected, in place of any earlier request, but for the answers that are known;
    /// `inspected` follows.
    indirect case inspect(Inspection.Wish, known: Int, request: Int)
    /// Show nothing of that any more.
    case stopInspecting
    /// Find out something of the parts of a text, beside all else; `partsFound` follows.
    case findParts(PartWork, request: Int)
    /// Load another model, by the reference that `--model` takes, or with nil the one that the program
    /// was started with; `modelLoaded` or `modelFailed` follows.
    case useModel(String?)
    /// Look which models there are; `modelsListed` follows.
    case listModels
    /// Go a step from one model to another.
    case switchModel(SwitchOrder)
    /// Do something with the model at hand and another, in place of what was asked before; `modelsCompared` follows.
    case compareModels(ComparisonOrder, request: Int)
    /// Tell a training what to do. Its answers carry the numbers of the training and of the order.
    case train(TrainingOrder, run: Int, order: Int)
    /// Put bytes on the clipboard.
    case copy([UInt8])
    /// Stop the process until the shell continues it.
    case suspend
    /// Draw the whole screen afresh.
    case redraw
    /// Let the model play a game, in place of any earlier request.
    case play(GameRecord, request: Int)
    /// Save a game in a file.
    case save(GameRecord)
    /// Write a text into a file, in a form; `tookAway` follows.
    case takeAway(TakenText, form: String, file: String, replacing: Bool)
    /// End the program.
    case quit

    /// Whether a training is told what to do: that needs no model, and is not asked for again once there
    /// is one.
    public var isOfTraining: Bool { if case .train = self { true } else { false } }
  }
}
