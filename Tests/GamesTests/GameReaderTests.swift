import Games
import InformationTheory
import Scoring
import Testing

@Suite struct `The model plays` {
  @Test func `letter by letter, on every sign of a keyboard behind what is shown`() throws {
    let reader = try SpellingModel.reader("A Cat.\n😀!", from: 1, .letter)
    #expect(reader.shown == 1)
    #expect(reader.questions.map(\.answers) == [[" "], ["c"], ["a"], ["t"], ["."], ["!"]])
    #expect(reader.questions.map(\.bytes.lowerBound) == [1, 2, 3, 4, 5, 11])
    // The space is the most common, then e t a o i n s r h l d u c.
    #expect(reader.questions.prefix(4).map(\.place) == [1, 14, 4, 3])
  }

  @Test func `letters by the probabilities that follow from its tokens`() throws {
    let answers = try SpellingModel.answers(try SpellingModel.reader("A cat.", from: 1, .letter))
    let byte = SpellingModel.byteProbability
    // All words but the full stop begin with a space; "A" was read as a byte, and nothing else goes
    // on from it.
    #expect(answers[0].guessNumber == 1)
    #expect(abs(answers[0].probability - (0.9 + byte)) < 1e-5)
    // Behind the space: c and C together, or the space was a token of its own and a byte follows.
    let space = 0.9 + byte
    #expect(answers[1].guessNumber == 1)
    #expect(abs(answers[1].probability - 0.5 / space) < 1e-3)
    // Behind " c" there is hardly anything but " cat".
    #expect(answers[2].guessNumber == 1 && answers[2].probability > 0.99)
  }

  @Test func `word by word, each word once however it is written`() throws {
    let reader = try SpellingModel.reader("A cat sat. dogs", from: 1, .word)
    #expect(reader.questions.map(\.answers) == [["cat"], ["sat"], ["dogs"]])
    #expect(reader.questions.map(\.place) == [1, 3, 4])
    let answers = try SpellingModel.answers(reader)
    // Without the full stop and with the 62 letters and digits among the bytes (and none of the
    // others), words have 0.9 and 62 · byte.
    let total = 0.9 + 62 * SpellingModel.byteProbability
    #expect(answers.map(\.guessNumber) == [1, 3, 4])
    #expect(abs(answers[0].probability - 0.5 / total) < 1e-6)
    #expect(abs(answers[1].probability - 0.15 / total) < 1e-6)
  }

  @Test func `with options in the order of the alphabet and something else at the end`() throws {
    let reader = try SpellingModel.reader("A cat x", from: 1, .word)
    let answers = try SpellingModel.answers(reader)
    let options = answers[0].options
    #expect(options.dropLast().map(\.text) == ["a", "cat", "dog", "dogs", "sat"])
    #expect(options.last?.text == nil)
    #expect(abs(options.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
    #expect(answers.map(\.outcome) == [1, 5])
  }

  @Test func `a whole word counts where the model would say a part`() throws {
    let reader = try SpellingModel.reader("A cats", from: 1, .word)
    #expect(reader.questions.map(\.answers) == [["cat", "cats"], ["s"]])
  }

  @Test func `at most as many questions as are wanted`() throws {
    #expect(try SpellingModel.reader("A cat sat", from: 1, .letter, limit: 3).questions.count == 3)
    #expect(try SpellingModel.reader("A cat sat", from: 1, .word, limit: 1).questions.count == 1)
  }

  @Test(arguments: GameRules.Step.allCases)
  func `the first token is always shown, since nothing stands before it`(step: GameRules.Step)
    throws
  {
    #expect(try SpellingModel.reader(" cat sat", from: 0, step).shown == 4)
  }

  @Test(arguments: ["", "A", "A.", "A 你好", "\n\n"])
  func `not where there is nothing to ask`(text: String) {
    #expect(throws: GameReader.NothingToAsk(step: .word)) {
      try SpellingModel.reader(text, from: 1, .word)
    }
  }

  @Test func `no further when nobody listens`() throws {
    var count = 0
    try SpellingModel.reader("A cat sat", from: 1, .letter).answer { _ in
      count += 1
      return count < 2
    }
    #expect(count == 2)
  }
}

@Suite struct `What is typed` {
  @Test func `is compared without capitals`() {
    #expect(Answers.letter(UInt8(ascii: "Q")) == UInt8(ascii: "q"))
    #expect(Answers.letter(UInt8(ascii: "?")) == UInt8(ascii: "?"))
    #expect(Answers.letter(0x0A) == nil && Answers.letter(0xC3) == nil)
    #expect(Answers.word(Array("'Don't! ".utf8)) == "don't")
    #expect(Answers.word(Array(" .\n".utf8)) == "")
    #expect(Answers.word([0x20, 0xC3]) == "")
  }

  @Test func `has a place for every sign of a keyboard, the space first`() {
    #expect(Answers.letters.count == 95 - 26)
    #expect(Set(Answers.letters).count == Answers.letters.count)
    #expect(Answers.letters.prefix(4) == [0x20, 0x65, 0x74, 0x61])
  }
}
