import Exploration
import Games
import InformationTheory
import Scoring

/// A game with figures made by hand, for screens to be looked at.
struct GameScene {
  var rules: GameRules
  var text = "The capital of France is Paris, and a river runs through it."
  var shown = "The capital".utf8.count

  private static let model = ModelDescription(
    name: "SmolLM2 135M Instruct", file: "", architecture: "llama", quantization: "Q4_1",
    vocabularySize: 600, contextLength: 8192)

  /// The questions: each letter, or each word, as many as the rules allow.
  private var questions: [GameQuestion] { Array(everything.prefix(rules.questionLimit)) }

  private var everything: [GameQuestion] {
    let bytes = Array(text.utf8)
    guard rules.step == .word else {
      return (shown..<bytes.count).map { place in
        let letter = Answers.letter(bytes[place]) ?? 0x20
        return GameQuestion(
          bytes: place..<place + 1, answers: [String(Unicode.Scalar(letter))],
          place: (Answers.letters.firstIndex(of: letter) ?? 0) + 1)
      }
    }
    var questions: [GameQuestion] = []
    var place = shown
    while place < bytes.count {
      let end = bytes[(place + 1)...].firstIndex(of: 0x20) ?? bytes.count
      questions.append(
        GameQuestion(
          bytes: place..<end, answers: [Answers.word(bytes[place..<end])], place: 400 + place))
      place = end
    }
    return questions
  }

  /// What the model makes of the question at a place.
  private func answer(_ place: Int, to question: GameQuestion) -> ModelAnswer {
    let others =
      rules.step == .word ? ["of", "is", "was", "city", "in"] : ["e", "a", "o", " ", "t"]
    let actual = question.answers[0]
    let names = [actual] + others.filter { $0 != actual }
    let shares = [0.32, 0.24, 0.16, 0.12, 0.08, 0.05]
    let rank = place % 7
    let order =
      rank < names.count ? Array(names[1..<rank + 1] + [actual] + names[(rank + 1)...]) : names
    return ModelAnswer(
      probabilities: order.indices.map { shares[min($0, 5)] },
      actual: order.firstIndex(of: actual) ?? 0
    ) { order[$0] }
  }

  /// An explorer in which the game has begun, its model having answered so many questions.
  func explorer(rows: Int, columns: Int, answers: Int = .max) -> Explorer {
    var explorer = Explorer(text: [])
    _ = explorer.update(.resized(rows: rows, columns: columns))
    explorer.chooseGame(
      GameWishes(rules), on: .given(Array(text.utf8), hiddenFrom: shown))
    _ = explorer.update(.input(.key(.enter, [])))
    _ = explorer.update(
      .modelLoaded(Self.model, Vocabulary(count: 600, bytes: { Array("w\($0)".utf8) })))
    _ = explorer.update(.asked(questions, shown: shown, request: 1))
    for (place, question) in questions.enumerated().prefix(answers) {
      _ = explorer.update(.answered(answer(place, to: question), request: 1))
    }
    return explorer
  }
}
