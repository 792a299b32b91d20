import Games
import Scoring
import Lessons

extension Explorer {
  /// Something that happened.
  public enum Event: Sendable {
    /// A person did something.
    case input(Input)
    /// The screen has this size now.
    case resized(rows: Int, columns: Int)
    /// The model is ready to tokenize and score, after one of its start tokens or none.
    case modelLoaded(ModelDescription, Vocabulary, StartTokens = .init())
    /// The model cannot be used: a sentence.
    case modelFailed(String)
    /// These models there are.
    case modelsListed(ModelListing)
    /// The model of a switch is open and ready to score.
    case modelOpened(ModelDescription, Vocabulary, StartTokens = .init(), number: Int)
    /// The model of a switch cannot be used: a sentence.
    case modelNotOpened(String, number: Int)
    /// What becomes of the order about two models with this number.
    case modelsCompared(ComparisonNews, request: Int)
    /// The text of a request is these tokens, scored with these settings.
    case tokenized([Token], ScoringSettings, request: Int)
    /// The positions from one on, the next that are missing of their unit; without one, the first of all
    /// that are missing.
    case scored(Predictions, at: Int? = nil, request: Int)
    /// What is expected behind the last token.
    case expectedBehind(Prediction, request: Int)
    /// A block is done, so long after the request.
    case progressed(secondsElapsed: Double, request: Int)
    /// How the text goes on.
    case generated(GenerationAnswer, request: Int)
    /// Every token has its prediction.
    case finished(request: Int)
    /// The request cannot be answered: a sentence.
    case failed(String, request: Int)
    /// What a simpler model needs for the text; nil when there are no more.
    case measured(Rung?, request: Int)
    /// What the engine shows of how a token came to be expected.
    case inspected(Inspection.News, request: Int)
    /// What was to be found out of the parts of the text.
    case partsFound(PartWork.Result, request: Int)
    /// What the training of this number tells.
    case trained(TrainingNews, run: Int)
    /// Something was written somewhere: a sentence.
    case exported(String)
    /// What became of the file of a text that was taken away.
    case tookAway(TakenAway)
    /// The questions of the game of a request, and how many bytes of its text everybody sees.
    case asked([GameQuestion], shown: Int, request: Int)
    /// The model's answer to the next of them.
    case answered(ModelAnswer, request: Int)
    /// The program was started to read a lesson, or with nil to choose one.
    case lessonWanted(Lesson?)
  }
}
