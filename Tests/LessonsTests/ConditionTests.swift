import InformationTheory
import Lessons
import Testing

@Suite struct `A condition holds or not` {
  /// What the screen shows: a loss of 2 bits, a rank of 5, the word " Paris".
  private func value(_ quantity: Quantity) -> Value? {
    switch quantity.measure {
    case .loss: .information(.bits(quantity.temperature == nil ? 2 : 4))
    case .rank: .number(5)
    case .accuracy: .share(0.25)
    case .word: .word(" Paris")
    case .temperature: .number(1.05)
    case .bestTemperature: .number(1)
    default: nil
    }
  }

  private func condition(_ text: String) throws -> Condition {
    let file = "# T\n## P\ntext: a\nexpect: \(text)\n"
    return try Lesson(name: "", bytes: Array(file.utf8)).pages[0].claims[0].condition
  }

  @Test(arguments: [
    "loss < 3 bits", "loss > 1 bits", "loss <= 2 bits", "loss >= 2 bits", "loss = 2 bits",
    "loss = 1.3863 nats", "loss at 5 > loss", "loss at 5 = 4 bits", "rank = 5", "accuracy = 25%",
    "word is \"Paris\"", "word is Paris", "word is not London", "word contains \"ari\"",
    "temperature near best temperature", "loss < 3 bits and rank > 4",
  ])
  func `what is so`(text: String) throws {
    #expect(try condition(text).holds(value))
  }

  @Test(arguments: [
    "loss < 2 bits", "loss > 2 bits", "loss = 2.01 bits", "loss <= 1.9 bits", "loss >= 2 nats",
    "word is \"Pari\"", "word is not Paris", "word contains \"x\"", "rank near 6",
    "temperature = best temperature", "loss < 3 bits and rank > 5",
  ])
  func `what is not so`(text: String) throws {
    #expect(try !condition(text).holds(value))
  }

  @Test(arguments: ["entropy > 0 bits", "entropy < 0 bits", "loss > entropy", "text is not x"])
  func `what is unknown does not hold`(text: String) throws {
    #expect(try !condition(text).holds(value))
  }
}
